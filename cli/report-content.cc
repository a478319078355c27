#include "cli/report-content.h"

#include "cli/report-fidelity.h"
#include "cli/run-start.h"
#include "experiment/store/store.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <filesystem>
#include <map>

namespace kwik::cli
{

namespace
{

std::vector<bool>
ThoseAskedFor(const analysis::ReportContent& content, const std::set<std::int64_t>& wanted)
{
    std::vector<bool> detailed;
    std::size_t found = 0;
    for (const analysis::ReportRun& run : content.runs)
    {
        detailed.push_back(wanted.contains(run.row.id.value));
        found += detailed.back() ? 1 : 0;
    }
    if (found < wanted.size())
    {
        throw boost::program_options::error(
            "--runs: the store has no such run; its runs are 1 to " +
            std::to_string(content.runs.size()));
    }
    return detailed;
}

/// The first run of each point, then the second of each, and so on.
std::vector<std::size_t>
InTurns(const std::vector<analysis::RunGroup>& groups)
{
    std::map<std::size_t, std::vector<std::size_t>> turns;
    for (const analysis::RunGroup& group : groups)
    {
        for (const analysis::GroupPoint& point : group.points)
        {
            for (std::size_t turn = 0; turn < point.runs.size(); ++turn)
            {
                turns[turn].push_back(point.runs[turn]);
            }
        }
    }
    std::vector<std::size_t> order;
    for (const auto& [turn, runs] : turns)
    {
        order.insert(order.end(), runs.begin(), runs.end());
    }
    return order;
}

} // namespace

std::vector<bool>
ChooseDetailed(const analysis::ReportContent& content,
               const DetailChoice& choice,
               std::uint64_t mostRows)
{
    if (choice.isEverything)
    {
        return std::vector<bool>(content.runs.size(), true);
    }
    if (choice.runs)
    {
        return ThoseAskedFor(content, *choice.runs);
    }
    std::vector<bool> detailed(content.runs.size(), false);
    std::uint64_t rows = 0;
    bool isFirst = true;
    for (const std::size_t place : InTurns(content.groups))
    {
        const std::uint64_t more = content.runs[place].rows;
        if (isFirst || rows + more <= mostRows)
        {
            detailed[place] = true;
            rows += more;
        }
        isFirst = false;
    }
    return detailed;
}

analysis::ReportContent
ReadReport(const ReportOptions& options)
{
    analysis::ReportContent content;
    content.name = std::filesystem::path(options.store).stem().string();
    content.store = options.store;
    content.writer = "kwiklab " + ThisBuild();
    content.runs = analysis::ReadReportRuns(options.store);
    content.groups = analysis::GroupRuns(content.runs);
    experiment::Store store = experiment::Store::OpenExisting(options.store);
    content.conclusions = analysis::NewestOf(store.Conclusions());
    content.fidelity = FidelityOf(store, content);
    content.isDetailed = ChooseDetailed(content, options.details, DETAIL_ROWS);
    return content;
}

} // namespace kwik::cli
