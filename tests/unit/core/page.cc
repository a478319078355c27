#include "tests/unit/core/page.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace kwik::test
{

namespace
{

std::size_t
LevelOf(std::string_view line)
{
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks > 0 && marks < line.size() && line[marks] == ' ' ? marks : 0;
}

/// The cell without blanks around it, and without backticks.
std::string
Plain(std::string_view cell)
{
    const std::size_t first = cell.find_first_not_of(' ');
    const std::size_t last = cell.find_last_not_of(' ');
    std::string text(first == cell.npos ? "" : cell.substr(first, last - first + 1));
    std::erase(text, '`');
    return text;
}

PageRow
CellsOf(std::string_view line)
{
    PageRow cells;
    std::size_t begin = 1;
    for (std::size_t end = line.find('|', begin); end != line.npos; end = line.find('|', begin))
    {
        cells.push_back(Plain(line.substr(begin, end - begin)));
        begin = end + 1;
    }
    return cells;
}

} // namespace

Page::Page(std::string text)
{
    std::istringstream in(std::move(text));
    for (std::string line; std::getline(in, line);)
    {
        m_lines.push_back(line);
    }
}

Page
Page::Read(const std::string& path)
{
    std::ifstream file(std::string(KWIK_SOURCE_DIR "/") + path);
    EXPECT_TRUE(file) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return Page(text.str());
}

Page
Page::Section(std::string_view heading) const
{
    const auto begin = std::find(m_lines.begin(), m_lines.end(), heading);
    EXPECT_NE(begin, m_lines.end()) << "no line is: " << heading;
    Page section({});
    for (auto line = begin; line != m_lines.end(); ++line)
    {
        const std::size_t level = LevelOf(*line);
        if (line != begin && level > 0 && level <= LevelOf(heading))
        {
            break;
        }
        section.m_lines.push_back(*line);
    }
    return section;
}

std::vector<PageRow>
Page::Rows() const
{
    std::vector<PageRow> rows;
    std::size_t rule = m_lines.size(); // The line of dashes of the table that we are in.
    for (std::size_t i = 0; i < m_lines.size(); ++i)
    {
        if (!m_lines[i].starts_with('|'))
        {
            rule = m_lines.size();
        }
        else if (m_lines[i].starts_with("|--"))
        {
            rule = i;
        }
        else if (rule < i)
        {
            rows.push_back(CellsOf(m_lines[i]));
        }
    }
    return rows;
}

std::vector<std::vector<std::string>>
Page::Blocks(std::string_view language) const
{
    std::vector<std::vector<std::string>> blocks;
    const std::string fence = "```" + std::string(language);
    bool isInside = false;
    for (const std::string& line : m_lines)
    {
        if (isInside && line == "```")
        {
            isInside = false;
        }
        else if (isInside)
        {
            blocks.back().push_back(line);
        }
        else if (line == fence)
        {
            isInside = true;
            blocks.emplace_back();
        }
    }
    return blocks;
}

std::vector<std::string>
Page::Headings(std::string_view marks) const
{
    std::vector<std::string> found;
    for (const std::string& line : m_lines)
    {
        if (line.starts_with(marks))
        {
            found.push_back(line);
        }
    }
    return found;
}

} // namespace kwik::test
