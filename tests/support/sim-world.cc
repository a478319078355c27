#include "tests/support/sim-world.h"

#include <algorithm>
#include <tuple>

namespace kwik::test
{

namespace
{

constexpr ByteCount HEADER_BYTES{20 + 8 + 2}; // IPv4, UDP, PPP
constexpr std::uint32_t MILLION = 1'000'000;

Address
HostOf(Address address)
{
    address.port = 0;
    return address;
}

class SimTimer final : public Timer
{
  public:
    SimTimer(SimWorld& world, Listener& listener)
        : m_world(world),
          m_listener(listener)
    {
    }

    ~SimTimer() override
    {
        *m_generation += 1;
    }

    void Arm(Instant deadline) override
    {
        *m_generation += 1;
        if (deadline == NEVER)
        {
            return;
        }
        m_world.At(std::max(deadline, m_world.Now()),
                   [this, alive = m_generation, mine = *m_generation] {
                       if (*alive == mine)
                       {
                           m_listener.OnTimer(m_world.Now());
                       }
                   });
    }

  private:
    SimWorld& m_world;
    Listener& m_listener;
    std::shared_ptr<std::uint64_t> m_generation = std::make_shared<std::uint64_t>(0);
};

} // namespace

class SimDatagramSocket final : public DatagramSocket
{
  public:
    SimDatagramSocket(SimWorld& world, const Address& local, Listener& listener)
        : m_world(world),
          m_local(local)
    {
        m_world.m_receivers[local] = &listener;
    }

    ~SimDatagramSocket() override
    {
        m_world.m_receivers.erase(m_local);
    }

    SendStatus Send(const Address& to, ByteView payload) override
    {
        return m_world.Send(m_local, to, payload);
    }

    Address LocalAddress() const override
    {
        return m_local;
    }

  private:
    SimWorld& m_world;
    Address m_local;
};

bool
SimWorld::Entry::operator>(const Entry& other) const
{
    return std::tie(when, order) > std::tie(other.when, other.order);
}

SimWorld::SimWorld(std::uint64_t seed)
    : m_prng(Prng(seed).Fork("links"))
{
}

void
SimWorld::Connect(const Address& a, const Address& b, const LinkShape& shape)
{
    m_links[{HostOf(a), HostOf(b)}] = Link{shape};
    m_links[{HostOf(b), HostOf(a)}] = Link{shape};
}

void
SimWorld::Reshape(const Address& a, const Address& b, const std::function<void(LinkShape&)>& change)
{
    change(m_links.at({HostOf(a), HostOf(b)}).shape);
    change(m_links.at({HostOf(b), HostOf(a)}).shape);
}

void
SimWorld::At(Instant when, std::function<void()> what)
{
    m_queue.push(Entry{when, m_order++, std::move(what)});
}

void
SimWorld::RunUntil(Instant end)
{
    RunUntil(end, [] { return false; });
}

bool
SimWorld::RunUntil(Instant end, const std::function<bool()>& isDone)
{
    while (!isDone())
    {
        if (m_queue.empty() || m_queue.top().when > end)
        {
            m_now = end;
            return false;
        }
        const Entry entry = m_queue.top();
        m_queue.pop();
        m_now = entry.when;
        entry.what();
    }
    return true;
}

Instant
SimWorld::Now() const
{
    return m_now;
}

bool
SimWorld::IsBound(const Address& address) const
{
    return m_receivers.contains(address);
}

Prng
SimWorld::ForkPrng(std::string_view label) const
{
    return m_prng.Fork(label);
}

SendStatus
SimWorld::Send(const Address& from, const Address& to, ByteView payload)
{
    const auto entry = m_links.find({HostOf(from), HostOf(to)});
    if (entry == m_links.end())
    {
        return SendStatus::Unreachable;
    }
    Link& link = entry->second;
    const LinkShape& shape = link.shape;
    const Duration airTime = TransmissionTime(ByteCount{payload.size()} + HEADER_BYTES, shape.rate);
    const Duration backlog = std::max(link.freeAt, m_now) - m_now;
    if (!shape.isUp || backlog > airTime + TransmissionTime(shape.queue, shape.rate))
    {
        return SendStatus::Sent;
    }
    link.freeAt = std::max(link.freeAt, m_now) + airTime;
    const bool isLost = m_prng.Below(MILLION) < shape.lossPpm;
    const bool isDoubled = m_prng.Below(MILLION) < shape.duplicatePpm;
    const Instant when = link.freeAt + shape.delay;
    const SharedBytes copy(payload);
    for (int copies = isLost ? 0 : 1 + (isDoubled ? 1 : 0); copies > 0; --copies)
    {
        const auto spread = static_cast<std::uint64_t>(shape.jitter.count());
        const Duration jitter(static_cast<Duration::rep>(m_prng.Below(spread + 1)));
        Arrive(from, to, when + jitter, copy);
    }
    return SendStatus::Sent;
}

void
SimWorld::Arrive(const Address& from, const Address& to, Instant when, const SharedBytes& payload)
{
    At(when, [this, from, to, payload] {
        const auto receiver = m_receivers.find(to);
        if (m_links.at({HostOf(from), HostOf(to)}).shape.isUp && receiver != m_receivers.end())
        {
            receiver->second->OnDatagram(m_now, from, payload.View());
        }
    });
}

SimEnvironment::SimEnvironment(SimWorld& world, std::string_view name, const Address& address)
    : m_world(world),
      m_seeds(world.ForkPrng(name)),
      m_entropy(m_seeds.Fork("entropy")),
      m_address(address)
{
}

Instant
SimEnvironment::Now() const
{
    return m_world.Now();
}

std::uint64_t
SimEnvironment::Seed(std::string_view label)
{
    return m_seeds.Fork(label).Next();
}

void
SimEnvironment::FillEntropy(MutableBytes out)
{
    m_entropy.Fill(out);
}

std::unique_ptr<Timer>
SimEnvironment::NewTimer(Timer::Listener& listener)
{
    return std::make_unique<SimTimer>(m_world, listener);
}

Result<std::unique_ptr<DatagramSocket>>
SimEnvironment::OpenDatagram(std::uint16_t port, DatagramSocket::Listener& listener)
{
    Address local = m_address;
    local.port = port != 0 ? port : m_nextPort++;
    if (m_world.IsBound(local))
    {
        return Error{ErrorCode::Refused, "bind"};
    }
    return std::unique_ptr<DatagramSocket>(
        std::make_unique<SimDatagramSocket>(m_world, local, listener));
}

} // namespace kwik::test
