#include "experiment/metrics/delivery-log.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace kwik::experiment
{

void
DeliveryLog::OnOpened(const StreamKey& key, Instant at)
{
    StreamOf(key, at);
}

void
DeliveryLog::OnDelivered(const StreamKey& key, Instant at, ByteCount bytes)
{
    std::vector<Point>& points = StreamOf(key, at).points;
    if (bytes == ByteCount{0})
    {
        return;
    }
    const ByteCount before = points.empty() ? ByteCount{} : points.back().total;
    KWIK_ASSERT(points.empty() || points.back().at <= at);
    if (!points.empty() && points.back().at == at)
    {
        points.back().total += bytes;
        return;
    }
    points.push_back({at, before + bytes});
}

void
DeliveryLog::OnFinished(const StreamKey& key, Instant at)
{
    StreamOf(key, at).finished = at;
}

ByteCount
DeliveryLog::Total() const
{
    ByteCount total;
    for (const auto& [key, stream] : m_streams)
    {
        total += stream.points.empty() ? ByteCount{} : stream.points.back().total;
    }
    return total;
}

ByteCount
DeliveryLog::In(const Window& window) const
{
    ByteCount total;
    for (const auto& [key, stream] : m_streams)
    {
        total += Before(stream, window.to) - Before(stream, window.from);
    }
    return total;
}

std::optional<Instant>
DeliveryLog::FirstWindow(const Window& window, Duration length, ByteCount least) const
{
    constexpr Duration NEXT(1);
    const auto deliveries = DeliveriesIn(window);
    ByteCount inside;
    auto first = deliveries.begin();
    for (const auto& last : deliveries)
    {
        // The earliest that has this delivery in it, too.
        const Instant from = std::max(window.from, last.first + NEXT - length);
        if (from + length > window.to)
        {
            break;
        }
        inside += last.second;
        for (; first->first < from; ++first)
        {
            inside -= first->second;
        }
        if (inside >= least)
        {
            return from;
        }
    }
    return std::nullopt;
}

std::vector<std::pair<Instant, ByteCount>>
DeliveryLog::DeliveriesIn(const Window& window) const
{
    std::vector<std::pair<Instant, ByteCount>> deliveries;
    for (const auto& [key, stream] : m_streams)
    {
        ByteCount before;
        for (const Point& point : stream.points)
        {
            if (point.at >= window.from && point.at < window.to)
            {
                deliveries.emplace_back(point.at, point.total - before);
            }
            before = point.total;
        }
    }
    std::sort(deliveries.begin(), deliveries.end());
    return deliveries;
}

std::optional<Instant>
DeliveryLog::LastDelivery() const
{
    std::optional<Instant> last;
    for (const auto& [key, stream] : m_streams)
    {
        if (!stream.points.empty())
        {
            last = std::max(last.value_or(stream.points.back().at), stream.points.back().at);
        }
    }
    return last;
}

std::size_t
DeliveryLog::FinishedStreams() const
{
    return static_cast<std::size_t>(
        std::count_if(m_streams.begin(), m_streams.end(), [](const auto& entry) {
            return entry.second.finished.has_value();
        }));
}

std::optional<Instant>
DeliveryLog::LastFinish() const
{
    std::optional<Instant> last;
    for (const auto& [key, stream] : m_streams)
    {
        if (stream.finished)
        {
            last = std::max(last.value_or(*stream.finished), *stream.finished);
        }
    }
    return last;
}

std::vector<Duration>
DeliveryLog::FinishedTimes() const
{
    std::vector<Duration> times;
    for (const auto& [key, stream] : m_streams)
    {
        if (stream.finished)
        {
            times.push_back(*stream.finished - stream.opened);
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

std::size_t
DeliveryLog::MostOpen() const
{
    // At the same instant what ends makes room for what opens.
    std::vector<std::pair<Instant, int>> changes;
    for (const auto& [key, stream] : m_streams)
    {
        changes.emplace_back(stream.opened, 1);
        if (stream.finished)
        {
            changes.emplace_back(*stream.finished, -1);
        }
    }
    std::sort(changes.begin(), changes.end());
    std::int64_t open = 0;
    std::int64_t most = 0;
    for (const auto& [at, change] : changes)
    {
        open += change;
        most = std::max(most, open);
    }
    return static_cast<std::size_t>(most);
}

std::optional<Duration>
DeliveryLog::LongestGap(const Window& window, Instant end) const
{
    std::optional<Duration> longest;
    for (const auto& [key, stream] : m_streams)
    {
        if (const std::optional<Duration> gap = GapOf(stream, window, end))
        {
            longest = std::max(longest.value_or(*gap), *gap);
        }
    }
    return longest;
}

std::optional<Duration>
DeliveryLog::LongestPause() const
{
    std::optional<Duration> longest;
    for (const auto& [key, stream] : m_streams)
    {
        for (std::size_t i = 1; i < stream.points.size(); ++i)
        {
            const Duration pause = stream.points[i].at - stream.points[i - 1].at;
            longest = std::max(longest.value_or(pause), pause);
        }
    }
    return longest;
}

DeliveryLog::Stream&
DeliveryLog::StreamOf(const StreamKey& key, Instant at)
{
    return m_streams.try_emplace(key, Stream{at, std::nullopt, {}}).first->second;
}

ByteCount
DeliveryLog::Before(const Stream& stream, Instant at)
{
    const auto next =
        std::lower_bound(stream.points.begin(),
                         stream.points.end(),
                         at,
                         [](const Point& point, Instant when) { return point.at < when; });
    return next == stream.points.begin() ? ByteCount{} : std::prev(next)->total;
}

std::optional<Duration>
DeliveryLog::GapOf(const Stream& stream, const Window& window, Instant end)
{
    std::optional<Duration> longest;
    Instant last = stream.opened;
    const auto consider = [&longest, &last, &window](Instant next) {
        if (next > window.from && last < window.to)
        {
            longest = std::max(longest.value_or(next - last), next - last);
        }
        last = next;
    };
    for (const Point& point : stream.points)
    {
        consider(point.at);
    }
    if (!stream.finished)
    {
        consider(end);
    }
    return longest;
}

} // namespace kwik::experiment
