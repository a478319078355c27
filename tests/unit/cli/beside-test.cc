#include "cli/beside.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using experiment::BesideSpec;
using experiment::Dimension;
using experiment::Share;

constexpr Share WHOLE{1'000'000};

RunResult
RunWith(double goodput)
{
    RunResult run;
    run.row.state = experiment::RunState::Ok;
    run.metrics["goodput"] = {Dimension::Rate, goodput};
    return run;
}

std::vector<Contender>
Contenders(const std::vector<double>& own, const std::vector<double>& other)
{
    std::vector<Contender> contenders{{"kwik", "Kwik", {}}, {"mptcp-cubic", "own socket", {}}};
    for (const double value : own)
    {
        contenders[0].runs.push_back(RunWith(value));
    }
    for (const double value : other)
    {
        contenders[1].runs.push_back(RunWith(value));
    }
    return contenders;
}

BesideSpec
AtLeast(Share share)
{
    return {{experiment::TransportProtocol::Mptcp}, {"goodput"}, share, {}};
}

BesideSpec
AtMost(Share share)
{
    return {{experiment::TransportProtocol::Mptcp}, {"goodput"}, {}, share};
}

BesideVerdict
Verdict(const BesideSpec& spec, const std::vector<double>& own, const std::vector<double>& other)
{
    return JudgeBeside({spec}, Contenders(own, other)).at(0).verdict;
}

const std::vector<double> HUNDRED{99, 100, 101};
const std::vector<double> NINETY{89, 90, 91};

} // namespace

TEST(Beside, IsMetWhenTheWholeIntervalIsOnTheRightSide)
{
    EXPECT_EQ(Verdict(AtLeast(WHOLE), HUNDRED, NINETY), BesideVerdict::Met);
    EXPECT_EQ(Verdict(AtMost(WHOLE), NINETY, HUNDRED), BesideVerdict::Met);
    EXPECT_EQ(Verdict(AtLeast({850'000}), NINETY, HUNDRED), BesideVerdict::Met);
    EXPECT_EQ(Verdict(AtMost({1'200'000}), HUNDRED, NINETY), BesideVerdict::Met);
}

TEST(Beside, IsUnmetWhenTheWholeIntervalIsOnTheWrongSide)
{
    EXPECT_EQ(Verdict(AtLeast(WHOLE), NINETY, HUNDRED), BesideVerdict::Unmet);
    EXPECT_EQ(Verdict(AtMost(WHOLE), HUNDRED, NINETY), BesideVerdict::Unmet);
    EXPECT_EQ(Verdict(AtLeast({950'000}), NINETY, HUNDRED), BesideVerdict::Unmet);
}

TEST(Beside, IsUndecidedWhereTheIntervalReachesOver)
{
    EXPECT_EQ(Verdict(AtLeast(WHOLE), HUNDRED, HUNDRED), BesideVerdict::Undecided);
    EXPECT_EQ(Verdict(AtLeast(WHOLE), {200}, {100}), BesideVerdict::Undecided);
}

TEST(Beside, IsNotComparedWhereAValueOrARunIsMissing)
{
    auto contenders = Contenders(HUNDRED, NINETY);
    contenders[0].runs[1].metrics.clear();
    EXPECT_EQ(JudgeBeside({AtLeast(WHOLE)}, contenders)[0].verdict, BesideVerdict::Absent);
    EXPECT_EQ(Verdict(AtLeast(WHOLE), HUNDRED, {}), BesideVerdict::Absent);
    contenders = Contenders(HUNDRED, NINETY);
    contenders.pop_back();
    EXPECT_EQ(JudgeBeside({AtLeast(WHOLE)}, contenders)[0].verdict, BesideVerdict::Absent);
}

TEST(Beside, SaysSoInATable)
{
    const auto rows = JudgeBeside({AtLeast({950'000})}, Contenders(HUNDRED, NINETY));
    EXPECT_NEAR(rows[0].ownMean, 100, 1e-9);
    EXPECT_NEAR(rows[0].otherMean, 90, 1e-9);
    EXPECT_THAT(BesideTable(rows, {}),
                testing::ContainsRegex(
                    "mptcp-cubic +goodput +100 bit/s +90 bit/s +111.1 % +.* >= 95.0 % +met"));
    EXPECT_EQ(BesideDocument(rows, "s")[0]["verdict"], "met");
}

} // namespace kwik::cli::test
