#ifndef KWIK_TESTBED_LAB_LATENESS_HISTOGRAM_H
#define KWIK_TESTBED_LAB_LATENESS_HISTOGRAM_H

#include "protocol-core/base/instant.h"
#include "testbed/lab/lab-report.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace kwik::testbed
{

/**
 * How late things were. One process notes it, others may read at any time, as it may lie in shared
 * memory; what is noted meanwhile may or may not count.
 *
 * Quantiles are the upper ends of buckets, which are a sixteenth wide: too large by 7 % at most, or
 * by 1 us.
 */
class LatenessHistogram
{
  public:
    /// Early is in time.
    void Note(Duration late);
    void Clear();
    LagReport Report() const;

  private:
    static constexpr std::size_t BUCKETS = 16 * 32; ///< Up to an hour and more.

    static std::size_t BucketOf(std::uint64_t late_us);
    static Duration UpperEnd(std::size_t bucket);

    std::array<std::atomic<std::uint64_t>, BUCKETS> m_counts{};
    std::atomic<Duration::rep> m_max{0};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LATENESS_HISTOGRAM_H
