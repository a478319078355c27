#ifndef KWIK_TESTS_SUPPORT_SIM_WORLD_H
#define KWIK_TESTS_SUPPORT_SIM_WORLD_H

#include "protocol-core/base/prng.h"
#include "protocol-core/base/units.h"
#include "protocol-core/env/environment.h"
#include "tests/support/sim-process.h"

#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <vector>

namespace kwik::test
{

/// How one direction of a link treats datagrams; the defaults lose and delay nothing.
struct LinkShape
{
    static constexpr std::uint64_t NONE = 65'507; ///< What UDP over IPv4 carries.

    BitRate rate{100'000'000};
    Duration delay{};
    ByteCount queue{1U << 20}; ///< Beyond what is on the wire; what does not fit is dropped.
    std::uint32_t lossPpm{0};
    std::uint32_t duplicatePpm{0};
    std::uint32_t corruptPpm{0}; ///< One bit of the payload is inverted.
    std::uint32_t reorderPpm{0}; ///< Held back, so that others overtake.
    Duration heldBack{};
    Duration jitter{};       ///< Uniform extra delay; reorders.
    ByteCount largest{NONE}; ///< Payload of a datagram; a larger one is dropped.
    bool isUp{true};
};

/**
 * A deterministic world of hosts joined by rate-limited, lossy, breakable links, for millions of
 * cheap runs. A datagram costs its payload plus 30 bytes of IPv4, UDP and PPP headers on the wire,
 * exactly as on ns-3's point-to-point links, so that both worlds give the same times.
 */
class SimWorld
{
  public:
    explicit SimWorld(std::uint64_t seed);

    void Connect(const Address& a, const Address& b, const LinkShape& shape);
    /// Changes what @p from sends to @p to.
    void ReshapeOneWay(const Address& from,
                       const Address& to,
                       const std::function<void(LinkShape&)>& change);
    /// Changes both directions.
    void Reshape(const Address& a, const Address& b, const std::function<void(LinkShape&)>& change);
    void At(Instant when, std::function<void()> what);
    void RunUntil(Instant end);
    /// Runs until @p isDone or @p end; @returns whether it was done.
    bool RunUntil(Instant end, const std::function<bool()>& isDone);
    Instant Now() const;
    bool IsBound(const Address& address) const;
    Prng ForkPrng(std::string_view label) const;

  private:
    friend class SimDatagramSocket;

    struct Link
    {
        LinkShape shape;
        Instant freeAt{};
    };

    struct Entry
    {
        Instant when;
        std::uint64_t order;
        std::function<void()> what;
        bool operator>(const Entry& other) const;
    };

    SendStatus Send(const Address& from, const Address& to, ByteView payload);
    SharedBytes OnTheWay(const LinkShape& shape, ByteView payload);
    void Arrive(const Address& from, const Address& to, Instant when, const SharedBytes& payload);

    Prng m_prng;
    Instant m_now{};
    std::uint64_t m_order{0};
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_queue;
    std::map<std::pair<Address, Address>, Link> m_links; ///< By (from, to), ports zero.
    std::map<Address, DatagramSocket::Listener*> m_receivers;
};

class SimDatagramSocket;

/// One host of a SimWorld.
class SimEnvironment final : public Environment
{
  public:
    SimEnvironment(SimWorld& world, std::string_view name, const Address& address);

    /// The host's process stands still, and goes on where it was.
    void Suspend();
    void Resume();
    /// The NAT before the host forgets it: its socket is seen under another port.
    void Rebind();
    /// The host moves to another network, where it has this address and links.
    void Move(const Address& address);

    Instant Now() const override;
    std::uint64_t Seed(std::string_view label) override;
    void FillEntropy(MutableBytes out) override;
    std::unique_ptr<Timer> NewTimer(Timer::Listener& listener) override;
    Result<std::unique_ptr<DatagramSocket>> OpenDatagram(
        std::uint16_t port,
        DatagramSocket::Listener& listener) override;

  private:
    friend class SimDatagramSocket;

    /// What sockets share with their environment, which they may outlive.
    struct State
    {
        SimProcess process;
        SimDatagramSocket* socket{nullptr}; ///< The last one that was opened, while it lives.
    };

    SimWorld& m_world;
    std::shared_ptr<State> m_state = std::make_shared<State>();
    Prng m_seeds;
    Prng m_entropy;
    Address m_address;
    std::uint16_t m_nextPort{49152}; ///< For port 0.
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_SIM_WORLD_H
