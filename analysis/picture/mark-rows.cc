#include "analysis/picture/mark-rows.h"

#include "experiment/text/printable.h"
#include "experiment/text/quantity.h"

#include <array>

namespace kwik::analysis
{

namespace
{

constexpr double ROW = 15;
constexpr std::size_t MOST_ROWS = 5;
constexpr double GAP = 4; ///< Between a line and its label.
constexpr double LETTER = 5.7;

std::string_view
LineStyle(MarkKind kind)
{
    switch (kind)
    {
    case MarkKind::Fault:
        return R"(stroke="#000" stroke-width="1.4")";
    case MarkKind::Repair:
        return R"(stroke="#000" stroke-width="1" stroke-dasharray="8 3")";
    case MarkKind::Change:
        return R"(stroke="#555" stroke-width="1" stroke-dasharray="3 3")";
    case MarkKind::Reaction:
        break;
    }
    return R"(stroke="#555" stroke-width="1" stroke-dasharray="1 3")";
}

std::string
TextOf(const Mark& mark)
{
    const auto count = static_cast<std::uint64_t>(mark.at.time_since_epoch().count());
    return mark.label + " at " + experiment::ToText({experiment::Dimension::Time, count});
}

/// A stretch of a row that is taken.
struct Taken
{
    double left = 0;
    double right = 0;
};

using Rows = std::array<std::vector<Taken>, MOST_ROWS>;

bool
IsFree(const std::vector<Taken>& row, const Taken& wanted)
{
    for (const Taken& taken : row)
    {
        if (wanted.left < taken.right && taken.left < wanted.right)
        {
            return false;
        }
    }
    return true;
}

void
Place(PlacedMark& placed, const Box& box, Rows& rows)
{
    const double width = LabelWidth(placed.mark.label);
    const bool isRight = placed.x + GAP + width <= box.Right();
    placed.left = isRight ? placed.x + GAP : placed.x - GAP - width;
    // The line below the label takes part, so that no label hides another one's line.
    const Taken wanted{isRight ? placed.x - GAP : placed.left - GAP, placed.left + width + GAP};
    for (std::size_t row = 0; row < rows.size(); ++row)
    {
        if (IsFree(rows[row], wanted))
        {
            rows[row].push_back(wanted);
            placed.row = row;
            return;
        }
    }
}

} // namespace

double
LabelWidth(std::string_view text)
{
    return LETTER * static_cast<double>(experiment::CodePoints(experiment::Printable(text)));
}

MarkRows
PlaceMarks(const std::vector<Mark>& marks, const Plot& plot)
{
    MarkRows placed;
    Rows rows;
    for (const Mark& mark : marks)
    {
        PlacedMark one{mark, plot.X(mark.at), std::nullopt, 0};
        Place(one, plot.box, rows);
        placed.rows = one.row ? std::max(placed.rows, *one.row + 1) : placed.rows;
        placed.marks.push_back(one);
    }
    return placed;
}

void
DrawMarks(SvgWriter& svg, const MarkRows& placed, const std::vector<Box>& boxes)
{
    for (const PlacedMark& one : placed.marks)
    {
        const double above = one.row ? ROW * static_cast<double>(placed.rows - *one.row) : 0;
        svg.OpenGroup(LineStyle(one.mark.kind));
        svg.Tooltip(TextOf(one.mark));
        for (const Box& box : boxes)
        {
            const double top = &box == &boxes.front() ? box.top - above : box.top;
            svg.AddLine({one.x, top}, {one.x, box.Bottom()}, "");
        }
        svg.CloseGroup();
    }
    // After all lines, with an edge of the background, so that no line makes a label hard to read.
    svg.OpenGroup(R"(font-size="11" stroke="#fff" stroke-width="3" paint-order="stroke")");
    for (const PlacedMark& one : placed.marks)
    {
        if (one.row)
        {
            const double above = ROW * static_cast<double>(placed.rows - *one.row);
            svg.AddText({one.left, boxes.front().top - above + ROW - GAP}, one.mark.label, "");
        }
    }
    svg.CloseGroup();
}

double
MarkRowsHeight(const MarkRows& placed)
{
    return ROW * static_cast<double>(placed.rows);
}

} // namespace kwik::analysis
