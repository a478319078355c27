#ifndef KWIK_EXPERIMENT_SCHEMA_NAME_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_NAME_KIND_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"

#include <string>
#include <string_view>

namespace kwik::experiment
{

/// A name that other parts of a scenario refer to: a lower-case letter, then lower-case letters,
/// digits, '-' and '_', at most 63 characters, so that it can also name a file, a DNS host and an
/// argument of a metric.
class NameKind
{
  public:
    using Value = std::string;

    /// @p noun is what it names, with its article: "a host".
    explicit NameKind(std::string noun);

    void Read(const Node& node, std::string& name, Reader& reader) const;
    Node Write(const std::string& name) const;
    Shape Describe() const;

    /// Why @p text is no name; empty when it is one.
    static std::string Objection(std::string_view text);

  private:
    std::string m_noun;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_NAME_KIND_H
