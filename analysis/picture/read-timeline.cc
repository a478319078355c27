#include "analysis/picture/read-timeline.h"

#include "analysis/picture/path-uses.h"
#include "analysis/picture/run-marks.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace kwik::analysis
{

namespace
{

using experiment::Database;
using experiment::Dimension;
using experiment::EventRow;
using experiment::RunId;
using experiment::Statement;

/// The series of one metric by their subjects, in the order of these.
std::vector<std::pair<std::string, Series>>
SamplesOf(Database& store, RunId run, std::string_view metric)
{
    Statement query(store,
                    "SELECT subject, t_ns, value FROM sample WHERE run = ? AND metric = ? "
                    "ORDER BY subject, t_ns");
    query.Bind(0, run.value).Bind(1, metric);
    std::vector<std::pair<std::string, Series>> all;
    while (query.Step())
    {
        const std::string subject = query.Text(0);
        if (all.empty() || all.back().first != subject)
        {
            all.push_back({subject, {}});
        }
        all.back().second.push_back({Instant(Duration(query.Number(1))), query.Real(2)});
    }
    return all;
}

/// The same by server: a subject may say before a slash whose view of the server it is.
std::map<std::string, std::vector<Series>>
SamplesByServer(Database& store, RunId run, std::string_view metric)
{
    std::map<std::string, std::vector<Series>> all;
    for (auto& [subject, series] : SamplesOf(store, run, metric))
    {
        all[subject.substr(subject.find('/') + 1)].push_back(std::move(series));
    }
    return all;
}

std::vector<EventRow>
EventsOf(Database& store, RunId run)
{
    Statement query(store,
                    "SELECT t_ns, node, kind, subject, detail FROM event WHERE run = ? AND kind IN "
                    "('path_state_changed', 'failover_started', 'session_state_changed', 'crash', "
                    "'restart', 'link_down', 'link_up', 'link_change') ORDER BY seq");
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

/// A metric of the run for people, or nothing if it was not measured.
std::optional<std::string>
MetricText(Database& store, RunId run, const std::string& metric, Dimension dimension)
{
    Statement query(store,
                    "SELECT mean FROM summary WHERE run = ? AND metric = ? AND subject = ''");
    query.Bind(0, run.value).Bind(1, metric);
    if (!query.Step())
    {
        return std::nullopt;
    }
    return experiment::ToRoundedText({dimension, static_cast<std::uint64_t>(query.Real(0))});
}

std::string
CaptionOf(Database& store, RunId run)
{
    Statement query(store, "SELECT seed, substr(git_commit, 1, 7) FROM run WHERE id = ?");
    query.Bind(0, run.value).Step();
    std::string caption = "seed " + query.Text(0);
    const auto delivered = MetricText(store, run, "delivered_bytes", Dimension::Size);
    const auto completion = MetricText(store, run, "completion_time", Dimension::Time);
    const auto goodput = MetricText(store, run, "goodput", Dimension::Rate);
    const auto gap = MetricText(store, run, "failover_gap", Dimension::Time);
    const auto limit = MetricText(store, run, "failover_gap_limit", Dimension::Time);
    caption += delivered ? " · " + *delivered + " delivered" : "";
    caption += completion ? " · complete after " + *completion : "";
    caption += goodput ? " · goodput " + *goodput : "";
    caption += gap ? " · longest gap at a fault " + *gap : "";
    caption += gap && limit ? " of " + *limit + " allowed" : "";
    return caption + " · commit " + query.Text(1);
}

std::string
TitleOf(Database& store, RunId run)
{
    Statement query(store, "SELECT title FROM run WHERE id = ?");
    query.Bind(0, run.value).Step();
    return query.Text(0);
}

ServerTrace&
TraceOf(RunTimeline& timeline, const std::string& name)
{
    const auto found =
        std::find_if(timeline.servers.begin(),
                     timeline.servers.end(),
                     [&name](const ServerTrace& server) { return server.name == name; });
    if (found != timeline.servers.end())
    {
        return *found;
    }
    timeline.servers.push_back({name, {}, {}, {}});
    return timeline.servers.back();
}

Instant
EndOf(const RunTimeline& timeline)
{
    Instant end{Duration{1}};
    for (const Series& series : timeline.delivered)
    {
        end = series.empty() ? end : std::max(end, series.back().at);
    }
    for (const ServerTrace& server : timeline.servers)
    {
        end = server.carried.empty() ? end : std::max(end, server.carried.back().at);
        end = server.uses.empty() ? end : std::max(end, server.uses.back().at);
    }
    return timeline.marks.empty() ? end : std::max(end, timeline.marks.back().at);
}

} // namespace

RunTimeline
ReadTimeline(Database& store, RunId run)
{
    RunTimeline timeline;
    timeline.title = TitleOf(store, run);
    timeline.caption = CaptionOf(store, run);
    const std::vector<EventRow> events = EventsOf(store, run);
    for (auto& [server, uses] : PathUsesOf(events))
    {
        TraceOf(timeline, server).uses = std::move(uses);
    }
    std::map<std::string, std::vector<Series>> carried =
        SamplesByServer(store, run, "received_bytes");
    for (auto& [server, sent] : SamplesByServer(store, run, "sent_bytes"))
    {
        std::move(sent.begin(), sent.end(), std::back_inserter(carried[server]));
    }
    for (const auto& [server, all] : carried)
    {
        TraceOf(timeline, server).carried = SumOf(all);
    }
    for (auto& [server, all] : SamplesByServer(store, run, "rtt_ns"))
    {
        TraceOf(timeline, server).rtt = std::move(all);
    }
    for (auto& [client, series] : SamplesOf(store, run, "delivered_bytes"))
    {
        timeline.delivered.push_back(std::move(series));
    }
    timeline.marks = MarksOf(events);
    timeline.end = EndOf(timeline);
    return timeline;
}

} // namespace kwik::analysis
