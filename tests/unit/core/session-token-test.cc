#include "protocol-core/base/prng.h"
#include "protocol-core/trust/key-pin.h"
#include "protocol-core/trust/session-token.h"
#include "tests/support/byte-strings.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t TOKEN_BYTES = 1 + 8 + 8 + 32 + 32 + 64;

SigningSeed
SeedOf(std::uint64_t number)
{
    SigningSeed seed{};
    Prng(number).Fill(seed);
    return seed;
}

SessionGrant
GrantOf(Prng& prng)
{
    SessionGrant grant{SessionId{prng.Next()}, {}, {}};
    prng.Fill(grant.audience);
    grant.expiry = Instant(Duration(static_cast<Duration::rep>(prng.Next() >> 1)));
    return grant;
}

ByteVector
SampleToken()
{
    Prng prng(1);
    return SignGrant(GrantOf(prng), SeedOf(2));
}

} // namespace

TEST(SessionToken, SaysWhatWasSignedAndByWhom)
{
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        const SessionGrant grant = GrantOf(prng);
        const auto verified = VerifyGrant(SignGrant(grant, SeedOf(seed)));
        ASSERT_TRUE(verified.IsOk());
        EXPECT_EQ(verified.Value().grant.session, grant.session);
        EXPECT_EQ(verified.Value().grant.audience, grant.audience);
        EXPECT_EQ(verified.Value().grant.expiry, grant.expiry);
        EXPECT_EQ(verified.Value().issuer, PinOf(PublicKeyOf(SeedOf(seed))));
    }
}

TEST(SessionToken, HasItsFieldsInTheirPlaces)
{
    SessionGrant grant{SessionId{0x0102030405060708}, {}, Instant(1ns * 0x1112131415161718)};
    grant.audience.fill(std::byte{0xaa});
    const ByteVector token = SignGrant(grant, SeedOf(2));
    ASSERT_EQ(token.size(), TOKEN_BYTES);
    EXPECT_EQ(ToHex(ByteView(token).first(17)), "0101020304050607081112131415161718");
    EXPECT_EQ(ToHex(ByteView(token).subspan(17, 32)), ToHex(grant.audience));
    EXPECT_EQ(ToHex(ByteView(token).subspan(49, 32)), ToHex(PublicKeyOf(SeedOf(2))));
    grant.client.emplace().fill(std::byte{0xbb});
    const ByteVector bound = SignGrant(grant, SeedOf(2));
    ASSERT_EQ(bound.size(), TOKEN_BYTES + 32);
    EXPECT_EQ(ToHex(ByteView(bound).first(17)), "0201020304050607081112131415161718");
    EXPECT_EQ(ToHex(ByteView(bound).subspan(49, 32)), ToHex(*grant.client));
    EXPECT_EQ(ToHex(ByteView(bound).subspan(81, 32)), ToHex(PublicKeyOf(SeedOf(2))));
    EXPECT_EQ(VerifyGrant(bound).Value().grant.client, grant.client);
    EXPECT_EQ(VerifyGrant(token).Value().grant.client, std::nullopt);
}

TEST(SessionToken, OfOneLayoutIsNoneOfTheOther)
{
    Prng prng(1);
    SessionGrant grant = GrantOf(prng);
    ByteVector bearer = SignGrant(grant, SeedOf(2));
    grant.client.emplace();
    ByteVector bound = SignGrant(grant, SeedOf(2));
    std::swap(bearer[0], bound[0]);
    EXPECT_EQ(VerifyGrant(bearer).Failure().code, ErrorCode::Malformed);
    EXPECT_EQ(VerifyGrant(bound).Failure().code, ErrorCode::Malformed);
    bound[0] = std::byte{2};
    bound[49] ^= std::byte{1}; // Another client's key.
    EXPECT_EQ(VerifyGrant(bound).Failure().code, ErrorCode::Refused);
}

TEST(SessionToken, WithAnyBitChangedIsRefused)
{
    const ByteVector token = SampleToken();
    for (std::size_t bit = 0; bit < TOKEN_BYTES * 8; ++bit)
    {
        ByteVector forged = token;
        forged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        const auto verified = VerifyGrant(forged);
        ASSERT_FALSE(verified.IsOk()) << "bit " << bit;
        EXPECT_EQ(verified.Failure().code, bit < 8 ? ErrorCode::Malformed : ErrorCode::Refused)
            << "bit " << bit;
    }
}

TEST(SessionToken, OfAnyOtherLengthIsMalformed)
{
    ByteVector token = SampleToken();
    for (std::size_t size = 0; size < token.size(); ++size)
    {
        EXPECT_EQ(VerifyGrant(ByteView(token).first(size)).Failure().code, ErrorCode::Malformed)
            << size;
    }
    token.push_back(std::byte{0});
    EXPECT_EQ(VerifyGrant(token).Failure().code, ErrorCode::Malformed);
}

TEST(SessionToken, WithTheFieldsOfAnotherTokenOfTheSameSignerIsRefused)
{
    Prng prng(1);
    const ByteVector first = SignGrant(GrantOf(prng), SeedOf(2));
    const ByteVector second = SignGrant(GrantOf(prng), SeedOf(2));
    const std::pair<std::size_t, std::size_t> fields[] = {{1, 8}, {9, 8}, {17, 32}};
    for (const auto& [begin, size] : fields)
    {
        ByteVector mixed = first;
        std::copy_n(second.begin() + static_cast<std::ptrdiff_t>(begin),
                    size,
                    mixed.begin() + static_cast<std::ptrdiff_t>(begin));
        ASSERT_NE(mixed, first);
        EXPECT_EQ(VerifyGrant(mixed).Failure().code, ErrorCode::Refused) << "field at " << begin;
    }
}

TEST(SessionToken, SignedByAnotherKeyNamesThatKey)
{
    // A thief can sign what he likes, but only in his own name.
    Prng prng(1);
    const auto verified = VerifyGrant(SignGrant(GrantOf(prng), SeedOf(3)));
    ASSERT_TRUE(verified.IsOk());
    EXPECT_EQ(verified.Value().issuer, PinOf(PublicKeyOf(SeedOf(3))));
    EXPECT_NE(verified.Value().issuer, PinOf(PublicKeyOf(SeedOf(2))));
}

} // namespace kwik::test
