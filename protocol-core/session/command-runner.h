#ifndef KWIK_SESSION_COMMAND_RUNNER_H
#define KWIK_SESSION_COMMAND_RUNNER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/path/qos-policy.h"
#include "protocol-core/session/command-book.h"
#include "protocol-core/session/session-view.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace kwik
{

/**
 * Decides what the commands that are under way ask of their session, and when each is done (seed
 * 002, "CommandType").
 *
 * - ESTABLISH_PATH: a path to each of `preferred_servers`, or to one more server; done when active.
 * - CLOSE_PATH: no path to `preferred_servers`; never the path of the command, nor the last.
 * - SCALE_BANDWIDTH: `max_paths` paths, or as many as `target_bandwidth_mbps` takes by measurement.
 *   Which ones is planned like any other change of their number.
 * - UPDATE_QOS: its bounds are the session's policy from then on. Done when two paths are active,
 * if redundancy is asked for, when one is within the latency, and when they measure the bandwidth;
 *   loss shows later, by events.
 * - HEALTH_CHECK: every path answers a probe.
 * - SYNC_STATE: nothing but the answer, which has all paths.
 *
 * A command that cannot be done in full within its time ends as PARTIAL_SUCCESS when a part of it
 * is, and as FAILURE when none is. What it has asked for stays in force.
 */
class CommandRunner
{
  public:
    using Command = CommandBook::Command;
    using Response = CommandBook::Response;

    static constexpr int SERVERS_MAX = 16; ///< Named by one command.

    struct WantPath
    {
        Address server;
    };

    struct DropPath
    {
        Address server;
    };

    /// So many paths, from now on.
    struct ScaleTo
    {
        std::uint32_t paths;
    };

    /// The session's policy, from now on.
    struct Obey
    {
        QosPolicy policy;
    };

    struct Probe
    {
        Address server;
        std::uint64_t sequence;
    };

    struct Finish
    {
        CommandKey key;
        Response::ResponseStatus status;
        std::string reason;
    };

    using Action = std::variant<WantPath, DropPath, ScaleTo, Obey, Probe, Finish>;

    void OnExecute(const CommandKey& key, const Command& command, const SessionView& view);
    /// Something may have changed.
    void OnView(const SessionView& view);
    /// The command's time is over.
    void OnConclude(const CommandKey& key, const SessionView& view);
    std::optional<Action> PollAction();

    bool IsIdle() const;
    /// Whether a SCALE_BANDWIDTH is under way.
    bool IsScaling() const;
    bool IsRunning(const CommandKey& key) const;

  private:
    struct Run
    {
        Command command;
        std::vector<Address> targets;
        std::vector<std::string> unknown; ///< Named, and not known.
        std::uint64_t probe{0};
    };

    /// How far a command is: @c done of @c wanted, and whether more can be hoped for.
    struct Progress
    {
        std::size_t done{0};
        std::size_t wanted{0};
        bool isOver{false};
        std::string missing; ///< What is not done, in words.
    };

    void Start(const CommandKey& key, Run& run, const SessionView& view);
    void StartEstablishing(Run& run, const SessionView& view);
    void StartClosing(const CommandKey& key, Run& run, const SessionView& view);
    void StartScaling(const Run& run, const SessionView& view);
    void StartQos(const Run& run, const SessionView& view);
    void StartChecking(Run& run, const SessionView& view);
    Progress ProgressOf(const Run& run, const SessionView& view) const;
    Progress ScalingOf(const Run& run, const SessionView& view) const;
    Progress QosOf(const Run& run, const SessionView& view) const;
    void Conclude(const CommandKey& key, const Progress& progress);

    std::map<CommandKey, Run> m_runs;
    std::uint64_t m_nextProbe{1};
    BoundedQueue<Action, 4096> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_COMMAND_RUNNER_H
