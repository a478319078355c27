#include "analysis/statistics/bootstrap-interval.h"

#include "analysis/statistics/nearest-rank.h"

namespace kwik::analysis
{

namespace
{

constexpr std::size_t SAMPLES = 2'000;
constexpr PerMille LOW = 25;
constexpr PerMille HIGH = 975;

} // namespace

std::optional<std::array<std::uint64_t, 2>>
BootstrapInterval(std::size_t values, Prng prng, const ResampledStatistic& statistic)
{
    if (values < 2)
    {
        return std::nullopt;
    }
    std::vector<std::uint64_t> outcomes;
    Resample places(values);
    for (std::size_t sample = 0; sample < SAMPLES; ++sample)
    {
        for (std::size_t& place : places)
        {
            place = static_cast<std::size_t>(prng.Below(values));
        }
        const std::optional<std::uint64_t> outcome = statistic(places);
        if (!outcome)
        {
            return std::nullopt;
        }
        outcomes.push_back(*outcome);
    }
    return std::array{NearestRank(outcomes, LOW), NearestRank(outcomes, HIGH)};
}

} // namespace kwik::analysis
