#include "protocol-core/session/relay.h"

#include "protocol-core/base/machine.h"
#include "protocol-core/session/path-causes.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<Relay>);

namespace
{

/// Servers are well connected; a lost first packet should not cost a second.
constexpr Duration INITIAL_RTT = std::chrono::milliseconds(100);

/// What a server says unasked: of an upload, or of a stream that goes in both directions.
bool
IsForUploader(const KdpMessage& message)
{
    return std::holds_alternative<KdpStreamAck>(message) ||
           std::holds_alternative<KdpStreamWindow>(message) ||
           std::holds_alternative<KdpStreamExtent>(message) ||
           std::holds_alternative<KdpStreamReset>(message);
}

} // namespace

Relay::Relay(const PathConfig& config, const ServerInfo& upstream)
    : m_config(config),
      m_upstream(upstream)
{
}

void
Relay::OnToken(const std::string& token, Instant expiry)
{
    if (expiry > m_tokenExpiry)
    {
        m_token = token;
        m_tokenExpiry = expiry;
    }
}

void
Relay::OnTransfer(Instant now, const RelayKey& key, const Transfer& transfer)
{
    const RangeId range{m_nextRange++};
    Pending& pending = m_transfers[key];
    pending = Pending{range, transfer, transfer.bytes.begin};
    m_keyOf[range] = key;
    if (!m_path)
    {
        Open(now);
    }
    else if (m_isGreeted)
    {
        Ask(pending);
    }
    Drain(now);
}

void
Relay::OnRead(const RelayKey& key, ByteCount offset, ByteCount length)
{
    const auto entry = m_transfers.find(key);
    if (entry == m_transfers.end())
    {
        m_answers.Push(Answer{key, SharedBytes()});
        return;
    }
    entry->second.reads.push_back({offset, offset + length});
    AnswerReads(key);
}

void
Relay::OnTransferEnded(const RelayKey& key)
{
    const auto entry = m_transfers.find(key);
    if (entry == m_transfers.end())
    {
        return;
    }
    const RangeId range = entry->second.range;
    if (m_path && m_isGreeted && !entry->second.isOver)
    {
        m_path->AbandonRange(range);
    }
    m_keyOf.erase(range);
    m_transfers.erase(entry);
}

void
Relay::OnUpload(Instant now, CarrierId client, KdpMessage message)
{
    m_uploader = client;
    if (m_isGreeted)
    {
        Forward(message);
    }
    else
    {
        m_waitingUploads.push_back(std::move(message));
    }
    if (!m_path)
    {
        Open(now);
    }
    Drain(now);
}

void
Relay::Forward(const KdpMessage& message)
{
    if (const auto* frame = std::get_if<KdpData>(&message))
    {
        m_path->SendFrame(*frame);
    }
    else
    {
        m_path->SendKdpControl(message);
    }
}

void
Relay::OnCarrier(Instant now, const CarrierEvent& event)
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
            Report(*closed->violation, closed->farewell.reason);
        }
        m_path->OnClosed(now, CauseOf(closed->cause));
    }
    Drain(now);
}

void
Relay::OnTimeout(Instant now)
{
    if (m_path)
    {
        m_path->OnTimeout(now);
        Drain(now);
    }
}

Instant
Relay::NextTimeout() const
{
    return m_path ? m_path->NextTimeout() : NEVER;
}

std::optional<Relay::Action>
Relay::PollAction()
{
    return m_actions.Pop();
}

std::optional<Relay::UploadReply>
Relay::PollUploadReply()
{
    return m_uploadReplies.Pop();
}

std::optional<Relay::Answer>
Relay::PollAnswer()
{
    return m_answers.Pop();
}

void
Relay::Open(Instant now)
{
    m_isGreeted = false;
    m_path.emplace(m_config, m_upstream.address, PathId{});
    m_path->OnOpened(now);
    m_actions.Push(Connect{{m_upstream.address, m_upstream.pin, INITIAL_RTT}});
}

void
Relay::Greet(Instant now)
{
    ClientPath::KcpMessage hello;
    hello.mutable_client_hello()->add_versions(KWIK_VERSION);
    hello.mutable_client_hello()->set_client_id("relay");
    hello.mutable_client_hello()->set_session_token(m_token);
    hello.mutable_client_hello()->set_purpose(::kwik::kcp::v3::ClientHello::RELAY);
    m_path->SendKcp(now, std::move(hello));
    m_isGreeted = true;
    for (const auto& [key, pending] : m_transfers)
    {
        Ask(pending);
    }
    for (const KdpMessage& message : std::exchange(m_waitingUploads, {}))
    {
        Forward(message);
    }
}

