// kwiklab report: a page, tables or a figure of what a store has.
#include "analysis/report/page.h"
#include "cli/command.h"
#include "cli/output-file.h"
#include "cli/report-content.h"
#include "cli/report-options.h"

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

} // namespace

int
MakeReport(const Arguments& arguments)
{
    const std::optional<ReportOptions> options = ReadReportOptions(arguments);
    if (!options)
    {
        return EXIT_OK;
    }
    const analysis::ReportContent content = ReadReport(*options);
    return WriteTo(OutputPath(*options), [&](const analysis::TextSink& sink) {
        experiment::Database store(options->store, experiment::Database::Mode::Existing);
        analysis::WritePage(content, store, sink);
    });
}

} // namespace kwik::cli
