#include "experiment/sweep/draw-uniform.h"

#include "protocol-core/base/assert.h"
#include "protocol-core/base/prng.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

constexpr std::uint64_t DEFAULT_SEED = 1;

} // namespace

Parsed<std::vector<std::string>>
DrawUniform(const SweepSpec& spec)
{
    KWIK_ASSERT(spec.name && spec.uniform && spec.count);
    const auto& [first, last] = *spec.uniform;
    const std::uint32_t decimals = std::max(first.decimals, last.decimals);
    const Parsed<Decimal> low = WithDecimals(first, decimals);
    const Parsed<Decimal> high = WithDecimals(last, decimals);
    if (!low.IsOk() || !high.IsOk())
    {
        return Refusal{low.IsOk() ? high.Why() : low.Why()};
    }
    if (low.Value().digits >= high.Value().digits)
    {
        return Refusal{"the first value must be less than the second"};
    }
    const std::uint64_t span = high.Value().digits - low.Value().digits;
    Prng prng = Prng(spec.seed.value_or(DEFAULT_SEED)).Fork(*spec.name);
    std::vector<std::string> numbers;
    for (std::uint32_t i = 0; i < *spec.count; ++i)
    {
        numbers.push_back(ToText(Decimal{low.Value().digits + prng.Below(span + 1), decimals}));
    }
    return numbers;
}

} // namespace kwik::experiment
