#include "protocol-core/base/result.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace kwik::test
{

TEST(Result, HoldsAValueOrAnErrorAndSaysWhich)
{
    const Result<int> good(3);
    const Result<int> bad(Error{ErrorCode::TooLarge, "field"});
    ASSERT_TRUE(good.IsOk());
    EXPECT_EQ(good.Value(), 3);
    ASSERT_FALSE(bad.IsOk());
    EXPECT_EQ(bad.Failure().code, ErrorCode::TooLarge);
    EXPECT_EQ(bad.Failure().where, "field");
}

TEST(Result, DiesWhenTheCallerTakesWhatIsNotThere)
{
    const Result<int> good(3);
    const Result<int> bad(Error{ErrorCode::Malformed, "field"});
    EXPECT_DEATH(static_cast<void>(good.Failure()), "assertion failed");
    EXPECT_DEATH(static_cast<void>(bad.Value()), "assertion failed");
}

TEST(Result, GivesItsValueAway)
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(4));
    const std::unique_ptr<int> taken = std::move(result.Value());
    EXPECT_EQ(*taken, 4);
}

} // namespace kwik::test
