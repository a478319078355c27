#include "experiment/sweep/placeholders.h"

#include "experiment/schema/name-kind.h"
#include "protocol-core/base/assert.h"

#include <optional>
#include <utility>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view OPEN = "${";
constexpr std::string_view ESCAPED_OPEN = "$${";
constexpr char CLOSE = '}';

/// What stands at the begin of a text: some plain text, then perhaps a parameter.
struct Piece
{
    std::string plain;
    std::string_view name;
    bool hasName = false;
    std::size_t size = 0; ///< Of both in the text.
};

/// @return nothing when a brace is never closed
std::optional<Piece>
FirstPiece(std::string_view text)
{
    Piece piece;
    while (piece.size < text.size())
    {
        const std::string_view rest = text.substr(piece.size);
        if (rest.starts_with(ESCAPED_OPEN))
        {
            piece.plain += OPEN;
            piece.size += ESCAPED_OPEN.size();
            continue;
        }
        if (rest.starts_with(OPEN))
        {
            const std::size_t close = rest.find(CLOSE);
            if (close == std::string_view::npos)
            {
                return std::nullopt;
            }
            piece.name = rest.substr(OPEN.size(), close - OPEN.size());
            piece.hasName = true;
            piece.size += close + 1;
            return piece;
        }
        piece.plain += rest[0];
        ++piece.size;
    }
    return piece;
}

} // namespace

bool
HasPlaceholder(std::string_view text)
{
    return text.find(OPEN) != std::string_view::npos;
}

Parsed<Names>
PlaceholdersIn(std::string_view text)
{
    Names names;
    while (!text.empty())
    {
        const std::optional<Piece> piece = FirstPiece(text);
        if (!piece)
        {
            return Refusal{"'${' is never closed; a parameter is written '${name}', and '$${' "
                           "stands for '${' itself"};
        }
        const std::string objection = piece->hasName ? NameKind::Objection(piece->name) : "";
        if (!objection.empty())
        {
            return Refusal{"between '${' and '}': " + objection};
        }
        if (piece->hasName)
        {
            names.emplace_back(piece->name);
        }
        text.remove_prefix(piece->size);
    }
    return names;
}

std::string
Filled(std::string_view text, const SweepPoint& point)
{
    std::string filled;
    while (!text.empty())
    {
        const std::optional<Piece> piece = FirstPiece(text);
        KWIK_ASSERT(piece);
        filled += piece->plain;
        if (piece->hasName)
        {
            const std::string* const value = point.Find(piece->name);
            KWIK_ASSERT(value != nullptr);
            filled += *value;
        }
        text.remove_prefix(piece->size);
    }
    return filled;
}

Node
Filled(const Node& node, const SweepPoint& point)
{
    Node filled{node.form, node.position, node.scalar, {}, {}};
    if (HasPlaceholder(node.scalar))
    {
        filled.scalar = Filled(std::string_view(node.scalar), point);
    }
    filled.items.reserve(node.items.size());
    filled.entries.reserve(node.entries.size());
    for (const Node& item : node.items)
    {
        filled.items.push_back(Filled(item, point));
    }
    for (const MapEntry& entry : node.entries)
    {
        filled.entries.push_back({entry.key, entry.keyPosition, Filled(entry.value, point)});
    }
    return filled;
}

Node
Escaped(Node node)
{
    for (std::size_t at = node.scalar.find(OPEN); at != std::string::npos;
         at = node.scalar.find(OPEN, at + ESCAPED_OPEN.size()))
    {
        node.scalar.insert(at, 1, '$');
    }
    for (Node& item : node.items)
    {
        item = Escaped(std::move(item));
    }
    for (MapEntry& entry : node.entries)
    {
        entry.value = Escaped(std::move(entry.value));
    }
    return node;
}

} // namespace kwik::experiment
