#ifndef KWIK_EXPERIMENT_SCENARIO_QUEUE_KIND_H
#define KWIK_EXPERIMENT_SCENARIO_QUEUE_KIND_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/text/queue-size.h"
#include "experiment/yaml/node.h"

namespace kwik::experiment
{

/// The size of a queue, see ParseQueueSize.
class QueueKind
{
  public:
    using Value = QueueSize;

    void Read(const Node& node, QueueSize& queue, Reader& reader) const;
    Node Write(const QueueSize& queue) const;
    Shape Describe() const;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_QUEUE_KIND_H
