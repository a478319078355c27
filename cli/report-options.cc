#include "cli/report-options.h"

#include "cli/options.h"
#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <array>
#include <filesystem>
#include <utility>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

constexpr const char* STORES = "stores";

struct FormatWord
{
    std::string_view word;
    ReportFormat format;
    std::string_view ending;
};

constexpr std::array<FormatWord, 5> FORMATS{{{"html", ReportFormat::Html, ".html"},
                                             {"md", ReportFormat::Markdown, ".md"},
                                             {"svg", ReportFormat::Svg, ".svg"},
                                             {"pdf", ReportFormat::Pdf, ".pdf"},
                                             {"gnuplot", ReportFormat::Gnuplot, ".gnuplot"}}};

constexpr HelpText HELP{
    "kwiklab report STORE [-o FILE] [--format F] [OPTIONS]",
    "Makes one HTML page of a store: verdicts and conclusions, the plots of each run with what\n"
    "happened when, its network as it was at any instant, distributions over the seeds, sweeps,\n"
    "and how far simulation and testbed are apart. The file needs nothing else and asks no\n"
    "network; docs/report.md explains it. It is STORE with .html in place of its ending, unless\n"
    "-o says otherwise.\n\n"
    "--format md writes the tables as Markdown. The formats svg, pdf and gnuplot draw one figure\n"
    "for a paper, with gnuplot: --figure series (a sampled metric of one --run over time), ecdf\n"
    "(the distribution of a --metric over seeds, with its 95 % band), sweep (a --metric over the\n"
    "parameters) or fidelity (a --metric in both worlds).\n\n"
    "The page holds the samples and events of so many runs as make 3,000,000 rows, the first\n"
    "seeds of each point first; of the others it has the totals. --runs chooses others.\n\n"
    "Exit codes: 0 it is written; 2 a mistake in the command line; 3 it could not be written, or\n"
    "the store not be read.",
    "  kwiklab report results/failover.sqlite\n"
    "  kwiklab report results/sweep-loss.sqlite -o loss.html --runs 1,4-6\n"
    "  kwiklab report results/failover.sqlite --format md -o -\n"
    "  kwiklab report results/failover.sqlite --format pdf --figure series --run 1 --metric "
    "rtt_ns"};

po::options_description
Described()
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("output,o",
        po::value<std::string>()->value_name("FILE")->default_value(""),
        "write to this file; - is standard output");
    add("format",
        po::value<std::string>()->value_name("F")->default_value("html"),
        "html, md, svg, pdf or gnuplot");
    add("runs",
        po::value<std::string>()->value_name("LIST"),
        "put the samples and events of these runs into the page: numbers of the store such as "
        "1,4-6, or all");
    add("figure",
        po::value<std::string>()->value_name("NAME")->default_value(""),
        "what svg, pdf and gnuplot draw: series, ecdf, sweep or fidelity");
    add("metric",
        po::value<std::string>()->value_name("M")->default_value(""),
        "of the figure (default: goodput)");
    add("run", po::value<std::string>()->value_name("N"), "of a series (default: the first run)");
    return description;
}

const FormatWord&
FormatNamed(const std::string& word)
{
    experiment::Names names;
    for (const FormatWord& format : FORMATS)
    {
        if (format.word == word)
        {
            return format;
        }
        names.emplace_back(format.word);
    }
    throw po::error("--format " + word + ": there are html, md, svg, pdf and gnuplot" +
                    experiment::DidYouMean(word, names));
}

std::int64_t
RunNumber(const std::string& text, const std::string& whole)
{
    const auto number = experiment::ParseQuantity(text, experiment::Dimension::Count);
    if (!number.IsOk() || number.Value() == 0)
    {
        throw po::error(whole + ": write numbers of runs, such as 3");
    }
    return static_cast<std::int64_t>(number.Value());
}

/// "1,4-6"
std::set<std::int64_t>
RunNumbers(const std::string& list)
{
    constexpr std::int64_t MOST = 100'000;
    const std::string whole = "--runs " + list;
    std::set<std::int64_t> runs;
    std::size_t from = 0;
    while (from <= list.size())
    {
        const std::size_t comma = std::min(list.find(',', from), list.size());
        const std::string part = list.substr(from, comma - from);
        const std::size_t dash = std::min(part.find('-'), part.size());
        const std::int64_t first = RunNumber(part.substr(0, dash), whole);
        const std::int64_t last =
            dash == part.size() ? first : RunNumber(part.substr(dash + 1), whole);
        if (last < first || last - first > MOST)
        {
            throw po::error(whole + ": a range goes from a smaller to a larger number");
        }
        for (std::int64_t run = first; run <= last; ++run)
        {
            runs.insert(run);
        }
        from = comma + 1;
    }
    return runs;
}

DetailChoice
DetailsIn(const po::variables_map& values)
{
    if (!values.contains("runs"))
    {
        return {};
    }
    const std::string list = values["runs"].as<std::string>();
    if (list == "all")
    {
        return {true, std::nullopt};
    }
    return {false, RunNumbers(list)};
}

void
RefuseContradictions(const ReportOptions& options)
{
    const bool isPage =
        options.format == ReportFormat::Html || options.format == ReportFormat::Markdown;
    if (isPage && !(options.figure.empty() && options.metric.empty() && !options.run))
    {
        throw po::error("--figure, --metric and --run are for --format svg, pdf and gnuplot");
    }
    if (!isPage && options.figure.empty())
    {
        throw po::error("needs --figure series, ecdf, sweep or fidelity");
    }
}

} // namespace

std::optional<ReportOptions>
ReadReportOptions(const Arguments& arguments)
{
    const auto values = ReadOptions(arguments, Described(), STORES, HELP);
    if (!values)
    {
        return std::nullopt;
    }
    const std::vector<std::string> stores = Listed(*values, STORES);
    if (stores.size() != 1)
    {
        throw po::error("needs one store, such as results/failover.sqlite");
    }
    ReportOptions options;
    options.store = stores[0];
    options.output = (*values)["output"].as<std::string>();
    options.format = FormatNamed((*values)["format"].as<std::string>()).format;
    options.details = DetailsIn(*values);
    options.figure = (*values)["figure"].as<std::string>();
    options.metric = (*values)["metric"].as<std::string>();
    if (values->contains("run"))
    {
        const std::string run = (*values)["run"].as<std::string>();
        options.run = RunNumber(run, "--run " + run);
    }
    RefuseContradictions(options);
    return options;
}

std::string
OutputPath(const ReportOptions& options)
{
    if (!options.output.empty())
    {
        return options.output;
    }
    std::filesystem::path path(options.store);
    for (const FormatWord& format : FORMATS)
    {
        if (format.format == options.format)
        {
            const std::string figure = options.figure.empty() ? "" : "-" + options.figure;
            path.replace_extension();
            path += figure + std::string(format.ending);
        }
    }
    return path.string();
}

} // namespace kwik::cli
