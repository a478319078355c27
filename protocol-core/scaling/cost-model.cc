#include "protocol-core/scaling/cost-model.h"

#include <algorithm>

namespace kwik
{

CostModel::CostModel(const ScalingConfig& config)
    : m_prices(config.prices)
{
}

Duration
CostModel::SetupTime(Duration roundTrip)
{
    return roundTrip * SETUP_ROUNDS;
}

bool
CostModel::IsWorthIt(BitRate gain, Duration span, Duration roundTrip)
{
    const Duration left = span - SetupTime(roundTrip);
    return left > Duration{} && BytesIn(gain, left).value >= HANDSHAKE.value * PAYBACK;
}

std::uint32_t
CostModel::PriceOf(const Address& server) const
{
    const auto price =
        std::find_if(m_prices.begin(), m_prices.end(), [&server](const PathPrice& one) {
            return one.server == server;
        });
    return price == m_prices.end() ? 0 : price->price;
}

} // namespace kwik
