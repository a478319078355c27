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
    SimTimer(SimWorld& world, SimProcess& process, Listener& listener)
        : m_world(world),
          m_process(process),
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
                           Fire(alive);
                       }
                   });
    }

  private:
    using Generation = std::shared_ptr<std::uint64_t>;

    void Fire(const Generation& alive)
    {
        if (!m_process.IsSuspended())
        {
            m_listener.OnTimer(m_world.Now());
            return;
        }
        m_process.KeepTimer([this, alive, mine = *alive] {
            if (*alive == mine)
            {
                Fire(alive);
            }
        });
    }

    SimWorld& m_world;
    SimProcess& m_process;
    Listener& m_listener;
    Generation m_generation = std::make_shared<std::uint64_t>(0);
};

} // namespace

class SimDatagramSocket final : public DatagramSocket, private DatagramSocket::Listener
{
  public:
    SimDatagramSocket(SimEnvironment& owner,
                      const Address& local,
                      DatagramSocket::Listener& listener)
        : m_world(owner.m_world),
          m_state(owner.m_state),
          m_local(local),
          m_seenAs(local),
          m_listener(listener)
    {
        Receivers()[m_seenAs] = this;
        m_state->socket = this;
    }

    ~SimDatagramSocket() override
    {
        Receivers().erase(m_seenAs);
        m_state->socket = nullptr;
        m_state->process.End();
    }

    SendStatus Send(const Address& to, ByteView payload) override
    {
        return m_state->process.IsSuspended() ? SendStatus::Blocked
                                              : m_world.Send(m_seenAs, to, payload);
    }

    Address LocalAddress() const override
    {
        return m_local;
    }

    void SeeAs(const Address& address)
    {
        Receivers().erase(m_seenAs);
        m_seenAs = address;
        Receivers()[m_seenAs] = this;
    }

    void MoveTo(const Address& address)
    {
        SeeAs(address);
        m_local = address;
        m_listener.OnLocalAddress(m_world.Now(), address);
    }

  private:
    std::map<Address, DatagramSocket::Listener*>& Receivers()
    {
        return m_world.m_receivers;
    }

    void OnDatagram(Instant now, const Address& from, ByteView payload) override
    {
        if (!m_state->process.IsSuspended())
        {
            m_listener.OnDatagram(now, from, payload);
            return;
        }
        m_state->process.KeepDatagram(payload.size(), [this, from, copy = SharedBytes(payload)] {
            m_listener.OnDatagram(m_world.Now(), from, copy.View());
        });
    }

    SimWorld& m_world;
    std::shared_ptr<SimEnvironment::State> m_state;
    Address m_local;  ///< As the host knows it,
    Address m_seenAs; ///< and as its peers do, behind a NAT.
    DatagramSocket::Listener& m_listener;
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
SimWorld::ReshapeOneWay(const Address& from,
                        const Address& to,
                        const std::function<void(LinkShape&)>& change)
{
    change(m_links.at({HostOf(from), HostOf(to)}).shape);
}

void
SimWorld::Reshape(const Address& a, const Address& b, const std::function<void(LinkShape&)>& change)
{
    ReshapeOneWay(a, b, change);
    ReshapeOneWay(b, a, change);
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
    if (!shape.isUp || ByteCount{payload.size()} > shape.largest ||
        backlog > airTime + TransmissionTime(shape.queue, shape.rate))
    {
        return SendStatus::Sent;
    }
    link.freeAt = std::max(link.freeAt, m_now) + airTime;
    const bool isLost = m_prng.Below(MILLION) < shape.lossPpm;
    const bool isDoubled = m_prng.Below(MILLION) < shape.duplicatePpm;
    const bool isHeldBack = shape.reorderPpm > 0 && m_prng.Below(MILLION) < shape.reorderPpm;
    const Instant when = link.freeAt + shape.delay + (isHeldBack ? shape.heldBack : Duration{});
    const SharedBytes copy = OnTheWay(shape, payload);
    for (int copies = isLost ? 0 : 1 + (isDoubled ? 1 : 0); copies > 0; --copies)
    {
        const auto spread = static_cast<std::uint64_t>(shape.jitter.count());
        const Duration jitter(static_cast<Duration::rep>(m_prng.Below(spread + 1)));
        Arrive(from, to, when + jitter, copy);
    }
    return SendStatus::Sent;
}

SharedBytes
SimWorld::OnTheWay(const LinkShape& shape, ByteView payload)
{
    const bool isCorrupted = shape.corruptPpm > 0 && m_prng.Below(MILLION) < shape.corruptPpm;
    if (!isCorrupted || payload.empty())
    {
        return SharedBytes(payload);
    }
    ByteVector bytes(payload.begin(), payload.end());
    const std::uint64_t bit = m_prng.Below(bytes.size() * 8);
    bytes[bit / 8] ^= std::byte{1} << bit % 8;
    return SharedBytes(bytes);
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

void
SimEnvironment::Suspend()
{
    m_state->process.Suspend();
}

void
SimEnvironment::Resume()
{
    m_state->process.Resume();
}

void
SimEnvironment::Rebind()
{
    if (m_state->socket != nullptr)
    {
        Address another = m_address;
        another.port = m_nextPort++;
        m_state->socket->SeeAs(another);
    }
}

void
SimEnvironment::Move(const Address& address)
{
    m_address = address;
    if (m_state->socket != nullptr)
    {
        m_state->socket->MoveTo(address);
    }
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
    return std::make_unique<SimTimer>(m_world, m_state->process, listener);
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
        std::make_unique<SimDatagramSocket>(*this, local, listener));
}

} // namespace kwik::test
