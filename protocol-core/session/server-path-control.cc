// The part of ServerPath that answers KCP once the client is admitted.
#include "protocol-core/session/capability-messages.h"
#include "protocol-core/session/server-path.h"

namespace kwik
{

namespace wire = ::kwik::kcp::v3;

using KcpMessage = KcpChannel::Message;

std::optional<ServerPath::ControlFact>
ServerPath::PollControl()
{
    return m_controlFacts.Pop();
}

void
ServerPath::SendControl(Instant now, KcpMessage message)
{
    Send(now, std::move(message));
    Drain();
}

void
ServerPath::TellCapabilities(Instant now)
{
    if (IsOfClient())
    {
        KcpMessage message;
        *message.mutable_capability_response() = AnswerTo({}, m_context.capabilities);
        SendControl(now, std::move(message));
    }
}

void
ServerPath::TellLeaving(Instant now)
{
    if (IsOfClient())
    {
        KcpMessage message;
        message.mutable_health_check_resp()->set_state(wire::HealthCheckResponse::DRAINING);
        SendControl(now, std::move(message));
    }
}

void
ServerPath::Close()
{
    m_actions.Push(CloseConnection{
        {static_cast<std::uint64_t>(FarewellCode::Leaving), std::string("leaving")}});
}

void
ServerPath::OnKcp(Instant now, const KcpMessage& message)
{
    if (message.has_client_hello())
    {
        OnHello(now, message);
    }
    else if (m_isRefused)
    {
        return; // It was sent before the client could know.
    }
    else if (!m_session)
    {
        Violate(Violation::KcpOutOfPlace, "a KCP message before ClientHello");
    }
    else if (message.has_capability_query())
    {
        OnCapabilityQuery(now, message.capability_query());
    }
    else if (message.has_server_discovery_req())
    {
        m_isAskingForServers = IsOfClient();
        m_recommended.clear();
    }
    else if (message.has_health_check_req())
    {
        OnHealthCheck(now, message.health_check_req());
    }
    else if ((message.has_transport_response() || message.has_path_status()) &&
             m_controlFacts.FreeSlots() > 0)
    {
        m_controlFacts.Push(message);
    }
}

void
ServerPath::OnHeard(Instant now, const CarrierSnapshot& measured)
{
    m_datagramsSent = measured.datagramsSent;
    RenewTokens(now);
}

void
ServerPath::OnHealthCheck(Instant now, const wire::HealthCheckRequest& request)
{
    KcpMessage answer;
    answer.mutable_health_check_resp()->set_sequence(request.sequence());
    answer.mutable_health_check_resp()->set_state(m_context.isLeaving
                                                      ? wire::HealthCheckResponse::DRAINING
                                                      : wire::HealthCheckResponse::HEALTHY);
    if (request.wants_counts())
    {
        answer.mutable_health_check_resp()->set_datagrams_sent(m_datagramsSent);
    }
    Send(now, std::move(answer));
}

void
ServerPath::Send(Instant now, KcpMessage message)
{
    m_kcp.Enqueue(now, std::move(message));
    WriteKcp(now);
}

void
ServerPath::WriteKcp(Instant now)
{
    while (auto bytes = m_kcp.PollBytes(now))
    {
        m_ranges.OnOtherWrite(ByteCount{bytes->size()});
        m_actions.Push(WriteStream{KCP_STREAM, SharedBytes(std::move(*bytes)), StreamEnd::Open});
        m_actions.Push(RankStream{KCP_STREAM, StreamRank::Control});
    }
}

} // namespace kwik
