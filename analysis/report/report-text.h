#ifndef KWIK_ANALYSIS_REPORT_REPORT_TEXT_H
#define KWIK_ANALYSIS_REPORT_REPORT_TEXT_H

#include <string>
#include <string_view>

namespace kwik::analysis
{

/// A value of the store for people: "38.26 Mbit/s". @p unit is one of the store's; of a negative
/// value the sign stands first.
std::string QuantityText(std::string_view unit, double value);

/// The difference of two values: that of two shares is in points.
std::string DifferenceText(std::string_view unit, double difference);

/// A text of the store in a cell of a Markdown table: what Markdown or HTML would take for its own
/// is escaped.
std::string MarkdownText(std::string_view text);

/// How many units of the store a figure's unit is, and its name: {1e6, "Mbit/s"}.
struct FigureUnit
{
    double factor = 1;
    std::string name;
};

/// The largest unit in which @p largest is at least 1.
FigureUnit FigureUnitOf(std::string_view unit, double largest);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_REPORT_TEXT_H
