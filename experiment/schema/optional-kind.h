#ifndef KWIK_EXPERIMENT_SCHEMA_OPTIONAL_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_OPTIONAL_KIND_H

#include "experiment/schema/field.h"

#include <optional>
#include <utility>

namespace kwik::experiment
{

/// A value that may be absent, which means something else than any default.
template <ValueKind KIND>
class OptionalKind
{
  public:
    using Value = std::optional<typename KIND::Value>;

    explicit OptionalKind(KIND kind)
        : m_kind(std::move(kind))
    {
    }

    /// Present even when it cannot be read, so that one error is not followed by another.
    void Read(const Node& node, Value& value, Reader& reader) const
    {
        m_kind.Read(node, value.emplace(), reader);
    }

    Node Write(const Value& value) const
    {
        return value ? m_kind.Write(*value) : Node{};
    }

    Shape Describe() const
    {
        return m_kind.Describe();
    }

  private:
    KIND m_kind;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_OPTIONAL_KIND_H
