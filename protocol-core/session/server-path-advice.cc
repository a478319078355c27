// The part of ServerPath that recommends servers to a client, and tells other servers whether this
// one may be recommended (PROTOCOL section 2, step 5).
#include "protocol-core/session/capability-messages.h"
#include "protocol-core/session/server-path.h"
#include "protocol-core/session/token-check.h"

#include <algorithm>

namespace kwik
{

namespace wire = ::kwik::kcp::v3;

namespace
{

std::string
Text(const KeyPin& pin)
{
    return {reinterpret_cast<const char*>(pin.data()), pin.size()};
}

/// What a server with so many @p clients says of its load.
std::uint32_t
LoadPercent(std::uint32_t clients, std::optional<std::uint32_t> capacity)
{
    if (!capacity)
    {
        return 0;
    }
    return *capacity == 0 ? 100 : std::min<std::uint32_t>(100, clients * 100 / *capacity);
}

} // namespace

bool
ServerPath::IsOfClient() const
{
    return m_session && !m_isRelay && !m_isQuery;
}

bool
ServerPath::IsAskingForServers() const
{
    return m_isAskingForServers;
}

void
ServerPath::OnAdvised(Instant now, const std::vector<Advice>& advised, Certainty certainty)
{
    const bool isListening = m_isAskingForServers || m_hasListed;
    if (m_isAskingForServers && certainty == Certainty::Final)
    {
        m_isAskingForServers = false;
        m_hasListed = true;
        List(now, advised);
    }
    for (const Advice& advice : advised)
    {
        if (isListening && m_recommended.emplace(advice.server.address, advice.server.pin).second)
        {
            SendAddPath(now, advice.server.address, advice.server.pin);
        }
    }
    Drain();
}

void
ServerPath::SendAddPath(Instant now, const Address& address, const KeyPin& pin)
{
    KcpMessage add;
    auto& command = *add.mutable_add_path();
    command.set_server_address(ToString(address));
    command.set_tls_pubkey_hash_sha256(Text(pin));
    command.set_session_token(Grant(now, pin));
    Send(now, std::move(add));
}

void
ServerPath::RenewTokens(Instant now)
{
    if (!IsOfClient() || m_upstream || now < m_renewAt)
    {
        return;
    }
    m_renewAt = now + TokenLifetime(m_context.security.level) / 2;
    for (const auto& [address, pin] : m_recommended)
    {
        SendAddPath(now, address, pin);
    }
    KcpMessage own;
    own.mutable_add_path()->set_session_token(Grant(now, ANY_SERVER));
    Send(now, std::move(own));
    Drain();
}

void
ServerPath::List(Instant now, const std::vector<Advice>& advised)
{
    KcpMessage list;
    auto& response = *list.mutable_server_discovery_resp();
    response.set_recommendation_reason("static directory");
    for (const Advice& advice : advised)
    {
        auto& entry = *response.add_servers();
        entry.set_address(ToString(advice.server.address));
        entry.set_tls_pubkey_hash_sha256(Text(advice.server.pin));
        entry.set_current_load_percent(advice.loadPercent);
        for (const Capability& capability : advice.server.capabilities)
        {
            entry.add_capabilities(capability.name);
        }
        entry.mutable_location()->set_region(advice.server.region);
    }
    Send(now, std::move(list));
}

void
ServerPath::AdmitQuery(Instant now, const KcpMessage& message)
{
    const auto checked = CheckToken(
        message.client_hello().session_token(),
        {now, m_context.pin, m_context.directory, m_peerKey, message.header().connection_id()});
    if (const auto* violation = std::get_if<Violation>(&checked))
    {
        Violate(*violation, "session_token");
        return;
    }
    if (std::get<VerifiedGrant>(checked).grant.session != SessionId{})
    {
        Violate(Violation::TokenForOtherSession, "session_token"); // A client's.
        return;
    }
    m_isQuery = true;
    m_session = SessionId{}; // Of no session, and no client's.
    m_kcp.SetSession(*m_session);
    KcpMessage answer;
    auto& hello = *answer.mutable_server_hello();
    hello.set_version(KWIK_VERSION);
    hello.set_session_id(ToText(*m_session));
    hello.set_status(wire::ServerHello::ACCEPTED);
    Send(now, std::move(answer));
}

void
ServerPath::OnCapabilityQuery(Instant now, const wire::ServerCapabilityQuery& query)
{
    KcpMessage answer;
    auto& response = *answer.mutable_capability_response();
    response = AnswerTo(query, m_context.capabilities);
    if (m_isQuery)
    {
        const auto capacity = m_context.config.capacity;
        const bool isFull = capacity && m_context.clients >= *capacity;
        response.set_willingness(isFull || m_context.isLeaving
                                     ? wire::ServerCapabilityResponse::UNWILLING
                                     : wire::ServerCapabilityResponse::WILLING);
        response.set_load_percent(LoadPercent(m_context.clients, capacity));
        response.set_active_connections(m_context.clients);
    }
    Send(now, std::move(answer));
}

} // namespace kwik
