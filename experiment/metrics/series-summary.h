#ifndef KWIK_EXPERIMENT_METRICS_SERIES_SUMMARY_H
#define KWIK_EXPERIMENT_METRICS_SERIES_SUMMARY_H

#include <cstdint>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// What is left of many values of one metric in one run. All are in the metric's unit.
struct SeriesSummary
{
    std::string metric;
    std::string subject; ///< What the values are of; may be empty.
    std::uint64_t n = 0;
    double mean = 0;
    double sd = 0; ///< Of the sample: divided by n - 1; 0 for a single value.
    std::int64_t min = 0;
    std::int64_t p50 = 0; ///< Percentiles are values that occurred (nearest rank).
    std::int64_t p90 = 0;
    std::int64_t p99 = 0;
    std::int64_t max = 0;
};

/// @pre values is not empty
SeriesSummary Summarise(std::string metric, std::string subject, std::vector<std::int64_t> values);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_SERIES_SUMMARY_H
