#ifndef KWIK_CLI_SIM_SEEDED_TLS_H
#define KWIK_CLI_SIM_SEEDED_TLS_H

#include "protocol-core/base/prng.h"
#include "replay/tls/tls-world.h"

#include <cstdint>

namespace kwik::sim
{

/// As long as it lives GnuTLS draws all its randomness from a seed and takes simulated time for the
/// time, so that the very bytes of a simulation are the same for a seed, pcap files included.
class SeededTls final : private TlsWorld
{
  public:
    explicit SeededTls(std::uint64_t seed);

  private:
    void FillTls(MutableBytes out) override;
    std::time_t TlsTime() override;

    Prng m_random;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SEEDED_TLS_H
