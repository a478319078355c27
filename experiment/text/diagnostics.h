#ifndef KWIK_EXPERIMENT_TEXT_DIAGNOSTICS_H
#define KWIK_EXPERIMENT_TEXT_DIAGNOSTICS_H

#include "experiment/text/diagnostic.h"

#include <cstddef>
#include <string>
#include <vector>

namespace kwik::experiment
{

/**
 * Collects the errors of one file, so that all of them are reported at once.
 *
 * Bounded: of more than LIMIT errors the first ones added are kept and the rest are counted.
 */
class Diagnostics
{
  public:
    static constexpr std::size_t LIMIT = 100;

    void Add(Position position, std::string message);
    bool IsEmpty() const;
    /// The errors by position, each once; a last one without a position tells how many were left
    /// out.
    std::vector<Diagnostic> Sorted() const;

  private:
    std::vector<Diagnostic> m_kept;
    std::size_t m_leftOut{0};
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_DIAGNOSTICS_H
