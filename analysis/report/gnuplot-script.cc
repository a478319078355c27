#include "analysis/report/gnuplot-script.h"

#include "analysis/picture/palette.h"
#include "experiment/text/printable.h"

#include <fmt/format.h>

namespace kwik::analysis
{

namespace
{

/// For a column of a paper: letters as large as its text, no colours that are lost in print.
constexpr std::string_view COMMON = "set encoding utf8\n"
                                    "set border 3 linecolor rgb '#444444'\n"
                                    "set tics nomirror out\n"
                                    "set grid linecolor rgb '#dddddd' linetype 1\n"
                                    "set key outside top center horizontal noenhanced\n";

std::string_view
TerminalOf(FigureForm form)
{
    switch (form)
    {
    case FigureForm::Svg:
        return "set terminal svg noenhanced size 640,384 font 'Helvetica,14' background 'white'\n";
    case FigureForm::Pdf:
        return "set terminal pdfcairo noenhanced size 12cm,7.2cm font 'Helvetica,10'\n";
    case FigureForm::Script:
        break;
    }
    return "# set terminal pdfcairo noenhanced size 12cm,7.2cm font 'Helvetica,10'\n"
           "# set output 'figure.pdf'\n"
           "set termoption noenhanced\n";
}

} // namespace

std::string
Quoted(std::string_view text)
{
    std::string quoted = "'";
    for (const char letter : experiment::Printable(text))
    {
        quoted += letter == '\'' ? "''" : std::string(1, letter);
    }
    return quoted + "'";
}

GnuplotScript::GnuplotScript(FigureForm form)
    : m_head(std::string(TerminalOf(form)) + std::string(COMMON))
{
}

void
GnuplotScript::Set(const std::string& line)
{
    m_settings += "set " + line + "\n";
}

void
GnuplotScript::Label(std::string_view axis, std::string_view text, std::string_view unit)
{
    const std::string label =
        std::string(text) + (unit.empty() ? "" : " (" + std::string(unit) + ")");
    Set(std::string(axis) + "label " + Quoted(label) + " noenhanced");
}

std::string
GnuplotScript::AddData(const std::vector<std::vector<double>>& rows)
{
    const std::string name = "$data" + std::to_string(++m_blocks);
    m_data += name + " << END_OF_DATA\n";
    for (const std::vector<double>& row : rows)
    {
        m_data += fmt::format("{}\n", fmt::join(row, " "));
    }
    m_data += "END_OF_DATA\n";
    return name;
}

void
GnuplotScript::Plot(const std::string& element)
{
    m_plots.push_back(element);
}

std::string
GnuplotScript::Text() const
{
    return m_head + m_data + m_settings + fmt::format("plot {}\n", fmt::join(m_plots, ", \\\n  "));
}

std::string
LineStyle(std::size_t place)
{
    return fmt::format("linecolor rgb '{}' linewidth 2 dashtype {}",
                       ServerColour(place),
                       place % 4 + 1);
}

} // namespace kwik::analysis
