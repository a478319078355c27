#include "experiment/sweep/placeholder-uses.h"

#include "experiment/sweep/placeholders.h"

namespace kwik::experiment
{

namespace
{

/// Whether one of the scalars at and below a node has a parameter; the first such one's place.
const Node*
FirstWithPlaceholder(const Node& node)
{
    if (HasPlaceholder(node.scalar))
    {
        return &node;
    }
    for (const Node& item : node.items)
    {
        if (const Node* const found = FirstWithPlaceholder(item))
        {
            return found;
        }
    }
    for (const MapEntry& entry : node.entries)
    {
        if (const Node* const found = FirstWithPlaceholder(entry.value))
        {
            return found;
        }
    }
    return nullptr;
}

void
FindIn(const Node& node, const std::string& key, PlaceholderUses& found, Diagnostics& diagnostics)
{
    if (HasPlaceholder(node.scalar))
    {
        const Parsed<Names> names = PlaceholdersIn(node.scalar);
        found.positions.insert(node.position);
        if (!names.IsOk())
        {
            diagnostics.Add(node.position, key + ": " + names.Why());
            return;
        }
        for (const std::string& name : names.Value())
        {
            found.uses.push_back({name, key, node.position});
        }
    }
    for (const Node& item : node.items)
    {
        FindIn(item, key, found, diagnostics);
    }
    for (const MapEntry& entry : node.entries)
    {
        FindIn(entry.value, entry.key, found, diagnostics);
    }
}

} // namespace

PlaceholderUses
FindPlaceholders(const Node& document, const std::set<std::string>& fixed, Diagnostics& diagnostics)
{
    PlaceholderUses found;
    for (const MapEntry& entry : document.entries)
    {
        if (!fixed.contains(entry.key))
        {
            FindIn(entry.value, entry.key, found, diagnostics);
            continue;
        }
        if (const Node* const first = FirstWithPlaceholder(entry.value))
        {
            diagnostics.Add(first->position,
                            entry.key + ": no parameter may stand here, for it is the same for "
                                        "all points of the sweep");
            found.positions.insert(first->position);
        }
    }
    return found;
}

} // namespace kwik::experiment
