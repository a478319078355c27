#ifndef KWIK_BASE_PRNG_H
#define KWIK_BASE_PRNG_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <string_view>

namespace kwik
{

/**
 * A seeded source of decisions: jitter, sampling, tie-breaking. Not for secrets; see Entropy.
 *
 * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). The
 * same seed gives the same sequence on every compiler, which std distributions do not.
 */
class Prng
{
  public:
    explicit Prng(std::uint64_t seed);

    std::uint64_t Next();
    /// A value in [0, bound), without modulo bias. @pre bound > 0
    std::uint64_t Below(std::uint64_t bound);
    /// @p base shortened or lengthened by up to @p percent percent. @pre percent <= 100
    Duration Jitter(Duration base, unsigned percent);
    void Fill(MutableBytes out);
    /// What this sequence was made from.
    std::uint64_t Seed() const;
    /// An independent sequence; the label, not the order of calls, decides which one.
    Prng Fork(std::string_view label) const;

  private:
    std::uint64_t m_seed;
    std::uint64_t m_state;
};

} // namespace kwik

#endif // KWIK_BASE_PRNG_H
