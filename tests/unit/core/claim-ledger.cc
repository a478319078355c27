#include "tests/unit/core/claim-ledger.h"

#include <algorithm>

namespace kwik::test
{

namespace
{

bool
AreOverlapping(Interval a, Interval b)
{
    return std::max(a.begin, b.begin) < std::min(a.end, b.end);
}

} // namespace

ClaimLedger::ClaimLedger(const DownloadConfig& config)
    : m_config(config)
{
}

void
ClaimLedger::OnExtent(StreamId stream, ByteCount extent)
{
    m_streams[stream].extent = extent;
}

void
ClaimLedger::OnDelivered(StreamId stream, ByteCount delivered)
{
    m_streams.at(stream).delivered = delivered;
}

void
ClaimLedger::OnStreamClosed(StreamId stream)
{
    std::erase_if(m_claims, [stream](const auto& claim) { return claim.second.stream == stream; });
    m_streams.erase(stream);
}

void
ClaimLedger::OnPathReady(PathId path)
{
    ++m_timesReady;
    m_ready.insert(path);
    for (const auto& [id, claim] : m_claims)
    {
        if (claim.path == path)
        {
            m_toAbandon.insert(id);
        }
    }
}

void
ClaimLedger::OnPathSilent(PathId path)
{
    m_ready.erase(path);
    for (auto& [id, claim] : m_claims)
    {
        claim.isOrphan = claim.isOrphan || claim.path == path;
    }
}

void
ClaimLedger::OnPathClosed(PathId path)
{
    m_ready.erase(path);
    std::erase_if(m_claims, [path](const auto& claim) { return claim.second.path == path; });
}

void
ClaimLedger::OnReceived(RangeId range, StreamId stream, Interval bytes)
{
    m_arrived += bytes.Length();
    if (const auto entry = m_streams.find(stream); entry != m_streams.end())
    {
        entry->second.received.Add(bytes);
    }
    if (const auto claim = m_claims.find(range); claim != m_claims.end())
    {
        claim->second.owed.begin = std::min(bytes.end, claim->second.owed.end);
    }
}

void
ClaimLedger::OnRangeEnded(RangeId range)
{
    m_claims.erase(range);
}

void
ClaimLedger::OnAction(const DownloadScheduler::Action& action)
{
    if (const auto* request = std::get_if<DownloadScheduler::RequestRange>(&action))
    {
        OnRequest(*request);
    }
    else if (const auto* trim = std::get_if<DownloadScheduler::TrimRange>(&action))
    {
        OnTrim(*trim);
    }
    else
    {
        OnAbandon(std::get<DownloadScheduler::AbandonRange>(action));
    }
}

void
ClaimLedger::OnRequest(const DownloadScheduler::RequestRange& request)
{
    Stream& stream = m_streams.at(request.stream);
    m_purposes[request.purpose] += 1;
    Require(m_ready.contains(request.path), "asks a path that is not ready", request);
    Require(!request.bytes.IsEmpty(), "asks for nothing", request);
    Require(request.bytes.end <= stream.extent, "asks beyond the extent", request);
    Require(request.bytes.Length() <= m_config.rangeMax, "asks for too much at once", request);
    if (request.purpose == RangePurpose::Fresh)
    {
        CheckFresh(request, stream);
    }
    else if (request.purpose == RangePurpose::Rescued)
    {
        Require(request.bytes.Length() <= DownloadScheduler::RESCUE_SIZE,
                "rescues too much at once",
                request);
        Require(request.bytes.end <= stream.frontier, "rescues what nobody owed", request);
    }
    CheckOverlap(request);
    stream.frontier = std::max(stream.frontier, request.bytes.end);
    m_claims[request.range] = Claim{request.path, request.stream, request.bytes, false};
}

void
ClaimLedger::CheckFresh(const DownloadScheduler::RequestRange& request, const Stream& stream)
{
    const ByteCount window = m_config.reassemblyCap;
    Require(request.bytes.begin == stream.frontier, "leaves fresh bytes out", request);
    Require(request.bytes.end <= stream.delivered + window, "asks beyond the window", request);
    Require(request.bytes.Length() >= m_config.rangeMin || request.bytes.end == stream.extent,
            "asks for a sliver",
            request);
}

void
ClaimLedger::CheckOverlap(const DownloadScheduler::RequestRange& request)
{
    if (request.purpose == RangePurpose::EndGame)
    {
        m_askedTwice += request.bytes.Length();
        // The first window of a path is a guess, and its repetition free.
        const std::uint64_t guesses = m_config.redundancyPercent > 0 ? m_timesReady : 0;
        const ByteCount budget{m_arrived.value * m_config.redundancyPercent / 100 +
                               m_config.initialCredit.value * guesses};
        Require(m_askedTwice <= budget, "exceeds the redundancy budget", request);
        return;
    }
    if (request.purpose == RangePurpose::HeadOfLine && IsOwed(request))
    {
        m_rescued += request.bytes.Length();
        ByteCount known = m_arrived;
        for (const auto& [id, stream] : m_streams)
        {
            known += stream.extent - stream.received.Total();
        }
        Require(m_rescued <= ByteCount{known.value * m_config.redundancyPercent / 200},
                "exceeds half the redundancy budget",
                request);
        return;
    }
    const auto& received = m_streams.at(request.stream).received;
    Require(request.purpose == RangePurpose::Stolen || received.Within(request.bytes).empty(),
            "asks for what is here",
            request);
    for (const auto& [id, claim] : m_claims)
    {
        Require(claim.isOrphan || claim.stream != request.stream ||
                    !AreOverlapping(claim.owed, request.bytes),
                "asks for what path " + std::to_string(claim.path.value) + " owes",
                request);
    }
}

bool
ClaimLedger::IsOwed(const DownloadScheduler::RequestRange& request) const
{
    return std::any_of(m_claims.begin(), m_claims.end(), [&request](const auto& entry) {
        const Claim& claim = entry.second;
        return !claim.isOrphan && claim.stream == request.stream &&
               AreOverlapping(claim.owed, request.bytes);
    });
}

void
ClaimLedger::OnTrim(const DownloadScheduler::TrimRange& trim)
{
    const auto entry = m_claims.find(trim.range);
    if (entry == m_claims.end() || entry->second.isOrphan || trim.end > entry->second.owed.end ||
        trim.end < entry->second.owed.begin)
    {
        m_breaches.emplace_back("trims what cannot be trimmed");
        return;
    }
    entry->second.owed.end = trim.end;
    if (entry->second.owed.IsEmpty())
    {
        m_claims.erase(entry); // What is trimmed to nothing is forgotten; its end may still come.
    }
}

void
ClaimLedger::OnAbandon(const DownloadScheduler::AbandonRange& abandoned)
{
    const auto entry = m_claims.find(abandoned.range);
    if (entry == m_claims.end() || entry->second.path != abandoned.path)
    {
        m_breaches.emplace_back("abandons what was not asked for");
        return;
    }
    const Claim& claim = entry->second;
    const bool isHere = m_streams.at(claim.stream).received.Contains(claim.owed);
    if (!claim.isOrphan && !isHere)
    {
        m_breaches.emplace_back("abandons what it needs");
    }
    m_claims.erase(entry);
    m_toAbandon.erase(abandoned.range);
}

void
ClaimLedger::OnQuiet(const DownloadScheduler& scheduler)
{
    if (!m_toAbandon.empty())
    {
        m_breaches.emplace_back("lets a revived path send what nobody needs");
        m_toAbandon.clear();
    }
    if (!m_ready.empty())
    {
        CheckNoGaps();
    }
    CheckOutstanding(scheduler);
}

void
ClaimLedger::CheckNoGaps()
{
    for (const auto& [id, stream] : m_streams)
    {
        IntervalSet claimed = stream.received;
        for (const auto& [range, claim] : m_claims)
        {
            if (claim.stream == id && !claim.isOrphan)
            {
                claimed.Add(claim.owed);
            }
        }
        if (const auto gap = claimed.FirstMissing({ByteCount{}, stream.frontier}))
        {
            m_breaches.push_back("forgets " + std::to_string(gap->begin.value) + " to " +
                                 std::to_string(gap->end.value));
        }
    }
}

void
ClaimLedger::CheckOutstanding(const DownloadScheduler& scheduler)
{
    std::map<PathId, ByteCount> owed;
    for (const auto& [id, claim] : m_claims)
    {
        owed[claim.path] += claim.isOrphan ? ByteCount{} : claim.owed.Length();
    }
    for (const auto& [path, bytes] : owed)
    {
        if (scheduler.Outstanding(path) != bytes)
        {
            m_breaches.push_back("miscounts path " + std::to_string(path.value));
        }
    }
}

void
ClaimLedger::Require(bool isKept,
                     const std::string& rule,
                     const DownloadScheduler::RequestRange& what)
{
    if (!isKept)
    {
        m_breaches.push_back(rule + ": stream " + std::to_string(what.stream.value) + " [" +
                             std::to_string(what.bytes.begin.value) + ", " +
                             std::to_string(what.bytes.end.value) + ") on path " +
                             std::to_string(what.path.value) + " as " +
                             std::string(ToText(what.purpose)));
    }
}

const std::vector<std::string>&
ClaimLedger::Breaches() const
{
    return m_breaches;
}

const std::map<RangePurpose, int>&
ClaimLedger::Purposes() const
{
    return m_purposes;
}

const IntervalSet&
ClaimLedger::Received(StreamId stream) const
{
    return m_streams.at(stream).received;
}

} // namespace kwik::test
