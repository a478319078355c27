#include "protocol-core/base/prng.h"
#include "protocol-core/session/establishment.h"

#include <gtest/gtest.h>
#include <vector>

namespace kwik::test
{

namespace
{

using enum EstablishmentStep;

} // namespace

TEST(Establishment, TellsAStepWhenAllBeforeItAreDone)
{
    Establishment steps;
    steps.OnDone(Connected);
    EXPECT_EQ(steps.Poll(), Connected);
    steps.OnDone(Capable);
    EXPECT_EQ(steps.Poll(), std::nullopt);
    steps.OnDone(Negotiated);
    EXPECT_EQ(steps.Poll(), Negotiated);
    EXPECT_EQ(steps.Poll(), Capable);
    EXPECT_EQ(steps.Poll(), std::nullopt);
}

TEST(Establishment, TellsAllSevenOnceAndInOrderWhateverTheOrderOfTheirEnds)
{
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        Establishment steps;
        std::vector<std::uint32_t> told;
        for (int i = 0; i < 200; ++i)
        {
            steps.OnDone(static_cast<EstablishmentStep>(1 + prng.Below(7)));
            while (const auto step = steps.Poll())
            {
                told.push_back(static_cast<std::uint32_t>(*step));
            }
        }
        EXPECT_EQ(told, (std::vector<std::uint32_t>{1, 2, 3, 4, 5, 6, 7}));
    }
}

} // namespace kwik::test
