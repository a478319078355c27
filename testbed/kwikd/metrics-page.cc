#include "testbed/kwikd/metrics-page.h"

#include "protocol-core/base/assert.h"

#include <fmt/format.h>

namespace kwik::testbed
{

namespace
{

constexpr const char* TYPES[] = {"counter", "gauge", "histogram"};

enum class Place : std::uint8_t
{
    Help,
    Label,
};

std::string
Escaped(std::string_view text, Place place)
{
    std::string escaped;
    for (const char c : text)
    {
        if (c == '\n')
        {
            escaped += "\\n";
            continue;
        }
        if (c == '\\' || (c == '"' && place == Place::Label))
        {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

} // namespace

void
MetricsPage::Family(std::string_view name, MetricType type, std::string_view help)
{
    KWIK_ASSERT(name.ends_with("_total") == (type == MetricType::Counter));
    m_name = name;
    m_text += fmt::format("# HELP {} {}\n# TYPE {} {}\n",
                          name,
                          Escaped(help, Place::Help),
                          name,
                          TYPES[static_cast<std::size_t>(type)]);
}

void
MetricsPage::Sample(double value, const std::vector<Label>& labels, std::string_view suffix)
{
    std::string told;
    for (const Label& label : labels)
    {
        told += fmt::format("{}{}=\"{}\"",
                            told.empty() ? "" : ",",
                            label.name,
                            Escaped(label.value, Place::Label));
    }
    m_text += fmt::format("{}{}{} {}\n",
                          m_name,
                          suffix,
                          told.empty() ? "" : "{" + told + "}",
                          fmt::format("{:.17g}", value));
}

const std::string&
MetricsPage::Text() const
{
    return m_text;
}

} // namespace kwik::testbed
