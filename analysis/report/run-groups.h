#ifndef KWIK_ANALYSIS_REPORT_RUN_GROUPS_H
#define KWIK_ANALYSIS_REPORT_RUN_GROUPS_H

#include "analysis/report/report-run.h"

#include <cstddef>
#include <string>
#include <vector>

namespace kwik::analysis
{

/// What was run with the same parameters in the same world; its runs differ in their seeds.
struct GroupPoint
{
    nlohmann::ordered_json values; ///< Of the group's parameters, in their order.
    experiment::World world = experiment::World::Simulation;
    std::vector<std::size_t> runs; ///< Places in the list of runs, by their seeds.
};

/// The runs of one scenario file, as far as a store tells: all points of its sweep.
struct RunGroup
{
    std::string title; ///< With `${name}` in place of what varies.
    std::vector<std::string> parameters;
    std::vector<GroupPoint> points;

    bool HasBothWorlds() const;
    std::vector<std::size_t> Runs() const;
};

/**
 * Puts together what was varied by one sweep: runs with the same names of parameters, and with
 * titles that agree but for the parameters' values. Runs of `kwiklab rank` say their scheduler
 * before their title; there it is the parameter `scheduler`. Groups and points are in the order of
 * their first runs.
 */
std::vector<RunGroup> GroupRuns(const std::vector<ReportRun>& runs);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_RUN_GROUPS_H
