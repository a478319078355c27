#include "protocol-core/base/prng.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <cstring>

namespace kwik
{

namespace
{

constexpr std::uint64_t
Mix(std::uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

Prng::Prng(std::uint64_t seed)
    : m_seed(seed),
      m_state(seed)
{
}

std::uint64_t
Prng::Next()
{
    m_state += 0x9e3779b97f4a7c15ULL;
    return Mix(m_state);
}

std::uint64_t
Prng::Below(std::uint64_t bound)
{
    KWIK_ASSERT(bound > 0);
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t draw = Next();
    while (draw >= limit)
    {
        draw = Next();
    }
    return draw % bound;
}

Duration
Prng::Jitter(Duration base, unsigned percent)
{
    KWIK_ASSERT(percent <= 100);
    const auto spread = static_cast<std::uint64_t>(base.count()) / 100 * percent;
    const auto offset = static_cast<Duration::rep>(Below(2 * spread + 1));
    return base + Duration(offset - static_cast<Duration::rep>(spread));
}

void
Prng::Fill(MutableBytes out)
{
    while (!out.empty())
    {
        const std::uint64_t word = Next();
        const std::size_t size = std::min(out.size(), sizeof(word));
        std::memcpy(out.data(), &word, size);
        out = out.subspan(size);
    }
}

std::uint64_t
Prng::Seed() const
{
    return m_seed;
}

Prng
Prng::Fork(std::string_view label) const
{
    std::uint64_t hash = Mix(m_seed ^ 0x6b77696bULL);
    for (const char c : label)
    {
        hash = Mix(hash ^ static_cast<unsigned char>(c));
    }
    return Prng(hash);
}

} // namespace kwik
