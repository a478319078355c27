#include "testbed/kwikd/log-event.h"

#include <nlohmann/json.hpp>

namespace kwik::testbed
{

LogLevel
LevelOf(const Event& event)
{
    if (std::holds_alternative<SecurityViolation>(event) ||
        std::holds_alternative<StreamTurnedAway>(event))
    {
        return LogLevel::Warning;
    }
    return std::holds_alternative<CandidateJudged>(event) ? LogLevel::Debug : LogLevel::Info;
}

LogLine
LineOf(const Event& event)
{
    LogLine line{LevelOf(event), std::string(KindOf(event)), {}};
    const auto detail = nlohmann::ordered_json::parse(DetailOf(event));
    for (const auto& [key, value] : detail.items())
    {
        line.fields.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return line;
}

} // namespace kwik::testbed
