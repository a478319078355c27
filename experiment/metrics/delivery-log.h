#ifndef KWIK_EXPERIMENT_METRICS_DELIVERY_LOG_H
#define KWIK_EXPERIMENT_METRICS_DELIVERY_LOG_H

#include "experiment/metrics/moment.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/units.h"

#include <compare>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// A stream of one session of one host.
struct StreamKey
{
    HostId host;
    SessionHandle session;
    StreamId stream;
    auto operator<=>(const StreamKey&) const = default;
};

/// A part of the run; what happens at its end is not in it.
struct Window
{
    Instant from;
    Instant to;
};

/**
 * When the application got how many bytes, stream by stream.
 *
 * Holds 16 bytes for each instant at which a stream delivered. Times must not decrease.
 */
class DeliveryLog
{
  public:
    void OnOpened(const StreamKey& key, Instant at);
    void OnDelivered(const StreamKey& key, Instant at, ByteCount bytes);
    void OnFinished(const StreamKey& key, Instant at);

    ByteCount Total() const;
    /// In all streams, at from <= time < to.
    ByteCount In(const Window& window) const;
    /// The beginning of the first @p length in the window in which all streams together delivered
    /// @p least or more; nothing if there is none.
    std::optional<Instant> FirstWindow(const Window& window,
                                       Duration length,
                                       ByteCount least) const;
    std::optional<Instant> LastDelivery() const;
    std::size_t FinishedStreams() const;
    std::optional<Instant> LastFinish() const;
    /// From their opening to their end, the shortest first; only of those that have ended.
    std::vector<Duration> FinishedTimes() const;
    /// The most streams that were open at once.
    std::size_t MostOpen() const;

    /// The longest time without new bytes in one stream that overlaps @p window, in full length,
    /// even where it reaches beyond the window. A stream waits from its opening to its end, or to
    /// @p end of the run; nothing if no stream was waiting.
    std::optional<Duration> LongestGap(const Window& window, Instant end) const;
    /// The longest time between two deliveries of one stream that no other of it is between;
    /// nothing if no stream delivered twice.
    std::optional<Duration> LongestPause() const;

  private:
    struct Point
    {
        Instant at;
        ByteCount total; ///< Of the stream, up to and with this instant.
    };

    struct Stream
    {
        Instant opened;
        std::optional<Instant> finished;
        std::vector<Point> points;
    };

    /// Of all streams in the order of time, each with what it brought.
    std::vector<std::pair<Instant, ByteCount>> DeliveriesIn(const Window& window) const;
    Stream& StreamOf(const StreamKey& key, Instant at);
    static ByteCount Before(const Stream& stream, Instant at);
    static std::optional<Duration> GapOf(const Stream& stream, const Window& window, Instant end);

    std::map<StreamKey, Stream> m_streams;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_DELIVERY_LOG_H
