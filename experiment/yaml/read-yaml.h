#ifndef KWIK_EXPERIMENT_YAML_READ_YAML_H
#define KWIK_EXPERIMENT_YAML_READ_YAML_H

#include "experiment/text/diagnostics.h"
#include "experiment/text/source-text.h"
#include "experiment/yaml/node.h"

#include <cstddef>
#include <optional>

namespace kwik::experiment
{

inline constexpr std::size_t DEEPEST_NESTING = 32;
inline constexpr std::size_t MOST_NODES = 100'000;

/**
 * Reads one YAML 1.2 document with yaml-cpp, as strict as a scenario needs it.
 *
 * Refused beyond what yaml-cpp refuses: a text that is not whole, bytes that are not UTF-8, control
 * characters, tabs that indent, quotes that are never closed, duplicate keys, keys that are not
 * scalars, anchors and aliases (so no alias bombs), tags, a second document, an empty document,
 * more than DEEPEST_NESTING levels or MOST_NODES values. Exceptions of yaml-cpp end here.
 *
 * @return the document, as far as it could be read, or nothing; errors are added to @p diagnostics
 */
std::optional<Node> ReadYaml(const SourceText& source, Diagnostics& diagnostics);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_YAML_READ_YAML_H
