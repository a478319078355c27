#include "cli/sim/seeded-tls.h"

#include "protocol-core/base/prng.h"

#include <ns3/simulator.h>

#include <dlfcn.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <optional>
#include <span>

namespace kwik::sim
{

namespace
{

/// GnuTLS has one source of randomness a process, so there is one here.
std::optional<Prng> g_random;

/// 2027-01-15 08:00:00 UTC, when every simulation starts.
constexpr std::time_t SIMULATED_EPOCH = 1'800'000'000;

std::time_t
SimulatedTime(std::time_t* out)
{
    const std::time_t now =
        SIMULATED_EPOCH + static_cast<std::time_t>(ns3::Simulator::Now().GetSeconds());
    if (out != nullptr)
    {
        *out = now;
    }
    return now;
}

} // namespace

void
SeedTls(std::uint64_t seed)
{
    g_random.emplace(seed);
    gnutls_global_set_time_function(SimulatedTime);
}

} // namespace kwik::sim

/// libgnutls calls this through its PLT, so the definition in the program takes precedence. Before
/// SeedTls the library's own is used.
extern "C" int
gnutls_rnd(gnutls_rnd_level_t level, void* data, std::size_t size)
{
    if (kwik::sim::g_random)
    {
        kwik::sim::g_random->Fill(std::span(static_cast<std::byte*>(data), size));
        return 0;
    }
    using Function = int (*)(gnutls_rnd_level_t, void*, std::size_t);
    static const auto original = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "gnutls_rnd"));
    return original(level, data, size);
}
