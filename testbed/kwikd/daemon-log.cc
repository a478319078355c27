#include "testbed/kwikd/daemon-log.h"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kwik::testbed
{

namespace
{

constexpr const char* LEVELS[] = {"error", "warning", "info", "debug"};

std::string
TimeText(std::chrono::system_clock::time_point when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(
                            when - std::chrono::floor<std::chrono::seconds>(when))
                            .count();
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text, millis);
}

std::string
Quoted(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// logfmt: a value is quoted when a reader could not tell where it ends.
std::string
Value(const std::string& text)
{
    const bool isPlain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\';
    });
    return isPlain ? text : Quoted(text);
}

} // namespace

std::string
ToText(const LogLine& line, std::chrono::system_clock::time_point when, LogFormat format)
{
    const char* const level = LEVELS[static_cast<std::size_t>(line.level)];
    const bool isJson = format == LogFormat::Json;
    std::string text =
        isJson ? fmt::format(R"({{"time":"{}","level":"{}","event":{})",
                             TimeText(when),
                             level,
                             Quoted(line.event))
               : fmt::format("time={} level={} event={}", TimeText(when), level, Value(line.event));
    for (const auto& [key, value] : line.fields)
    {
        text += isJson ? "," + Quoted(key) + ":" + Quoted(value) : " " + key + "=" + Value(value);
    }
    return text + (isJson ? "}" : "");
}

DaemonLog::DaemonLog(std::ostream& out, LogLevel level, LogFormat format)
    : m_out(out),
      m_level(level),
      m_format(format)
{
}

void
DaemonLog::OnSettings(LogLevel level, LogFormat format)
{
    m_level = level;
    m_format = format;
}

bool
DaemonLog::Wants(LogLevel level) const
{
    return level <= m_level;
}

void
DaemonLog::Write(const LogLine& line)
{
    if (Wants(line.level))
    {
        m_out << ToText(line, std::chrono::system_clock::now(), m_format) << std::endl;
    }
}

} // namespace kwik::testbed
