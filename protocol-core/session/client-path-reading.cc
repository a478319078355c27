// The part of ClientPath that reads what the server sends.
#include "protocol-core/session/client-path.h"
#include "protocol-core/session/violations.h"

namespace kwik
{

void
ClientPath::OnBytes(Instant, CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end)
{
    if (m_isViolated)
    {
        return; // The connection is being closed.
    }
    if (stream == KCP_STREAM)
    {
        ReadKcp(bytes.View());
        return;
    }
    if (stream == KDP_STREAM)
    {
        m_control.Append(bytes);
        ReadMessages(ExpectedBytes::Lane::Control, m_control, std::nullopt);
        return;
    }
    if (!IsClientStream(stream))
    {
        ReadPush(stream, bytes, end);
        return;
    }
    if (const auto range = m_rangeOf.find(stream); range != m_rangeOf.end())
    {
        ReadRange(range->second, bytes, end);
    }
}

void
ClientPath::ReadKcp(ByteView bytes)
{
    m_kcp.Append(bytes);
    auto message = m_kcp.Next();
    while (message.IsOk() && message.Value())
    {
        m_actions.Push(KcpReceived{std::move(*message.Value())});
        message = m_kcp.Next();
    }
    TellDuplicates();
    if (!message.IsOk())
    {
        Violate(ViolationOfKcp(message.Failure()), message.Failure().where);
    }
}

void
ClientPath::TellDuplicates()
{
    if (!m_hasDuplicates && m_kcp.Counts().duplicates > 0)
    {
        m_hasDuplicates = true;
        m_actions.Push(Violated{Violation::KcpDuplicate, "KCP message_id"});
    }
}

void
ClientPath::Violate(Violation kind, std::string_view detail)
{
    m_isViolated = true;
    m_actions.Push(Violated{kind, detail});
}

void
ClientPath::ReadRange(RangeId range, const SharedBytes& bytes, StreamEnd end)
{
    KdpDecoder& decoder = m_ranges.at(range).decoder;
    decoder.Append(bytes);
    ReadMessages(ExpectedBytes::Lane::Range, decoder, range);
    if (end == StreamEnd::Final && !m_isViolated)
    {
        // The request stays open for a trim until here; now its side of the stream ends too.
        Write(m_ranges.at(range).stream, {}, StreamEnd::Final);
        EndRange(range);
    }
}

void
ClientPath::ReadPush(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end)
{
    PushStream& push = m_pushes[stream];
    push.decoder.Append(bytes);
    if (const auto carried = ReadMessages(ExpectedBytes::Lane::Push, push.decoder, std::nullopt))
    {
        push.carries = carried;
    }
    if (end == StreamEnd::Final)
    {
        if (push.carries)
        {
            m_actions.Push(PushEnded{*push.carries});
        }
        m_pushes.erase(stream);
        Write(stream, {}, StreamEnd::Final);
    }
}

std::optional<StreamId>
ClientPath::ReadMessages(ExpectedBytes::Lane lane,
                         KdpDecoder& decoder,
                         std::optional<RangeId> range)
{
    std::optional<StreamId> carried;
    auto message = decoder.Next();
    while (message.IsOk() && message.Value())
    {
        if (const auto violation = m_expected.Judge(lane, range, *message.Value()))
        {
            Violate(*violation, "KDP message");
            return carried;
        }
        if (const auto* data = std::get_if<KdpData>(&*message.Value()))
        {
            carried = data->stream;
        }
        m_actions.Push(KdpReceived{range, std::move(*message.Value())});
        message = decoder.Next();
    }
    if (!message.IsOk())
    {
        Violate(ViolationOfKdp(message.Failure()), message.Failure().where);
    }
    return carried;
}

void
ClientPath::EndRange(RangeId range)
{
    const auto entry = m_ranges.find(range);
    m_rangeOf.erase(entry->second.stream);
    m_expected.OnRangeEnded(range);
    m_ranges.erase(entry);
    m_actions.Push(RangeEnded{range});
}

} // namespace kwik
