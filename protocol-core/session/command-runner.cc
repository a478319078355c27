#include "protocol-core/session/command-runner.h"

#include <algorithm>
#include <tuple>

namespace kwik
{

namespace
{

namespace wire = ::kwik::kcp::v3;

constexpr std::uint64_t BITS_PER_MEGABIT = 1'000'000;

QosPolicy
PolicyIn(const wire::TransportCommand::QoSRequirements& asked)
{
    constexpr float WHOLE = 1'000'000;
    QosPolicy policy;
    policy.minBandwidth.bitsPerSecond = asked.min_bandwidth_mbps() * BITS_PER_MEGABIT;
    policy.maxLatency = std::chrono::milliseconds(asked.max_latency_ms());
    const float loss = asked.max_packet_loss_rate();
    policy.maxLossPpm = loss >= 1  ? static_cast<std::uint32_t>(WHOLE)
                        : loss > 0 ? static_cast<std::uint32_t>(loss * WHOLE)
                                   : 0;
    policy.needsRedundancy = asked.require_redundancy();
    return policy;
}

std::string
Of(std::size_t done, std::size_t wanted, std::string_view what)
{
    return std::to_string(done) + " of " + std::to_string(wanted) + " " + std::string(what);
}

} // namespace

void
CommandRunner::OnExecute(const CommandKey& key, const Command& command, const SessionView& view)
{
    Run run{command, {}, {}, 0};
    for (int i = 0; i < std::min(command.options().preferred_servers_size(), SERVERS_MAX); ++i)
    {
        const std::string& name = command.options().preferred_servers(i);
        const auto server = ParseIpv4(name);
        if (server.IsOk() && view.Find(server.Value()) != nullptr)
        {
            run.targets.push_back(server.Value());
        }
        else
        {
            run.unknown.push_back(name.substr(0, CommandBook::ID_MAX));
        }
    }
    Start(key, run, view);
    m_runs.insert_or_assign(key, std::move(run));
}

void
CommandRunner::OnView(const SessionView& view)
{
    for (auto next = m_runs.begin(); next != m_runs.end();)
    {
        const Progress progress = ProgressOf(next->second, view);
        const bool isDone = progress.isOver || progress.done >= progress.wanted;
        if (isDone)
        {
            Conclude(next->first, progress);
        }
        next = isDone ? m_runs.erase(next) : std::next(next);
    }
}

void
CommandRunner::OnConclude(const CommandKey& key, const SessionView& view)
{
    const auto entry = m_runs.find(key);
    if (entry != m_runs.end())
    {
        Conclude(key, ProgressOf(entry->second, view));
        m_runs.erase(entry);
    }
}

std::optional<CommandRunner::Action>
CommandRunner::PollAction()
{
    return m_actions.Pop();
}

bool
CommandRunner::IsIdle() const
{
    return m_runs.empty();
}

bool
CommandRunner::IsScaling() const
{
    return std::any_of(m_runs.begin(), m_runs.end(), [](const auto& entry) {
        return entry.second.command.type() == Command::SCALE_BANDWIDTH;
    });
}

bool
CommandRunner::IsRunning(const CommandKey& key) const
{
    return m_runs.contains(key);
}

void
CommandRunner::Start(const CommandKey& key, Run& run, const SessionView& view)
{
    switch (run.command.type())
    {
    case Command::ESTABLISH_PATH:
        StartEstablishing(run, view);
        break;
    case Command::CLOSE_PATH:
        StartClosing(key, run, view);
        break;
    case Command::SCALE_BANDWIDTH:
        StartScaling(run, view);
        break;
    case Command::UPDATE_QOS:
        StartQos(run, view);
        break;
    case Command::HEALTH_CHECK:
        StartChecking(run, view);
        break;
    default:
        break;
    }
}

void
CommandRunner::StartEstablishing(Run& run, const SessionView& view)
{
    if (run.targets.empty() && run.unknown.empty())
    {
        const auto unused = std::find_if(view.servers.begin(),
                                         view.servers.end(),
                                         [](const auto& server) { return !server.state; });
        if (unused == view.servers.end())
        {
            run.unknown.emplace_back("another server");
            return;
        }
        run.targets.push_back(unused->address);
    }
    std::size_t open = view.OpenPaths();
    for (auto next = run.targets.begin(); next != run.targets.end();)
    {
        const bool isOpen = view.Find(*next)->state.has_value();
        if (!isOpen && open >= view.limits.max)
        {
            run.unknown.push_back(ToString(*next) + " beyond the limit of paths");
            next = run.targets.erase(next);
            continue;
        }
        open += isOpen ? 0 : 1;
        m_actions.Push(WantPath{*next++});
    }
}

void
CommandRunner::StartClosing(const CommandKey& key, Run& run, const SessionView& view)
{
    // The answer has to travel on it.
    if (std::erase(run.targets, key.issuer) > 0)
    {
        run.unknown.push_back(ToString(key.issuer) + ", the path of the command");
    }
    const std::size_t going = static_cast<std::size_t>(
        std::count_if(run.targets.begin(), run.targets.end(), [&view](const Address& server) {
            return view.IsActive(server);
        }));
    if (going > 0 && going >= view.ActivePaths())
    {
        for (const Address& server : std::exchange(run.targets, {}))
        {
            run.unknown.push_back(ToString(server) + ", the last path");
        }
    }
    for (const Address& server : run.targets)
    {
        m_actions.Push(DropPath{server});
    }
    if (run.targets.empty() && run.unknown.empty())
    {
        run.unknown.emplace_back("a server");
    }
}

void
CommandRunner::StartScaling(const Run& run, const SessionView& view)
{
    const std::uint32_t asked = run.command.options().max_paths();
    const std::uint32_t most = view.limits.max;
    const std::uint32_t wanted = asked == 0 ? most : std::clamp(asked, view.limits.min, most);
    if (asked == 0 && run.command.options().target_bandwidth_mbps() <= view.Megabits())
    {
        return;
    }
    m_actions.Push(ScaleTo{wanted});
}

void
CommandRunner::StartQos(const Run& run, const SessionView& view)
{
    const QosPolicy policy = PolicyIn(run.command.options().qos());
    m_actions.Push(Obey{policy});
    if (policy.needsRedundancy)
    {
        // By name, because a server whose path was closed on command is opened on command only.
        std::size_t open = view.OpenPaths();
        for (const SessionView::Server& server : view.servers)
        {
            if (!server.state && open < REDUNDANT_PATHS)
            {
                m_actions.Push(WantPath{server.address});
                ++open;
            }
        }
    }
}

void
CommandRunner::StartChecking(Run& run, const SessionView& view)
{
    run.probe = m_nextProbe++;
    for (const SessionView::Server& server : view.servers)
    {
        if (server.state && *server.state >= PathState::Active)
        {
            run.targets.push_back(server.address);
            m_actions.Push(Probe{server.address, run.probe});
        }
    }
}

CommandRunner::Progress
CommandRunner::ProgressOf(const Run& run, const SessionView& view) const
{
    if (run.command.type() == Command::SYNC_STATE)
    {
        return {1, 1, true, {}};
    }
    if (run.command.type() == Command::SCALE_BANDWIDTH)
    {
        return ScalingOf(run, view);
    }
    if (run.command.type() == Command::UPDATE_QOS)
    {
        return QosOf(run, view);
    }
    Progress progress{0, run.targets.size() + run.unknown.size(), false, {}};
    for (const std::string& name : run.unknown)
    {
        progress.missing += (progress.missing.empty() ? "not: " : ", ") + name;
    }
    for (const Address& address : run.targets)
    {
        const SessionView::Server* server = view.Find(address);
        const bool isDone = run.command.type() == Command::ESTABLISH_PATH ? view.IsActive(address)
                            : run.command.type() == Command::CLOSE_PATH
                                ? server == nullptr || !server->state
                                : server != nullptr && server->answeredProbe >= run.probe;
        progress.done += isDone ? 1 : 0;
        if (!isDone)
        {
            progress.missing += (progress.missing.empty() ? "not: " : ", ") + ToString(address);
        }
    }
    progress.isOver = progress.done == run.targets.size();
    return progress;
}

CommandRunner::Progress
CommandRunner::ScalingOf(const Run& run, const SessionView& view) const
{
    const auto& options = run.command.options();
    const std::size_t active = view.ActivePaths();
    const std::size_t paths = options.max_paths() == 0 ? 0 : options.max_paths();
    const std::uint64_t target = options.target_bandwidth_mbps();
    const std::uint64_t measured = view.Megabits();
    const bool hasPaths = paths == 0 || active == paths;
    const bool hasRate = target == 0 || measured >= target;
    Progress progress{0, 2, hasPaths && hasRate, {}};
    progress.done = progress.isOver ? 2 : active > 0 ? 1 : 0;
    if (!hasPaths)
    {
        progress.missing = Of(active, paths, "paths");
        // More than there are servers, or than the session may have, will never be.
        const std::size_t possible = std::min<std::size_t>(view.servers.size(), view.limits.max);
        progress.isOver = paths > possible && active == possible;
    }
    else if (!hasRate)
    {
        progress.missing = Of(measured, target, "Mbit/s");
    }
    return progress;
}

CommandRunner::Progress
CommandRunner::QosOf(const Run& run, const SessionView& view) const
{
    const QosPolicy policy = PolicyIn(run.command.options().qos());
    Progress progress;
    const auto check = [&progress](bool isAsked, bool holds, const std::string& otherwise) {
        progress.wanted += isAsked ? 1 : 0;
        progress.done += isAsked && holds ? 1 : 0;
        if (isAsked && !holds)
        {
            progress.missing += (progress.missing.empty() ? "" : "; ") + otherwise;
        }
    };
    const std::uint64_t megabits = policy.minBandwidth.bitsPerSecond / BITS_PER_MEGABIT;
    check(megabits > 0, view.Megabits() >= megabits, Of(view.Megabits(), megabits, "Mbit/s"));
    const bool isNear =
        std::any_of(view.servers.begin(), view.servers.end(), [&policy](const auto& server) {
            return server.state == PathState::Active && server.roundTrip > Duration{} &&
                   server.roundTrip <= policy.maxLatency;
        });
    check(policy.maxLatency > Duration{}, isNear, "no path within the latency");
    check(policy.maxLossPpm > 0, true, {});
    check(policy.needsRedundancy, view.ActivePaths() >= REDUNDANT_PATHS, "no second path");
    progress.isOver = progress.done == progress.wanted;
    return progress;
}

void
CommandRunner::Conclude(const CommandKey& key, const Progress& progress)
{
    const bool isWhole = progress.done >= progress.wanted;
    const auto status = isWhole             ? Response::SUCCESS
                        : progress.done > 0 ? Response::PARTIAL_SUCCESS
                                            : Response::FAILURE;
    m_actions.Push(Finish{key, status, isWhole ? std::string() : progress.missing});
}

} // namespace kwik
