// The writing half of the codec.
#include "protocol-core/wire/kdp/kdp-codec.h"
#include "protocol-core/wire/kdp/kdp-types.h"
#include "protocol-core/wire/varint.h"

namespace kwik
{

namespace
{

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
        Start(KdpType::Data, data.stream);
        AppendVarint(m_out, data.offset.value);
        Byte(data.finish == StreamFinish::Final ? KDP_FLAG_FINAL : 0);
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
        Start(KdpType::RangeRequest, request.stream);
        AppendVarint(m_out, request.offset.value);
        AppendVarint(m_out, request.length.value);
        Byte(static_cast<std::uint8_t>(request.priority));
        Name(request.content);
    }

    void operator()(const KdpRangeTrim& trim)
    {
        AppendVarint(m_out, static_cast<std::uint64_t>(KdpType::RangeTrim));
        AppendVarint(m_out, trim.end.value);
    }

    void operator()(const KdpStreamOpen& open)
    {
        Start(KdpType::StreamOpen, open.stream);
        Name(open.content);
    }

    void operator()(const KdpStreamExtent& extent)
    {
        Start(KdpType::StreamExtent, extent.stream);
        AppendVarint(m_out, extent.extent.value);
        AppendVarint(m_out, extent.pushed.value);
        Byte(extent.finish == StreamFinish::Final ? KDP_FLAG_FINAL : 0);
        Name(extent.content);
    }

    void operator()(const KdpStreamRefused& refused)
    {
        Start(KdpType::StreamRefused, refused.stream);
    }

    void operator()(const KdpStreamAck& ack)
    {
        KWIK_ASSERT(ack.ranges.size() <= KDP_ACK_RANGES_MAX);
        Start(KdpType::StreamAck, ack.stream);
        AppendVarint(m_out, ack.cumulative.value);
        Byte(ack.finish == StreamFinish::Final ? KDP_FLAG_FINAL : 0);
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
        Start(KdpType::StreamWindow, window.stream);
        AppendVarint(m_out, window.limit.value);
    }

    void operator()(const KdpStreamConnect& connect)
    {
        Start(KdpType::StreamConnect, connect.stream);
        AppendVarint(m_out, connect.extent.value);
        const bool isKnown = connect.acquaintance == StreamAcquaintance::Known;
        Byte(
            static_cast<std::uint8_t>((connect.finish == StreamFinish::Final ? KDP_FLAG_FINAL : 0) |
                                      (isKnown ? KDP_FLAG_KNOWN : 0)));
        Name(connect.service);
    }

    void operator()(const KdpStreamReset& reset)
    {
        Start(KdpType::StreamReset, reset.stream);
        Byte(static_cast<std::uint8_t>(reset.cause));
    }

  private:
    void Start(KdpType type, StreamId stream)
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

} // namespace

ByteVector
EncodeKdp(const KdpMessage& message)
{
    ByteVector out;
    std::visit(Encoder(out), message);
    return out;
}

} // namespace kwik
