#include "tests/unit/core/server-path-fixture.h"

#include "protocol-core/trust/key-pin.h"

#include <gtest/gtest.h>

namespace kwik::test
{

namespace
{

ServerInfo
InfoOf(std::uint64_t number)
{
    return {Ipv4(0x0a000000 + static_cast<std::uint32_t>(number), 443),
            ServerPin(number),
            "region " + std::to_string(number)};
}

} // namespace

SigningSeed
ServerKey(std::uint64_t number)
{
    SigningSeed seed{};
    Prng(number).Fork("server key").Fill(seed);
    return seed;
}

KeyPin
ServerPin(std::uint64_t number)
{
    return PinOf(PublicKeyOf(ServerKey(number)));
}

PathToServer::PathToServer()
    : context{ServerConfig{},
              ServerKey(1),
              ServerPin(1),
              {InfoOf(2), InfoOf(3)},
              Prng(1),
              {{"relay", "2"}, {"upload", "1"}}},
      path(context, Ipv4(0x0a0000ff, 5'000))
{
}

void
PathToServer::Say(Message message)
{
    const SharedBytes bytes(m_client.Encode(now, std::move(message)));
    path.OnBytes(now, KCP_STREAM, bytes, StreamEnd::Open);
    Collect();
}

void
PathToServer::SayHello(const std::string& token)
{
    SayHelloOf({}, token);
}

void
PathToServer::SayHelloOf(const std::string& session, const std::string& token)
{
    if (!session.empty())
    {
        m_client.SetSession(ParseSessionId(session).Value());
    }
    Message message;
    message.mutable_client_hello()->add_versions(KWIK_VERSION);
    message.mutable_client_hello()->set_session_token(token);
    Say(std::move(message));
}

void
PathToServer::SayQuery(const std::string& token)
{
    Message message;
    message.mutable_client_hello()->add_versions(KWIK_VERSION);
    message.mutable_client_hello()->set_session_token(token);
    message.mutable_client_hello()->set_purpose(::kwik::kcp::v3::ClientHello::QUERY);
    Say(std::move(message));
}

void
PathToServer::Send(CarrierStreamId stream, ByteView bytes)
{
    path.OnBytes(now, stream, SharedBytes(bytes), StreamEnd::Open);
    Collect();
}

void
PathToServer::Collect()
{
    while (auto action = path.PollAction())
    {
        if (const auto* write = std::get_if<WriteStream>(&*action))
        {
            if (write->stream == KCP_STREAM)
            {
                m_client.Append(write->bytes.View());
            }
        }
        else if (auto* event = std::get_if<Event>(&*action))
        {
            events.push_back(std::move(*event));
        }
        else if (const auto* close = std::get_if<CloseConnection>(&*action))
        {
            farewells.push_back(close->farewell);
        }
        else if (const auto* lookup = std::get_if<RangeServer::Lookup>(&*action))
        {
            lookups.push_back(*lookup);
        }
    }
    while (auto message = m_client.Next().Value())
    {
        said.push_back(std::move(*message));
    }
}

std::optional<::kwik::kcp::v3::ServerHello>
PathToServer::Hello() const
{
    std::optional<::kwik::kcp::v3::ServerHello> hello;
    for (const Message& message : said)
    {
        if (message.has_server_hello())
        {
            hello = message.server_hello();
        }
    }
    return hello;
}

std::string
TokenFor(std::uint64_t issuer, const KeyPin& audience, Instant expiry, std::optional<KeyPin> client)
{
    const SessionGrant grant{SessionId{0xabcdef}, audience, expiry, client};
    return std::string(AsText(SignGrant(grant, ServerKey(issuer))));
}

std::string
QueryTokenFor(std::uint64_t issuer, const KeyPin& audience, Instant expiry)
{
    return std::string(AsText(SignGrant({SessionId{}, audience, expiry}, ServerKey(issuer))));
}

void
ExpectViolation(const PathToServer& client, Violation kind, const std::string& detail)
{
    ASSERT_EQ(client.farewells.size(), 1U);
    EXPECT_EQ(client.farewells[0].code, CodeOf(kind));
    EXPECT_EQ(client.farewells[0].reason, detail);
    ASSERT_FALSE(client.events.empty());
    const auto* violated = std::get_if<SecurityViolation>(&client.events.back());
    ASSERT_NE(violated, nullptr);
    EXPECT_EQ(violated->kind, kind);
    EXPECT_EQ(violated->detail, detail);
    EXPECT_EQ(violated->path, PathId{});
    EXPECT_EQ(violated->peer, Ipv4(0x0a0000ff, 5'000));
}

} // namespace kwik::test
