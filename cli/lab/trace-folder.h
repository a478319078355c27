#ifndef KWIK_CLI_LAB_TRACE_FOLDER_H
#define KWIK_CLI_LAB_TRACE_FOLDER_H

#include "experiment/scenario/scenario.h"
#include "experiment/store/run-record.h"

#include <filesystem>
#include <vector>

namespace kwik::lab
{

/// The QUIC traces and the records that the hosts of a run have left in a folder, as artefacts; the
/// secrets of all are put into one file, keys.log. Once, after the run.
std::vector<experiment::ArtefactRow> CollectTraces(const experiment::RecordSpec& record,
                                                   const std::filesystem::path& folder);

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_TRACE_FOLDER_H
