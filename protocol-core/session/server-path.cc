#include "protocol-core/session/server-path.h"

#include "protocol-core/base/machine.h"
#include "protocol-core/session/token-check.h"
#include "protocol-core/session/violations.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace kwik
{

static_assert(Machine<ServerPath>);

namespace
{

namespace wire = ::kwik::kcp::v3;

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
ServerPath::OnEstablished(const std::optional<KeyPin>& peerKey)
{
    m_peerKey = peerKey;
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
    else if (m_isQuery)
    {
        Violate(Violation::KdpOutOfPlace, "data of a server that only asks");
    }
    else if (m_session)
    {
        m_ranges.OnBytes(stream, bytes, end);
    }
    else if (m_earlyBytes + bytes.Size() > ADMISSION_BYTES_MAX)
    {
        Violate(Violation::Flood, "too much before admission");
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
ServerPath::OnUploadViolated(Violation kind, std::string_view detail)
{
    Violate(kind, detail);
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
    TellDuplicates();
    if (!message.IsOk())
    {
        Violate(ViolationOfKcp(message.Failure()), message.Failure().where);
    }
}

void
ServerPath::OnHello(Instant now, const KcpMessage& message)
{
    const wire::ClientHello& hello = message.client_hello();
    if (m_session)
    {
        Violate(Violation::KcpOutOfPlace, "a second ClientHello");
        return;
    }
    const auto& versions = hello.versions();
    if (std::find(versions.begin(), versions.end(), KWIK_VERSION) == versions.end())
    {
        if (Refuse(now, wire::ServerHello::NO_COMMON_VERSION))
        {
            Report(Violation::NoCommonVersion, "ClientHello");
        }
        return;
    }
    if (const PathId path = KcpChannel::PathOf(message); path != PathId{})
    {
        m_kcp.SetPath(path, KcpChannel::Side::Server);
    }
    m_isRelay = hello.purpose() == wire::ClientHello::RELAY && !hello.session_token().empty();
    if (hello.purpose() == wire::ClientHello::QUERY)
    {
        AdmitQuery(now, message);
        return;
    }
    if (m_context.isLeaving && !m_isRelay)
    {
        Refuse(now, wire::ServerHello::LEAVING);
        return;
    }
    if (!hello.session_token().empty())
    {
        OnToken(now, message);
        return;
    }
    Admit(now, SessionId{m_context.prng.Next()});
    m_controlFacts.Push(Admitted{*m_session});
}

void
ServerPath::OnToken(Instant now, const KcpMessage& message)
{
    const std::string& token = message.client_hello().session_token();
    const auto checked = CheckToken(
        token,
        {now, m_context.pin, m_context.directory, m_peerKey, message.header().connection_id()});
    if (const auto* violation = std::get_if<Violation>(&checked))
    {
        Violate(*violation, "session_token");
        return;
    }
    const auto& verified = std::get<VerifiedGrant>(checked);
    if (verified.grant.session == SessionId{})
    {
        Violate(Violation::TokenForOtherSession, "session_token"); // Of a server that asks.
        return;
    }
    if (const ServerInfo* primary = FindServer(m_context.directory, verified.issuer))
    {
        m_upstream = *primary;
        m_upstreamToken = token;
        m_upstreamExpiry = verified.grant.expiry;
        m_ranges.OnDuplexElsewhere();
    }
    Admit(now, verified.grant.session);
    if (!m_upstream && !m_isRelay)
    {
        m_controlFacts.Push(Admitted{*m_session, true});
    }
}

bool
ServerPath::Refuse(Instant now, wire::ServerHello::HelloStatus status)
{
    if (std::exchange(m_isRefused, true))
    {
        Violate(Violation::KcpOutOfPlace, "a second ClientHello");
        return false;
    }
    KcpMessage answer;
    answer.mutable_server_hello()->set_status(status);
    Send(now, std::move(answer));
    return true;
}

std::string
ServerPath::Grant(Instant now, const KeyPin& audience) const
{
    const Instant expiry = now + TokenLifetime(m_context.security.level);
    return Text(SignGrant({*m_session, audience, expiry, m_peerKey}, m_context.key));
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
    hello.set_resumption_token(Grant(now, ANY_SERVER));
    hello.mutable_limits()->set_max_range_bytes(KDP_RANGE_MAX);
    Send(now, std::move(answer));
    m_actions.Push(Event(ServerPathAccepted{session, m_client}));
    m_context.clients += IsOfClient() ? 1 : 0;
    m_renewAt = now + TokenLifetime(m_context.security.level) / 2;
    for (const Early& early : std::exchange(m_early, {}))
    {
        m_ranges.OnBytes(early.stream, early.bytes, early.end);
    }
}

const Address&
ServerPath::Client() const
{
    return m_client;
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

Instant
ServerPath::UpstreamExpiry() const
{
    return m_upstreamExpiry;
}

bool
ServerPath::IsRelay() const
{
    return m_isRelay;
}

void
ServerPath::Violate(Violation kind, std::string_view detail)
{
    if (!std::exchange(m_isViolated, true))
    {
        Report(kind, detail);
        m_actions.Push(CloseFor(kind, detail));
    }
}

void
ServerPath::Report(Violation kind, std::string_view detail)
{
    m_actions.Push(Event(SecurityViolation{PathId{}, m_client, kind, std::string(detail)}));
}

void
ServerPath::TellDuplicates()
{
    if (!m_hasDuplicates && m_kcp.Counts().duplicates > 0)
    {
        m_hasDuplicates = true;
        Report(Violation::KcpDuplicate, "KCP message_id");
    }
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
                    Violate(what.kind, what.detail);
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
