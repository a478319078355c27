#ifndef KWIK_EXPERIMENT_SCENARIO_ANY_QUANTITY_KIND_H
#define KWIK_EXPERIMENT_SCENARIO_ANY_QUANTITY_KIND_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/text/quantity.h"
#include "experiment/yaml/node.h"

namespace kwik::experiment
{

/// A quantity whose unit decides what it measures: the value that a metric is compared with.
class AnyQuantityKind
{
  public:
    using Value = Quantity;

    void Read(const Node& node, Quantity& quantity, Reader& reader) const;
    Node Write(const Quantity& quantity) const;
    Shape Describe() const;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_ANY_QUANTITY_KIND_H
