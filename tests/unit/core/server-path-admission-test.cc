// Whom a server lets in, and as what.
#include "tests/unit/core/server-path-fixture.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace wire = ::kwik::kcp::v3;

TEST(ServerPath, RefusesVersionsOnce)
{
    PathToServer client;
    KcpChannel::Message message;
    message.mutable_client_hello()->add_versions(KWIK_VERSION + 1);
    client.Say(message);
    client.Say(message);
    ExpectViolation(client, Violation::KcpOutOfPlace, "a second ClientHello");
}

TEST(ServerPath, ATokenIsForASessionOrForAQuestion)
{
    PathToServer asker;
    asker.SayQuery(TokenFor(2, ServerPin(1), asker.now + 1s));
    ExpectViolation(asker, Violation::TokenForOtherSession, "session_token");
    PathToServer client;
    client.SayHello(QueryTokenFor(2, ServerPin(1), client.now + 1s));
    ExpectViolation(client, Violation::TokenForOtherSession, "session_token");
}

TEST(ServerPath, AClientWithoutATokenIsNoRelay)
{
    PathToServer client;
    KcpChannel::Message hello;
    hello.mutable_client_hello()->add_versions(KWIK_VERSION);
    hello.mutable_client_hello()->set_purpose(wire::ClientHello::RELAY);
    client.Say(std::move(hello));
    EXPECT_TRUE(client.path.IsOfClient());
    EXPECT_EQ(client.context.clients, 1U);
}

} // namespace kwik::test
