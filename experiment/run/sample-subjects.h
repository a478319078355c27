#ifndef KWIK_EXPERIMENT_RUN_SAMPLE_SUBJECTS_H
#define KWIK_EXPERIMENT_RUN_SAMPLE_SUBJECTS_H

#include "experiment/scenario/scenario.h"

#include <string>
#include <vector>

namespace kwik::experiment
{

/**
 * What the samples of each workload are of, so that no two series share a name.
 *
 * A single workload needs no telling apart: "mirror-a". With several it is said whose view of the
 * server it is: "client-b/mirror-a", and for the second workload of a client "client-b.2/mirror-a".
 */
class SampleSubjects
{
  public:
    explicit SampleSubjects(const Scenario& scenario);

    /// "client-b", "client-b.2".
    const std::string& OfClient(std::size_t workload) const;
    std::string OfServer(std::size_t workload, const std::string& server) const;

  private:
    std::vector<std::string> m_clients; ///< By workload.
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_SAMPLE_SUBJECTS_H
