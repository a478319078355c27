#include "protocol-core/session/kcp-send-queue.h"

#include <algorithm>

namespace kwik
{

namespace
{

std::size_t
LaneOf(const KcpSendQueue::Message& message)
{
    // An enum of proto3 is open: it may hold any number.
    const auto last = static_cast<int>(KcpSendQueue::PRIORITIES) - 1;
    return static_cast<std::size_t>(
        std::clamp(static_cast<int>(message.header().priority()), 0, last));
}

} // namespace

void
KcpSendQueue::Push(Instant now, Message message)
{
    const std::size_t priority = LaneOf(message);
    if (Size() >= MESSAGES_MAX)
    {
        DropExpired(now);
    }
    if (Size() >= MESSAGES_MAX && !MakeRoom(priority))
    {
        m_dropped.displaced += 1;
        return;
    }
    const std::uint32_t life = message.header().ttl_seconds();
    const Instant deadline = life == 0 ? NEVER : now + std::chrono::seconds(life);
    m_lanes[priority].entries.push_back({std::move(message), deadline});
}

std::optional<KcpSendQueue::Message>
KcpSendQueue::Pop(Instant now)
{
    DropExpired(now);
    Lane* const next = NextLane();
    if (next == nullptr)
    {
        return std::nullopt;
    }
    for (Lane& lane : m_lanes)
    {
        lane.passes = &lane == next || lane.entries.empty() ? 0 : lane.passes + 1;
    }
    Message message = std::move(next->entries.front().message);
    next->entries.pop_front();
    return message;
}

std::size_t
KcpSendQueue::Size() const
{
    std::size_t size = 0;
    for (const Lane& lane : m_lanes)
    {
        size += lane.entries.size();
    }
    return size;
}

const KcpSendQueue::Drops&
KcpSendQueue::Dropped() const
{
    return m_dropped;
}

void
KcpSendQueue::DropExpired(Instant now)
{
    for (Lane& lane : m_lanes)
    {
        m_dropped.expired += std::erase_if(lane.entries, [now](const Entry& entry) {
            return entry.deadline <= now;
        });
    }
}

bool
KcpSendQueue::MakeRoom(std::size_t priority)
{
    for (std::size_t lower = 0; lower < priority; ++lower)
    {
        if (!m_lanes[lower].entries.empty())
        {
            m_lanes[lower].entries.pop_back();
            m_dropped.displaced += 1;
            return true;
        }
    }
    return false;
}

KcpSendQueue::Lane*
KcpSendQueue::NextLane()
{
    Lane* next = nullptr;
    for (auto lane = m_lanes.rbegin(); lane != m_lanes.rend(); ++lane)
    {
        const bool isStarving =
            next != nullptr && lane->passes >= PASSES_MAX && lane->passes > next->passes;
        if (!lane->entries.empty() && (next == nullptr || isStarving))
        {
            next = &*lane;
        }
    }
    return next;
}

} // namespace kwik
