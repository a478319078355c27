#ifndef KWIK_EXPERIMENT_SCHEMA_MATCH_KEYS_H
#define KWIK_EXPERIMENT_SCHEMA_MATCH_KEYS_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"

#include <vector>

namespace kwik::experiment
{

/// Finds the entry of each field of @p shape in a map, in the order of the fields; nullptr where
/// the key was not written. Notes what is no map, unknown keys, missing ones and broken rules.
std::vector<const MapEntry*> MatchKeys(const ObjectShape& shape, const Node& node, Reader& reader);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_MATCH_KEYS_H
