#include "analysis/oracle/oracle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace kwik::analysis
{

namespace
{

constexpr double PACKET_BITS = 1437 * 8;

double
Capacity(const OracleRoute& route)
{
    return static_cast<double>(route.rate.bitsPerSecond) * FRAMING_CEILING;
}

double
Seconds(Duration span)
{
    return std::chrono::duration<double>(span).count();
}

} // namespace

double
CapacityOf(const std::vector<OracleRoute>& routes)
{
    return std::accumulate(
        routes.begin(),
        routes.end(),
        0.0,
        [](double sum, const OracleRoute& route) { return sum + Capacity(route); });
}

std::optional<double>
RenoRateOf(const OracleRoute& route)
{
    if (route.loss <= 0)
    {
        return std::nullopt;
    }
    const double rate = std::sqrt(1.5 / route.loss) * PACKET_BITS / Seconds(2 * route.delay);
    return std::min(rate, Capacity(route));
}

Duration
HandshakeOf(const OracleRoute& route)
{
    return 2 * (2 * route.delay);
}

std::optional<Duration>
EarliestCompletion(ByteCount size, const std::vector<OracleRoute>& routes)
{
    std::vector<OracleRoute> usable;
    std::copy_if(routes.begin(), routes.end(), std::back_inserter(usable), [](const auto& route) {
        return route.rate.bitsPerSecond > 0;
    });
    std::sort(usable.begin(), usable.end(), [](const OracleRoute& one, const OracleRoute& other) {
        return one.delay < other.delay;
    });
    // With the first k routes: sum of rate_i x (T - start_i) = size. The least T over k is it,
    // since a route that would start after T only makes that of its k larger.
    double earliest = std::numeric_limits<double>::infinity();
    double rates = 0;
    double headStart = 0;
    for (const OracleRoute& route : usable)
    {
        rates += Capacity(route);
        headStart += Capacity(route) * Seconds(HandshakeOf(route));
        const double end = (static_cast<double>(size.value) * 8 + headStart) / rates;
        earliest = std::min(earliest, end);
    }
    if (usable.empty())
    {
        return std::nullopt;
    }
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(earliest));
}

} // namespace kwik::analysis
