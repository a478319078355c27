#include "protocol-core/session/capability-messages.h"
#include "protocol-core/session/server-path.h"
#include "protocol-core/wire/kdp/kdp-codec.h"
#include "tests/unit/core/server-path-fixture.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

namespace wire = ::kwik::kcp::v3;

PathToServer::Message
HealthCheck(std::uint64_t sequence)
{
    PathToServer::Message message;
    message.mutable_health_check_req()->set_sequence(sequence);
    return message;
}

/// The token of its hello is not taken.
void
ExpectRefused(const PathToServer& client, Violation kind)
{
    EXPECT_FALSE(client.Hello());
    EXPECT_EQ(client.events.size(), 1U);
    ExpectViolation(client, kind, "session_token");
}

} // namespace

TEST(ServerPath, AdmitsAClientWithoutATokenIntoANewSession)
{
    PathToServer client;
    client.SayHello();
    ASSERT_TRUE(client.Hello());
    EXPECT_EQ(client.Hello()->status(), wire::ServerHello::ACCEPTED);
    EXPECT_EQ(client.Hello()->version(), KWIK_VERSION);
    EXPECT_EQ(client.Hello()->limits().max_range_bytes(), KDP_RANGE_MAX);
    const auto session = ParseSessionId(client.Hello()->session_id());
    ASSERT_TRUE(session.IsOk());
    ASSERT_EQ(client.events.size(), 1U);
    EXPECT_EQ(std::get<ServerPathAccepted>(client.events[0]).session, session.Value());
    PathToServer other;
    other.context.prng = Prng(2);
    other.SayHello();
    EXPECT_NE(other.Hello()->session_id(), client.Hello()->session_id());
}

TEST(ServerPath, RequiresTheHelloFirstAndOnce)
{
    PathToServer early;
    early.Say(HealthCheck(1));
    ExpectViolation(early, Violation::KcpOutOfPlace, "a KCP message before ClientHello");
    EXPECT_TRUE(early.said.empty());

    PathToServer twice;
    twice.SayHello();
    twice.SayHello();
    ExpectViolation(twice, Violation::KcpOutOfPlace, "a second ClientHello");
}

TEST(ServerPath, RefusesAHelloWithoutACommonVersion)
{
    PathToServer client;
    PathToServer::Message message;
    message.mutable_client_hello()->add_versions(KWIK_VERSION - 1);
    message.mutable_client_hello()->add_versions(KWIK_VERSION + 1);
    client.Say(message);
    ASSERT_TRUE(client.Hello());
    EXPECT_EQ(client.Hello()->status(), wire::ServerHello::NO_COMMON_VERSION);
    EXPECT_EQ(client.Hello()->session_id(), "");
    ASSERT_EQ(client.events.size(), 1U);
    EXPECT_EQ(std::get<SecurityViolation>(client.events[0]).kind, Violation::NoCommonVersion);
    EXPECT_TRUE(client.farewells.empty());
    message.mutable_client_hello()->add_versions(KWIK_VERSION); // Last and least, but common.
    client.Say(message);
    EXPECT_EQ(client.Hello()->status(), wire::ServerHello::ACCEPTED);
}

TEST(ServerPath, KeepsWhatComesEarlyAndAnswersItAfterTheHello)
{
    PathToServer client;
    client.Send(KDP_STREAM, EncodeKdp(KdpStreamOpen{StreamId{0}, "name"}));
    EXPECT_TRUE(client.lookups.empty());
    EXPECT_TRUE(client.farewells.empty());
    client.SayHello();
    ASSERT_EQ(client.lookups.size(), 1U);
    EXPECT_EQ(client.lookups[0].content, "name");
}

