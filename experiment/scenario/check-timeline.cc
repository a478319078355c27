#include "experiment/scenario/check-context.h"
#include "experiment/scenario/link-property.h"
#include "experiment/text/nearest-name.h"

#include <map>
#include <set>
#include <tuple>

namespace kwik::experiment
{

namespace
{

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
        if (entry.suspend)
        {
            CheckSuspend(*entry.suspend, path + ".suspend");
        }
        if (entry.resume)
        {
            CheckResume(*entry.resume, path + ".resume");
        }
        if (entry.rebind)
        {
            m_context.HostAt(path + ".rebind", *entry.rebind, HostRole::Client);
        }
        if (entry.migrate)
        {
            CheckMigration(*entry.migrate, path + ".migrate");
        }
        if (entry.pace)
        {
            CheckPace(*entry.pace, path + ".pace.workload");
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
        m_suspended.erase(name);
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

    void CheckSuspend(const std::string& name, const std::string& path)
    {
        const HostSpec* host = m_context.HostAt(path, name);
        m_isStateKnown = m_isStateKnown && host != nullptr;
        if (host == nullptr)
        {
            return;
        }
        if (host->role == HostRole::Router && m_context.IsSound("hosts." + name))
        {
            m_context.Refuse(path,
                             Quoted(name) + " is a router, where no process runs; allowed: "
                                            "clients and servers");
        }
        else if (m_crashed.contains(name) && m_isStateKnown)
        {
            m_context.Refuse(path, Quoted(name) + " has crashed before and was not restarted");
        }
        else if (!m_suspended.insert(name).second && m_isStateKnown)
        {
            m_context.Refuse(path, Quoted(name) + " is suspended already");
        }
    }

    void CheckResume(const std::string& name, const std::string& path)
    {
        const HostSpec* host = m_context.HostAt(path, name);
        m_isStateKnown = m_isStateKnown && host != nullptr;
        if (m_suspended.erase(name) == 0 && m_isStateKnown)
        {
            m_context.Refuse(path,
                             Quoted(name) + " is not suspended: no suspension comes before this");
        }
    }

    void CheckMigration(const MigrationSpec& migration, const std::string& path) const
    {
        const HostSpec* host = m_context.HostAt(path + ".host", migration.host, HostRole::Client);
        const HostSpec* via = m_context.HostAt(path + ".via", migration.via);
        if (host == nullptr || via == nullptr || !m_context.IsSound("links"))
        {
            return;
        }
        if (FindLink(m_context.Read(), {migration.host, migration.via}) == nullptr)
        {
            m_context.Refuse(path + ".via",
                             "no link joins " + Quoted(migration.host) + " and " +
                                 Quoted(migration.via) + "; see 'links'");
        }
    }

    void CheckPace(const PaceSpec& pace, const std::string& path) const
    {
        const std::vector<WorkloadSpec>& workload = m_context.Read().workload;
        if (!m_context.IsSound("workload"))
        {
            return;
        }
        const bool isThere = pace.workload < workload.size();
        const auto& download = isThere ? workload[pace.workload].download : std::nullopt;
        if (!isThere)
        {
            m_context.Refuse(path,
                             "there are " + std::to_string(workload.size()) +
                                 " workloads, counted from 0");
        }
        else if (!download || !download->pace)
        {
            m_context.Refuse(path,
                             "this workload has no pace; allowed: downloads with the key 'pace'");
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
        if (entry.from && *entry.from != hosts[0] && *entry.from != hosts[1])
        {
            m_context.Refuse(path + ".from",
                             Quoted(*entry.from) + " is at no end of the link; allowed: " +
                                 ListOf({hosts[0], hosts[1]}));
            return;
        }
        CheckSpan(entry, path);
        for (const std::string& sender : hosts)
        {
            if (entry.from.value_or(sender) == sender)
            {
                CheckOverlap(entry, {link->between, sender, ChangeOf(entry).property}, path);
            }
        }
    }

    void CheckSpan(const TimelineEntry& entry, const std::string& path) const
    {
        if (entry.over && entry.state)
        {
            m_context.Refuse(path + ".over", "a state has nothing in between; remove the key");
        }
        if (!entry.repeat || !entry.lasting)
        {
            return;
        }
        if (entry.repeat->every <= *entry.lasting)
        {
            m_context.Refuse(path + ".repeat.every",
                             "must be more than for, which is " + TimeText(*entry.lasting));
        }
        const Duration last = LastBeginning(entry);
        if (m_context.IsSound("duration") && last >= m_context.Read().duration)
        {
            m_context.Refuse(path + ".repeat.times",
                             "the last begins at " + TimeText(last) +
                                 ", which is not before the end of the run at " +
                                 TimeText(m_context.Read().duration));
        }
    }

    static Duration LastBeginning(const TimelineEntry& entry)
    {
        const RepeatSpec repeat = entry.repeat.value_or(RepeatSpec{Duration{}, 1});
        return entry.at + (repeat.times - 1) * repeat.every;
    }

    /// What changes in one direction of a link.
    using Matter = std::tuple<HostPair, std::string, LinkProperty>;

    /// While a change is not over, what it returns to, or starts from, would be ambiguous.
    void CheckOverlap(const TimelineEntry& entry, const Matter& matter, const std::string& path)
    {
        Phase& last = m_phases[matter];
        if (entry.at < last.end && m_context.IsSound(path))
        {
            m_context.Refuse(path + ".at",
                             "the change in line " + std::to_string(m_context.LineOf(last.path)) +
                                 " lasts until " + TimeText(last.end));
        }
        const Duration span = entry.lasting.value_or(entry.over.value_or(Duration::zero()));
        last = {LastBeginning(entry) + span, path};
    }

    struct Phase
    {
        Duration end{};
        std::string path;
    };

    const CheckContext& m_context;
    bool m_isStateKnown; ///< Whether every crash and restart so far could be understood.
    std::set<std::string> m_crashed;
    std::set<std::string> m_suspended;
    std::map<Matter, Phase> m_phases;
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
