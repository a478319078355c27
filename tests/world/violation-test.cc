// Every violation is provoked by a peer that commits it: exactly its event appears, its path ends
// with its code, and an honest download beside it comes whole.
#include "protocol-core/session/carrier-actions.h"
#include "tests/support/byte-strings.h"
#include "tests/world/offence-world.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using World = OffenceWorld;
using Line = CrookedServer::Line;
using Message = KcpChannel::Message;

/// What a violation ends.
enum class Ends : std::uint8_t
{
    Path,      ///< With its code.
    Handshake, ///< With the TLS alert.
    Nothing,   ///< What was wrong is dropped or not done.
};

/// How to commit one.
struct Crime
{
    World::Options options;
    std::function<void(World&)> commit;
    Ends ends = Ends::Path;
    std::uint8_t alert = 0;
};

using Crimes = std::map<Violation, Crime>;

ByteVector
WholeOf(const KdpData& data)
{
    ByteVector bytes = EncodeKdp(data);
    Append(bytes, data.payload.View());
    return bytes;
}

KdpData
DataAt(StreamId stream, ByteCount offset)
{
    return {stream,
            offset,
            StreamFinish::Open,
            RangePriority::Normal,
            SharedBytes(ByteVector(1'000, std::byte{1}))};
}

/// The crooked server does @p what as it admits the client.
std::function<void(World&)>
AsAdmitted(CrookedServer::Offence what)
{
    return [what](World& world) { world.crookedServer.onAdmitted = what; };
}

/// The crooked server answers the first range request with @p reply.
std::function<void(World&)>
AsAsked(std::function<ByteVector(const KdpRangeRequest&)> reply)
{
    return [reply](World& world) {
        world.crookedServer.onAsked =
            [reply](const Line& line, CarrierStreamId stream, const KdpMessage& asked) {
                if (const auto* request = std::get_if<KdpRangeRequest>(&asked))
                {
                    line.Say(stream, reply(*request));
                }
            };
    };
}

/// The crooked client shows the primary a token.
std::function<void(World&)>
ByToken(std::function<std::string(World&)> token, const std::string& session = {})
{
    return [token, session](World& world) {
        world.Run(100ms);
        world.SayHello(world.Connect(), token(world), session);
    };
}

std::function<void(World&)>
ByConnecting()
{
    return [](World& world) {
        world.Connect();
        world.Run(500ms);
    };
}

/// What @p grant becomes by a signature of the server at @p signer.
std::string
Signed(World& world, Duration life, const KeyPin& audience, const Address& signer)
{
    return world.Token({SessionId{5}, audience, world.world.Now() + life}, signer);
}

World::Options
Asking(ClientKeys keys)
{
    World::Options options;
    options.servers.clientKeys = keys;
    options.servers.allowedClients = {World::ClientPin()};
    return options;
}

World::Options
Offering(const std::string& priorities, const std::string& protocol = "kwik/3")
{
    World::Options options;
    options.crookedOffer = {priorities, protocol};
    return options;
}

const std::string MODERN = "%DISABLE_TLS13_COMPAT_MODE:NORMAL:-VERS-ALL:+VERS-TLS1.3:"
                           "-GROUP-ALL:+GROUP-X25519:-SIGN-ALL:+SIGN-EDDSA-ED25519:-CIPHER-ALL:";

Crimes
InTheHandshake()
{
    Crimes crimes;
    World::Options wrongPin;
    wrongPin.toldPin = KeyPin{};
    crimes[Violation::WrongServerKey] = {wrongPin, [](World&) {}, Ends::Handshake, 42};
    crimes[Violation::TlsVersion] = {Offering("NORMAL:-VERS-ALL:+VERS-TLS1.2"),
                                     ByConnecting(),
                                     Ends::Handshake,
                                     40};
    crimes[Violation::WrongProtocol] = {Offering(OfferOf(SecurityLevel::Standard).priorities, "h3"),
                                        ByConnecting(),
                                        Ends::Handshake,
                                        120};
    World::Options high = Offering(MODERN + "+AES-128-GCM");
    high.servers.level = SecurityLevel::High;
    crimes[Violation::NoCommonCipher] = {high, ByConnecting(), Ends::Handshake, 40};
    World::Options shy = Asking(ClientKeys::Any);
    shy.crookedOffer.proof = ClientProof::Withhold;
    crimes[Violation::ClientKeyMissing] = {shy, ByConnecting(), Ends::Handshake, 116};
    crimes[Violation::ClientKeyUnknown] = {Asking(ClientKeys::Listed),
                                           ByConnecting(),
                                           Ends::Handshake,
                                           42};
    World::Options maximum;
    maximum.client.level = SecurityLevel::Maximum;
    maximum.servers.level = SecurityLevel::Maximum;
    crimes[Violation::ClientKeyNotAsked] = {maximum, [](World&) {}, Ends::Handshake, 49};
    return crimes;
}

Crimes
OfRecommendations()
{
    Crimes crimes;
    World::Options strange;
    strange.allowedServers = {HostedServer::InfoAt(World::SecondAddress()).pin};
    crimes[Violation::ServerNotAllowed] = {strange, [](World&) {}, Ends::Nothing};
    World::Options twice;
    twice.also = ServerInfo{World::PrimaryAddress(), KeyPin{}, {}};
    crimes[Violation::BadRecommendation] = {twice, [](World&) {}, Ends::Nothing};
    crimes[Violation::NotPrimary] = {{}, AsAdmitted([](const Line& line, KcpChannel& kcp) {
                                         Message order;
                                         order.mutable_remove_path();
                                         line.Say(KCP_STREAM, kcp.Encode({}, order));
                                     })};
    return crimes;
}

Crimes
OfTokens()
{
    const KeyPin pin = HostedServer::InfoAt(World::PrimaryAddress()).pin;
    const Address second = World::SecondAddress();
    Crimes crimes;
    crimes[Violation::TokenMalformed] = {{}, ByToken([](World&) { return "x"; })};
    crimes[Violation::TokenForged] = {{}, ByToken([=](World& world) {
                                          std::string token = Signed(world, 1h, pin, second);
                                          token.back() = static_cast<char>(token.back() ^ 1);
                                          return token;
                                      })};
    crimes[Violation::TokenExpired] = {{}, ByToken([=](World& world) {
                                           return Signed(world, -1ns, pin, second);
                                       })};
    crimes[Violation::TokenOfStranger] = {{}, ByToken([=](World& world) {
                                              return Signed(world, 1h, pin, Ipv4(1, 1));
                                          })};
    crimes[Violation::TokenForOtherServer] = {
        {},
        ByToken([=](World& world) { return Signed(world, 1h, KeyPin{std::byte{1}}, second); })};
    crimes[Violation::TokenForOtherSession] = {
        {},
        ByToken([=](World& world) { return Signed(world, 1h, pin, second); },
                ToText(SessionId{6}))};
    // The honest client's token, in the hands of one that holds another key.
    crimes[Violation::TokenForOtherKey] = {Asking(ClientKeys::Any), ByToken([=](World& world) {
                                               const Instant expiry = world.world.Now() + 1h;
                                               return world.Token(
                                                   {SessionId{5}, pin, expiry, World::ClientPin()},
                                                   second);
                                           })};
    return crimes;
}

Crimes
OfControl()
{
    Crimes crimes;
    crimes[Violation::NoCommonVersion] = {{},
                                          [](World& world) {
                                              Message hello;
                                              hello.mutable_client_hello()->add_versions(2);
                                              world.Say(world.Connect(), hello);
                                          },
                                          Ends::Nothing};
    crimes[Violation::KcpTooLong] = {{}, AsAdmitted([](const Line& line, KcpChannel&) {
                                         line.Say(KCP_STREAM, FromHex("80 01 00 01"));
                                     })};
    crimes[Violation::KcpMalformed] = {{}, AsAdmitted([](const Line& line, KcpChannel&) {
                                           line.Say(KCP_STREAM, FromHex("01 ff"));
                                       })};
    crimes[Violation::KcpWrongSession] = {{}, AsAdmitted([](const Line& line, KcpChannel& kcp) {
                                              Message check;
                                              check.mutable_health_check_resp();
                                              kcp.SetSession(SessionId{0xbad});
                                              line.Say(KCP_STREAM, kcp.Encode({}, check));
                                          })};
    crimes[Violation::KcpDuplicate] = {{},
                                       AsAdmitted([](const Line& line, KcpChannel& kcp) {
                                           Message check;
                                           check.mutable_health_check_resp();
                                           const ByteVector bytes = kcp.Encode({}, check);
                                           line.Say(KCP_STREAM, bytes);
                                           line.Say(KCP_STREAM, bytes);
                                           line.Say(KCP_STREAM, bytes);
                                       }),
                                       Ends::Nothing};
    crimes[Violation::KcpOutOfPlace] = {{}, [](World& world) {
                                            const CarrierId id = world.Connect();
                                            world.SayHello(id);
                                            world.SayHello(id);
                                        }};
    return crimes;
}

Crimes
OfData()
{
    Crimes crimes;
    crimes[Violation::KdpTooLong] = {{}, AsAsked([](const KdpRangeRequest&) {
                                         return FromHex("00 03 00 00 80 01 00 01 00 00 00 00 01");
                                     })};
    crimes[Violation::KdpMalformed] = {{}, AsAsked([](const KdpRangeRequest&) {
                                           return FromHex("3f");
                                       })};
    crimes[Violation::KdpChecksum] = {{}, AsAsked([](const KdpRangeRequest& asked) {
                                          ByteVector bytes =
                                              WholeOf(DataAt(asked.stream, asked.offset));
                                          bytes.back() ^= std::byte{1};
                                          return bytes;
                                      })};
    crimes[Violation::KdpOutOfPlace] = {{}, AsAsked([](const KdpRangeRequest& asked) {
                                            return EncodeKdp(asked);
                                        })};
    crimes[Violation::UnaskedBytes] = {{}, AsAsked([](const KdpRangeRequest& asked) {
                                           return WholeOf(
                                               DataAt(asked.stream, asked.offset + asked.length));
                                       })};
    // What was never opened there cannot be pushed there, so this is the crime of an uploader.
    crimes[Violation::BeyondExtent] = {{}, [](World& world) {
                                           const CarrierId id = world.Connect();
                                           world.SayHello(id);
                                           world.crookedClient.Write(
                                               id,
                                               FIRST_RANGE_STREAM,
                                               WholeOf(DataAt(StreamId{0}, ByteCount{1U << 20})),
                                               StreamEnd::Open);
                                           world.Run(500ms);
                                       }};
    crimes[Violation::Flood] = {{}, [](World& world) {
                                    world.crookedClient.Write(world.Connect(),
                                                              FIRST_RANGE_STREAM,
                                                              ByteVector(70'000),
                                                              StreamEnd::Open);
                                    world.Run(500ms);
                                }};
    return crimes;
}

Crimes
AllCrimes()
{
    Crimes crimes = InTheHandshake();
    for (Crimes some : {OfRecommendations(), OfTokens(), OfControl(), OfData()})
    {
        crimes.merge(some);
    }
    return crimes;
}

/// What the offender hears at the end.
std::optional<std::uint64_t>
ExpectedFarewell(Violation kind, const Crime& crime)
{
    constexpr std::uint64_t CRYPTO_ERROR = 0x100; // RFC 9000 section 20.1.
    return crime.ends == Ends::Handshake ? CRYPTO_ERROR + crime.alert : CodeOf(kind);
}

void
ExpectPunishment(Violation kind, const Crime& crime)
{
    World world(crime.options);
    crime.commit(world);
    world.ExpectDownload();
    const auto told = world.Violations();
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(ToText(told[0].kind), ToText(kind));
    EXPECT_EQ(told.size(), 1U) << "the last one: " << ToText(told.back().kind) << " "
                               << told.back().detail;
    EXPECT_FALSE(told[0].detail.empty());
    if (crime.ends != Ends::Nothing)
    {
        EXPECT_EQ(world.Farewell(), ExpectedFarewell(kind, crime));
        return;
    }
    for (const auto& violation : told)
    {
        EXPECT_NE(world.Farewell(), CodeOf(violation.kind));
    }
}

} // namespace

TEST(Violations, EachIsToldOnceAndEndsItsPathOnly)
{
    const Crimes crimes = AllCrimes();
    for (std::size_t i = 0; i < VIOLATION_COUNT; ++i)
    {
        const auto kind = static_cast<Violation>(i);
        SCOPED_TRACE(ToText(kind));
        const auto crime = crimes.find(kind);
        ASSERT_NE(crime, crimes.end()) << "nobody commits it: say above how it is done";
        ExpectPunishment(kind, crime->second);
    }
}

TEST(Violations, NoneIsToldOfTheHonest)
{
    World world({});
    world.crookedServer.onAsked = nullptr;
    world.ExpectDownload();
    for (const SecurityViolation& violation : world.Violations())
    {
        ADD_FAILURE() << DetailOf(violation);
    }
}

} // namespace kwik::test
