#include "tests/unit/core/kdp-samples.h"

#include "protocol-core/wire/varint.h"
#include "tests/support/byte-strings.h"

namespace kwik::test
{

namespace
{

/// Small and large numbers are equally likely.
std::uint64_t
RandomNumber(Prng& prng)
{
    return prng.Next() >> (2 + prng.Below(62));
}

StreamFinish
RandomFinish(Prng& prng)
{
    return prng.Below(2) == 0 ? StreamFinish::Open : StreamFinish::Final;
}

RangePriority
RandomPriority(Prng& prng)
{
    return prng.Below(2) == 0 ? RangePriority::Urgent : RangePriority::Normal;
}

std::string
RandomName(Prng& prng)
{
    return std::string(AsText(RandomBytes(prng, prng.Below(8) == 0 ? 255 : prng.Below(12))));
}

KdpMessage
RandomAck(Prng& prng, StreamId stream)
{
    KdpStreamAck ack{stream, ByteCount{RandomNumber(prng) / 4}, RandomFinish(prng), {}};
    ByteCount last = ack.cumulative;
    for (std::uint64_t count = prng.Below(KDP_ACK_RANGES_MAX + 1); count > 0; --count)
    {
        const ByteCount begin = last + ByteCount{1 + prng.Below(1'000'000)};
        last = begin + ByteCount{1 + prng.Below(1'000'000)};
        ack.ranges.push_back({begin, last});
    }
    return ack;
}

} // namespace

ByteVector
Whole(const KdpMessage& message)
{
    ByteVector bytes = EncodeKdp(message);
    if (const auto* data = std::get_if<KdpData>(&message))
    {
        Append(bytes, data->payload.View());
    }
    return bytes;
}

KdpMessage
RandomKdp(Prng& prng)
{
    const StreamId stream{RandomNumber(prng)};
    const ByteCount offset{RandomNumber(prng) / 2};
    switch (prng.Below(10))
    {
    case 0:
        return KdpData{stream,
                       offset,
                       RandomFinish(prng),
                       RandomPriority(prng),
                       SharedBytes(RandomBytes(prng, prng.Below(40)))};
    case 1:
        return KdpRangeRequest{stream,
                               offset,
                               ByteCount{1 + prng.Below(KDP_RANGE_MAX)},
                               RandomPriority(prng),
                               RandomName(prng)};
    case 2:
        return KdpRangeTrim{offset};
    case 3:
        return KdpStreamOpen{stream, RandomName(prng)};
    case 4:
        return KdpStreamExtent{stream,
                               offset,
                               ByteCount{prng.Below(offset.value + 1)},
                               RandomFinish(prng),
                               RandomName(prng)};
    case 5:
        return RandomAck(prng, stream);
    case 6:
        return KdpStreamWindow{stream, offset};
    case 7:
        return KdpStreamConnect{stream,
                                offset,
                                RandomFinish(prng),
                                prng.Below(2) == 0 ? StreamAcquaintance::New
                                                   : StreamAcquaintance::Known,
                                RandomName(prng)};
    case 8:
        return KdpStreamReset{stream, static_cast<ResetCause>(prng.Below(6))};
    default:
        return KdpStreamRefused{stream};
    }
}

KdpReading
ReadKdp(ByteView bytes)
{
    KdpDecoder decoder;
    decoder.Append(SharedBytes(bytes));
    KdpReading reading;
    auto message = decoder.Next();
    while (message.IsOk() && message.Value())
    {
        reading.messages.push_back(std::move(*message.Value()));
        message = decoder.Next();
    }
    if (!message.IsOk())
    {
        reading.error = message.Failure();
    }
    return reading;
}

} // namespace kwik::test
