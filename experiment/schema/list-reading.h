#ifndef KWIK_EXPERIMENT_SCHEMA_LIST_READING_H
#define KWIK_EXPERIMENT_SCHEMA_LIST_READING_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"

#include <cstddef>
#include <limits>

namespace kwik::experiment
{

/// How many values a list may have, both ends included.
struct ItemRange
{
    std::size_t least = 0;
    std::size_t most = std::numeric_limits<std::size_t>::max();
};

/// Whether @p node is a list of an allowed length; anything else is refused.
bool CheckList(const ItemRange& range, const Node& node, Reader& reader);

Shape DescribeList(const ItemRange& range, Shape element);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_LIST_READING_H
