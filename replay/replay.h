#ifndef KWIK_REPLAY_REPLAY_H
#define KWIK_REPLAY_REPLAY_H

#include "experiment/scenario/scenario.h"
#include "replay/audience-entries.h"
#include "replay/replaying-environment.h"
#include "replay/score.h"
#include "replay/workload-host.h"

#include <memory>
#include <set>
#include <string>

namespace kwik::replay
{

/**
 * Builds the host of a record again, without sockets and in virtual time, tells it what it was
 * told, and sees whether it does the same. One a process, as GnuTLS has one source of randomness.
 */
class Replay final : private AudienceEntries
{
  public:
    struct Options
    {
        Instant until = NEVER; ///< Nothing that the host was told later.
        Score::Watcher watcher{};
        QuicTraces traces{};
    };

    /// Throws RecordError when the record's scenario cannot be set up.
    Replay(RecordReader& reader, const Options& options);

    /// Until the record ends or a difference is found. Throws RecordError for a record that is
    /// damaged, or tells the host what nobody can have told it.
    void Play();

    const Score& Outcome() const;
    const experiment::Scenario& Scenario() const;

  private:
    void OnEntry(const Entry& entry) override;
    void Open();
    void Tell(const Entry& input);
    void TellDatagrams(const Entry& first);
    void TellApplication(const Entry& call);
    void Returned(std::uint64_t id);
    [[noreturn]] void Refuse(const std::string& why) const;

    Options m_options;
    RecordHeader m_header;
    experiment::Scenario m_scenario;
    experiment::HostPlan m_plan;
    Score m_score;
    SeededWorld m_world;
    ReplayingEnvironment m_env;
    GeneratedContent m_content; ///< Of uploads.
    std::unique_ptr<WorkloadHost> m_host;
    std::set<SessionHandle> m_sessions; ///< That were dialled.
    std::set<SessionStream> m_streams;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_REPLAY_H
