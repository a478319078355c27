#ifndef KWIK_EXPERIMENT_SCHEMA_TEXT_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_TEXT_KIND_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"

#include <string>

namespace kwik::experiment
{

/// One line of text for people: not empty, at most 200 characters, no control characters. A line
/// break at its end, as YAML's folded style leaves it, is dropped.
class TextKind
{
  public:
    using Value = std::string;

    void Read(const Node& node, std::string& text, Reader& reader) const;
    Node Write(const std::string& text) const;
    Shape Describe() const;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_TEXT_KIND_H
