#ifndef KWIK_TESTS_UNIT_CORE_MODEL_SERVER_H
#define KWIK_TESTS_UNIT_CORE_MODEL_SERVER_H

#include "protocol-core/base/prng.h"
#include "protocol-core/stream/download-scheduler.h"

#include <deque>
#include <list>
#include <variant>

namespace kwik::test
{

/**
 * A server at the end of a path as DownloadScheduler imagines it: it reads requests half a round
 * trip later, serves urgent ranges first and then in order at a constant rate, and what it sends is
 * heard half a round trip later. While the link is down everything waits.
 */
class ModelServer
{
  public:
    struct Arrival
    {
        RangeId range;
        StreamId stream;
        Interval bytes; ///< Empty when the range has ended.
    };

    ModelServer(BitRate rate, Duration roundTrip);

    void Ask(Instant now, const DownloadScheduler::Action& action);
    void SetRate(BitRate rate);
    void SetLink(bool isUp);
    bool IsUp() const;
    Duration RoundTrip() const;
    /// Serves for the millisecond that ends at @p now; @p prng delays the ends of ranges.
    void Tick(Instant now, Prng& prng);
    /// The next thing that the client hears by @p now.
    std::optional<Arrival> Hear(Instant now);

  private:
    template <typename WHAT>
    struct Timed
    {
        Instant when;
        WHAT what;
    };

    struct Transfer
    {
        DownloadScheduler::RequestRange request;
        ByteCount sent; ///< Sent up to this offset.
    };

    void Read(const DownloadScheduler::Action& action);
    void Serve(Instant now, Prng& prng);
    void Send(Instant when, const Arrival& arrival);

    BitRate m_rate;
    Duration m_roundTrip;
    bool m_isUp{true};
    ByteCount m_quota; ///< What the rate allows to be sent and was not sent yet.
    std::deque<Timed<DownloadScheduler::Action>> m_inbox;
    std::list<Transfer> m_transfers;
    std::deque<Timed<Arrival>> m_outbox;
};

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_MODEL_SERVER_H
