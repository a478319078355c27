#include "cli/report-content.h"

#include <boost/program_options/errors.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

using testing::ElementsAre;

namespace
{

/// Two points: runs 1, 2 and 3, then 4 and 5; each has 10 samples and events.
analysis::ReportContent
TwoPoints()
{
    analysis::ReportContent content;
    analysis::RunGroup group;
    group.points.resize(2);
    for (std::size_t i = 0; i < 5; ++i)
    {
        analysis::ReportRun run;
        run.row.id = experiment::RunId(static_cast<std::int64_t>(i + 1));
        run.rows = 10;
        content.runs.push_back(run);
        group.points[i < 3 ? 0 : 1].runs.push_back(i);
    }
    content.groups.push_back(group);
    return content;
}

} // namespace

TEST(ReportContent, HasFirstSeedsOfAllPointsBeforeOthers)
{
    EXPECT_THAT(ChooseDetailed(TwoPoints(), {}, 20), ElementsAre(true, false, false, true, false));
    EXPECT_THAT(ChooseDetailed(TwoPoints(), {}, 39), ElementsAre(true, true, false, true, false));
    EXPECT_THAT(ChooseDetailed(TwoPoints(), {}, 40), ElementsAre(true, true, false, true, true));
    EXPECT_THAT(ChooseDetailed(TwoPoints(), {}, 50), testing::Each(true));
}

TEST(ReportContent, HasOneRunHoweverLargeItIs)
{
    EXPECT_THAT(ChooseDetailed(TwoPoints(), {}, 5), ElementsAre(true, false, false, false, false));
}

TEST(ReportContent, HasWhatWasAskedForHoweverMuchItIs)
{
    EXPECT_THAT(ChooseDetailed(TwoPoints(), {true, {}}, 0), testing::Each(true));
    const DetailChoice some{false, std::set<std::int64_t>{2, 5}};
    EXPECT_THAT(ChooseDetailed(TwoPoints(), some, 0), ElementsAre(false, true, false, false, true));
}

TEST(ReportContent, RefusesRunsThatAreNotThere)
{
    const DetailChoice absent{false, std::set<std::int64_t>{5, 6}};
    EXPECT_THROW(ChooseDetailed(TwoPoints(), absent, 0), boost::program_options::error);
}

} // namespace kwik::cli::test
