#ifndef KWIK_EXPERIMENT_SCHEMA_FLAG_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_FLAG_KIND_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"

namespace kwik::experiment
{

/// yes or no; true and false mean the same.
class FlagKind
{
  public:
    using Value = bool;

    void Read(const Node& node, bool& flag, Reader& reader) const;
    Node Write(bool flag) const;
    Shape Describe() const;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_FLAG_KIND_H
