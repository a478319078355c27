#include "protocol-core/wire/kdp/kdp-codec.h"

#include "protocol-core/wire/varint.h"

namespace kwik
{

namespace
{

enum class Type : std::uint8_t
{
    Data = 0x00,
    RangeRequest = 0x01,
    RangeTrim = 0x02,
    StreamOpen = 0x03,
    StreamExtent = 0x04,
    StreamRefused = 0x05,
    StreamAck = 0x06,
    StreamWindow = 0x07,
};

constexpr std::uint8_t FLAG_FINAL = 0x01;

/// Writes the fields of one message.
class Encoder
{
  public:
    explicit Encoder(ByteVector& out)
        : m_out(out)
    {
    }

    void operator()(const KdpData& data)
    {
        Start(Type::Data, data.stream);
        AppendVarint(m_out, data.offset.value);
        Byte(data.finish == StreamFinish::Final ? FLAG_FINAL : 0);
        AppendVarint(m_out, data.payload.Size());
        const std::uint32_t checksum = Crc32c(data.payload.View());
        for (unsigned shift = 32; shift > 0; shift -= 8)
        {
            m_out.push_back(static_cast<std::byte>(checksum >> (shift - 8)));
        }
        Byte(static_cast<std::uint8_t>(data.priority));
    }

    void operator()(const KdpRangeRequest& request)
    {
        Start(Type::RangeRequest, request.stream);
        AppendVarint(m_out, request.offset.value);
        AppendVarint(m_out, request.length.value);
        Byte(static_cast<std::uint8_t>(request.priority));
        Name(request.content);
    }

    void operator()(const KdpRangeTrim& trim)
    {
        AppendVarint(m_out, static_cast<std::uint64_t>(Type::RangeTrim));
        AppendVarint(m_out, trim.end.value);
    }

    void operator()(const KdpStreamOpen& open)
    {
        Start(Type::StreamOpen, open.stream);
        Name(open.content);
    }

    void operator()(const KdpStreamExtent& extent)
    {
        Start(Type::StreamExtent, extent.stream);
        AppendVarint(m_out, extent.extent.value);
        AppendVarint(m_out, extent.pushed.value);
        Byte(extent.finish == StreamFinish::Final ? FLAG_FINAL : 0);
        Name(extent.content);
    }

    void operator()(const KdpStreamRefused& refused)
    {
        Start(Type::StreamRefused, refused.stream);
    }

    void operator()(const KdpStreamAck& ack)
    {
        KWIK_ASSERT(ack.ranges.size() <= KDP_ACK_RANGES_MAX);
        Start(Type::StreamAck, ack.stream);
        AppendVarint(m_out, ack.cumulative.value);
        Byte(ack.finish == StreamFinish::Final ? FLAG_FINAL : 0);
        AppendVarint(m_out, ack.ranges.size());
        ByteCount last = ack.cumulative;
        for (const KdpStreamAck::Range& range : ack.ranges)
        {
            AppendVarint(m_out, (range.begin - last).value);
            AppendVarint(m_out, (range.end - range.begin).value);
            last = range.end;
        }
    }

    void operator()(const KdpStreamWindow& window)
    {
        Start(Type::StreamWindow, window.stream);
        AppendVarint(m_out, window.limit.value);
    }

  private:
    void Start(Type type, StreamId stream)
    {
        AppendVarint(m_out, static_cast<std::uint64_t>(type));
        AppendVarint(m_out, stream.value);
    }

    void Byte(std::uint8_t value)
    {
        m_out.push_back(static_cast<std::byte>(value));
    }

    void Name(std::string_view name)
    {
        KWIK_ASSERT(name.size() <= KDP_NAME_MAX);
        AppendVarint(m_out, name.size());
        const ByteView bytes = AsBytes(name);
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
    }

    ByteVector& m_out;
};

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
    if ((flags & ~FLAG_FINAL) != 0)
    {
        return Error{ErrorCode::Malformed, "KDP reserved flag"};
    }
    return (flags & FLAG_FINAL) != 0 ? StreamFinish::Final : StreamFinish::Open;
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
DecodeOne(WireReader& in)
{
    const std::uint64_t type = in.Varint();
    if (!in.IsComplete())
    {
        return Truncated();
    }
    switch (type)
    {
    case static_cast<std::uint64_t>(Type::Data):
        return DecodeData(in);
    case static_cast<std::uint64_t>(Type::RangeRequest):
        return DecodeRangeRequest(in);
    case static_cast<std::uint64_t>(Type::StreamOpen):
        return DecodeStreamOpen(in);
    case static_cast<std::uint64_t>(Type::StreamExtent):
        return DecodeStreamExtent(in);
    case static_cast<std::uint64_t>(Type::RangeTrim): {
        const ByteCount end{in.Varint()};
        return in.IsComplete() ? Decoded(KdpMessage(KdpRangeTrim{end})) : Decoded(Truncated());
    }
    case static_cast<std::uint64_t>(Type::StreamRefused): {
        const StreamId stream{in.Varint()};
        return in.IsComplete() ? Decoded(KdpMessage(KdpStreamRefused{stream}))
                               : Decoded(Truncated());
    }
    case static_cast<std::uint64_t>(Type::StreamAck):
        return DecodeStreamAck(in);
    case static_cast<std::uint64_t>(Type::StreamWindow): {
        const StreamId stream{in.Varint()};
        const ByteCount limit{in.Varint()};
        return in.IsComplete() ? Decoded(KdpMessage(KdpStreamWindow{stream, limit}))
                               : Decoded(Truncated());
    }
    default:
        return Error{ErrorCode::Malformed, "KDP type"};
    }
}

} // namespace

ByteVector
EncodeKdp(const KdpMessage& message)
{
    ByteVector out;
    std::visit(Encoder(out), message);
    return out;
}

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
