#include "protocol-core/base/bytes.h"

#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace kwik::test
{

namespace
{

SharedBytes
TextBytes(std::string_view text)
{
    return SharedBytes(AsBytes(text));
}

} // namespace

TEST(SharedBytes, HoldsACopyOfWhatItIsShown)
{
    std::string text = "abc";
    const SharedBytes bytes = TextBytes(text);
    text = "xyz";
    EXPECT_EQ(AsText(bytes.View()), "abc");
}

TEST(SharedBytes, TakesAVectorOverWithoutCopyingIt)
{
    ByteVector vector(1'000);
    const std::byte* place = vector.data();
    const SharedBytes bytes(std::move(vector));
    EXPECT_EQ(bytes.View().data(), place);
    EXPECT_EQ(bytes.Size(), 1'000U);
}

TEST(SharedBytes, OfNothingIsEmpty)
{
    EXPECT_EQ(SharedBytes().Size(), 0U);
    EXPECT_EQ(TextBytes("").Size(), 0U);
    EXPECT_EQ(SharedBytes().Slice(0, 0).Size(), 0U);
}

TEST(SharedBytes, ASliceIsAPartAndNotACopy)
{
    const SharedBytes whole = TextBytes("0123456789");
    const SharedBytes part = whole.Slice(3, 4);
    EXPECT_EQ(AsText(part.View()), "3456");
    EXPECT_EQ(part.View().data(), whole.View().data() + 3);
    EXPECT_EQ(AsText(part.Slice(1, 2).View()), "45");
}

TEST(SharedBytes, ASliceOutlivesTheWhole)
{
    std::optional<SharedBytes> whole(TextBytes(std::string(10'000, 'w')));
    const SharedBytes part = whole->Slice(9'000, 1'000);
    whole.reset();
    EXPECT_EQ(AsText(part.View()), std::string(1'000, 'w'));
}

TEST(SharedBytes, ASliceMayEndAtTheEndAndNotBehindIt)
{
    const SharedBytes whole = TextBytes("0123456789");
    EXPECT_EQ(AsText(whole.Slice(7, 3).View()), "789");
    EXPECT_EQ(whole.Slice(10, 0).Size(), 0U);
    EXPECT_DEATH(static_cast<void>(whole.Slice(7, 4)), "assertion failed");
    EXPECT_DEATH(static_cast<void>(whole.Slice(11, 0)), "assertion failed");
    EXPECT_DEATH(static_cast<void>(whole.Slice(5, SIZE_MAX)), "assertion failed");
}

TEST(SharedBytes, ASliceOfASliceIsBoundByTheSlice)
{
    const SharedBytes part = TextBytes("0123456789").Slice(2, 3);
    EXPECT_EQ(AsText(part.Slice(0, 3).View()), "234");
    EXPECT_DEATH(static_cast<void>(part.Slice(0, 4)), "assertion failed");
}

TEST(Bytes, TextAndBytesAreTheSameMemory)
{
    const std::string text("\0\x7f\xff", 3);
    const ByteView bytes = AsBytes(text);
    ASSERT_EQ(bytes.size(), 3U);
    EXPECT_EQ(bytes[2], std::byte{0xff});
    EXPECT_EQ(AsText(bytes), text);
    EXPECT_EQ(AsUint8(bytes)[1], 0x7f);
}

} // namespace kwik::test
