#include "protocol-core/stream/path-load.h"

#include <algorithm>

namespace kwik
{

namespace
{

constexpr std::uint64_t REQUESTS_UNDER_WAY = 4;
/// A sender in slow start doubles its rate every round trip, and the estimate is half a round trip
/// old on average and another one when the request takes effect.
constexpr std::uint64_t GROWTH = 3;
constexpr BitRate RATE_MIN{8'000}; ///< One byte a millisecond: keeps divisions finite.

} // namespace

BitRate
PathLoad::InitialGuess(const DownloadConfig& config) const
{
    const Duration span = std::max<Duration>(roundTrip * 2, std::chrono::milliseconds(1));
    return MeanRate(config.initialCredit, span);
}

BitRate
PathLoad::ExpectedRate(const DownloadConfig& config) const
{
    const auto best = rate.Best();
    if (!best)
    {
        return InitialGuess(config);
    }
    return std::max(RATE_MIN, BitRate{best->bitsPerSecond * (rate.IsGrowing() ? GROWTH : 1)});
}

BitRate
PathLoad::DrainRate(const DownloadConfig& config) const
{
    const auto mean = rate.Mean();
    if (!mean)
    {
        return InitialGuess(config);
    }
    return std::max(RATE_MIN, BitRate{mean->bitsPerSecond * (rate.IsGrowing() ? 2 : 1)});
}

ByteCount
PathLoad::Credit(const DownloadConfig& config) const
{
    if (!rate.Best())
    {
        return config.initialCredit;
    }
    const ByteCount pipe = BytesIn(ExpectedRate(config), roundTrip);
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
PathLoad::FinishTime(const DownloadConfig& config, ByteCount outstanding, ByteCount extra) const
{
    const BitRate drain = DrainRate(config);
    return std::max(roundTrip, TransmissionTime(outstanding, drain)) +
           TransmissionTime(extra, drain);
}

ByteCount
PathLoad::DoneWithin(const DownloadConfig& config, ByteCount outstanding, Duration span) const
{
    const Duration before = FinishTime(config, outstanding, ByteCount{});
    if (span <= before)
    {
        return {};
    }
    const Duration left = std::min<Duration>(span - before, std::chrono::hours(1));
    return BytesIn(DrainRate(config), left);
}

ByteCount
PathLoad::BeyondRecall(const DownloadConfig& config) const
{
    return BytesIn(DrainRate(config), roundTrip);
}

} // namespace kwik
