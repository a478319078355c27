#ifndef KWIK_TESTS_UNIT_CORE_CLAIM_LEDGER_H
#define KWIK_TESTS_UNIT_CORE_CLAIM_LEDGER_H

#include "protocol-core/stream/download-scheduler.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kwik::test
{

/**
 * Follows what a DownloadScheduler asks for and hears, and writes down every breach of its rules:
 *
 * - it asks a path only while the path is ready, and only for bytes that exist;
 * - fresh bytes lie within the window; a rescued request is short;
 * - no two claims on one byte but by EndGame, which stays within the redundancy budget and a first
 *   window for each time that a path became ready;
 * - nothing fresh or rescued is asked for that is here already;
 * - what a silent or closed path owed is claimed again at once, if any path is ready;
 * - a revived path is told to abandon exactly what it owed.
 */
class ClaimLedger
{
  public:
    explicit ClaimLedger(const DownloadConfig& config);

    void OnExtent(StreamId stream, ByteCount extent);
    void OnDelivered(StreamId stream, ByteCount delivered);
    void OnStreamClosed(StreamId stream);
    /// Before the scheduler hears of it.
    void OnPathReady(PathId path);
    void OnPathSilent(PathId path);
    void OnPathClosed(PathId path);
    void OnReceived(RangeId range, StreamId stream, Interval bytes);
    void OnRangeEnded(RangeId range);
    /// Each action of the scheduler in order.
    void OnAction(const DownloadScheduler::Action& action);
    /// When the scheduler has no more actions for now.
    void OnQuiet(const DownloadScheduler& scheduler);

    const std::vector<std::string>& Breaches() const;
    /// How often each purpose was seen.
    const std::map<RangePurpose, int>& Purposes() const;
    const IntervalSet& Received(StreamId stream) const;

  private:
    struct Claim
    {
        PathId path;
        StreamId stream;
        Interval owed;
        bool isOrphan;
    };

    struct Stream
    {
        ByteCount extent;
        ByteCount delivered;
        ByteCount frontier;
        IntervalSet received;
    };

    void OnRequest(const DownloadScheduler::RequestRange& request);
    void OnTrim(const DownloadScheduler::TrimRange& trim);
    void OnAbandon(const DownloadScheduler::AbandonRange& abandoned);
    void CheckFresh(const DownloadScheduler::RequestRange& request, const Stream& stream);
    void CheckOverlap(const DownloadScheduler::RequestRange& request);
    /// Whether a path that works owes some of it.
    bool IsOwed(const DownloadScheduler::RequestRange& request) const;
    void CheckNoGaps();
    void CheckOutstanding(const DownloadScheduler& scheduler);
    void Require(bool isKept, const std::string& rule, const DownloadScheduler::RequestRange& what);

    DownloadConfig m_config;
    std::map<StreamId, Stream> m_streams;
    std::map<RangeId, Claim> m_claims;
    std::set<PathId> m_ready;
    std::uint64_t m_timesReady{0};
    std::set<RangeId> m_toAbandon; ///< What a revived path has to be told.
    ByteCount m_arrived;           ///< Twice what came twice.
    ByteCount m_askedTwice;
    ByteCount m_rescued; ///< Asked for twice because the application waits.
    std::map<RangePurpose, int> m_purposes;
    std::vector<std::string> m_breaches;
};

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_CLAIM_LEDGER_H
