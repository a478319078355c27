#include "protocol-core/quic/path-mtu.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>

namespace kwik
{

namespace
{

/// UDP payloads in IPv4 packets. Ethernet's is the most likely one, and when it does not pass,
/// those of tunnels and of PPPoE; when it does, larger networks follow: jumbo frames, loopback.
/// ngtcp2 tries them in this order and leaves out what a result before has answered.
constexpr std::array<std::uint16_t, 7> PROBES{
    1500 - 28,
    1400 - 28,
    1280 - 28,
    1492 - 28,
    9000 - 28,
    4080 - 28,
    16'384 - 28,
};

} // namespace

void
SetDatagramSizes(const QuicConfig& config, ngtcp2_settings& settings)
{
    const std::uint64_t most = config.datagramPayload.value;
    settings.max_tx_udp_payload_size = most;
    settings.no_tx_udp_payload_size_shaping = config.discoversPathMtu ? 0 : 1;
    settings.no_pmtud = config.discoversPathMtu ? 0 : 1;
    if (!config.discoversPathMtu)
    {
        return;
    }
    KWIK_ASSERT(most >= PROBES.front());
    const auto end = std::find_if(PROBES.begin(), PROBES.end(), [most](std::uint16_t size) {
        return size > most;
    });
    settings.pmtud_probes = PROBES.data();
    settings.pmtud_probeslen = static_cast<std::size_t>(end - PROBES.begin());
}

} // namespace kwik
