#ifndef KWIK_EXPERIMENT_SWEEP_MAKE_GRID_H
#define KWIK_EXPERIMENT_SWEEP_MAKE_GRID_H

#include "experiment/schema/path-index.h"
#include "experiment/sweep/sweep-grid.h"
#include "experiment/sweep/sweep-spec.h"
#include "experiment/text/diagnostics.h"
#include "experiment/text/source-text.h"

#include <string>
#include <vector>

namespace kwik::experiment
{

/// A file that a scenario names, and what is wrong with it.
struct RefusedFile
{
    SourceText source;
    std::vector<Diagnostic> diagnostics;
};

/// A parameter, and where the scenario says that there is one.
struct Declaration
{
    std::string name;
    Position position;
    std::string origin; ///< Empty, or the table that it is a column of.
};

/// What came of a sweep: the grid makes sense only when nothing was refused.
struct GridReading
{
    SweepGrid grid;
    std::vector<Declaration> declarations;
    bool areAllKnown = true; ///< Every axis could be read, so no parameter is missing above.
    std::vector<RefusedFile> refused; ///< Tables.
};

/// Where a sweep was read.
struct SweepSource
{
    std::string folder;     ///< Of the scenario file; tables are looked for there.
    const PathIndex& index; ///< With the sweep at `sweep`.
    Diagnostics& diagnostics;
};

/// Reads the tables, draws what is random, and crosses the axes. What is wrong with the sweep is
/// added to the diagnostics, and what is wrong in a table to the reading as well.
GridReading MakeGrid(const std::vector<SweepSpec>& sweep, const SweepSource& source);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_MAKE_GRID_H
