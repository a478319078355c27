#ifndef KWIK_ANALYSIS_REPORT_RUN_DOCUMENT_H
#define KWIK_ANALYSIS_REPORT_RUN_DOCUMENT_H

#include "experiment/store/run-record.h"
#include "experiment/store/sqlite.h"

#include <nlohmann/json.hpp>

namespace kwik::analysis
{

/**
 * Everything that happened in a run, for the page:
 *
 *   {"run", "end_ns", "times": [column], "series": [{metric, subject, unit, times, values}],
 *    "events": {t, node, kind, subject, detail, names}, "marks": [[t_ns, kind, label]],
 *    "bars": [{kind, name, subject, segments: [[from, to, state, note]]}]}
 *
 * Times are in nanoseconds. `times` of a series is a place in the list: series that were sampled
 * together share it. Of events `node`, `kind` and `subject` are places in `names`.
 */
nlohmann::ordered_json RunDocument(experiment::Database& store, experiment::RunId run);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_RUN_DOCUMENT_H
