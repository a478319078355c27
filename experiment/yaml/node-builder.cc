#include "experiment/yaml/node-builder.h"

#include "experiment/text/nearest-name.h"
#include "experiment/yaml/read-yaml.h"

#include <algorithm>
#include <map>
#include <utility>
#include <yaml-cpp/mark.h>

namespace kwik::experiment
{

namespace
{

Position
PositionOf(const YAML::Mark& mark)
{
    return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

/// Where the quoted scalar that starts at @p begin ends, or npos when its quote is never closed.
std::size_t
ClosingQuote(const std::string& text, std::size_t begin)
{
    const char quote = text[begin];
    for (std::size_t at = begin + 1; at < text.size(); ++at)
    {
        const bool isEscape =
            (quote == '"' && text[at] == '\\') || (quote == '\'' && text.compare(at, 2, "''") == 0);
        if (isEscape)
        {
            ++at;
        }
        else if (text[at] == quote)
        {
            return at;
        }
    }
    return std::string::npos;
}

} // namespace

NodeBuilder::NodeBuilder(const SourceText& source, Diagnostics& diagnostics)
    : m_source(source),
      m_diagnostics(diagnostics)
{
}

std::optional<Node>
NodeBuilder::Take()
{
    return std::exchange(m_root, std::nullopt);
}

std::optional<Position>
NodeBuilder::InnermostOpen() const
{
    return m_open.empty() ? std::nullopt : std::optional(m_open.back().node.position);
}

void
NodeBuilder::OnDocumentStart(const YAML::Mark& mark)
{
    if (m_root)
    {
        Refuse(PositionOf(mark), "a second document starts here; a scenario file holds one");
    }
}

void
NodeBuilder::OnDocumentEnd()
{
}

void
NodeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t)
{
    Node node;
    node.position = PositionOf(mark);
    CountNode(node.position);
    Attach(std::move(node));
}

void
NodeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t)
{
    Refuse(PositionOf(mark), "aliases ('*name') are not part of the format; write the value out");
}

void
NodeBuilder::OnAnchor(const YAML::Mark& mark, const std::string& name)
{
    Refuse(PositionOf(mark),
           "anchors ('&" + name + "') are not part of the format; write the value out");
}

void
NodeBuilder::OnScalar(const YAML::Mark& mark,
                      const std::string& tag,
                      YAML::anchor_t,
                      const std::string& value)
{
    RefuseTag(mark, tag);
    RefuseUnclosedQuote(mark);
    Node node = ScalarNode(value);
    node.position = PositionOf(mark);
    CountNode(node.position);
    Attach(std::move(node));
}

void
NodeBuilder::OnSequenceStart(const YAML::Mark& mark,
                             const std::string& tag,
                             YAML::anchor_t,
                             YAML::EmitterStyle::value)
{
    RefuseTag(mark, tag);
    Open(mark, NodeForm::List);
}

void
NodeBuilder::OnSequenceEnd()
{
    Close();
}

void
NodeBuilder::OnMapStart(const YAML::Mark& mark,
                        const std::string& tag,
                        YAML::anchor_t,
                        YAML::EmitterStyle::value)
{
    RefuseTag(mark, tag);
    Open(mark, NodeForm::Map);
}

void
NodeBuilder::OnMapEnd()
{
    RefuseDuplicates(m_open.back().node);
    Close();
}

void
NodeBuilder::Refuse(Position position, const std::string& message)
{
    m_diagnostics.Add(position, message);
    throw DocumentRefused{};
}

void
NodeBuilder::RefuseTag(const YAML::Mark& mark, const std::string& tag)
{
    // yaml-cpp reports '?' for what has no tag and '!' for what is quoted.
    if (!tag.empty() && tag != "?" && tag != "!")
    {
        Refuse(PositionOf(mark), "tags ('!...') are not part of the format; remove it");
    }
}

void
NodeBuilder::RefuseUnclosedQuote(const YAML::Mark& mark)
{
    // yaml-cpp 0.7 takes the end of the file for the closing quote.
    const auto begin = static_cast<std::size_t>(mark.pos);
    const std::string& text = m_source.Text();
    const bool isQuoted = begin < text.size() && (text[begin] == '"' || text[begin] == '\'');
    if (isQuoted && ClosingQuote(text, begin) == std::string::npos)
    {
        Refuse(PositionOf(mark), "this quote is never closed");
    }
}

void
NodeBuilder::Open(const YAML::Mark& mark, NodeForm form)
{
    const Position position = PositionOf(mark);
    if (m_open.size() == DEEPEST_NESTING)
    {
        Refuse(position,
               "nested too deeply; allowed: " + std::to_string(DEEPEST_NESTING) + " levels");
    }
    CountNode(position);
    Frame frame;
    frame.node.form = form;
    frame.node.position = position;
    m_open.push_back(std::move(frame));
}

void
NodeBuilder::Close()
{
    Node node = std::move(m_open.back().node);
    m_open.pop_back();
    Attach(std::move(node));
}

void
NodeBuilder::Attach(Node node)
{
    if (m_open.empty())
    {
        m_root = std::move(node);
        return;
    }
    Frame& frame = m_open.back();
    if (frame.node.form == NodeForm::List)
    {
        frame.node.items.push_back(std::move(node));
        return;
    }
    AttachToMap(frame, std::move(node));
}

void
NodeBuilder::AttachToMap(Frame& frame, Node node)
{
    if (frame.pending)
    {
        if (node.form == NodeForm::Null)
        {
            // yaml-cpp reports where the next thing starts, which may be lines below.
            node.position = frame.pending->keyPosition;
        }
        frame.pending->value = std::move(node);
        frame.node.entries.push_back(std::move(*frame.pending));
        frame.pending.reset();
        return;
    }
    if (node.form != NodeForm::Scalar)
    {
        Refuse(node.position, "a key must be a word, not " + std::string(NounOf(node.form)));
    }
    frame.pending = MapEntry{std::move(node.scalar), node.position, {}};
}

void
NodeBuilder::CountNode(Position position)
{
    ++m_nodes;
    if (m_nodes > MOST_NODES)
    {
        Refuse(position, "too many values; allowed: " + std::to_string(MOST_NODES));
    }
}

void
NodeBuilder::RefuseDuplicates(Node& map)
{
    std::map<std::string, Position> seen;
    for (const MapEntry& entry : map.entries)
    {
        const auto [first, isNew] = seen.emplace(entry.key, entry.keyPosition);
        if (!isNew)
        {
            m_diagnostics.Add(entry.keyPosition,
                              "duplicate key " + Quoted(entry.key) + "; it was given in line " +
                                  std::to_string(first->second.line) + " already");
        }
    }
    std::erase_if(map.entries, [&seen](const MapEntry& entry) {
        return seen.at(entry.key) != entry.keyPosition;
    });
}

} // namespace kwik::experiment
