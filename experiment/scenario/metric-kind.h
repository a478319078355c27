#ifndef KWIK_EXPERIMENT_SCENARIO_METRIC_KIND_H
#define KWIK_EXPERIMENT_SCENARIO_METRIC_KIND_H

#include "experiment/metrics/metric-call.h"
#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"

namespace kwik::experiment
{

/// A metric of the registry with its argument, see ParseMetricCall.
class MetricKind
{
  public:
    using Value = MetricCall;

    void Read(const Node& node, MetricCall& call, Reader& reader) const;
    Node Write(const MetricCall& call) const;
    Shape Describe() const;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_METRIC_KIND_H
