#ifndef KWIK_EXPERIMENT_SWEEP_PLACEHOLDERS_H
#define KWIK_EXPERIMENT_SWEEP_PLACEHOLDERS_H

#include "experiment/sweep/sweep-grid.h"
#include "experiment/text/parsed.h"
#include "experiment/yaml/node.h"

#include <string>
#include <string_view>

namespace kwik::experiment
{

/// Whether a parameter, or the `$${` that stands for `${`, is in @p text.
bool HasPlaceholder(std::string_view text);

/// The names in the `${name}` of @p text, in order. Refuses a `${` without its end, and what is no
/// name between the braces.
Parsed<Names> PlaceholdersIn(std::string_view text);

/// @p text with the values of the point in the place of `${name}`, and `${` in the place of `$${`.
/// @pre PlaceholdersIn is fine with the text, and the point has all of its names
std::string Filled(std::string_view text, const SweepPoint& point);

/// The same for every scalar of a document. Positions stay, so that what is wrong with a value is
/// told where its parameter stands.
Node Filled(const Node& node, const SweepPoint& point);

/// The document whose scalars, once filled, are those of @p node: `$${` in the place of `${`.
Node Escaped(Node node);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_PLACEHOLDERS_H
