#include "experiment/scenario/exponential.h"

#include "protocol-core/base/assert.h"
#include "protocol-core/base/units.h"

#include <bit>

namespace kwik::experiment
{

namespace
{

constexpr unsigned FRACTION_BITS = 32;
constexpr std::uint64_t LN2 = 2'977'044'472; ///< In units of 2^-32.
constexpr std::uint64_t BITS = 64;

} // namespace

/// One bit of the fraction a step: squaring the mantissa doubles its logarithm.
std::uint64_t
Log2(std::uint64_t value)
{
    KWIK_ASSERT(value > 0);
    const auto whole = static_cast<std::uint64_t>(std::bit_width(value) - 1);
    std::uint64_t mantissa = value << (BITS - 1 - whole); // In [1, 2), in units of 2^-63.
    std::uint64_t fraction = 0;
    for (unsigned i = 0; i < FRACTION_BITS; ++i)
    {
        const WideNumber square = static_cast<WideNumber>(mantissa) * mantissa;
        const bool isTwo = (square >> (2 * BITS - 1)) != 0;
        mantissa = static_cast<std::uint64_t>(square >> (isTwo ? BITS : BITS - 1));
        fraction = fraction << 1U | (isTwo ? 1U : 0U);
    }
    return whole << FRACTION_BITS | fraction;
}

Duration
ExponentialTime(Prng& random, Duration mean)
{
    const std::uint64_t share = random.Next() | 1U; // Of 2^64.
    const std::uint64_t bits = (BITS << FRACTION_BITS) - Log2(share);
    const WideNumber nepers = static_cast<WideNumber>(bits) * LN2 >> FRACTION_BITS;
    const auto time = static_cast<WideNumber>(mean.count()) * nepers >> FRACTION_BITS;
    return Duration(static_cast<Duration::rep>(time));
}

} // namespace kwik::experiment
