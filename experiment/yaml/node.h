#ifndef KWIK_EXPERIMENT_YAML_NODE_H
#define KWIK_EXPERIMENT_YAML_NODE_H

#include "experiment/text/position.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

enum class NodeForm : std::uint8_t
{
    Null, ///< Nothing was written, or `~` or `null`.
    Scalar,
    List,
    Map,
};

struct MapEntry;

/// A value of a YAML document, before anything is known of its meaning. A scalar is its text:
/// whether it was quoted makes no difference, and no type is guessed.
struct Node
{
    NodeForm form = NodeForm::Null;
    Position position; ///< Of the value's first character.
    std::string scalar;
    std::vector<Node> items;
    std::vector<MapEntry> entries; ///< In the order of the file, each key once.
};

struct MapEntry
{
    std::string key;
    Position keyPosition;
    Node value;
};

inline Node
ScalarNode(std::string text)
{
    return {NodeForm::Scalar, {}, std::move(text), {}, {}};
}

inline Node
ListNode(std::vector<Node> items)
{
    return {NodeForm::List, {}, {}, std::move(items), {}};
}

/// What stands there, as an error message says it: "a list".
constexpr std::string_view
NounOf(NodeForm form)
{
    switch (form)
    {
    case NodeForm::Null:
        return "nothing";
    case NodeForm::Scalar:
        return "a single value";
    case NodeForm::List:
        return "a list";
    case NodeForm::Map:
        return "a map";
    }
    return "nothing";
}

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_YAML_NODE_H
