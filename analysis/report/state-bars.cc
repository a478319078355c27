#include "analysis/report/state-bars.h"

#include "analysis/picture/run-marks.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

namespace kwik::analysis
{

namespace
{

using experiment::EventRow;
using Json = nlohmann::json;

/// The bars under construction, and what is open in them.
class BarBuilder
{
  public:
    void Begin(const StateBar& bar, const std::string& what, BarSegment segment)
    {
        m_open[Key(bar, what)] = {PlaceOf(bar), std::move(segment)};
    }

    void End(const StateBar& bar, const std::string& what, Instant at)
    {
        const auto open = m_open.find(Key(bar, what));
        if (open != m_open.end())
        {
            Close(open->second, at);
            m_open.erase(open);
        }
    }

    std::vector<StateBar> Finish(Instant end)
    {
        for (auto& [key, open] : m_open)
        {
            Close(open, end);
        }
        std::erase_if(m_bars, [](const StateBar& bar) { return bar.segments.empty(); });
        std::vector<StateBar> sorted;
        for (const BarKind kind : {BarKind::Session, BarKind::Path, BarKind::Host, BarKind::Link})
        {
            std::copy_if(m_bars.begin(),
                         m_bars.end(),
                         std::back_inserter(sorted),
                         [kind](auto& bar) { return bar.kind == kind; });
        }
        for (StateBar& bar : sorted)
        {
            std::sort(bar.segments.begin(), bar.segments.end(), [](auto& a, auto& b) {
                return std::tie(a.from, a.to, a.note) < std::tie(b.from, b.to, b.note);
            });
        }
        return sorted;
    }

  private:
    struct Open
    {
        std::size_t bar;
        BarSegment segment;
    };

    static std::string Key(const StateBar& bar, const std::string& what)
    {
        return std::to_string(static_cast<int>(bar.kind)) + "\n" + bar.name + "\n" + what;
    }

    std::size_t PlaceOf(const StateBar& bar)
    {
        const auto place = m_places.try_emplace(Key(bar, ""), m_bars.size());
        if (place.second)
        {
            m_bars.push_back(bar);
        }
        return place.first->second;
    }

    void Close(Open& open, Instant at)
    {
        open.segment.to = at;
        if (open.segment.from < at)
        {
            m_bars[open.bar].segments.push_back(open.segment);
        }
    }

    std::vector<StateBar> m_bars;
    std::map<std::string, std::size_t> m_places;
    std::map<std::string, Open> m_open;
};

bool
IsNothing(const std::string& state)
{
    return state == "closed" || state == "initializing";
}

std::string
TextIn(const Json& detail, const char* key)
{
    const auto found = detail.find(key);
    if (found == detail.end())
    {
        return "";
    }
    return found->is_string() ? found->get<std::string>() : found->dump();
}

void
OnState(BarBuilder& bars, const EventRow& event, const Json& detail)
{
    const bool isPath = event.kind == "path_state_changed";
    const std::string session = TextIn(detail, "session");
    const std::string server = event.subject.empty() ? TextIn(detail, "server") : event.subject;
    const std::string which = session == "1" ? "" : " #" + session;
    const StateBar bar =
        isPath ? StateBar{BarKind::Path, event.node + which + " → " + server, server, {}}
               : StateBar{BarKind::Session, event.node + which, event.node, {}};
    const std::string what = isPath ? TextIn(detail, "path") : "";
    const std::string state = TextIn(detail, "to");
    bars.End(bar, what, event.at);
    if (!IsNothing(state))
    {
        const std::string note =
            isPath ? "path " + what + ", " + TextIn(detail, "cause") : "session " + session;
        bars.Begin(bar, what, {event.at, event.at, state, note});
    }
}

struct Span
{
    std::string_view begins;
    std::string_view ends;
    BarKind kind;
    std::string_view state;
};

constexpr Span SPANS[] = {{"crash", "restart", BarKind::Host, "down"},
                          {"suspend", "resume", BarKind::Host, "suspended"},
                          {"link_down", "link_up", BarKind::Link, "down"}};

/// `loss_ppm=0 from client` has the property `loss_ppm`, the value `0`, and the rest.
struct LinkChange
{
    std::string property;
    std::string value;
    std::string rest;
};

LinkChange
LinkChangeIn(const std::string& text)
{
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::size_t space = std::min(text.find(' ', equals), text.size());
    const std::size_t value = std::min(equals + 1, space);
    return {text.substr(0, equals), text.substr(value, space - value), text.substr(space)};
}

void
OnLinkChange(BarBuilder& bars, const EventRow& event, const Json& detail)
{
    const LinkChange change = LinkChangeIn(TextIn(detail, "change"));
    const StateBar bar{BarKind::Link, event.subject, event.subject, {}};
    const std::string what = change.property + change.rest;
    bars.End(bar, what, event.at);
    // No loss, jitter or the like is how links are.
    if (change.value != "0")
    {
        const std::vector<Mark> marks = MarksOf({event});
        const std::string label = marks.empty() ? "" : marks.front().label;
        bars.Begin(bar, what, {event.at, event.at, "changed", label});
    }
}

void
OnWorld(BarBuilder& bars, const EventRow& event, const Json& detail)
{
    if (event.kind == "link_change")
    {
        OnLinkChange(bars, event, detail);
        return;
    }
    for (const Span& span : SPANS)
    {
        const StateBar bar{span.kind, event.subject, event.subject, {}};
        const std::string what(span.state);
        if (event.kind == span.begins)
        {
            bars.End(bar, what, event.at);
            bars.Begin(bar, what, {event.at, event.at, what, ""});
        }
        else if (event.kind == span.ends)
        {
            bars.End(bar, what, event.at);
        }
    }
}

} // namespace

std::vector<StateBar>
StateBarsOf(const std::vector<EventRow>& events, Instant end)
{
    BarBuilder bars;
    for (const EventRow& event : events)
    {
        const Json detail = Json::parse(event.detail, nullptr, false);
        if (!detail.is_object())
        {
            continue;
        }
        if (event.kind == "path_state_changed" || event.kind == "session_state_changed")
        {
            OnState(bars, event, detail);
        }
        else
        {
            OnWorld(bars, event, detail);
        }
    }
    return bars.Finish(end);
}

} // namespace kwik::analysis
