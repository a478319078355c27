#ifndef KWIK_EXPERIMENT_SCHEMA_JSON_SCHEMA_H
#define KWIK_EXPERIMENT_SCHEMA_JSON_SCHEMA_H

#include "experiment/schema/shape.h"

#include <string>

namespace kwik::experiment
{

/// The JSON Schema (draft 2020-12) of documents of shape @p root, indented, with a final newline.
/// It accepts what the strict reader accepts, except that ranges of quantities and references
/// between values are beyond it, and that texts have to be strings.
std::string JsonSchemaOf(const ObjectShape& root);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_JSON_SCHEMA_H
