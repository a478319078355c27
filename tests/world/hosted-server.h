#ifndef KWIK_TESTS_WORLD_HOSTED_SERVER_H
#define KWIK_TESTS_WORLD_HOSTED_SERVER_H

#include "protocol-core/quic/quic-endpoint.h"
#include "protocol-core/trust/key-pin.h"
#include "tests/support/story.h"

#include <memory>
#include <string>

namespace kwik::test
{

/// One server of a SimWorld, alone: what it holds and whom it knows is up to the test.
class HostedServer
{
  public:
    HostedServer(SimWorld& world,
                 const Address& address,
                 const ContentSource& content,
                 EndpointConfig config = {})
        : m_env(world, ToString(address), address),
          m_address(address)
    {
        config.name = ToString(address);
        config.key = KeyAt(address);
        config.pin = PinOf(PublicKeyOf(config.key));
        m_pin = config.pin;
        const auto newCarrier = [this, config](const Address& local) {
            const QuicEndpointOptions options{QuicConfig{},
                                              config.key,
                                              local,
                                              Acceptance::Accept,
                                              {nullptr, nullptr},
                                              CarrierSecurity(config)};
            return std::make_unique<QuicEndpoint>(options, m_env, Prng(m_env.Seed("quic")));
        };
        host = std::move(
            Host::Open({m_env, events, content, config, newCarrier}, address.port).Value());
    }

    /// The key of the server that is at @p address, if one is.
    static SigningSeed KeyAt(const Address& address)
    {
        SigningSeed key{};
        Prng(address.port).Fork(ToString(address)).Fill(key);
        return key;
    }

    static ServerInfo InfoAt(const Address& address)
    {
        return {address, PinOf(PublicKeyOf(KeyAt(address))), "test"};
    }

    ServerInfo Info() const
    {
        return {m_address, m_pin, "test"};
    }

    CarrierTarget Target() const
    {
        return {m_address, m_pin, std::chrono::milliseconds(100)};
    }

    EventLog events;
    std::unique_ptr<Host> host;

  private:
    SimEnvironment m_env;
    Address m_address;
    KeyPin m_pin{};
};

} // namespace kwik::test

#endif // KWIK_TESTS_WORLD_HOSTED_SERVER_H
