#include "experiment/run/timeline-telling.h"

#include <algorithm>
#include <string>

namespace kwik::experiment
{

namespace
{

/// What an observer is told of an action.
struct Telling
{
    TimelineStep operator()(const CrashHost& crash) const
    {
        return {StepKind::Crash, crash.host, ""};
    }

    TimelineStep operator()(const RestartHost& restart) const
    {
        return {StepKind::Restart, restart.host, ""};
    }

    TimelineStep operator()(const SuspendHost& suspend) const
    {
        return {StepKind::Suspend, suspend.host, ""};
    }

    TimelineStep operator()(const ResumeHost& resume) const
    {
        return {StepKind::Resume, resume.host, ""};
    }

    TimelineStep operator()(const RebindHost& rebind) const
    {
        return {StepKind::Rebind, rebind.host, ""};
    }

    TimelineStep operator()(const MigrateHost& migrate) const
    {
        return {StepKind::Migrate, migrate.host, "via=" + migrate.via};
    }

    TimelineStep operator()(const PaceDownload& pace) const
    {
        return {StepKind::PaceChange,
                "workload " + std::to_string(pace.workload),
                "rate_bps=" + std::to_string(pace.rate.bitsPerSecond)};
    }

    TimelineStep operator()(const ChangeLink& change) const
    {
        const std::string name = std::min(change.link[0], change.link[1]) + "-" +
                                 std::max(change.link[0], change.link[1]);
        return {KindOf(change), name, DetailOf(change)};
    }

    static StepKind KindOf(const ChangeLink& change)
    {
        if (change.property != LinkProperty::State)
        {
            return StepKind::LinkChange;
        }
        const bool isDown = change.values[0] == PropertyValue(LinkState::Down) ||
                            change.values[1] == PropertyValue(LinkState::Down);
        return isDown ? StepKind::LinkDown : StepKind::LinkUp;
    }

    /// `loss_ppm=20000`, and behind it who sends, when only one direction changes or both differ.
    static std::string DetailOf(const ChangeLink& change)
    {
        if (change.values[0] == change.values[1])
        {
            return ToText(change.property, *change.values[0]);
        }
        std::string text;
        for (const std::size_t sender : {0U, 1U})
        {
            if (const auto& value = change.values[sender])
            {
                const std::string what = ToText(change.property, *value);
                text += (text.empty() ? "" : ", ") + what + (what.empty() ? "" : " ");
                text += "from " + change.link[sender];
            }
        }
        return text;
    }
};

} // namespace

TimelineStep
StepOf(const TimelineAction& action)
{
    return std::visit(Telling{}, action.what);
}

} // namespace kwik::experiment
