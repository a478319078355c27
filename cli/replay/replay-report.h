#ifndef KWIK_CLI_REPLAY_REPLAY_REPORT_H
#define KWIK_CLI_REPLAY_REPLAY_REPORT_H

#include "replay/record-header.h"
#include "replay/record-reader.h"
#include "replay/score.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace kwik::cli
{

/// What came out of a replay.
struct ReplayResult
{
    std::string file;
    std::string title; ///< Of the scenario.
    replay::RecordHeader header;
    const replay::Score& score;
    std::optional<replay::EndReason> ending; ///< As RecordReader::Ending; of all that was read.
    bool isWhole;                            ///< Not stopped by --until.
};

/// For people.
std::string TextOf(const ReplayResult& result);
nlohmann::ordered_json DocumentOf(const ReplayResult& result);

/// One line: number, time, what it says.
std::string LineOf(const replay::NumberedEntry& entry);

} // namespace kwik::cli

#endif // KWIK_CLI_REPLAY_REPLAY_REPORT_H
