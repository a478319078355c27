#include "cli/parameters-text.h"

#include "experiment/sweep/decimal.h"

#include <algorithm>

namespace kwik::cli
{

namespace
{

/// So many a double keeps.
constexpr std::ptrdiff_t MOST_DIGITS = 15;

nlohmann::ordered_json
ValueOf(const std::string& text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c != '.'; });
    const bool isNumber = experiment::ParseDecimal(text).IsOk() && digits <= MOST_DIGITS;
    return isNumber ? nlohmann::ordered_json::parse(text) : nlohmann::ordered_json(text);
}

} // namespace

nlohmann::ordered_json
DocumentOf(const std::vector<experiment::Parameter>& parameters)
{
    auto document = nlohmann::ordered_json::object();
    for (const experiment::Parameter& parameter : parameters)
    {
        document[parameter.name] = ValueOf(parameter.value);
    }
    return document;
}

std::string
ParametersText(const std::vector<experiment::Parameter>& parameters)
{
    return DocumentOf(parameters).dump();
}

} // namespace kwik::cli
