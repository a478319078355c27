#include "analysis/picture/run-timeline.h"

#include <map>

namespace kwik::analysis
{

Series
SumOf(const std::vector<Series>& all)
{
    std::map<Instant, double> steps;
    for (const Series& series : all)
    {
        double last = 0;
        for (const SeriesPoint& point : series)
        {
            steps[point.at] += point.value - last;
            last = point.value;
        }
    }
    Series sum;
    double value = 0;
    for (const auto& [at, step] : steps)
    {
        value += step;
        sum.push_back({at, value});
    }
    return sum;
}

} // namespace kwik::analysis
