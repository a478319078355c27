#include "testbed/lab/emulator.h"

#include "testbed/lab/lab-error.h"
#include "testbed/lab/monotonic-clock.h"

#include <algorithm>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <type_traits>
#include <utility>

namespace kwik::testbed
{

static_assert(std::is_trivially_copyable_v<EmulatorOrder>);

namespace
{

constexpr std::size_t ORDERS_TOKEN = SIZE_MAX;
/// Then deadlines get a look.
constexpr int MOST_AT_A_TIME = 32;
constexpr Duration BETWEEN_COUNTS = std::chrono::milliseconds(100);

timespec
TimespecOf(Duration span)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span);
    return {seconds.count(), static_cast<long>((span - seconds).count())};
}

} // namespace

Emulator::Emulator(const LabSpec& spec,
                   std::vector<LinkPorts> ports,
                   int orders,
                   EmulatorPage& page)
    : m_spec(spec),
      m_ports(std::move(ports)),
      m_orders(orders),
      m_page(page),
      m_epoll(Checked(::epoll_create1(EPOLL_CLOEXEC), "making an epoll"))
{
    MakeWires();
    Watch(m_orders, ORDERS_TOKEN);
    for (std::size_t i = 0; i < m_directions.size(); ++i)
    {
        Watch(m_directions[i].from->File(), i);
    }
}

void
Emulator::Run()
{
    while (true)
    {
        const std::size_t ready = WaitUntil(std::min(Earliest(), m_nextCount));
        const Instant now = MonotonicNow();
        ReleaseDue(now);
        CountMissed(now);
        for (std::size_t i = 0; i < ready; ++i)
        {
            if (m_ready[i] != ORDERS_TOKEN)
            {
                Receive(m_ready[i]);
            }
            else if (!ObeyOrder())
            {
                return;
            }
        }
    }
}

void
Emulator::MakeWires()
{
    m_directions.clear();
    const Prng prng(m_spec.seed);
    for (std::size_t link = 0; link < m_spec.links.size(); ++link)
    {
        for (std::size_t sender : {0U, 1U})
        {
            const Prng fates =
                prng.Fork("link " + std::to_string(link) + ", end " + std::to_string(sender));
            m_directions.push_back({m_ports[link][sender].get(),
                                    m_ports[link][1 - sender].get(),
                                    EmulatedWire(m_spec.links[link].shapes[sender], fates)});
            m_directions.back().missedBefore = m_directions.back().from->Missed();
            m_page.Publish(m_directions.size() - 1, {});
        }
    }
    m_page.Lateness().Clear();
}

void
Emulator::Watch(int file, std::size_t token)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = token;
    Checked(::epoll_ctl(m_epoll.Number(), EPOLL_CTL_ADD, file, &event), "watching a port");
}

Instant
Emulator::Earliest() const
{
    Instant earliest = NEVER;
    for (const Direction& direction : m_directions)
    {
        earliest = std::min(earliest, direction.wire.NextTimeout());
    }
    return earliest;
}

std::size_t
Emulator::WaitUntil(Instant deadline)
{
    std::array<epoll_event, MOST_READY> events;
    const Instant now = MonotonicNow();
    const bool isSoon = deadline != NEVER && deadline - now <= SPIN;
    const timespec wait = TimespecOf(isSoon ? Duration{} : deadline - now - SPIN);
    const int count = ::epoll_pwait2(m_epoll.Number(),
                                     events.data(),
                                     MOST_READY,
                                     deadline == NEVER ? nullptr : &wait,
                                     nullptr);
    for (int i = 0; i < count; ++i)
    {
        m_ready[static_cast<std::size_t>(i)] = events[static_cast<std::size_t>(i)].data.u64;
    }
    return static_cast<std::size_t>(std::max(count, 0));
}

void
Emulator::ReleaseDue(Instant now)
{
    for (std::size_t i = 0; i < m_directions.size(); ++i)
    {
        EmulatedWire& wire = m_directions[i].wire;
        if (wire.NextTimeout() <= now)
        {
            wire.OnTimeout(now);
            Release(i);
        }
    }
}

void
Emulator::Receive(std::size_t direction)
{
    Direction& here = m_directions[direction];
    const Instant now = MonotonicNow();
    for (int i = 0; i < MOST_AT_A_TIME; ++i)
    {
        std::optional<ReceivedPacket> packet = here.from->Receive(now);
        if (!packet)
        {
            break;
        }
        here.wire.OnPacket(packet->sent, std::move(packet->bytes));
    }
    Release(direction);
}

void
Emulator::Release(std::size_t direction)
{
    Direction& here = m_directions[direction];
    Publish(direction);
    while (const std::optional<ArrivedPacket> packet = here.wire.PollAction())
    {
        m_page.Lateness().Note(MonotonicNow() - packet->due);
        if (here.to->Send(packet->bytes) == SendOutcome::Dropped)
        {
            ++here.portDrops;
            Publish(direction);
        }
    }
}

/// Before the packets are sent: whoever gets one shall find that it is counted.
void
Emulator::Publish(std::size_t direction)
{
    DirectionCounters counters = m_directions[direction].wire.Counters();
    counters.portDrops = m_directions[direction].portDrops;
    counters.missed = m_directions[direction].missed;
    m_page.Publish(direction, counters);
}

/// Now and then, as the kernel has to be asked.
void
Emulator::CountMissed(Instant now)
{
    if (now < m_nextCount)
    {
        return;
    }
    m_nextCount = now + BETWEEN_COUNTS;
    for (std::size_t i = 0; i < m_directions.size(); ++i)
    {
        Direction& here = m_directions[i];
        const std::uint64_t missed = here.from->Missed() - here.missedBefore;
        if (missed != here.missed)
        {
            here.missed = missed;
            Publish(i);
        }
    }
}

/// @return whether there will be more of them
bool
Emulator::ObeyOrder()
{
    EmulatorOrder order{};
    const ssize_t size = ::recv(m_orders, &order, sizeof order, MSG_DONTWAIT);
    if (size == 0)
    {
        return false;
    }
    if (size == sizeof order)
    {
        Obey(order);
        ::send(m_orders, "", 1, MSG_NOSIGNAL);
    }
    return true;
}

void
Emulator::Obey(const EmulatorOrder& order)
{
    switch (order.kind)
    {
    case EmulatorOrder::Kind::Shape: {
        const std::size_t direction = 2 * order.where.link + order.where.sender;
        m_directions[direction].wire.OnShape(MonotonicNow(), order.shape);
        Release(direction);
        return;
    }
    case EmulatorOrder::Kind::HostDown:
        return SetHostUp(order.host, false);
    case EmulatorOrder::Kind::HostUp:
        return SetHostUp(order.host, true);
    case EmulatorOrder::Kind::Renew:
        return MakeWires();
    }
}

void
Emulator::SetHostUp(std::size_t host, bool isUp)
{
    const Instant now = MonotonicNow();
    for (std::size_t i = 0; i < m_directions.size(); ++i)
    {
        const LabLink& link = m_spec.links[i / 2];
        const bool isReversed = i % 2 == 1;
        if (host == (isReversed ? link.to : link.from))
        {
            m_directions[i].wire.OnSenderUp(now, isUp);
        }
        if (host == (isReversed ? link.from : link.to))
        {
            m_directions[i].wire.OnReceiverUp(now, isUp);
        }
        Release(i);
    }
}

} // namespace kwik::testbed
