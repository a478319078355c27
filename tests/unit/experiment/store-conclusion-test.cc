#include "experiment/store/store.h"
#include "tests/unit/experiment/store-support.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

ConclusionRow
Row(std::int64_t position)
{
    ConclusionRow row{{"A sweep", "hash", "text", {"commit", "dirty"}, "Release", Duration(7)},
                      position,
                      "median(goodput)"};
    row.unit = "bps";
    row.points = 5;
    row.seeds = 3;
    row.measured = 20;
    row.interval = {15, 25};
    row.low = 10;
    row.high = 20;
    row.outcome = Outcome::Passed;
    return row;
}

} // namespace

TEST(StoreConclusions, ReadsBackWhatWasWritten)
{
    const TemporaryDirectory directory;
    ConclusionRow valueless = Row(1);
    valueless.valueless = 2;
    valueless.measured.reset();
    valueless.interval.reset();
    valueless.outcome = Outcome::Failed;
    {
        Store store = Store::Open(directory.File("a.sqlite"));
        store.Add({Row(0), valueless});
        store.Add({Row(0)});
    }
    Store store = Store::OpenExisting(directory.File("a.sqlite"));
    EXPECT_EQ(store.Conclusions(), (std::vector<ConclusionRow>{Row(0), valueless, Row(0)}));
}

TEST(StoreConclusions, RefusesAllWhenOneContradictsItself)
{
    const TemporaryDirectory directory;
    Store store = Store::Open(directory.File("a.sqlite"));
    ConclusionRow above = Row(1);
    above.measured = 21;
    EXPECT_THROW(store.Add({Row(0), above}), StoreError);
    ConclusionRow unmeasured = Row(1);
    unmeasured.measured.reset();
    EXPECT_THROW(store.Add({Row(0), unmeasured}), StoreError);
    ConclusionRow valueless = Row(1);
    valueless.valueless = 1;
    EXPECT_THROW(store.Add({Row(0), valueless}), StoreError);
    EXPECT_TRUE(store.Conclusions().empty());
}

} // namespace kwik::experiment::test
