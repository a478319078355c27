#ifndef KWIK_EXPERIMENT_SCHEMA_PAIR_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_PAIR_KIND_H

#include "experiment/schema/field.h"
#include "experiment/schema/list-reading.h"

#include <array>
#include <cstddef>
#include <utility>

namespace kwik::experiment
{

/// A list of exactly two values of one kind: `[client, primary]`.
template <ValueKind KIND>
class PairKind
{
  public:
    using Value = std::array<typename KIND::Value, 2>;

    explicit PairKind(KIND element)
        : m_element(std::move(element))
    {
    }

    void Read(const Node& node, Value& pair, Reader& reader) const
    {
        if (!CheckList(TWO, node, reader))
        {
            return;
        }
        for (std::size_t i = 0; i < pair.size(); ++i)
        {
            const Reader::Scope scope = reader.EnterItem(i, node.items[i]);
            m_element.Read(node.items[i], pair[i], reader);
        }
    }

    Node Write(const Value& pair) const
    {
        return ListNode({m_element.Write(pair[0]), m_element.Write(pair[1])});
    }

    Shape Describe() const
    {
        return DescribeList(TWO, m_element.Describe());
    }

  private:
    static constexpr ItemRange TWO{2, 2};
    KIND m_element;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_PAIR_KIND_H