TEST(ServerPath, KeepsNoMoreThan64KiBOfWhatComesEarly)
{
    PathToServer within;
    within.Send(KDP_STREAM, ByteVector(40'000));
    within.Send(FIRST_RANGE_STREAM, ByteVector(ServerPath::ADMISSION_BYTES_MAX - 40'000));
    EXPECT_TRUE(within.farewells.empty());

    PathToServer beyond;
    beyond.Send(KDP_STREAM, ByteVector(40'000));
    beyond.Send(FIRST_RANGE_STREAM, ByteVector(ServerPath::ADMISSION_BYTES_MAX - 40'000 + 1));
    ExpectViolation(beyond, Violation::Flood, "too much before admission");
}

TEST(ServerPath, AfterAdmissionThereIsNoSuchBound)
{
    PathToServer client;
    client.SayHello();
    const ByteVector open = EncodeKdp(KdpStreamOpen{StreamId{0}, std::string(255, 'n')});
    for (int i = 0; i < 1'000; ++i)
    {
        client.Send(KDP_STREAM, open);
    }
    EXPECT_TRUE(client.farewells.empty());
    EXPECT_EQ(client.lookups.size(), 1U);
}

TEST(ServerPath, AnswersAHealthCheckWithItsSequence)
{
    PathToServer client;
    client.SayHello();
    client.Say(HealthCheck(UINT64_MAX));
    const auto& answer = client.said.back().health_check_resp();
    EXPECT_EQ(answer.sequence(), UINT64_MAX);
    EXPECT_EQ(answer.state(), wire::HealthCheckResponse::HEALTHY);
    EXPECT_EQ(client.said.back().header().connection_id(), client.Hello()->session_id());
}

TEST(ServerPath, AnswersACapabilityQuery)
{
    PathToServer client;
    client.SayHello();
    PathToServer::Message query;
    query.mutable_capability_query();
    client.Say(query);
    ASSERT_TRUE(client.said.back().has_capability_response());
    EXPECT_EQ(CapabilitiesIn(client.said.back().capability_response()),
              client.context.capabilities);
}

TEST(ServerPath, TellsAClientAndNoRelayWhatItCanDoWhenThatChanges)
{
    for (const auto purpose : {wire::ClientHello::SESSION, wire::ClientHello::RELAY})
    {
        PathToServer client;
        client.path.TellCapabilities(client.now);
        client.Collect();
        EXPECT_TRUE(client.said.empty()) << "nobody is admitted yet";
        KcpChannel::Message hello;
        hello.mutable_client_hello()->add_versions(KWIK_VERSION);
        hello.mutable_client_hello()->set_purpose(purpose);
        hello.mutable_client_hello()->set_session_token(TokenFor(2, ServerPin(1), client.now + 1s));
        client.Say(std::move(hello));
        client.context.capabilities = {{"upload", "1"}};
        client.path.TellCapabilities(client.now);
        client.Collect();
        ASSERT_FALSE(client.said.empty());
        EXPECT_EQ(client.said.back().has_capability_response(),
                  purpose == wire::ClientHello::SESSION);
    }
}

TEST(ServerPath, RecommendsItsDirectoryWithATokenForEachServer)
{
    PathToServer client;
    client.SayHello();
    client.said.clear();
    PathToServer::Message query;
    query.mutable_server_discovery_req();
    client.Say(query);
    EXPECT_TRUE(client.said.empty()) << "the candidates are asked first";
    ASSERT_TRUE(client.path.IsAskingForServers());
    const std::vector<ServerInfo>& known = client.context.directory;
    client.path.OnAdvised(client.now,
                          {{known[0], 40}, {known[1], 0}},
                          ServerPath::Certainty::Final);
    client.Collect();
    EXPECT_FALSE(client.path.IsAskingForServers());
    ASSERT_EQ(client.said.size(), 3U);
    EXPECT_EQ(client.said[0].server_discovery_resp().servers_size(), 2);
    EXPECT_EQ(client.said[0].server_discovery_resp().servers(0).location().region(), "region 2");
    EXPECT_EQ(client.said[0].server_discovery_resp().servers(0).current_load_percent(), 40U);
    for (std::size_t i = 1; i <= 2; ++i)
    {
        const auto& command = client.said[i].add_path();
        EXPECT_EQ(command.server_address(), "10.0.0." + std::to_string(i + 1) + ":443");
        EXPECT_EQ(command.tls_pubkey_hash_sha256(), AsText(ServerPin(i + 1)));
        const auto grant = VerifyGrant(AsBytes(command.session_token()));
        ASSERT_TRUE(grant.IsOk());
        EXPECT_EQ(grant.Value().issuer, ServerPin(1));
        EXPECT_EQ(grant.Value().grant.audience, ServerPin(i + 1));
        EXPECT_EQ(grant.Value().grant.expiry, client.now + 1h);
    }
}

TEST(ServerPath, RecommendsLaterWhoIsWillingLater)
{
    PathToServer client;
    const std::vector<ServerInfo>& known = client.context.directory;
    client.SayHello();
    client.said.clear();
    client.path.OnAdvised(client.now, {{known[0], 0}}, ServerPath::Certainty::Final);
    client.Collect();
    EXPECT_TRUE(client.said.empty()) << "it has not asked";
    PathToServer::Message query;
    query.mutable_server_discovery_req();
    client.Say(query);
    client.path.OnAdvised(client.now, {{known[0], 0}}, ServerPath::Certainty::Final);
    client.path.OnAdvised(client.now, {{known[0], 0}, {known[1], 0}}, ServerPath::Certainty::Final);
    client.Collect();
    ASSERT_EQ(client.said.size(), 3U);
    EXPECT_EQ(client.said[0].server_discovery_resp().servers_size(), 1);
    EXPECT_EQ(client.said[1].add_path().server_address(), "10.0.0.2:443");
    EXPECT_EQ(client.said[2].add_path().server_address(), "10.0.0.3:443");
}

TEST(ServerPath, RecommendsAtOnceWhoIsKnownAndListsAllWhenAllAreKnown)
{
    PathToServer client;
    const std::vector<ServerInfo>& known = client.context.directory;
    client.SayHello();
    client.said.clear();
    PathToServer::Message query;
    query.mutable_server_discovery_req();
    client.Say(query);
    client.path.OnAdvised(client.now, {{known[1], 0}}, ServerPath::Certainty::SoFar);
    client.Collect();
    ASSERT_EQ(client.said.size(), 1U);
    EXPECT_EQ(client.said[0].add_path().server_address(), "10.0.0.3:443");
    EXPECT_TRUE(client.path.IsAskingForServers());
    client.path.OnAdvised(client.now, {{known[0], 0}, {known[1], 0}}, ServerPath::Certainty::Final);
    client.Collect();
    ASSERT_EQ(client.said.size(), 3U);
    EXPECT_EQ(client.said[1].server_discovery_resp().servers_size(), 2);
    EXPECT_EQ(client.said[2].add_path().server_address(), "10.0.0.2:443");
}

TEST(ServerPath, TellsAServerThatAsksHowLoadedItIs)
{
    struct Case
    {
        std::optional<std::uint32_t> capacity;
        std::uint32_t clients;
        std::uint32_t load;
        wire::ServerCapabilityResponse::Willingness willingness;
    };

    const Case cases[] = {{std::nullopt, 1'000, 0, wire::ServerCapabilityResponse::WILLING},
                          {4, 3, 75, wire::ServerCapabilityResponse::WILLING},
                          {4, 4, 100, wire::ServerCapabilityResponse::UNWILLING},
                          {0, 0, 100, wire::ServerCapabilityResponse::UNWILLING}};
    for (const Case& one : cases)
    {
        PathToServer asker;
        asker.context.config.capacity = one.capacity;
        asker.context.clients = one.clients;
        asker.SayQuery(QueryTokenFor(2, ServerPin(1), asker.now + 1s));
        ASSERT_TRUE(asker.Hello());
        EXPECT_FALSE(asker.path.IsOfClient());
        PathToServer::Message query;
        query.mutable_capability_query();
        asker.Say(query);
        const auto& answer = asker.said.back().capability_response();
        EXPECT_EQ(answer.load_percent(), one.load);
        EXPECT_EQ(answer.willingness(), one.willingness);
        EXPECT_EQ(answer.active_connections(), one.clients);
        EXPECT_TRUE(asker.events.empty());
    }
}

TEST(ServerPath, TellsNobodyElseHowLoadedItIsAndServesNoDataToWhoAsks)
{
    PathToServer client;
    client.SayHello();
    PathToServer::Message query;
    query.mutable_capability_query();
    client.Say(query);
    EXPECT_EQ(client.said.back().capability_response().willingness(),
              wire::ServerCapabilityResponse::NOT_SAID);
    PathToServer stranger;
    stranger.SayQuery(TokenFor(4, ServerPin(1), stranger.now + 1s));
    ExpectRefused(stranger, Violation::TokenOfStranger);
    PathToServer nobody;
    nobody.SayQuery({});
    ExpectRefused(nobody, Violation::TokenMalformed);
    PathToServer greedy;
    greedy.SayQuery(QueryTokenFor(2, ServerPin(1), greedy.now + 1s));
    greedy.Send(KDP_STREAM, EncodeKdp(KdpStreamOpen{StreamId{0}, "name"}));
    ExpectViolation(greedy, Violation::KdpOutOfPlace, "data of a server that only asks");
}

TEST(ServerPath, IgnoresAMessageThatItHasNoUseFor)
{
    PathToServer client;
    client.SayHello();
    const std::size_t said = client.said.size();
    PathToServer::Message plan;
    plan.mutable_traffic_plan();
    client.Say(plan);
    client.Say(PathToServer::Message{});
    EXPECT_EQ(client.said.size(), said);
    EXPECT_TRUE(client.farewells.empty());
}

TEST(ServerPath, BytesThatAreNoMessageEndThePath)
{
    PathToServer control;
    control.SayHello();
    control.Send(KCP_STREAM, ByteVector{std::byte{1}, std::byte{0xff}});
    ExpectViolation(control, Violation::KcpMalformed, "KCP message");

    PathToServer data;
    data.SayHello();
    data.Send(FIRST_RANGE_STREAM, ByteVector(1, std::byte{0x3f}));
    ExpectViolation(data, Violation::KdpMalformed, "KDP type");

    PathToServer confused;
    confused.SayHello();
    confused.Send(KDP_STREAM, EncodeKdp(KdpStreamRefused{StreamId{0}}));
    ExpectViolation(confused, Violation::KdpOutOfPlace, "a KDP message that only servers send");
}

TEST(Admission, ATokenForUsFromAServerThatWeTrustJoinsItsSession)
{
    for (const std::uint64_t issuer : {1U, 2U, 3U})
    {
        PathToServer client;
        client.SayHello(TokenFor(issuer, ServerPin(1), client.now + 1s));
        ASSERT_TRUE(client.Hello());
        EXPECT_EQ(client.Hello()->status(), wire::ServerHello::ACCEPTED) << issuer;
        EXPECT_EQ(client.Hello()->session_id(), "0000000000abcdef");
    }
}

TEST(Admission, ATokenOfAStrangerIsRefused)
{
    PathToServer client;
    client.SayHello(TokenFor(4, ServerPin(1), client.now + 1s));
    ExpectRefused(client, Violation::TokenOfStranger);
}

TEST(Admission, ATokenForAnotherServerIsRefused)
{
    PathToServer client;
    client.SayHello(TokenFor(2, ServerPin(3), client.now + 1s));
    ExpectRefused(client, Violation::TokenForOtherServer);
}

TEST(Admission, ATokenIsGoodUntilItExpiresAndNotAtThatInstant)
{
    PathToServer inTime;
    inTime.SayHello(TokenFor(2, ServerPin(1), inTime.now + 1ns));
    EXPECT_EQ(inTime.Hello()->status(), wire::ServerHello::ACCEPTED);
    PathToServer late;
    late.SayHello(TokenFor(2, ServerPin(1), late.now));
    ExpectRefused(late, Violation::TokenExpired);
}

TEST(Admission, WhatIsNoTokenIsRefused)
{
    PathToServer garbage;
    garbage.SayHello("x");
    ExpectRefused(garbage, Violation::TokenMalformed);
    PathToServer forger;
    std::string token = TokenFor(2, ServerPin(1), forger.now + 1s);
    token.back() = static_cast<char>(token.back() ^ 1);
    forger.SayHello(token);
    ExpectRefused(forger, Violation::TokenForged);
}

TEST(Admission, ATokenOfAnotherSessionThanTheHelloSaysIsRefused)
{
    for (const std::string session : {"", "0000000000abcdef", "0000000000abcdee"})
    {
        PathToServer client;
        client.SayHelloOf(session, TokenFor(2, ServerPin(1), client.now + 1s));
        if (session != "0000000000abcdee")
        {
            ASSERT_TRUE(client.Hello()) << session;
            EXPECT_EQ(client.Hello()->status(), wire::ServerHello::ACCEPTED);
            continue;
        }
        ExpectRefused(client, Violation::TokenForOtherSession);
    }
}

TEST(Admission, ABoundTokenIsGoodForTheHolderOfItsKeyAndForServersThatFetch)
{
    const std::optional<KeyPin> holders[] = {ServerPin(7),
                                             ServerPin(3),
                                             ServerPin(8),
                                             std::nullopt};
    for (const auto& holder : holders)
    {
        PathToServer client;
        client.path.OnEstablished(holder);
        client.SayHello(TokenFor(2, ServerPin(1), client.now + 1s, ServerPin(7)));
        const bool isGood = holder == ServerPin(7) || holder == ServerPin(3);
        EXPECT_EQ(client.Hello().has_value(), isGood);
        if (!isGood)
        {
            ExpectRefused(client, Violation::TokenForOtherKey);
        }
    }
}

TEST(Admission, WhatAServerGrantsIsBoundToTheKeyThatItsClientHasProved)
{
    for (const std::optional<KeyPin> holder :
         {std::optional(ServerPin(7)), std::optional<KeyPin>()})
    {
        PathToServer client;
        client.path.OnEstablished(holder);
        client.SayHello();
        const auto grant = VerifyGrant(AsBytes(client.Hello()->resumption_token()));
        ASSERT_TRUE(grant.IsOk());
        EXPECT_EQ(grant.Value().grant.client, holder);
    }
}

TEST(Admission, TokensLiveAsLongAsTheSecurityLevelSays)
{
    const std::pair<SecurityLevel, Duration> levels[] = {{SecurityLevel::Standard, 1h},
                                                         {SecurityLevel::High, 10min},
                                                         {SecurityLevel::Maximum, 1min}};
    for (const auto& [level, lifetime] : levels)
    {
        PathToServer client;
        client.context.security.level = level;
        client.SayHello();
        const auto grant = VerifyGrant(AsBytes(client.Hello()->resumption_token()));
        EXPECT_EQ(grant.Value().grant.expiry, client.now + lifetime);
    }
}

TEST(Admission, AResumptionTokenOpensTheSameSessionAtAnyServerThatTrustsItsIssuer)
{
    PathToServer first;
    first.SayHello();
    const std::string token = first.Hello()->resumption_token();
    EXPECT_EQ(VerifyGrant(AsBytes(token)).Value().grant.expiry, first.now + 1h);
    PathToServer again;
    again.context.prng = Prng(9);
    again.SayHello(token);
    EXPECT_EQ(again.Hello()->session_id(), first.Hello()->session_id());
    PathToServer elsewhere;
    elsewhere.context.pin = ServerPin(5);
    elsewhere.context.directory.clear();
    elsewhere.SayHello(token);
    ExpectRefused(elsewhere, Violation::TokenOfStranger);
}

TEST(Admission, AfterARefusalNothingIsServed)
{
    PathToServer client;
    client.SayHello("x");
    client.Send(KDP_STREAM, EncodeKdp(KdpStreamOpen{StreamId{0}, "name"}));
    EXPECT_TRUE(client.lookups.empty());
    client.Say(HealthCheck(1));
    EXPECT_TRUE(client.said.empty());
    EXPECT_EQ(client.farewells.size(), 1U);
}

} // namespace kwik::test
