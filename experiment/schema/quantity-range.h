#ifndef KWIK_EXPERIMENT_SCHEMA_QUANTITY_RANGE_H
#define KWIK_EXPERIMENT_SCHEMA_QUANTITY_RANGE_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/text/quantity.h"
#include "experiment/yaml/node.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kwik::experiment
{

/// The quantities that a key allows, both ends included.
struct QuantityRange
{
    Dimension dimension;
    std::uint64_t low;
    std::uint64_t high;
};

/// The base units in a scalar, if it is a quantity within @p range; anything else is refused.
std::optional<std::uint64_t> ReadWithin(const QuantityRange& range,
                                        const Node& node,
                                        Reader& reader);

/// The quantity as a scalar.
Node WriteQuantity(Dimension dimension, std::uint64_t value);

Shape DescribeRange(const QuantityRange& range);

/// The ECMA-262 pattern of what ParseQuantity accepts in @p dimension, without anchors.
std::string PatternOf(Dimension dimension);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_QUANTITY_RANGE_H