void
Relay::Ask(const Pending& pending)
{
    const Transfer& transfer = pending.transfer;
    m_path->RequestRange(pending.range,
                         {transfer.stream,
                          transfer.bytes.begin,
                          transfer.bytes.Length(),
                          transfer.priority,
                          transfer.content});
}

void
Relay::OnPathAction(Instant now, ClientPath::Action& action)
{
    if (const auto* kdp = std::get_if<ClientPath::KdpReceived>(&action))
    {
        if (const auto* data = std::get_if<KdpData>(&kdp->message); data != nullptr && kdp->range)
        {
            OnData(*kdp->range, *data);
        }
        else if (m_uploader && IsForUploader(kdp->message))
        {
            m_uploadReplies.Push(UploadReply{*m_uploader, kdp->message});
        }
    }
    else if (const auto* kcp = std::get_if<ClientPath::KcpReceived>(&action))
    {
        const auto session = ParseSessionId(kcp->message.server_hello().session_id());
        if (kcp->message.has_server_hello() && session.IsOk())
        {
            m_path->OnHelloAccepted(now, session.Value());
        }
    }
    else if (const auto* ended = std::get_if<ClientPath::RangeEnded>(&action))
    {
        if (const auto key = m_keyOf.find(ended->range); key != m_keyOf.end())
        {
            m_transfers.at(key->second).isOver = true;
            AnswerReads(key->second);
        }
    }
    else if (const auto* violated = std::get_if<ClientPath::Violated>(&action))
    {
        OnViolated(now, *violated);
    }
    else if (auto* write = std::get_if<WriteStream>(&action))
    {
        m_actions.Push(std::move(*write));
    }
    else if (const auto* rank = std::get_if<RankStream>(&action))
    {
        m_actions.Push(*rank);
    }
    else if (const auto* abort = std::get_if<AbortStream>(&action))
    {
        m_actions.Push(*abort);
    }
    else if (const auto* close = std::get_if<CloseConnection>(&action))
    {
        m_actions.Push(*close);
    }
}

void
Relay::OnData(RangeId range, const KdpData& data)
{
    const auto key = m_keyOf.find(range);
    if (key == m_keyOf.end())
    {
        return;
    }
    Pending& pending = m_transfers.at(key->second);
    if (data.offset == pending.received)
    {
        pending.held.push_back({data.offset, data.payload});
        pending.received += ByteCount{data.payload.Size()};
        AnswerReads(key->second);
    }
}

void
Relay::AnswerReads(const RelayKey& key)
{
    Pending& pending = m_transfers.at(key);
    while (!pending.reads.empty() &&
           (pending.reads.front().end <= pending.received || pending.isOver))
    {
        const Interval wanted = pending.reads.front();
        pending.reads.pop_front();
        m_answers.Push(Answer{key, Take(pending, wanted)});
    }
}

SharedBytes
Relay::Take(Pending& pending, Interval wanted)
{
    ByteVector bytes;
    while (!pending.held.empty() && pending.held.front().first < wanted.end)
    {
        auto& [offset, piece] = pending.held.front();
        const std::size_t size = std::min<std::size_t>(piece.Size(), (wanted.end - offset).value);
        const ByteView part = piece.View().first(size);
        bytes.insert(bytes.end(), part.begin(), part.end());
        if (size == piece.Size())
        {
            pending.held.pop_front();
            continue;
        }
        piece = piece.Slice(size, piece.Size() - size);
        offset += ByteCount{size};
    }
    return SharedBytes(std::move(bytes));
}

void
Relay::OnViolated(Instant now, const ClientPath::Violated& violated)
{
    Report(violated.kind, std::string(violated.detail));
    if (violated.kind != Violation::KcpDuplicate)
    {
        m_path->CloseFor(now, violated.kind, violated.detail);
    }
}

void
Relay::Report(Violation kind, std::string detail)
{
    m_actions.Push(Event(SecurityViolation{PathId{}, m_upstream.address, kind, std::move(detail)}));
}

void
Relay::FailAll()
{
    m_path.reset();
    m_isGreeted = false;
    m_waitingUploads.clear(); // What is not acknowledged end to end, the client sends again.
    for (auto& [key, pending] : m_transfers)
    {
        pending.isOver = true;
        AnswerReads(key);
    }
}

void
Relay::Drain(Instant now)
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
            FailAll();
        }
    }
    if (m_path)
    {
        const bool isWaiting = std::any_of(m_transfers.begin(), m_transfers.end(), [](auto& entry) {
            return !entry.second.isOver && entry.second.received < entry.second.transfer.bytes.end;
        });
        m_path->OnExpectation(now,
                              isWaiting ? Path::Expectation::Answer : Path::Expectation::Nothing);
    }
}

} // namespace kwik
