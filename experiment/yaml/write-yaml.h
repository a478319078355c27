#ifndef KWIK_EXPERIMENT_YAML_WRITE_YAML_H
#define KWIK_EXPERIMENT_YAML_WRITE_YAML_H

#include "experiment/yaml/node.h"

#include <string>

namespace kwik::experiment
{

/**
 * The YAML text of a map; ReadYaml reads an equal one back. Entries without a value are left out.
 *
 * Lists and maps whose values are all scalars or lists of scalars stand on one line if they fit in
 * 120 columns, everything else is indented. The same node gives the same bytes everywhere.
 *
 * @pre @p root is a map
 */
std::string WriteYaml(const Node& root);

/// @p node on one line, as a part of a document.
std::string WriteInline(const Node& node);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_YAML_WRITE_YAML_H
