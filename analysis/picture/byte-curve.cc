#include "analysis/picture/byte-curve.h"

#include <algorithm>
#include <map>

namespace kwik::analysis
{

namespace
{

double
SecondsOf(Duration span)
{
    return std::chrono::duration<double>(span).count();
}

} // namespace

ByteCurve::ByteCurve(const Series& samples, Duration period)
{
    double before = 0;
    double finished = 0; ///< By sessions that are over.
    for (const SeriesPoint& sample : samples)
    {
        if (m_points.empty())
        {
            m_points.push_back({sample.at - period, 0});
        }
        if (sample.value < before)
        {
            finished += before;
        }
        before = sample.value;
        m_points.push_back({sample.at, finished + sample.value});
    }
}

double
ByteCurve::At(Instant time) const
{
    const auto next =
        std::lower_bound(m_points.begin(),
                         m_points.end(),
                         time,
                         [](const SeriesPoint& point, Instant at) { return point.at < at; });
    if (next == m_points.end())
    {
        return m_points.empty() ? 0 : m_points.back().value;
    }
    if (next == m_points.begin())
    {
        return next->value;
    }
    const SeriesPoint& last = *(next - 1);
    const double part = SecondsOf(time - last.at) / SecondsOf(next->at - last.at);
    return last.value + part * (next->value - last.value);
}

double
ByteCurve::RateBefore(Instant time, Duration window) const
{
    constexpr double BITS = 8;
    return (At(time) - At(time - window)) * BITS / SecondsOf(window);
}

Duration
PeriodOf(const Series& samples, Duration otherwise)
{
    std::map<Duration, std::size_t> counts;
    for (std::size_t i = 1; i < samples.size(); ++i)
    {
        ++counts[samples[i].at - samples[i - 1].at];
    }
    const auto best =
        std::max_element(counts.begin(), counts.end(), [](const auto& left, const auto& right) {
            return left.second < right.second;
        });
    return best == counts.end() ? otherwise : best->first;
}

} // namespace kwik::analysis
