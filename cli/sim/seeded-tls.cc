#include "cli/sim/seeded-tls.h"

#include <ns3/simulator.h>

namespace kwik::sim
{

namespace
{

/// 2027-01-15 08:00:00 UTC, when every simulation starts.
constexpr std::time_t SIMULATED_EPOCH = 1'800'000'000;

} // namespace

SeededTls::SeededTls(std::uint64_t seed)
    : m_random(seed)
{
    UseTlsWorld(*this);
}

void
SeededTls::FillTls(MutableBytes out)
{
    m_random.Fill(out);
}

std::time_t
SeededTls::TlsTime()
{
    return SIMULATED_EPOCH + static_cast<std::time_t>(ns3::Simulator::Now().GetSeconds());
}

} // namespace kwik::sim
