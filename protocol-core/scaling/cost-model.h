#ifndef KWIK_SCALING_COST_MODEL_H
#define KWIK_SCALING_COST_MODEL_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/scaling/scaling-config.h"

#include <cstdint>
#include <vector>

namespace kwik
{

/**
 * What a path costs and whether it is worth that (seed 002, "Cost Optimization").
 *
 * A path costs its handshake: SETUP_ROUNDS round trips in which it brings nothing, and
 * HANDSHAKE bytes. It is worth that when in the time for which it will be needed it brings at least
 * PAYBACK times those bytes. What keeping it costs is the price of its server.
 */
class CostModel
{
  public:
    /// QUIC's handshake, and KCP's hello with the answer to it.
    static constexpr std::uint32_t SETUP_ROUNDS = 2;
    /// Both directions, with certificate, hello and capabilities, as captured.
    static constexpr ByteCount HANDSHAKE{8'000};
    static constexpr std::uint64_t PAYBACK = 2;

    explicit CostModel(const ScalingConfig& config);

    /// The time before a path to a server at that distance brings anything.
    static Duration SetupTime(Duration roundTrip);
    /// Whether a path is worth its handshake that brings @p gain and is needed for @p span.
    static bool IsWorthIt(BitRate gain, Duration span, Duration roundTrip);
    /// Of keeping a path to the server.
    std::uint32_t PriceOf(const Address& server) const;

  private:
    std::vector<PathPrice> m_prices;
};

} // namespace kwik

#endif // KWIK_SCALING_COST_MODEL_H
