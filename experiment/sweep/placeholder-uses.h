#ifndef KWIK_EXPERIMENT_SWEEP_PLACEHOLDER_USES_H
#define KWIK_EXPERIMENT_SWEEP_PLACEHOLDER_USES_H

#include "experiment/text/diagnostics.h"
#include "experiment/text/position.h"
#include "experiment/yaml/node.h"

#include <set>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// A `${name}` in a scalar of a document.
struct PlaceholderUse
{
    std::string name;
    std::string key; ///< That the scalar belongs to.
    Position position;
};

struct PlaceholderUses
{
    std::vector<PlaceholderUse> uses;
    std::set<Position> positions; ///< Of scalars that are not what is written there.
};

/// Finds the parameters in all scalars of a document but those below the keys @p fixed of its top;
/// a parameter there, and one that is not well written, is added to the diagnostics.
PlaceholderUses FindPlaceholders(const Node& document,
                                 const std::set<std::string>& fixed,
                                 Diagnostics& diagnostics);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_PLACEHOLDER_USES_H
