#ifndef KWIK_EXPERIMENT_SCHEMA_LIST_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_LIST_KIND_H

#include "experiment/schema/field.h"
#include "experiment/schema/list-reading.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// A list of values of one kind. Every value keeps its place, even one that could not be read, so
/// that a path means the same in the document and in what was read.
template <ValueKind KIND>
class ListKind
{
  public:
    using Value = std::vector<typename KIND::Value>;

    ListKind(KIND element, ItemRange range)
        : m_element(std::move(element)),
          m_range(range)
    {
    }

    void Read(const Node& node, Value& values, Reader& reader) const
    {
        values.clear();
        if (!CheckList(m_range, node, reader))
        {
            return;
        }
        for (std::size_t i = 0; i < node.items.size(); ++i)
        {
            const Reader::Scope scope = reader.EnterItem(i, node.items[i]);
            m_element.Read(node.items[i], values.emplace_back(), reader);
        }
    }

    Node Write(const Value& values) const
    {
        Node node{NodeForm::List, {}, {}, {}, {}};
        for (const auto& value : values)
        {
            node.items.push_back(m_element.Write(value));
        }
        return node;
    }

    Shape Describe() const
    {
        return DescribeList(m_range, m_element.Describe());
    }

  private:
    KIND m_element;
    ItemRange m_range;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_LIST_KIND_H
