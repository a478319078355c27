#include "experiment/sweep/csv-table.h"

#include "experiment/text/printable.h"
#include "experiment/text/text-check.h"

#include <cstddef>
#include <string_view>
#include <utility>

namespace kwik::experiment
{

namespace
{

/// Goes through the text of a table, cell by cell.
class CsvReader
{
  public:
    CsvReader(std::string_view text, Diagnostics& diagnostics)
        : m_text(text),
          m_diagnostics(diagnostics)
    {
    }

    bool IsAtEnd() const
    {
        return m_at == m_text.size();
    }

    /// @return nothing when the rest makes no sense
    std::optional<CsvRow> Row()
    {
        CsvRow row;
        while (true)
        {
            std::optional<CsvCell> cell = Cell();
            if (!cell)
            {
                return std::nullopt;
            }
            row.push_back(std::move(*cell));
            if (IsAtEnd() || Take() == '\n')
            {
                return row;
            }
        }
    }

  private:
    static constexpr std::string_view ENDS = ",\n";

    Position Here() const
    {
        return {m_line, static_cast<std::uint32_t>(m_at - m_lineStart + 1)};
    }

    char Take()
    {
        const char taken = m_text[m_at++];
        if (taken == '\n')
        {
            ++m_line;
            m_lineStart = m_at;
        }
        return taken;
    }

    std::optional<CsvCell> Cell()
    {
        return !IsAtEnd() && m_text[m_at] == '"' ? Quoted() : Plain();
    }

    std::optional<CsvCell> Plain()
    {
        CsvCell cell{"", Here()};
        while (!IsAtEnd() && ENDS.find(m_text[m_at]) == std::string_view::npos)
        {
            if (m_text[m_at] == '"')
            {
                m_diagnostics.Add(Here(),
                                  "a quote inside a value; write the whole value in quotes, and "
                                  "this one twice");
                return std::nullopt;
            }
            cell.text += Take();
        }
        return cell;
    }

    std::optional<CsvCell> Quoted()
    {
        CsvCell cell{"", Here()};
        Take();
        while (!IsAtEnd())
        {
            const char taken = Take();
            if (taken != '"')
            {
                cell.text += taken;
            }
            else if (!IsAtEnd() && m_text[m_at] == '"')
            {
                cell.text += Take();
            }
            else
            {
                return Closed(std::move(cell));
            }
        }
        m_diagnostics.Add(cell.position, "this quote is never closed");
        return std::nullopt;
    }

    std::optional<CsvCell> Closed(CsvCell cell)
    {
        if (!IsAtEnd() && ENDS.find(m_text[m_at]) == std::string_view::npos)
        {
            m_diagnostics.Add(Here(), "after the quote that ends a value comes a comma or a line");
            return std::nullopt;
        }
        return cell;
    }

    std::string_view m_text;
    Diagnostics& m_diagnostics;
    std::size_t m_at{0};
    std::size_t m_lineStart{0};
    std::uint32_t m_line{1};
};

bool
IsBlank(const CsvRow& row)
{
    return row.size() == 1 && row[0].text.empty();
}

void
CheckLength(const CsvRow& header, const CsvRow& row, Diagnostics& diagnostics)
{
    if (row.size() == header.size())
    {
        return;
    }
    const bool isTooLong = row.size() > header.size();
    const std::string length = IsBlank(row) ? "an empty line"
                                            : "a row of " + std::to_string(row.size()) +
                                                  (row.size() == 1 ? " value" : " values");
    diagnostics.Add(row[isTooLong ? header.size() : 0].position,
                    length + "; the header has " + std::to_string(header.size()) +
                        (header.size() == 1 ? " column" : " columns"));
}

} // namespace

std::optional<CsvTable>
ReadCsv(const SourceText& source, Diagnostics& diagnostics)
{
    CsvTable table;
    if (CheckText(source, "a CSV file", diagnostics))
    {
        CsvReader reader(source.Text(), diagnostics);
        for (std::optional<CsvRow> row; !reader.IsAtEnd() && (row = reader.Row());)
        {
            if (table.header.empty())
            {
                table.header = std::move(*row);
                continue;
            }
            CheckLength(table.header, *row, diagnostics);
            table.rows.push_back(std::move(*row));
        }
    }
    const bool isEmpty = table.header.empty() || IsBlank(table.header);
    if (diagnostics.IsEmpty() && (isEmpty || table.rows.empty()))
    {
        diagnostics.Add({1, 1},
                        isEmpty ? "no header; the first line names the columns"
                                : "a header without rows; each row below it is a point of the "
                                  "sweep");
    }
    return diagnostics.IsEmpty() ? std::optional(std::move(table)) : std::nullopt;
}

} // namespace kwik::experiment
