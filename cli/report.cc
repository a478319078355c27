// kwiklab report: a page, tables or a figure of what a store has.
#include "analysis/report/figure.h"
#include "analysis/report/markdown.h"
#include "analysis/report/page.h"
#include "cli/command.h"
#include "cli/output-file.h"
#include "cli/report-content.h"
#include "cli/report-options.h"
#include "cli/run-gnuplot.h"

#include <boost/program_options/errors.hpp>
#include <functional>
#include <iostream>

namespace kwik::cli
{

namespace
{

/// Writes to where the options say, all or nothing. @return the exit code
int
WriteTo(const std::string& path, const std::function<void(const analysis::TextSink&)>& writer)
{
    if (path == "-")
    {
        writer([](std::string_view text) { std::cout << text; });
        return EXIT_OK;
    }
    OutputFile file(path);
    writer([&file](std::string_view text) { file.Write(text); });
    if (!file.Keep())
    {
        std::cerr << "kwiklab report: " << path << " could not be written to its end\n";
        return EXIT_BROKEN;
    }
    std::cout << path << "\n";
    return EXIT_OK;
}

analysis::FigureForm
FormOf(ReportFormat format)
{
    switch (format)
    {
    case ReportFormat::Svg:
        return analysis::FigureForm::Svg;
    case ReportFormat::Pdf:
        return analysis::FigureForm::Pdf;
    case ReportFormat::Html:
    case ReportFormat::Markdown:
    case ReportFormat::Gnuplot:
        break;
    }
    return analysis::FigureForm::Script;
}

std::string
FigureOf(const analysis::ReportContent& content,
         experiment::Database& store,
         const ReportOptions& options)
{
    const analysis::FigureForm form = FormOf(options.format);
    try
    {
        const std::string script =
            analysis::FigureScript(content,
                                   store,
                                   {options.figure, options.metric, options.run, form});
        return form == analysis::FigureForm::Script ? script : RunGnuplot(script);
    }
    catch (const analysis::FigureError& error)
    {
        throw boost::program_options::error(error.what());
    }
}

/// Everything is made before anything is written, but for a page: that may be large.
int
Write(const analysis::ReportContent& content, const ReportOptions& options)
{
    experiment::Database store(options.store, experiment::Database::Mode::Existing);
    const std::string path = OutputPath(options);
    if (options.format == ReportFormat::Html)
    {
        return WriteTo(path, [&](const analysis::TextSink& sink) {
            analysis::WritePage(content, store, sink);
        });
    }
    const std::string text = options.format == ReportFormat::Markdown
                                 ? analysis::MarkdownReport(content)
                                 : FigureOf(content, store, options);
    return WriteTo(path, [&text](const analysis::TextSink& sink) { sink(text); });
}

} // namespace

int
MakeReport(const Arguments& arguments)
{
    const std::optional<ReportOptions> options = ReadReportOptions(arguments);
    if (!options)
    {
        return EXIT_OK;
    }
    return Write(ReadReport(*options), *options);
}

} // namespace kwik::cli
