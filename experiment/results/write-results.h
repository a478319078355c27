#ifndef KWIK_EXPERIMENT_RESULTS_WRITE_RESULTS_H
#define KWIK_EXPERIMENT_RESULTS_WRITE_RESULTS_H

#include "experiment/metrics/recorder.h"
#include "experiment/scenario/verdict.h"
#include "experiment/store/run-writer.h"

#include <vector>

namespace kwik::experiment
{

/// The summary as the store keeps it; its unit is what follows the last underscore of the metric.
SummaryRow RowOf(const SeriesSummary& summary);

/// Writes what a run amounts to: its metrics, the summaries of its samples, its verdicts and its
/// work counters. Failures are StoreErrors. @pre the run has ended, and has no results yet
void WriteResults(RunWriter& writer,
                  const Recorder& recorder,
                  const std::vector<Verdict>& verdicts);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RESULTS_WRITE_RESULTS_H
