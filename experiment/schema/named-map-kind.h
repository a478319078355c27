#ifndef KWIK_EXPERIMENT_SCHEMA_NAMED_MAP_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_NAMED_MAP_KIND_H

#include "experiment/schema/name-kind.h"
#include "experiment/schema/object-kind.h"

#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// A map from names that the user chooses to objects, read into a list in the order of the file.
template <typename OWNER>
class NamedMapKind
{
  public:
    using Value = std::vector<OWNER>;

    /// @p name is the member that takes the key.
    NamedMapKind(ObjectKind<OWNER> element, std::string OWNER::* name)
        : m_element(std::move(element)),
          m_name(name)
    {
    }

    void Read(const Node& node, Value& values, Reader& reader) const
    {
        values.clear();
        if (node.form != NodeForm::Map || node.entries.empty())
        {
            reader.Refuse(node, "expected a map of names, such as 'client: {...}'");
            return;
        }
        for (const MapEntry& entry : node.entries)
        {
            const Reader::Scope scope = reader.Enter(entry.key, entry.value);
            OWNER& value = values.emplace_back();
            value.*m_name = entry.key;
            const std::string objection = NameKind::Objection(entry.key);
            if (!objection.empty())
            {
                reader.RefuseAt(entry.keyPosition, objection);
            }
            m_element.Read(entry.value, value, reader);
        }
    }

    Node Write(const Value& values) const
    {
        Node node{NodeForm::Map, {}, {}, {}, {}};
        for (const OWNER& value : values)
        {
            node.entries.push_back({value.*m_name, {}, m_element.Write(value)});
        }
        return node;
    }

    Shape Describe() const
    {
        Shape shape;
        shape.form = ShapeForm::Map;
        shape.words = "map of names to: " + m_element.Describe().words;
        shape.pattern = NameKind(m_element.Describe().words).Describe().pattern;
        shape.element.push_back(m_element.Describe());
        return shape;
    }

  private:
    ObjectKind<OWNER> m_element;
    std::string OWNER::* m_name;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_NAMED_MAP_KIND_H
