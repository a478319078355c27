#include "experiment/text/source-text.h"

#include "protocol-core/base/assert.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view BYTE_ORDER_MARK = "\xef\xbb\xbf";

std::string
WithUnifiedLineEnds(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); ++at)
    {
        if (bytes[at] != '\r')
        {
            text += bytes[at];
        }
        else if (at + 1 == bytes.size() || bytes[at + 1] != '\n')
        {
            text += '\n';
        }
    }
    return text;
}

} // namespace

SourceText::SourceText(std::string name, std::string_view bytes)
    : m_name(std::move(name)),
      m_isWhole(bytes.size() <= LARGEST_FILE),
      m_lineStarts{0}
{
    bytes = bytes.substr(0, LARGEST_FILE);
    if (bytes.starts_with(BYTE_ORDER_MARK))
    {
        bytes.remove_prefix(BYTE_ORDER_MARK.size());
    }
    m_text = WithUnifiedLineEnds(bytes);
    for (std::size_t at = m_text.find('\n'); at != std::string::npos;
         at = m_text.find('\n', at + 1))
    {
        m_lineStarts.push_back(at + 1);
    }
}

Parsed<SourceText>
SourceText::Load(const std::string& path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
    {
        return Refusal{"there is no such file"};
    }
    if (error)
    {
        return Refusal{"cannot be read: " + error.message()};
    }
    if (status.type() != std::filesystem::file_type::regular)
    {
        return Refusal{"is not a regular file"};
    }
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        return Refusal{"cannot be read: " + std::string(std::strerror(errno))};
    }
    std::string bytes(LARGEST_FILE + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return SourceText(path, bytes);
}

const std::string&
SourceText::Name() const
{
    return m_name;
}

const std::string&
SourceText::Text() const
{
    return m_text;
}

bool
SourceText::IsWhole() const
{
    return m_isWhole;
}

std::uint32_t
SourceText::LineCount() const
{
    return static_cast<std::uint32_t>(m_lineStarts.size());
}

std::string_view
SourceText::Line(std::uint32_t line) const
{
    KWIK_ASSERT(line >= 1 && line <= LineCount());
    const std::size_t start = m_lineStarts[line - 1];
    const std::size_t end = line == LineCount() ? m_text.size() : m_lineStarts[line] - 1;
    return std::string_view(m_text).substr(start, end - start);
}

} // namespace kwik::experiment
