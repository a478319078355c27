#ifndef KWIK_EXPERIMENT_SCHEMA_OBJECT_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_OBJECT_KIND_H

#include "experiment/schema/field.h"
#include "experiment/schema/match-keys.h"
#include "experiment/schema/shape.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// What an object type is called and is for.
struct ObjectTitle
{
    std::string name; ///< With its article: "a link".
    std::string meaning;
};

/// A map whose keys are the fields of an OWNER: one object type of the table.
template <typename OWNER>
class ObjectKind
{
  public:
    using Value = OWNER;

    ObjectKind(ObjectTitle title, std::vector<Field<OWNER>> fields, std::vector<KeyRule> rules = {})
        : m_fields(std::move(fields))
    {
        auto shape = std::make_shared<ObjectShape>();
        shape->name = std::move(title.name);
        shape->meaning = std::move(title.meaning);
        shape->rules = std::move(rules);
        for (const Field<OWNER>& field : m_fields)
        {
            shape->fields.push_back(field.shape);
        }
        m_shape = std::move(shape);
    }

    void Read(const Node& node, OWNER& owner, Reader& reader) const
    {
        const std::vector<const MapEntry*> entries = MatchKeys(*m_shape, node, reader);
        for (std::size_t i = 0; i < entries.size(); ++i)
        {
            if (entries[i] != nullptr)
            {
                const Reader::Scope scope = reader.Enter(entries[i]->key, entries[i]->value);
                m_fields[i].read(entries[i]->value, owner, reader);
            }
        }
    }

    Node Write(const OWNER& owner) const
    {
        Node node{NodeForm::Map, {}, {}, {}, {}};
        for (const Field<OWNER>& field : m_fields)
        {
            node.entries.push_back({field.shape.key.name, {}, field.write(owner)});
        }
        return node;
    }

    Shape Describe() const
    {
        Shape shape;
        shape.form = ShapeForm::Object;
        shape.words = m_shape->name;
        shape.object = m_shape;
        return shape;
    }

  private:
    std::vector<Field<OWNER>> m_fields;
    std::shared_ptr<const ObjectShape> m_shape;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_OBJECT_KIND_H
