#ifndef KWIK_TESTBED_KWIKD_METRICS_PAGE_H
#define KWIK_TESTBED_KWIKD_METRICS_PAGE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::testbed
{

enum class MetricType : std::uint8_t
{
    Counter,
    Gauge,
    Histogram,
};

/// Writes Prometheus' text exposition format 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats).
class MetricsPage
{
  public:
    struct Label
    {
        std::string_view name;
        std::string_view value;
    };

    /// Begins a metric. @pre the name of a counter ends in `_total`, and no other does
    void Family(std::string_view name, MetricType type, std::string_view help);
    /// A value of the metric that was begun last; @p suffix is `_bucket`, `_sum` or `_count` of a
    /// histogram.
    void Sample(double value, const std::vector<Label>& labels = {}, std::string_view suffix = "");

    const std::string& Text() const;

  private:
    std::string m_name;
    std::string m_text;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_METRICS_PAGE_H
