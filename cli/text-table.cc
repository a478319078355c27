#include "cli/text-table.h"

#include "cli/wording.h"
#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik::cli
{

TextTable::TextTable(std::vector<TableColumn> columns)
    : m_columns(std::move(columns))
{
}

void
TextTable::Add(std::vector<TableCell> row)
{
    KWIK_ASSERT(row.size() == m_columns.size());
    m_rows.push_back(std::move(row));
}

std::string
TextTable::Text(const OutputStyle& style) const
{
    const std::vector<std::size_t> widths = Widths();
    std::vector<TableCell> titles;
    for (const TableColumn& column : m_columns)
    {
        titles.push_back({column.title, Colour::Faint});
    }
    std::string text = Line(titles, widths, style);
    for (const std::vector<TableCell>& row : m_rows)
    {
        text += Line(row, widths, style);
    }
    return text;
}

std::vector<std::size_t>
TextTable::Widths() const
{
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < m_columns.size(); ++i)
    {
        std::size_t width = ColumnsOf(m_columns[i].title);
        for (const std::vector<TableCell>& row : m_rows)
        {
            width = std::max(width, ColumnsOf(row[i].text));
        }
        widths.push_back(width);
    }
    return widths;
}

std::string
TextTable::Line(const std::vector<TableCell>& row,
                const std::vector<std::size_t>& widths,
                const OutputStyle& style) const
{
    std::string line;
    std::string gap; // Written only when something follows.
    for (std::size_t i = 0; i < row.size(); ++i)
    {
        gap += "  ";
        const std::string padding(widths[i] - ColumnsOf(row[i].text), ' ');
        const bool isRight = m_columns[i].align == Align::Right;
        gap += isRight ? padding : "";
        if (!row[i].text.empty())
        {
            line += gap + Painted(row[i].text, row[i].colour, style);
            gap.clear();
        }
        gap += isRight ? "" : padding;
    }
    return line + "\n";
}

} // namespace kwik::cli
