#ifndef KWIK_CLI_TEXT_TABLE_H
#define KWIK_CLI_TEXT_TABLE_H

#include "cli/output-style.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kwik::cli
{

enum class Align : std::uint8_t
{
    Left,
    Right,
};

struct TableColumn
{
    std::string title;
    Align align = Align::Right;
};

struct TableCell
{
    std::string text;
    Colour colour = Colour::Plain;
};

/// Rows of text in columns as wide as their widest cell, two spaces apart and two from the edge.
class TextTable
{
  public:
    explicit TextTable(std::vector<TableColumn> columns);

    /// @pre a cell for each column
    void Add(std::vector<TableCell> row);

    /// With a line of titles above. Lines end without spaces.
    std::string Text(const OutputStyle& style) const;

  private:
    std::vector<std::size_t> Widths() const;
    std::string Line(const std::vector<TableCell>& row,
                     const std::vector<std::size_t>& widths,
                     const OutputStyle& style) const;

    std::vector<TableColumn> m_columns;
    std::vector<std::vector<TableCell>> m_rows;
};

} // namespace kwik::cli

#endif // KWIK_CLI_TEXT_TABLE_H
