#include "experiment/schema/reader.h"

#include <algorithm>
#include <utility>

namespace kwik::experiment
{

Reader::Reader(Diagnostics& diagnostics)
    : m_diagnostics(diagnostics)
{
}

Reader::Scope::Scope(Reader& reader)
    : m_reader(reader)
{
}

Reader::Scope::~Scope()
{
    m_reader.m_segments.pop_back();
}

Reader::Scope
Reader::Enter(const std::string& key, const Node& value)
{
    Push("." + key, value);
    return Scope(*this);
}

Reader::Scope
Reader::EnterItem(std::size_t index, const Node& value)
{
    Push("[" + std::to_string(index) + "]", value);
    return Scope(*this);
}

void
Reader::Refuse(const Node& node, std::string_view why)
{
    const std::string_view key = InnermostKey();
    RefuseAt(node.position, (key.empty() ? "" : std::string(key) + ": ") + std::string(why));
}

void
Reader::RefuseAt(Position position, const std::string& why)
{
    m_index.MarkBroken(Path());
    m_diagnostics.Add(position, why);
}

std::optional<std::string_view>
Reader::Scalar(const Node& node, std::string_view expected)
{
    if (node.form == NodeForm::Scalar)
    {
        return node.scalar;
    }
    Refuse(node, "expected " + std::string(expected) + ", found " + std::string(NounOf(node.form)));
    return std::nullopt;
}

std::string
Reader::Path() const
{
    std::string path;
    for (const std::string& segment : m_segments)
    {
        path += segment;
    }
    return path.empty() ? path : path.substr(1);
}

PathIndex&
Reader::Index()
{
    return m_index;
}

void
Reader::Push(std::string segment, const Node& value)
{
    m_segments.push_back(std::move(segment));
    m_index.Add(Path(), value.position);
}

std::string_view
Reader::InnermostKey() const
{
    const auto key = std::find_if(m_segments.rbegin(),
                                  m_segments.rend(),
                                  [](const std::string& segment) { return segment[0] == '.'; });
    return key == m_segments.rend() ? std::string_view() : std::string_view(*key).substr(1);
}

} // namespace kwik::experiment
