#ifndef KWIK_ANALYSIS_REPORT_FIGURE_H
#define KWIK_ANALYSIS_REPORT_FIGURE_H

#include "analysis/report/report-document.h"
#include "experiment/store/sqlite.h"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace kwik::analysis
{

/// What was asked for cannot be drawn; what() says why, and what could be.
class FigureError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

enum class FigureForm : std::uint8_t
{
    Svg,
    Pdf,
    Script, ///< To be edited: gnuplot shows it in a window.
};

struct FigureRequest
{
    std::string name;   ///< "series", "ecdf", "sweep" or "fidelity".
    std::string metric; ///< Empty: the goodput.
    std::optional<std::int64_t> run;
    FigureForm form = FigureForm::Svg;
};

/**
 * A gnuplot script that draws one figure to gnuplot's standard output, its data within. Texts of
 * the store are quoted so that gnuplot neither runs nor formats what they say. Throws FigureError.
 */
std::string FigureScript(const ReportContent& content,
                         experiment::Database& store,
                         const FigureRequest& request);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_FIGURE_H
