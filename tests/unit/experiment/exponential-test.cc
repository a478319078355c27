#include "experiment/scenario/exponential.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint64_t ONE = std::uint64_t{1} << 32U;

} // namespace

TEST(Log2, IsExactForPowersOfTwo)
{
    for (unsigned power = 0; power < 64; ++power)
    {
        EXPECT_EQ(Log2(std::uint64_t{1} << power), power * ONE) << power;
    }
}

TEST(Log2, IsRoundedDownEverywhere)
{
    Prng random(1);
    for (int i = 0; i < 10'000; ++i)
    {
        const std::uint64_t value = random.Next() >> random.Below(60);
        const long double exact =
            std::log2(static_cast<long double>(std::max<std::uint64_t>(value, 1)));
        const long double found =
            static_cast<long double>(Log2(std::max<std::uint64_t>(value, 1))) / ONE;
        EXPECT_LE(found, exact + 1e-15L) << value;
        EXPECT_NEAR(static_cast<double>(found), static_cast<double>(exact), 1e-8) << value;
    }
}

TEST(ExponentialTime, HasTheDistributionOfAPoissonProcess)
{
    constexpr std::size_t COUNT = 100'000;
    Prng random(7);
    std::vector<double> times;
    double sum = 0;
    for (std::size_t i = 0; i < COUNT; ++i)
    {
        times.push_back(static_cast<double>(ExponentialTime(random, 1s).count()) / 1e9);
        sum += times.back();
    }
    std::sort(times.begin(), times.end());
    // The mean has a standard error of 0.003; the largest distance between the two distributions
    // exceeds 0.0062 in one of a thousand samples (Kolmogorov: 1.95 / sqrt(n)).
    EXPECT_NEAR(sum / COUNT, 1, 0.012);
    double distance = 0;
    for (std::size_t i = 0; i < COUNT; ++i)
    {
        const double expected = 1 - std::exp(-times[i]);
        distance = std::max(distance, std::abs(expected - static_cast<double>(i) / COUNT));
    }
    EXPECT_LT(distance, 0.0062);
}

TEST(ExponentialTime, IsTheSameOnEveryMachine)
{
    Prng random(1);
    EXPECT_EQ(ExponentialTime(random, 1s), Duration(568'169'510));
    EXPECT_EQ(ExponentialTime(random, 1s), Duration(293'322'272));
    EXPECT_EQ(ExponentialTime(random, 24h), Duration(2'542'404'234'409));
}

} // namespace kwik::experiment::test
