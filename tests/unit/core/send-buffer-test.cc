#include "protocol-core/stream/upload/send-buffer.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

namespace
{

SendBuffer
BufferOf(std::initializer_list<std::string_view> runs)
{
    SendBuffer buffer;
    for (const std::string_view run : runs)
    {
        buffer.Append(SharedBytes(AsBytes(run)));
    }
    return buffer;
}

std::string
Read(const SendBuffer& buffer, std::uint64_t begin, std::uint64_t end)
{
    return std::string(AsText(buffer.Read({ByteCount{begin}, ByteCount{end}}).View()));
}

} // namespace

TEST(SendBuffer, ReadsWithinOneRunAndAcrossSeveral)
{
    const SendBuffer buffer = BufferOf({"abc", "", "defg", "h"});
    EXPECT_EQ(buffer.End(), ByteCount{8});
    EXPECT_EQ(Read(buffer, 0, 3), "abc");
    EXPECT_EQ(Read(buffer, 4, 6), "ef");
    EXPECT_EQ(Read(buffer, 2, 4), "cd");
    EXPECT_EQ(Read(buffer, 0, 8), "abcdefgh");
    EXPECT_EQ(Read(buffer, 7, 8), "h");
}

TEST(SendBuffer, HoldsWhatIsNotReleasedAndKeepsTheOffsets)
{
    SendBuffer buffer = BufferOf({"abc", "defg"});
    buffer.Release(ByteCount{4});
    EXPECT_EQ(buffer.Held(), ByteCount{3});
    EXPECT_EQ(Read(buffer, 4, 7), "efg");
    buffer.Append(SharedBytes(AsBytes("h")));
    EXPECT_EQ(Read(buffer, 5, 8), "fgh");
    buffer.Release(ByteCount{2});
    EXPECT_EQ(buffer.Held(), ByteCount{4}) << "a release is never taken back";
    buffer.Release(ByteCount{100});
    EXPECT_EQ(buffer.Held(), ByteCount{0});
    EXPECT_EQ(buffer.End(), ByteCount{8});
}

} // namespace kwik::test
