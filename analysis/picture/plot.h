#ifndef KWIK_ANALYSIS_PICTURE_PLOT_H
#define KWIK_ANALYSIS_PICTURE_PLOT_H

#include "analysis/picture/axis.h"
#include "analysis/picture/svg-writer.h"
#include "protocol-core/base/instant.h"

#include <string_view>

namespace kwik::analysis
{

/// A box in which time runs to the right and a value upwards from 0.
struct Plot
{
    Box box;
    Instant end;    ///< At the right edge.
    double top = 1; ///< The value at the upper edge; more is cut off.

    double X(Instant at) const;
    double Y(double value) const;
};

/// The name of a panel whose upper left corner is at @p corner.
void DrawHeading(SvgWriter& svg, Point corner, std::string_view heading);

/// The value axis: a line across and a label for each tick.
void DrawValueAxis(SvgWriter& svg, const Plot& plot, const Ticks& ticks);

/// The time axis below the box: a label and a short line for each tick, and what it is.
void DrawTimeAxis(SvgWriter& svg, const Plot& plot);

inline constexpr double LABEL_GAP = 8; ///< Between an axis or box and its labels.
inline constexpr std::string_view LABEL_STYLE = R"(font-size="11" fill="#555")";

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_PLOT_H
