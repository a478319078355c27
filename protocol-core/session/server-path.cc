#include "protocol-core/session/server-path.h"

#include "protocol-core/base/machine.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace kwik
{

static_assert(Machine<ServerPath>);

namespace
{

namespace wire = ::kwik::kcp::v3;

/// How long a client may take to use what a primary has granted it.
constexpr Duration GRANT_LIFETIME = std::chrono::hours(1);
/// The audience of a resumption token: every server that trusts its issuer.
constexpr KeyPin ANY_SERVER{};

std::string_view
AsText(const KeyPin& pin)
{
    return {reinterpret_cast<const char*>(pin.data()), pin.size()};
}

std::string
Text(const ByteVector& bytes)
{
    return std::string(kwik::AsText(bytes));
}

} // namespace

ServerPath::ServerPath(ServerContext& context, const Address& client)
    : m_context(context),
      m_client(client),
      m_ranges(context.config)
{
}

void
ServerPath::OnBytes(Instant now, CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end)
{
    if (m_isViolated)
    {
        return; // The connection is being closed.
    }
    if (stream == KCP_STREAM)
    {
        ReadKcp(now, bytes.View());
    }
    else if (m_session)
    {
        m_ranges.OnBytes(stream, bytes, end);
    }
    else if (m_earlyBytes + bytes.Size() > ADMISSION_BYTES_MAX)
    {
        Violate("too much before admission");
    }
    else
    {
        m_earlyBytes += bytes.Size();
        m_early.push_back({stream, bytes, end});
    }
    Drain();
}

void
ServerPath::OnStreamAborted(CarrierStreamId stream, StreamHalf half)
{
    m_ranges.OnStreamAborted(stream, half);
    Drain();
}

void
ServerPath::OnSendSpace(Instant now, ByteCount space)
{
    m_kcp.OnSent(space);
    WriteKcp(now);
    m_ranges.OnSendSpace(space);
    Drain();
}

void
ServerPath::OnContentSize(const std::string& content, std::optional<ByteCount> size)
{
    if (!size && m_upstream)
    {
        m_ranges.OnContentElsewhere(content);
    }
    else
    {
        m_ranges.OnContentSize(content, size);
    }
    Drain();
}

void
ServerPath::OnContent(CarrierStreamId transfer, SharedBytes bytes)
{
    m_ranges.OnContent(transfer, std::move(bytes));
    Drain();
}

void
ServerPath::OnTimeout(Instant now)
{
    m_ranges.OnTimeout(now);
    Drain();
}

Instant
ServerPath::NextTimeout() const
{
    return m_ranges.NextTimeout();
}

std::optional<ServerPath::Action>
ServerPath::PollAction()
{
    return m_actions.Pop();
}

std::optional<ServerPath::RelayWish>
ServerPath::PollRelayWish()
{
    return m_relayWishes.Pop();
}

std::optional<KdpMessage>
ServerPath::PollUpload()
{
    return m_uploads.Pop();
}

void
ServerPath::OnUploadReply(const KdpMessage& message)
{
    m_ranges.SendControl(message);
    Drain();
}

void
ServerPath::Push(StreamId stream, Interval bytes)
{
    m_ranges.Push(stream, bytes);
    Drain();
}

void
ServerPath::EndPush(StreamId stream)
{
    m_ranges.EndPush(stream);
    Drain();
}

void
ServerPath::OnUploadViolated(std::string_view reason)
{
    Violate(reason);
}

void
ServerPath::ReadKcp(Instant now, ByteView bytes)
{
    m_kcp.Append(bytes);
    auto message = m_kcp.Next();
    while (!m_isViolated && message.IsOk() && message.Value())
    {
        OnKcp(now, *message.Value());
        Drain(); // An answer too many is a violation.
        message = m_kcp.Next();
    }
    if (!message.IsOk())
    {
        Violate(message.Failure().where);
    }
}

void
ServerPath::OnHello(Instant now, const wire::ClientHello& hello)
{
    if (m_session)
    {
        Violate("a second ClientHello");
        return;
    }
    const auto& versions = hello.versions();
    if (std::find(versions.begin(), versions.end(), KWIK_VERSION) == versions.end())
    {
        Refuse(now, wire::ServerHello::NO_COMMON_VERSION);
        return;
    }
    m_isRelay = hello.purpose() == wire::ClientHello::RELAY;
    if (hello.session_token().empty())
    {
        Admit(now, SessionId{m_context.prng.Next()});
        m_controlFacts.Push(Admitted{*m_session});
        return;
    }
    if (const auto verified = Verify(now, hello.session_token()))
    {
        if (const ServerInfo* primary = FindServer(verified->issuer))
        {
            m_upstream = *primary;
            m_upstreamToken = hello.session_token();
            m_ranges.OnDuplexElsewhere();
        }
        Admit(now, verified->grant.session);
        if (!m_upstream && !m_isRelay)
        {
            m_controlFacts.Push(Admitted{*m_session, true});
        }
        return;
    }
    Refuse(now, wire::ServerHello::BAD_TOKEN);
}

void
ServerPath::Refuse(Instant now, wire::ServerHello::HelloStatus status)
{
    KcpMessage answer;
    answer.mutable_server_hello()->set_status(status);
    Send(now, std::move(answer));
    m_actions.Push(Event(PeerViolated{m_client, wire::ServerHello::HelloStatus_Name(status)}));
}

void
ServerPath::Admit(Instant now, SessionId session)
{
    m_session = session;
    m_kcp.SetSession(session);
    KcpMessage answer;
    auto& hello = *answer.mutable_server_hello();
    hello.set_version(KWIK_VERSION);
    hello.set_session_id(ToText(session));
    hello.set_status(wire::ServerHello::ACCEPTED);
    hello.set_resumption_token(
        Text(SignGrant({session, ANY_SERVER, now + GRANT_LIFETIME}, m_context.key)));
    hello.mutable_limits()->set_max_range_bytes(KDP_RANGE_MAX);
    Send(now, std::move(answer));
    m_actions.Push(Event(ServerPathAccepted{session, m_client}));
    for (const Early& early : std::exchange(m_early, {}))
    {
        m_ranges.OnBytes(early.stream, early.bytes, early.end);
    }
}

void
ServerPath::Recommend(Instant now)
{
    KcpMessage list;
    auto& response = *list.mutable_server_discovery_resp();
    response.set_recommendation_reason("static directory");
    for (const ServerInfo& server : m_context.directory)
    {
        auto& entry = *response.add_servers();
        entry.set_address(ToString(server.address));
        entry.set_tls_pubkey_hash_sha256(std::string(AsText(server.pin)));
        entry.mutable_location()->set_region(server.region);
    }
    Send(now, std::move(list));
    for (const ServerInfo& server : m_context.directory)
    {
        KcpMessage add;
        auto& command = *add.mutable_add_path();
        command.set_server_address(ToString(server.address));
        command.set_tls_pubkey_hash_sha256(std::string(AsText(server.pin)));
        command.set_session_token(
            Text(SignGrant({*m_session, server.pin, now + GRANT_LIFETIME}, m_context.key)));
        Send(now, std::move(add));
    }
}

std::optional<VerifiedGrant>
ServerPath::Verify(Instant now, std::string_view token) const
{
    const auto verified = VerifyGrant(AsBytes(token));
    if (!verified.IsOk())
    {
        return std::nullopt;
    }
    const SessionGrant& grant = verified.Value().grant;
    // What we have signed ourselves comes back from a server to which we have granted the session.
    const bool isOurs = verified.Value().issuer == m_context.pin;
    const bool isForUs = grant.audience == m_context.pin || grant.audience == ANY_SERVER;
    const bool isTrusted = isOurs || FindServer(verified.Value().issuer) != nullptr;
    if (!(isOurs || isForUs) || grant.expiry <= now || !isTrusted)
    {
        return std::nullopt;
    }
    return verified.Value();
}

const ServerInfo*
ServerPath::FindServer(const KeyPin& pin) const
{
    const auto& known = m_context.directory;
    const auto entry = std::find_if(known.begin(), known.end(), [&pin](const ServerInfo& server) {
        return server.pin == pin;
    });
    return entry == known.end() ? nullptr : &*entry;
}

const std::optional<SessionId>&
ServerPath::Session() const
{
    return m_session;
}

const std::optional<ServerInfo>&
ServerPath::Upstream() const
{
    return m_upstream;
}

const std::string&
ServerPath::UpstreamToken() const
{
    return m_upstreamToken;
}

bool
ServerPath::IsRelay() const
{
    return m_isRelay;
}

const Address&
ServerPath::Client() const
{
    return m_client;
}

void
ServerPath::Violate(std::string_view reason)
{
    if (std::exchange(m_isViolated, true))
    {
        return;
    }
    m_actions.Push(Event(PeerViolated{m_client, std::string(reason)}));
    m_actions.Push(CloseConnection{
        {static_cast<std::uint64_t>(FarewellCode::ProtocolViolation), std::string(reason)}});
}

void
ServerPath::Drain()
{
    while (auto action = m_ranges.PollAction())
    {
        std::visit(
            [this](auto& what) {
                if constexpr (std::is_same_v<decltype(what), RangeServer::Violated&>)
                {
                    Violate(what.reason);
                }
                else if constexpr (std::is_same_v<decltype(what), RangeServer::Uploaded&>)
                {
                    m_uploads.Push(std::move(what.message));
                }
                else if constexpr (std::is_constructible_v<RelayWish, decltype(what)>)
                {
                    m_relayWishes.Push(std::move(what));
                }
                else
                {
                    m_actions.Push(std::move(what));
                }
            },
            *action);
    }
}

} // namespace kwik
