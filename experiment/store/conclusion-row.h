#ifndef KWIK_EXPERIMENT_STORE_CONCLUSION_ROW_H
#define KWIK_EXPERIMENT_STORE_CONCLUSION_ROW_H

#include "experiment/store/run-record.h"
#include "protocol-core/base/instant.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace kwik::experiment
{

/// What a conclusion was drawn from.
struct ConclusionSource
{
    std::string title;
    std::string scenarioHash; ///< Of all points and the conclusions.
    std::string scenarioText; ///< Complete, with its parameters.
    CodeVersion code;
    std::string buildType;
    Duration judgedUnix{}; ///< Wall time since 1970-01-01 00:00 UTC.
    bool operator==(const ConclusionSource&) const = default;
};

/// One row of the table `conclusion`. Values are in the unit; bounds are included.
struct ConclusionRow
{
    ConclusionSource source;
    std::int64_t position = 0; ///< In the scenario's list, from 0.
    std::string name;
    std::string unit;
    std::int64_t points = 0; ///< That count, each once.
    std::int64_t seeds = 0;  ///< Of each point.
    std::int64_t valueless = 0;
    std::optional<std::int64_t> measured;
    std::optional<std::array<std::int64_t, 2>> interval;
    std::int64_t low = 0;
    std::int64_t high = 0;
    Outcome outcome = Outcome::Failed;
    bool operator==(const ConclusionRow&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_CONCLUSION_ROW_H
