#ifndef KWIK_CLI_SIM_SEEDED_TLS_H
#define KWIK_CLI_SIM_SEEDED_TLS_H

#include <cstdint>

namespace kwik::sim
{

/**
 * From here on GnuTLS draws all its randomness from @p seed and takes simulated time for the time.
 *
 * With Ed25519 and without session tickets the sizes and times of a simulation do not depend on
 * GnuTLS's randomness; with this its very bytes are the same for a seed, pcap files included.
 * Only kwiklab-sim may have this: a test looks for the symbol in every other program.
 */
void SeedTls(std::uint64_t seed);

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SEEDED_TLS_H
