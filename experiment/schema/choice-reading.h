#ifndef KWIK_EXPERIMENT_SCHEMA_CHOICE_READING_H
#define KWIK_EXPERIMENT_SCHEMA_CHOICE_READING_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/text/nearest-name.h"
#include "experiment/yaml/node.h"

#include <cstddef>
#include <optional>

namespace kwik::experiment
{

/// Which of @p words a scalar is; anything else is refused with the list and the nearest word.
std::optional<std::size_t> ReadChoice(const Names& words, const Node& node, Reader& reader);

Shape DescribeChoice(const Names& words);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_CHOICE_READING_H
