#ifndef KWIK_CLI_REPORT_FIDELITY_H
#define KWIK_CLI_REPORT_FIDELITY_H

#include "analysis/report/report-document.h"
#include "experiment/store/store.h"

#include <vector>

namespace kwik::cli
{

/**
 * How far the two worlds are apart in every scenario that has finished runs in both, as `kwiklab
 * validate` says it. A store does not have the tolerances: they are those of a scenario file of the
 * catalogue that does the same, if there is one, else the usual ones. Of one seed and world the
 * last run counts.
 */
std::vector<analysis::Fidelity> FidelityOf(experiment::Store& store,
                                           const analysis::ReportContent& content);

} // namespace kwik::cli

#endif // KWIK_CLI_REPORT_FIDELITY_H
