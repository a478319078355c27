#ifndef KWIK_ANALYSIS_PICTURE_BYTE_CURVE_H
#define KWIK_ANALYSIS_PICTURE_BYTE_CURVE_H

#include "analysis/picture/run-timeline.h"

namespace kwik::analysis
{

/**
 * Bytes so far as a function of time: samples joined by straight lines, level after the last one.
 * Before the first sample it rises from 0 within one sampling period. A count that falls belongs to
 * a new session and starts again from 0.
 */
class ByteCurve
{
  public:
    ByteCurve(const Series& samples, Duration period);

    double At(Instant time) const;
    /// Mean rate in the window that ends at @p time, in bits a second.
    double RateBefore(Instant time, Duration window) const;

  private:
    Series m_points;
};

/// The most common distance of neighbouring samples; @p otherwise when there are none.
Duration PeriodOf(const Series& samples, Duration otherwise);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_BYTE_CURVE_H
