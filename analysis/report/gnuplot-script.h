#ifndef KWIK_ANALYSIS_REPORT_GNUPLOT_SCRIPT_H
#define KWIK_ANALYSIS_REPORT_GNUPLOT_SCRIPT_H

#include "analysis/report/figure.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::analysis
{

/// A text of anybody in a gnuplot script: in single quotes, in which nothing is replaced or run.
std::string Quoted(std::string_view text);

/// Puts a script together: settings, blocks of data, and one plot command at the end.
class GnuplotScript
{
  public:
    explicit GnuplotScript(FigureForm form);

    void Set(const std::string& line);
    void Label(std::string_view axis, std::string_view text, std::string_view unit);
    /// @return the name of the block
    std::string AddData(const std::vector<std::vector<double>>& rows);
    /// What is plotted: data, columns and style, as gnuplot wants them.
    void Plot(const std::string& element);

    std::string Text() const;

  private:
    std::string m_head;
    std::string m_data;
    std::string m_settings;
    std::vector<std::string> m_plots;
    std::size_t m_blocks{0};
};

/// The colour and the dashes of the line at a place, as in the page.
std::string LineStyle(std::size_t place);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_GNUPLOT_SCRIPT_H
