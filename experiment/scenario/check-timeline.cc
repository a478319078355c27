#include "experiment/scenario/check-context.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <map>
#include <set>

namespace kwik::experiment
{

namespace
{

/// Which of the link's properties an entry changes: its place among the keys of the table.
std::size_t
PropertyOf(const TimelineEntry& entry)
{
    const std::array<bool, 4> changes{entry.loss.has_value(),
                                      entry.rate.has_value(),
                                      entry.delay.has_value(),
                                      entry.state.has_value()};
    return static_cast<std::size_t>(std::find(changes.begin(), changes.end(), true) -
                                    changes.begin());
}

/// Goes through the entries in the order of time.
class TimelineChecker
{
  public:
    explicit TimelineChecker(const CheckContext& context)
        : m_context(context),
          m_isStateKnown(context.IsSound("timeline"))
    {
    }

    void Check(const TimelineEntry& entry, const std::string& path)
    {
        CheckTime(entry, path);
        if (entry.crash)
        {
            CheckCrash(*entry.crash, path + ".crash");
        }
        if (entry.restart)
        {
            CheckRestart(*entry.restart, path + ".restart");
        }
        if (entry.link)
        {
            CheckLink(entry, path);
        }
    }

  private:
    void CheckTime(const TimelineEntry& entry, const std::string& path) const
    {
        if (m_context.IsSound("duration") && entry.at >= m_context.Read().duration)
        {
            m_context.Refuse(path + ".at",
                             TimeText(entry.at) + " is not before the end of the run at " +
                                 TimeText(m_context.Read().duration));
        }
    }

    void CheckCrash(const std::string& name, const std::string& path)
    {
        const HostSpec* host = m_context.HostAt(path, name);
        if (host == nullptr)
        {
            m_isStateKnown = false;
            return;
        }
        if (host->role == HostRole::Client && m_context.IsSound("hosts." + name))
        {
            m_context.Refuse(path,
                             Quoted(name) + " is a client, where everything is measured; "
                                            "allowed: servers and routers");
        }
        if (!m_crashed.insert(name).second && m_isStateKnown)
        {
            m_context.Refuse(path, Quoted(name) + " has crashed before and was not restarted");
        }
    }

    void CheckRestart(const std::string& name, const std::string& path)
    {
        const HostSpec* host = m_context.HostAt(path, name);
        m_isStateKnown = m_isStateKnown && host != nullptr;
        if (m_crashed.erase(name) == 0 && m_isStateKnown)
        {
            m_context.Refuse(path, Quoted(name) + " runs already: no crash comes before this");
        }
    }

    void CheckLink(const TimelineEntry& entry, const std::string& path)
    {
        const HostPair& hosts = *entry.link;
        const HostSpec* first = m_context.HostAt(PathOf(path + ".link", 0), hosts[0]);
        const HostSpec* second = m_context.HostAt(PathOf(path + ".link", 1), hosts[1]);
        if (first == nullptr || second == nullptr || !m_context.IsSound("links"))
        {
            return;
        }
        const LinkSpec* link = FindLink(m_context.Read(), hosts);
        if (link == nullptr)
        {
            m_context.Refuse(path + ".link",
                             "no link joins " + Quoted(hosts[0]) + " and " + Quoted(hosts[1]) +
                                 "; see 'links'");
            return;
        }
        CheckOverlap(entry, *link, path);
    }

    /// While a change with `for` lasts, what its end restores would be ambiguous.
    void CheckOverlap(const TimelineEntry& entry, const LinkSpec& link, const std::string& path)
    {
        Phase& last = m_phases[{link.between, PropertyOf(entry)}];
        if (entry.at < last.end)
        {
            m_context.Refuse(path + ".at",
                             "the change in line " + std::to_string(m_context.LineOf(last.path)) +
                                 " lasts until " + TimeText(last.end));
        }
        last = {entry.at + entry.lasting.value_or(Duration::zero()), path};
    }

    struct Phase
    {
        Duration end{};
        std::string path;
    };

    const CheckContext& m_context;
    bool m_isStateKnown; ///< Whether every crash and restart so far could be understood.
    std::set<std::string> m_crashed;
    std::map<std::pair<HostPair, std::size_t>, Phase> m_phases;
};

} // namespace

void
CheckTimeline(const CheckContext& context)
{
    const std::vector<TimelineEntry>& entries = context.Read().timeline;
    std::multimap<Duration, std::size_t> inOrder;
    for (std::size_t i = 0; i < entries.size(); ++i)
    {
        inOrder.emplace(entries[i].at, i);
    }
    TimelineChecker checker(context);
    for (const auto& [at, index] : inOrder)
    {
        const std::string path = PathOf("timeline", index);
        if (context.IsSound(path))
        {
            checker.Check(entries[index], path);
        }
    }
}

} // namespace kwik::experiment
