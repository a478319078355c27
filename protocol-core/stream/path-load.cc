#include "protocol-core/stream/path-load.h"

#include <algorithm>

namespace kwik
{

namespace
{

constexpr std::uint64_t REQUESTS_UNDER_WAY = 4;
/// While a sender doubles its window every round trip, a request made now takes effect when it
/// sends four times what has just come, and has to last until the next one takes effect.
constexpr std::uint64_t GROWTH = 8;
/// What a server may send before the first acknowledgement (RFC 9002, section 7.2).
constexpr ByteCount INITIAL_WINDOW{14'000};
constexpr BitRate RATE_MIN{8'000}; ///< One byte a millisecond: keeps divisions finite.

} // namespace

std::uint64_t
PathLoad::RoundTripsOfSlowStart(ByteCount amount)
{
    std::uint64_t count = 0;
    for (ByteCount window = INITIAL_WINDOW; amount >= window; window += window)
    {
        amount = amount - window;
        ++count;
    }
    return count;
}

ByteCount
PathLoad::NextRound() const
{
    const auto mean = rate.Mean();
    return mean ? BytesIn(*mean, roundTrip.smoothed * 2) : INITIAL_WINDOW;
}

Duration
PathLoad::DrainTime(ByteCount amount) const
{
    const auto mean = rate.Mean();
    if (mean && !rate.IsGrowing())
    {
        return TransmissionTime(amount, std::max(RATE_MIN, *mean));
    }
    const Duration round = std::max<Duration>(roundTrip.smoothed, std::chrono::milliseconds(1));
    const ByteCount first = std::min(amount, NextRound());
    return TransmissionTime(first, std::max(RATE_MIN, MeanRate(NextRound(), round))) +
           TransmissionTime(amount - first, std::max(RATE_MIN, MeanRate(NextRound(), round / 2)));
}

BitRate
PathLoad::DrainRate(ByteCount amount) const
{
    const ByteCount some = std::max(amount, ByteCount{1'500});
    return std::max(RATE_MIN, MeanRate(some, DrainTime(some)));
}

ByteCount
PathLoad::Credit(const DownloadConfig& config) const
{
    if (rate.IsGrowing())
    {
        return std::max({config.initialCredit,
                         ByteCount{config.rangeMin.value * 2},
                         ByteCount{rate.LastRound().value * GROWTH}});
    }
    const auto best = rate.Best();
    const ByteCount pipe = BytesIn(*best, roundTrip.smoothed);
    const ByteCount credit{pipe.value * config.creditGainPercent / 100};
    return std::max(credit, ByteCount{config.rangeMin.value * 2});
}

ByteCount
PathLoad::RequestSize(const DownloadConfig& config) const
{
    const ByteCount part{Credit(config).value / REQUESTS_UNDER_WAY};
    return std::clamp(part, config.rangeMin, config.rangeMax);
}

Duration
PathLoad::FinishTime(ByteCount outstanding, ByteCount extra) const
{
    const Duration first = DrainTime(outstanding);
    return std::max(roundTrip.current, first) + DrainTime(outstanding + extra) - first;
}

ByteCount
PathLoad::DoneWithin(ByteCount outstanding, Duration span) const
{
    const Duration before = FinishTime(outstanding, ByteCount{});
    if (span <= before)
    {
        return {};
    }
    const Duration left = std::min<Duration>(span - before, std::chrono::hours(1));
    return BytesIn(DrainRate(outstanding), left);
}

ByteCount
PathLoad::BeyondRecall() const
{
    const auto mean = rate.Mean();
    return mean && !rate.IsGrowing() ? BytesIn(*mean, roundTrip.current) : NextRound();
}

} // namespace kwik
