#include "protocol-core/session/inquiry.h"

#include "protocol-core/base/machine.h"
#include "protocol-core/session/capability-messages.h"
#include "protocol-core/session/path-causes.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<Inquiry>);

namespace
{

namespace wire = ::kwik::kcp::v3;

/// Of the token that says who asks.
constexpr Duration TOKEN_LIFETIME = std::chrono::minutes(1);
/// Servers are well connected; a lost first packet should not cost a second.
constexpr Duration INITIAL_RTT = std::chrono::milliseconds(100);

} // namespace

Inquiry::Inquiry(const PathConfig& path,
                 const InquiryConfig& config,
                 const ServerInfo& candidate,
                 const SigningSeed& key)
    : m_pathConfig(path),
      m_config(config),
      m_candidate(candidate),
      m_key(key)
{
}

void
Inquiry::OnAsked(Instant now)
{
    if (m_askedAt != NEVER || (m_verdict && now < m_freshUntil))
    {
        return;
    }
    m_verdict.reset();
    m_askedAt = now;
    if (!m_path)
    {
        Open(now);
    }
    else if (m_isGreeted)
    {
        Ask(now);
    }
    Drain(now);
}

void
Inquiry::OnCarrier(Instant now, const CarrierEvent& event)
{
    if (!m_path)
    {
        return;
    }
    m_path->OnCarrier(now, event);
    if (std::holds_alternative<CarrierEstablished>(event))
    {
        Greet(now);
    }
    else if (const auto* closed = std::get_if<CarrierClosed>(&event))
    {
        if (closed->violation)
        {
            m_actions.Push(Event(SecurityViolation{PathId{},
                                                   m_candidate.address,
                                                   *closed->violation,
                                                   closed->farewell.reason}));
        }
        m_path->OnClosed(now, CauseOf(closed->cause));
    }
    Drain(now);
}

void
Inquiry::OnUnreachable(Instant now)
{
    const bool isUnheard = m_path && m_path->State() < PathState::Handshaking;
    if (isUnheard && m_askedAt != NEVER)
    {
        Settle(now, CandidateVerdict::Unreachable);
        m_path->Close(now, PathCause::LocalClose, FarewellCode::Done);
        Drain(now);
    }
}

void
Inquiry::OnTimeout(Instant now)
{
    if (m_path)
    {
        m_path->OnTimeout(now);
    }
    if (m_askedAt != NEVER && now >= m_askedAt + m_config.patience)
    {
        Settle(now, CandidateVerdict::Silent);
    }
    Drain(now);
}

Instant
Inquiry::NextTimeout() const
{
    const Instant path = m_path ? m_path->NextTimeout() : NEVER;
    return m_askedAt == NEVER ? path : std::min(path, m_askedAt + m_config.patience);
}

std::optional<Inquiry::Action>
Inquiry::PollAction()
{
    return m_actions.Pop();
}

const std::optional<CandidateVerdict>&
Inquiry::Verdict() const
{
    return m_verdict;
}

std::uint32_t
Inquiry::LoadPercent() const
{
    return m_loadPercent;
}

const ServerInfo&
Inquiry::Candidate() const
{
    return m_candidate;
}

void
Inquiry::Open(Instant now)
{
    m_isGreeted = false;
    m_path.emplace(m_pathConfig, m_candidate.address, PathId{});
    m_path->OnOpened(now);
    m_actions.Push(Connect{{m_candidate.address, m_candidate.pin, INITIAL_RTT}});
}

void
Inquiry::Greet(Instant now)
{
    const SessionGrant grant{SessionId{}, m_candidate.pin, now + TOKEN_LIFETIME};
    ClientPath::KcpMessage hello;
    hello.mutable_client_hello()->add_versions(KWIK_VERSION);
    hello.mutable_client_hello()->set_client_id("inquiry");
    hello.mutable_client_hello()->set_session_token(std::string(AsText(SignGrant(grant, m_key))));
    hello.mutable_client_hello()->set_purpose(wire::ClientHello::QUERY);
    m_path->SendKcp(now, std::move(hello));
    m_isGreeted = true;
    Ask(now);
}

void
Inquiry::Ask(Instant now)
{
    ClientPath::KcpMessage query;
    query.mutable_capability_query();
    m_path->SendKcp(now, std::move(query));
}

void
Inquiry::OnPathAction(Instant now, ClientPath::Action& action)
{
    if (const auto* kcp = std::get_if<ClientPath::KcpReceived>(&action))
    {
        if (kcp->message.has_server_hello() &&
            kcp->message.server_hello().status() == wire::ServerHello::ACCEPTED)
        {
            m_path->OnHelloAccepted(now, SessionId{});
        }
        else if (kcp->message.has_capability_response())
        {
            OnAnswer(now, kcp->message.capability_response());
        }
    }
    else if (const auto* violated = std::get_if<ClientPath::Violated>(&action))
    {
        m_actions.Push(Event(SecurityViolation{PathId{},
                                               m_candidate.address,
                                               violated->kind,
                                               std::string(violated->detail)}));
        if (violated->kind != Violation::KcpDuplicate)
        {
            m_path->CloseFor(now, violated->kind, violated->detail);
        }
    }
    else if (auto* write = std::get_if<WriteStream>(&action))
    {
        m_actions.Push(std::move(*write));
    }
    else if (const auto* rank = std::get_if<RankStream>(&action))
    {
        m_actions.Push(*rank);
    }
    else if (const auto* close = std::get_if<CloseConnection>(&action))
    {
        m_actions.Push(*close);
    }
}

void
Inquiry::OnAnswer(Instant now, const wire::ServerCapabilityResponse& answer)
{
    if (answer.willingness() == wire::ServerCapabilityResponse::NOT_SAID)
    {
        return; // Not to our question.
    }
    m_candidate.capabilities = CapabilitiesIn(answer);
    m_loadPercent = std::min<std::uint32_t>(answer.load_percent(), 100);
    if (answer.willingness() == wire::ServerCapabilityResponse::UNWILLING)
    {
        Settle(now, CandidateVerdict::Unwilling);
    }
    else
    {
        Settle(now,
               m_loadPercent > m_config.loadLimitPercent ? CandidateVerdict::Overloaded
                                                         : CandidateVerdict::Willing);
    }
}

void
Inquiry::OnPathLost(Instant now)
{
    m_path.reset();
    m_isGreeted = false;
    if (m_askedAt != NEVER)
    {
        Settle(now, CandidateVerdict::Lost);
    }
}

void
Inquiry::Settle(Instant now, CandidateVerdict verdict)
{
    m_askedAt = NEVER;
    m_verdict = verdict;
    m_freshUntil = now + m_config.validFor;
    m_actions.Push(Event(CandidateJudged{m_candidate.address, verdict, m_loadPercent}));
}

void
Inquiry::Drain(Instant now)
{
    while (m_path)
    {
        auto action = m_path->PollAction();
        if (!action)
        {
            break;
        }
        OnPathAction(now, *action);
        const auto* change = std::get_if<Path::ChangeState>(&*action);
        if (change != nullptr && change->to == PathState::Closed)
        {
            OnPathLost(now);
        }
    }
    if (m_path)
    {
        m_path->OnExpectation(now,
                              m_askedAt != NEVER ? Path::Expectation::Answer
                                                 : Path::Expectation::Nothing);
    }
}

} // namespace kwik
