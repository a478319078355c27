#include "experiment/schema/match-keys.h"

#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <cstddef>

namespace kwik::experiment
{

namespace
{

Names
KeysOf(const ObjectShape& shape)
{
    Names keys;
    for (const FieldShape& field : shape.fields)
    {
        keys.push_back(field.key.name);
    }
    return keys;
}

bool
HasKey(const Node& node, const std::string& key)
{
    return std::any_of(node.entries.begin(), node.entries.end(), [&key](const MapEntry& entry) {
        return entry.key == key;
    });
}

const MapEntry*
EntryOf(const Node& node, const std::string& key)
{
    const auto found = std::find_if(node.entries.begin(),
                                    node.entries.end(),
                                    [&key](const MapEntry& entry) { return entry.key == key; });
    return found == node.entries.end() ? nullptr : &*found;
}

/// @return the unknown keys
Names
RefuseUnknownKeys(const ObjectShape& shape, const Node& node, Reader& reader)
{
    Names unknown;
    for (const MapEntry& entry : node.entries)
    {
        const bool isKnown =
            std::any_of(shape.fields.begin(),
                        shape.fields.end(),
                        [&entry](const FieldShape& field) { return field.key.name == entry.key; });
        if (!isKnown)
        {
            const Names keys = KeysOf(shape);
            reader.RefuseAt(entry.keyPosition,
                            "unknown key " + Quoted(entry.key) + DidYouMean(entry.key, keys) +
                                "; allowed: " + ListOf(keys));
            unknown.push_back(entry.key);
        }
    }
    return unknown;
}

/// Whether one of the unknown keys is probably @p key, so that missing it is no second error.
bool
IsMisspelt(const std::string& key, const Names& unknown)
{
    return std::any_of(unknown.begin(), unknown.end(), [&key](const std::string& written) {
        return !DidYouMean(written, {key}).empty();
    });
}

void
RefuseMissingKeys(const ObjectShape& shape, const Node& node, const Names& unknown, Reader& reader)
{
    for (const FieldShape& field : shape.fields)
    {
        if (field.presence == Presence::Required && !HasKey(node, field.key.name) &&
            !IsMisspelt(field.key.name, unknown))
        {
            reader.RefuseAt(node.position,
                            "missing key '" + field.key.name + "' of " + shape.name +
                                "; write for example '" + field.key.name + ": " +
                                field.key.example + "'");
        }
    }
}

void
CheckRule(const KeyRule& rule, const Node& node, const Names& unknown, Reader& reader)
{
    Names found;
    std::copy_if(rule.keys.begin(),
                 rule.keys.end(),
                 std::back_inserter(found),
                 [&node](const std::string& key) { return HasKey(node, key); });
    if (!rule.when.empty() && !HasKey(node, rule.when))
    {
        for (const std::string& key : found)
        {
            reader.RefuseAt(EntryOf(node, key)->keyPosition,
                            "'" + key + "' needs '" + rule.when + "' beside it");
        }
        return;
    }
    if (found.size() > 1)
    {
        reader.RefuseAt(EntryOf(node, found[1])->keyPosition,
                        "only one is allowed at a time of: " + ListOf(rule.keys) +
                            "; found: " + ListOf(found));
    }
    const bool isMisspelt =
        std::any_of(rule.keys.begin(), rule.keys.end(), [&unknown](const std::string& key) {
            return IsMisspelt(key, unknown);
        });
    if (found.empty() && rule.form == RuleForm::ExactlyOne && !isMisspelt)
    {
        reader.RefuseAt(node.position,
                        "exactly one is needed" +
                            (rule.when.empty() ? "" : " beside '" + rule.when + "'") +
                            " of: " + ListOf(rule.keys));
    }
}

} // namespace

std::vector<const MapEntry*>
MatchKeys(const ObjectShape& shape, const Node& node, Reader& reader)
{
    std::vector<const MapEntry*> entries(shape.fields.size(), nullptr);
    if (node.form != NodeForm::Map)
    {
        reader.Refuse(node,
                      "expected a map with the keys " + ListOf(KeysOf(shape)) + "; found " +
                          std::string(NounOf(node.form)));
        return entries;
    }
    const Names unknown = RefuseUnknownKeys(shape, node, reader);
    RefuseMissingKeys(shape, node, unknown, reader);
    for (const KeyRule& rule : shape.rules)
    {
        CheckRule(rule, node, unknown, reader);
    }
    for (std::size_t i = 0; i < entries.size(); ++i)
    {
        entries[i] = EntryOf(node, shape.fields[i].key.name);
    }
    return entries;
}

} // namespace kwik::experiment
