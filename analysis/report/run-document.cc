#include "analysis/report/run-document.h"

#include "analysis/picture/run-marks.h"
#include "analysis/report/number-column.h"
#include "analysis/report/state-bars.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace kwik::analysis
{

namespace
{

using experiment::Database;
using experiment::EventRow;
using experiment::RunId;
using experiment::Statement;
using Json = nlohmann::ordered_json;

/// The unit that the name of a sampled metric ends in.
std::string_view
UnitOf(std::string_view metric)
{
    constexpr std::array<std::string_view, 4> UNITS{"ns", "bps", "bytes", "ppm"};
    const std::string_view ending = metric.substr(metric.rfind('_') + 1);
    const auto* const found = std::find(UNITS.begin(), UNITS.end(), ending);
    return found == UNITS.end() ? "count" : *found;
}

/// The series of a run, each with its times, which those sampled together share.
class SeriesList
{
  public:
    void Begin(const std::string& metric, const std::string& subject)
    {
        m_metric = metric;
        m_subject = subject;
    }

    bool IsOf(const std::string& metric, const std::string& subject) const
    {
        return m_metric == metric && m_subject == subject;
    }

    void Add(double at, double value)
    {
        m_times.push_back(at);
        m_values.push_back(value);
    }

    void End()
    {
        if (m_times.empty())
        {
            return;
        }
        m_last = std::max(m_last, m_times.back());
        const auto place = m_places.try_emplace(m_times, m_places.size());
        if (place.second)
        {
            m_columns.push_back(ColumnOf(m_times));
        }
        m_series.push_back({{"metric", m_metric},
                            {"subject", m_subject},
                            {"unit", UnitOf(m_metric)},
                            {"times", place.first->second},
                            {"values", ColumnOf(m_values)}});
        m_times.clear();
        m_values.clear();
    }

    double Last() const
    {
        return m_last;
    }

    void WriteTo(Json& document)
    {
        document["times"] = std::move(m_columns);
        document["series"] = std::move(m_series);
    }

  private:
    std::string m_metric;
    std::string m_subject;
    std::vector<double> m_times;
    std::vector<double> m_values;
    std::map<std::vector<double>, std::size_t> m_places;
    double m_last{0};
    Json m_columns = Json::array();
    Json m_series = Json::array();
};

SeriesList
SeriesOf(Database& store, RunId run)
{
    Statement query(store,
                    "SELECT metric, subject, t_ns, value FROM sample WHERE run = ? "
                    "ORDER BY metric, subject, t_ns");
    query.Bind(0, run.value);
    SeriesList list;
    while (query.Step())
    {
        const std::string metric = query.Text(0);
        const std::string subject = query.Text(1);
        if (!list.IsOf(metric, subject))
        {
            list.End();
            list.Begin(metric, subject);
        }
        list.Add(static_cast<double>(query.Number(2)), query.Real(3));
    }
    list.End();
    return list;
}

std::vector<EventRow>
EventsOf(Database& store, RunId run)
{
    Statement query(store,
                    "SELECT t_ns, node, kind, subject, detail FROM event WHERE run = ? "
                    "ORDER BY seq");
    query.Bind(0, run.value);
    std::vector<EventRow> events;
    while (query.Step())
    {
        events.push_back({Instant(Duration(query.Number(0))),
                          query.Text(1),
                          query.Text(2),
                          query.Text(3),
                          query.Text(4)});
    }
    return events;
}

double
NanosecondsOf(Instant at)
{
    return static_cast<double>(at.time_since_epoch().count());
}

Json
DocumentOf(const std::vector<EventRow>& events)
{
    std::vector<double> times;
    std::map<std::string, std::size_t> places;
    Json names = Json::array();
    const auto placeOf = [&places, &names](const std::string& name) {
        const auto place = places.try_emplace(name, places.size());
        if (place.second)
        {
            names.push_back(name);
        }
        return place.first->second;
    };
    Json node = Json::array();
    Json kind = Json::array();
    Json subject = Json::array();
    Json detail = Json::array();
    for (const EventRow& event : events)
    {
        times.push_back(NanosecondsOf(event.at));
        node.push_back(placeOf(event.node));
        kind.push_back(placeOf(event.kind));
        subject.push_back(placeOf(event.subject));
        detail.push_back(event.detail);
    }
    return {{"t", ColumnOf(times)},
            {"node", std::move(node)},
            {"kind", std::move(kind)},
            {"subject", std::move(subject)},
            {"detail", std::move(detail)},
            {"names", std::move(names)}};
}

std::string_view
WordOf(MarkKind kind)
{
    constexpr std::array<std::string_view, 4> WORDS{"fault", "repair", "change", "reaction"};
    return WORDS[static_cast<std::size_t>(kind)];
}

std::string_view
WordOf(BarKind kind)
{
    constexpr std::array<std::string_view, 4> WORDS{"session", "path", "host", "link"};
    return WORDS[static_cast<std::size_t>(kind)];
}

Json
DocumentOf(const std::vector<Mark>& marks)
{
    Json list = Json::array();
    for (const Mark& mark : marks)
    {
        list.push_back({NanosecondsOf(mark.at), WordOf(mark.kind), mark.label});
    }
    return list;
}

Json
DocumentOf(const std::vector<StateBar>& bars)
{
    Json list = Json::array();
    for (const StateBar& bar : bars)
    {
        Json segments = Json::array();
        for (const BarSegment& segment : bar.segments)
        {
            segments.push_back({NanosecondsOf(segment.from),
                                NanosecondsOf(segment.to),
                                segment.state,
                                segment.note});
        }
        list.push_back({{"kind", WordOf(bar.kind)},
                        {"name", bar.name},
                        {"subject", bar.subject},
                        {"segments", std::move(segments)}});
    }
    return list;
}

} // namespace

Json
RunDocument(Database& store, RunId run)
{
    SeriesList series = SeriesOf(store, run);
    const std::vector<EventRow> events = EventsOf(store, run);
    const double lastEvent = events.empty() ? 0 : NanosecondsOf(events.back().at);
    const double end = std::max({series.Last(), lastEvent, 1.0});
    const Instant endInstant{Duration(static_cast<Duration::rep>(end))};
    Json document{{"run", run.value}, {"end_ns", end}};
    series.WriteTo(document);
    document["events"] = DocumentOf(events);
    document["marks"] = DocumentOf(MarksOf(events));
    document["bars"] = DocumentOf(StateBarsOf(events, endInstant));
    return document;
}

} // namespace kwik::analysis
