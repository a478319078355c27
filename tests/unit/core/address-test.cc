#include "protocol-core/base/address.h"
#include "protocol-core/base/prng.h"

#include <gtest/gtest.h>

namespace kwik::test
{

TEST(Address, PrintsIpv4AsDottedDecimalAndPort)
{
    EXPECT_EQ(ToString(Ipv4(0x0a010203, 4433)), "10.1.2.3:4433");
    EXPECT_EQ(ToString(Ipv4(0, 0)), "0.0.0.0:0");
    EXPECT_EQ(ToString(Ipv4(UINT32_MAX, UINT16_MAX)), "255.255.255.255:65535");
}

TEST(Address, PrintsOtherAddressesAsEightGroupsInBrackets)
{
    Address address;
    address.port = 53;
    EXPECT_EQ(ToString(address), "[0:0:0:0:0:0:0:0]:53");
    address.ip = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0x0a, 0xbc, 0, 1, 0xff, 0xff, 0, 0x10, 0xfe, 0};
    EXPECT_EQ(ToString(address), "[2001:db8:0:abc:1:ffff:10:fe00]:53");
}

TEST(Address, IsIpv4OnlyBehindTheWholeMappedPrefix)
{
    const Address mapped = Ipv4(0x01020304, 5);
    EXPECT_TRUE(IsIpv4(mapped));
    for (std::size_t i = 0; i < mapped.ip.size(); ++i)
    {
        Address changed = mapped;
        changed.ip[i] ^= 1;
        EXPECT_EQ(IsIpv4(changed), i >= 12) << "byte " << i;
    }
}

TEST(Address, ReadsWhatItPrints)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        for (int i = 0; i < 5'000; ++i)
        {
            const auto host = static_cast<std::uint32_t>(prng.Next());
            const Address address = Ipv4(host, static_cast<std::uint16_t>(prng.Next()));
            const auto read = ParseIpv4(ToString(address));
            ASSERT_TRUE(read.IsOk()) << ToString(address);
            ASSERT_EQ(read.Value(), address);
        }
    }
}

TEST(Address, ReadsTheLargestNumbersAndNoLargerOnes)
{
    EXPECT_EQ(ParseIpv4("255.0.0.255:65535").Value(), Ipv4(0xff0000ff, UINT16_MAX));
    EXPECT_EQ(ParseIpv4("0.255.255.0:0").Value(), Ipv4(0x00ffff00, 0));
    for (const char* text : {"256.0.0.255:65535",
                             "255.256.0.255:65535",
                             "255.0.256.255:65535",
                             "255.0.0.256:65535",
                             "255.0.0.255:65536",
                             "4294967296.0.0.0:1",
                             "1.2.3.4:4294967297"})
    {
        EXPECT_FALSE(ParseIpv4(text).IsOk()) << text;
    }
}

TEST(Address, RefusesWhatIsNoAddressAndSaysWhichPart)
{
    for (const char* text : {"",
                             "1.2.3.4",
                             "1.2.3:4",
                             "1.2.3.4.5:6",
                             "a.b.c.d:1",
                             " 1.2.3.4:5",
                             "-1.2.3.4:5",
                             "+1.2.3.4:5",
                             "1..3.4:5",
                             "1.2.3.:5",
                             "[::1]:80"})
    {
        const auto read = ParseIpv4(text);
        ASSERT_FALSE(read.IsOk()) << text;
        EXPECT_EQ(read.Failure().code, ErrorCode::Malformed) << text;
        EXPECT_EQ(read.Failure().where, "IPv4 address") << text;
    }
    for (const char* text : {"1.2.3.4:", "1.2.3.4:5 ", "1.2.3.4:x", "1.2.3.4:-1", "1.2.3.4:5:6"})
    {
        const auto read = ParseIpv4(text);
        ASSERT_FALSE(read.IsOk()) << text;
        EXPECT_EQ(read.Failure().where, "port") << text;
    }
}

TEST(Address, ReadsNoTextTwice)
{
    // Any text that is read means the address that is printed for it, whatever was changed in it.
    Prng prng(4);
    const std::string alphabet = "0123456789.: -x";
    for (int i = 0; i < 20'000; ++i)
    {
        std::string text = "192.168.7.41:8080";
        for (std::uint64_t changes = 1 + prng.Below(3); changes > 0; --changes)
        {
            text[prng.Below(text.size())] = alphabet[prng.Below(alphabet.size())];
        }
        const auto read = ParseIpv4(text);
        if (read.IsOk())
        {
            ASSERT_EQ(ParseIpv4(ToString(read.Value())).Value(), read.Value()) << text;
        }
    }
}

} // namespace kwik::test
