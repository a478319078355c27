#ifndef KWIK_ANALYSIS_PICTURE_MARK_ROWS_H
#define KWIK_ANALYSIS_PICTURE_MARK_ROWS_H

#include "analysis/picture/plot.h"
#include "analysis/picture/run-timeline.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace kwik::analysis
{

/// A mark on the picture, and where its label goes.
struct PlacedMark
{
    Mark mark;
    double x = 0;
    std::optional<std::size_t> row; ///< From the top; none where there is no place for a label.
    double left = 0;                ///< Where the label starts.
};

/// Marks with labels that do not overlap, in as few rows as it takes.
struct MarkRows
{
    std::vector<PlacedMark> marks;
    std::size_t rows = 0;
};

/// About how wide a text of the labels' size is.
double LabelWidth(std::string_view text);

/// A label stands right of its line, or left of it when it would leave the box.
MarkRows PlaceMarks(const std::vector<Mark>& marks, const Plot& plot);

/// The lines through each of @p boxes, and the labels above the first one.
void DrawMarks(SvgWriter& svg, const MarkRows& placed, const std::vector<Box>& boxes);

/// The height that the labels need above the box.
double MarkRowsHeight(const MarkRows& placed);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_MARK_ROWS_H
