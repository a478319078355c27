#ifndef KWIK_EXPERIMENT_SCHEMA_FIELD_H
#define KWIK_EXPERIMENT_SCHEMA_FIELD_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/yaml/node.h"
#include "experiment/yaml/write-yaml.h"

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

namespace kwik::experiment
{

/// How one kind of value is read, written and described; the three always agree.
template <typename K>
concept ValueKind =
    requires(const K kind, const Node& node, typename K::Value& value, Reader& reader) {
        { kind.Read(node, value, reader) } -> std::same_as<void>;
        { kind.Write(std::as_const(value)) } -> std::same_as<Node>;
        { kind.Describe() } -> std::same_as<Shape>;
    };

/// A row of the table: one key of objects that are read into an OWNER.
template <typename OWNER>
struct Field
{
    FieldShape shape;
    std::function<void(const Node&, OWNER&, Reader&)> read;
    std::function<Node(const OWNER&)> write;
};

/// The member of a member: Inside(&KwikSpec::quic, &QuicConfig::idleTimeout).
template <typename OUTER, typename INNER>
auto
Inside(OUTER outer, INNER inner)
{
    return [outer, inner](auto& owner) -> auto& {
        return std::invoke(inner, std::invoke(outer, owner));
    };
}

namespace detail
{

template <typename OWNER, typename MEMBER, ValueKind KIND>
Field<OWNER>
Bind(FieldShape shape, MEMBER member, KIND kind)
{
    shape.shape = kind.Describe();
    const auto read = [member, kind](const Node& node, OWNER& owner, Reader& reader) {
        kind.Read(node, std::invoke(member, owner), reader);
    };
    const auto write = [member, kind](const OWNER& owner) {
        return kind.Write(std::invoke(member, owner));
    };
    return {std::move(shape), read, write};
}

} // namespace detail

/// A key without which the object makes no sense.
template <typename OWNER, typename MEMBER, ValueKind KIND>
Field<OWNER>
Required(Key key, MEMBER member, KIND kind)
{
    return detail::Bind<OWNER>({std::move(key), Presence::Required, "", {}}, member, kind);
}

/// A key whose default is what a fresh OWNER holds.
template <typename OWNER, typename MEMBER, ValueKind KIND>
Field<OWNER>
Optional(Key key, MEMBER member, KIND kind)
{
    Field<OWNER> field =
        detail::Bind<OWNER>({std::move(key), Presence::Optional, "", {}}, member, kind);
    const Node standard = field.write(OWNER{});
    const bool isValue = standard.form == NodeForm::Scalar || standard.form == NodeForm::List;
    field.shape.defaultText = isValue ? WriteInline(standard) : "";
    field.shape.isAbsentByDefault = standard.form == NodeForm::Null;
    return field;
}

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_FIELD_H
