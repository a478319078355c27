#include "protocol-core/path/qos-watch.h"

#include <algorithm>

namespace kwik
{

namespace
{

std::uint64_t
Count(Duration span)
{
    return static_cast<std::uint64_t>(span.count());
}

} // namespace

QosWatch::QosWatch(SessionHandle session, const QosPolicy& policy)
    : m_session(session),
      m_policy(policy)
{
}

void
QosWatch::OnPolicy(const QosPolicy& policy)
{
    if (policy == m_policy)
    {
        return;
    }
    m_policy = policy;
    for (const auto& [server, path] : m_paths)
    {
        m_actions.Push(Judge{server, true}); // Until the new policy says otherwise.
    }
    m_paths.clear();
    m_bandwidth = Hold(SESSION_AFTER, SESSION_AFTER);
    m_redundancy = Hold(SESSION_AFTER, VIOLATED_AFTER);
}

void
QosWatch::OnSample(Instant now, const QosSample& sample)
{
    std::map<Address, Path> present;
    for (const QosPathSample& one : sample.paths)
    {
        const auto known = m_paths.find(one.server);
        Path& path = present.emplace(one.server, known == m_paths.end() ? Path{} : known->second)
                         .first->second;
        path.countedFrom = path.countedFrom.value_or(now + WARM_UP);
        SampleLatency(now, one, path);
        EndProbation(now, one.server, path);
        ProbeIfDue(now, one.server, path);
    }
    m_paths = std::move(present);
    SampleSession(now, sample);
}

void
QosWatch::SampleLatency(Instant now, const QosPathSample& sample, Path& path)
{
    if (m_policy.maxLatency == Duration{} || sample.roundTrip == Duration{})
    {
        return;
    }
    const Duration limit =
        path.latency.Value() ? m_policy.maxLatency * RESTORED_PERCENT / 100 : m_policy.maxLatency;
    if (const auto changed = path.latency.OnValue(now, sample.roundTrip > limit))
    {
        Tell(*changed,
             {QosRule::MaxLatency,
              sample.server,
              Count(sample.roundTrip),
              Count(m_policy.maxLatency)});
        JudgeAnew(sample.server, path);
    }
}

void
QosWatch::OnCounts(Instant now, const Address& server, std::uint64_t sent, std::uint64_t received)
{
    const auto entry = m_paths.find(server);
    if (entry == m_paths.end() || m_policy.maxLossPpm == 0)
    {
        return;
    }
    Path& path = entry->second;
    if (path.isLossy || now < path.countedFrom)
    {
        return;
    }
    const auto loss = path.loss.OnCounts(now, sent, received);
    if (!loss)
    {
        return;
    }
    if (*loss <= m_policy.maxLossPpm)
    {
        path.probation = {};
        return;
    }
    path.isLossy = true;
    path.probation = std::clamp(path.probation * 2, PROBATION, PROBATION_MAX);
    path.triedAgainAt = now + path.probation;
    Tell(true, {QosRule::MaxLoss, server, *loss, m_policy.maxLossPpm});
    JudgeAnew(server, path);
}

void
QosWatch::EndProbation(Instant now, const Address& server, Path& path)
{
    if (path.isLossy && now >= path.triedAgainAt)
    {
        path.isLossy = false;
        path.loss = {}; // What was sent before is forgotten.
        path.countedFrom = now + WARM_UP;
        Tell(false, {QosRule::MaxLoss, server, 0, m_policy.maxLossPpm});
        JudgeAnew(server, path);
    }
}

void
QosWatch::ProbeIfDue(Instant now, const Address& server, Path& path)
{
    const bool isNeeded = path.latency.Value() || m_policy.maxLossPpm > 0;
    if (isNeeded && now >= path.nextProbe)
    {
        path.nextProbe = now + PROBE_EVERY;
        m_actions.Push(Probe{server});
    }
}

void
QosWatch::SampleSession(Instant now, const QosSample& sample)
{
    const bool isWanted =
        m_policy.minBandwidth > BitRate{} && sample.demand >= m_policy.minBandwidth;
    if (const auto changed =
            m_bandwidth.OnValue(now, isWanted && sample.rate < m_policy.minBandwidth))
    {
        Tell(*changed,
             {QosRule::MinBandwidth,
              std::nullopt,
              sample.rate.bitsPerSecond,
              m_policy.minBandwidth.bitsPerSecond});
    }
    if (m_bandwidth.Value())
    {
        m_actions.Push(TooLittle{});
    }
    const bool isAlone = sample.paths.size() < REDUNDANT_PATHS;
    if (const auto changed = m_redundancy.OnValue(now, m_policy.needsRedundancy && isAlone))
    {
        Tell(*changed, {QosRule::Redundancy, std::nullopt, sample.paths.size(), REDUNDANT_PATHS});
    }
}

void
QosWatch::Tell(bool isViolated, const QosReading& reading)
{
    m_actions.Push(isViolated ? Event(QosViolated{m_session, reading})
                              : Event(QosRestored{m_session, reading}));
}

void
QosWatch::JudgeAnew(const Address& server, const Path& path)
{
    m_actions.Push(Judge{server, !path.latency.Value() && !path.isLossy});
}

std::optional<QosWatch::Action>
QosWatch::PollAction()
{
    return m_actions.Pop();
}

bool
QosWatch::IsInside(const Address& server) const
{
    const auto path = m_paths.find(server);
    return path == m_paths.end() || (!path->second.latency.Value() && !path->second.isLossy);
}

const QosPolicy&
QosWatch::Policy() const
{
    return m_policy;
}

bool
QosWatch::IsAsking() const
{
    return m_policy != QosPolicy{};
}

} // namespace kwik
