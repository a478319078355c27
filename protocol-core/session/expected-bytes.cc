#include "protocol-core/session/expected-bytes.h"

#include <algorithm>

namespace kwik
{

namespace
{

ByteCount
EndOf(const KdpData& data)
{
    return data.offset + ByteCount{data.payload.Size()};
}

} // namespace

void
ExpectedBytes::OnRequested(RangeId range, const KdpRangeRequest& request)
{
    m_ranges[range] = {request.stream, request.offset, request.offset + request.length};
}

void
ExpectedBytes::OnRangeEnded(RangeId range)
{
    m_ranges.erase(range);
}

void
ExpectedBytes::OnControlSent(const KdpMessage& message)
{
    if (const auto* open = std::get_if<KdpStreamOpen>(&message))
    {
        m_pushes.try_emplace(open->stream);
    }
    else if (const auto* connect = std::get_if<KdpStreamConnect>(&message))
    {
        m_duplex.insert(connect->stream);
    }
}

std::optional<Violation>
ExpectedBytes::Judge(Lane lane, std::optional<RangeId> range, const KdpMessage& message)
{
    if (const auto* data = std::get_if<KdpData>(&message); data != nullptr && lane != Lane::Control)
    {
        return lane == Lane::Push ? JudgePush(*data) : JudgeRange(*range, *data);
    }
    if (const auto* extent = std::get_if<KdpStreamExtent>(&message);
        extent != nullptr && lane == Lane::Control)
    {
        return JudgeExtent(*extent);
    }
    const bool isControl = std::holds_alternative<KdpStreamRefused>(message) ||
                           std::holds_alternative<KdpStreamReset>(message) ||
                           std::holds_alternative<KdpStreamAck>(message) ||
                           std::holds_alternative<KdpStreamWindow>(message);
    return isControl && lane == Lane::Control ? std::nullopt
                                              : std::optional(Violation::KdpOutOfPlace);
}

std::optional<Violation>
ExpectedBytes::JudgeRange(RangeId range, const KdpData& data) const
{
    const Range& asked = m_ranges.at(range);
    const bool isWithin =
        data.stream == asked.stream && data.offset >= asked.begin && EndOf(data) <= asked.end;
    return isWithin ? std::nullopt : std::optional(Violation::UnaskedBytes);
}

std::optional<Violation>
ExpectedBytes::JudgePush(const KdpData& data)
{
    if (m_duplex.contains(data.stream))
    {
        return std::nullopt;
    }
    const auto push = m_pushes.find(data.stream);
    if (push == m_pushes.end())
    {
        return Violation::UnaskedBytes;
    }
    push->second.reached = std::max(push->second.reached, EndOf(data));
    const ByteCount most = push->second.announced.value_or(ByteCount{KDP_RANGE_MAX});
    return push->second.reached <= most ? std::nullopt : std::optional(Violation::BeyondExtent);
}

std::optional<Violation>
ExpectedBytes::JudgeExtent(const KdpStreamExtent& extent)
{
    if (extent.content.empty())
    {
        return std::nullopt; // Of a duplex stream, which the session may have on another path.
    }
    const auto push = m_pushes.find(extent.stream);
    if (push == m_pushes.end())
    {
        return Violation::UnaskedBytes;
    }
    push->second.announced =
        std::max(push->second.announced.value_or(extent.pushed), extent.pushed);
    return push->second.reached <= *push->second.announced ? std::nullopt
                                                           : std::optional(Violation::BeyondExtent);
}

} // namespace kwik
