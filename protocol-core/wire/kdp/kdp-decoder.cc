// The reading half of the codec.
#include "protocol-core/wire/kdp/kdp-codec.h"
#include "protocol-core/wire/kdp/kdp-types.h"
#include "protocol-core/wire/varint.h"

namespace kwik
{

namespace
{

/// What decoding one message came to.
using Decoded = Result<KdpMessage>;

Error
Truncated()
{
    return {ErrorCode::Truncated, "KDP message"};
}

Result<StreamFinish>
FinishOf(std::uint8_t flags)
{
    if ((flags & ~KDP_FLAG_FINAL) != 0)
    {
        return Error{ErrorCode::Malformed, "KDP reserved flag"};
    }
    return (flags & KDP_FLAG_FINAL) != 0 ? StreamFinish::Final : StreamFinish::Open;
}

Result<RangePriority>
PriorityOf(std::uint8_t value)
{
    if (value > static_cast<std::uint8_t>(RangePriority::Normal))
    {
        return Error{ErrorCode::Malformed, "KDP priority"};
    }
    return static_cast<RangePriority>(value);
}

Result<std::string>
NameFrom(WireReader& in)
{
    const std::uint64_t length = in.Varint();
    if (length > KDP_NAME_MAX)
    {
        return Error{ErrorCode::TooLarge, "KDP content name"};
    }
    return std::string(AsText(in.Bytes(length)));
}

/// An offset and a length whose sum still is an offset.
bool
IsWithinStream(std::uint64_t offset, std::uint64_t length)
{
    return length <= VARINT_MAX - offset;
}

Decoded
DecodeData(WireReader& in)
{
    KdpData data{};
    data.stream = StreamId{in.Varint()};
    data.offset = ByteCount{in.Varint()};
    const auto finish = FinishOf(in.Byte());
    const std::uint64_t length = in.Varint();
    const std::uint32_t checksum = in.BigEndian32();
    const auto priority = PriorityOf(in.Byte());
    if (length > KDP_PAYLOAD_MAX)
    {
        return Error{ErrorCode::TooLarge, "KDP payload"};
    }
    const ByteView payload = in.Bytes(length);
    if (!in.IsComplete())
    {
        return Truncated();
    }
    if (!finish.IsOk() || !priority.IsOk())
    {
        return finish.IsOk() ? priority.Failure() : finish.Failure();
    }
    if (!IsWithinStream(data.offset.value, length))
    {
        return Error{ErrorCode::Malformed, "KDP offset"};
    }
    if (Crc32c(payload) != checksum)
    {
        return Error{ErrorCode::Malformed, "KDP checksum"};
    }
    data.finish = finish.Value();
    data.priority = priority.Value();
    data.payload = SharedBytes(payload);
    return KdpMessage(std::move(data));
}

Decoded
DecodeRangeRequest(WireReader& in)
{
    KdpRangeRequest request{};
    request.stream = StreamId{in.Varint()};
    request.offset = ByteCount{in.Varint()};
    request.length = ByteCount{in.Varint()};
    const auto priority = PriorityOf(in.Byte());
    auto content = NameFrom(in);
    if (!content.IsOk())
    {
        return content.Failure();
    }
    if (!in.IsComplete())
    {
        return Truncated();
    }
    if (!priority.IsOk())
    {
        return priority.Failure();
    }
    if (request.length.value == 0 || request.length.value > KDP_RANGE_MAX ||
        !IsWithinStream(request.offset.value, request.length.value))
    {
        return Error{ErrorCode::Malformed, "KDP range"};
    }
    request.priority = priority.Value();
    request.content = std::move(content.Value());
    return KdpMessage(std::move(request));
}

Decoded
DecodeStreamOpen(WireReader& in)
{
    const StreamId stream{in.Varint()};
    auto content = NameFrom(in);
    if (!content.IsOk())
    {
        return content.Failure();
    }
    return in.IsComplete() ? Decoded(KdpMessage(KdpStreamOpen{stream, std::move(content.Value())}))
                           : Decoded(Truncated());
}

Decoded
DecodeStreamExtent(WireReader& in)
{
    KdpStreamExtent extent{};
    extent.stream = StreamId{in.Varint()};
    extent.extent = ByteCount{in.Varint()};
    extent.pushed = ByteCount{in.Varint()};
    const auto finish = FinishOf(in.Byte());
    auto content = NameFrom(in);
    if (!content.IsOk())
    {
        return content.Failure();
    }
    if (!in.IsComplete())
    {
        return Truncated();
    }
    if (!finish.IsOk() || extent.pushed > extent.extent)
    {
        return Error{ErrorCode::Malformed, "KDP extent"};
    }
    extent.finish = finish.Value();
    extent.content = std::move(content.Value());
    return KdpMessage(std::move(extent));
}

Decoded
DecodeStreamAck(WireReader& in)
{
    KdpStreamAck ack{};
    ack.stream = StreamId{in.Varint()};
    ack.cumulative = ByteCount{in.Varint()};
    const auto finish = FinishOf(in.Byte());
    const std::uint64_t count = in.Varint();
    if (in.IsComplete() && (!finish.IsOk() || count > KDP_ACK_RANGES_MAX))
    {
        return Error{ErrorCode::Malformed, "KDP acknowledgement"};
    }
    std::uint64_t last = ack.cumulative.value;
    for (std::uint64_t i = 0; i < count && in.IsComplete(); ++i)
    {
        const std::uint64_t gap = in.Varint();
        const std::uint64_t length = in.Varint();
        const bool isRange = gap > 0 && length > 0 && IsWithinStream(last, gap) &&
                             IsWithinStream(last + gap, length);
        if (in.IsComplete() && !isRange)
        {
            return Error{ErrorCode::Malformed, "KDP acknowledgement"};
        }
        ack.ranges.push_back({ByteCount{last + gap}, ByteCount{last + gap + length}});
        last += gap + length;
    }
    if (!in.IsComplete())
    {
        return Truncated();
    }
    ack.finish = finish.Value();
    return KdpMessage(std::move(ack));
}

Decoded
DecodeStreamConnect(WireReader& in)
{
    KdpStreamConnect connect{};
    connect.stream = StreamId{in.Varint()};
    connect.extent = ByteCount{in.Varint()};
    const std::uint8_t flags = in.Byte();
    auto service = NameFrom(in);
    if (!service.IsOk())
    {
        return service.Failure();
    }
    if (!in.IsComplete())
    {
        return Truncated();
    }
    if ((flags & ~(KDP_FLAG_FINAL | KDP_FLAG_KNOWN)) != 0)
    {
        return Error{ErrorCode::Malformed, "KDP connect"};
    }
    connect.finish = (flags & KDP_FLAG_FINAL) != 0 ? StreamFinish::Final : StreamFinish::Open;
    connect.acquaintance =
        (flags & KDP_FLAG_KNOWN) != 0 ? StreamAcquaintance::Known : StreamAcquaintance::New;
    connect.service = std::move(service.Value());
    return KdpMessage(std::move(connect));
}

Decoded
DecodeStreamReset(WireReader& in)
{
    const StreamId stream{in.Varint()};
    const std::uint8_t cause = in.Byte();
    if (!in.IsComplete())
    {
        return Truncated();
    }
    if (cause > static_cast<std::uint8_t>(ResetCause::TimedOut))
    {
        return Error{ErrorCode::Malformed, "KDP reset"};
    }
    return KdpMessage(KdpStreamReset{stream, static_cast<ResetCause>(cause)});
}

Decoded
DecodeOne(WireReader& in)
{
    const std::uint64_t type = in.Varint();
    if (!in.IsComplete())
    {
        return Truncated();
    }
    switch (type)
    {
    case static_cast<std::uint64_t>(KdpType::Data):
        return DecodeData(in);
    case static_cast<std::uint64_t>(KdpType::RangeRequest):
        return DecodeRangeRequest(in);
    case static_cast<std::uint64_t>(KdpType::StreamOpen):
        return DecodeStreamOpen(in);
    case static_cast<std::uint64_t>(KdpType::StreamExtent):
        return DecodeStreamExtent(in);
    case static_cast<std::uint64_t>(KdpType::RangeTrim): {
        const ByteCount end{in.Varint()};
        return in.IsComplete() ? Decoded(KdpMessage(KdpRangeTrim{end})) : Decoded(Truncated());
    }
    case static_cast<std::uint64_t>(KdpType::StreamRefused): {
        const StreamId stream{in.Varint()};
        return in.IsComplete() ? Decoded(KdpMessage(KdpStreamRefused{stream}))
                               : Decoded(Truncated());
    }
    case static_cast<std::uint64_t>(KdpType::StreamAck):
        return DecodeStreamAck(in);
    case static_cast<std::uint64_t>(KdpType::StreamWindow): {
        const StreamId stream{in.Varint()};
        const ByteCount limit{in.Varint()};
        return in.IsComplete() ? Decoded(KdpMessage(KdpStreamWindow{stream, limit}))
                               : Decoded(Truncated());
    }
    case static_cast<std::uint64_t>(KdpType::StreamConnect):
        return DecodeStreamConnect(in);
    case static_cast<std::uint64_t>(KdpType::StreamReset):
        return DecodeStreamReset(in);
    default:
        return Error{ErrorCode::Malformed, "KDP type"};
    }
}

} // namespace

void
KdpDecoder::Append(const SharedBytes& bytes)
{
    m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(m_read));
    m_read = 0;
    m_pending.insert(m_pending.end(), bytes.View().begin(), bytes.View().end());
}

Result<std::optional<KdpMessage>>
KdpDecoder::Next()
{
    if (m_error)
    {
        return *m_error;
    }
    WireReader in(ByteView(m_pending).subspan(m_read));
    auto message = DecodeOne(in);
    if (message.IsOk())
    {
        m_read += in.Consumed();
        return std::optional<KdpMessage>(std::move(message.Value()));
    }
    if (message.Failure().code == ErrorCode::Truncated)
    {
        return std::optional<KdpMessage>();
    }
    m_error = message.Failure();
    return *m_error;
}

} // namespace kwik
