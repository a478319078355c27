#ifndef KWIK_ENV_ENVIRONMENT_H
#define KWIK_ENV_ENVIRONMENT_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/result.h"
#include "protocol-core/env/datagram-socket.h"
#include "protocol-core/env/entropy.h"
#include "protocol-core/env/timer.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace kwik
{

/**
 * Everything protocol-core may ask of the world, and nothing more.
 *
 * One Environment serves one host. All calls, in both directions, happen on one thread. Three
 * implementations exist: tests/support (in-process world), model (ns-3) and testbed (real sockets).
 */
class Environment : public Entropy
{
  public:
    /// Monotonic; constant during one callback in simulation.
    virtual Instant Now() const = 0;

    /// A seed for a Prng; in simulation fixed by (scenario seed, host, label).
    virtual std::uint64_t Seed(std::string_view label) = 0;

    virtual std::unique_ptr<Timer> NewTimer(Timer::Listener& listener) = 0;

    /// Binds to @p port of the host's address; 0 lets the world choose. Errors: Refused, Exhausted.
    virtual Result<std::unique_ptr<DatagramSocket>> OpenDatagram(
        std::uint16_t port,
        DatagramSocket::Listener& listener) = 0;
};

} // namespace kwik

#endif // KWIK_ENV_ENVIRONMENT_H
