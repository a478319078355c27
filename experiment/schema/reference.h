#ifndef KWIK_EXPERIMENT_SCHEMA_REFERENCE_H
#define KWIK_EXPERIMENT_SCHEMA_REFERENCE_H

#include "experiment/schema/shape.h"

#include <string>

namespace kwik::experiment
{

/// Markdown that explains every key of documents of shape @p root: one section an object type, in
/// the order in which they are met, each with a table of its keys.
std::string ReferenceOf(const ObjectShape& root);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_REFERENCE_H
