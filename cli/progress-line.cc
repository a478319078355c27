#include "cli/progress-line.h"

#include "cli/wording.h"

#include <algorithm>
#include <fmt/format.h>

namespace kwik::cli
{

namespace
{

constexpr std::size_t BAR_COLUMNS = 12;

double
Seconds(Duration span)
{
    return std::chrono::duration<double>(span).count();
}

std::string
Bar(double share, const OutputStyle& style)
{
    const auto full = static_cast<std::size_t>(share * BAR_COLUMNS + 0.5);
    std::string done;
    std::string open;
    for (std::size_t i = 0; i < BAR_COLUMNS; ++i)
    {
        const bool isDone = i < full;
        (isDone ? done : open) += style.isUtf8 ? (isDone ? "━" : "─") : (isDone ? "#" : ".");
    }
    return Painted(done, Colour::Accent, style) + Painted(open, Colour::Faint, style);
}

std::string
RunningText(const std::vector<RunningRun>& running)
{
    std::vector<std::string> texts;
    for (const RunningRun& run : running)
    {
        texts.push_back(fmt::format("{}: {:.1f} of {:g} s",
                                    run.title,
                                    Seconds(run.simulated),
                                    Seconds(run.limit)));
    }
    return Joined(texts, ", ");
}

} // namespace

std::string
ProgressLine(const CampaignProgress& progress, const OutputStyle& style)
{
    std::string text = fmt::format(" {:3.0f} %  {} of {}",
                                   progress.share * 100,
                                   progress.done,
                                   Counted(progress.total, "run"));
    if (progress.left)
    {
        text += "  " + RoughTime(*progress.left) + " left";
    }
    if (progress.speed > 0)
    {
        text += fmt::format("  {:.1f}x real time", progress.speed);
    }
    if (!progress.running.empty())
    {
        text += "  " + RunningText(progress.running);
    }
    // A terminal breaks a line that fills the last column.
    const std::size_t columns = style.columns > BAR_COLUMNS ? style.columns - BAR_COLUMNS - 1 : 0;
    return Bar(progress.share, style) + Clipped(text, columns, style.isUtf8 ? "…" : "~");
}

} // namespace kwik::cli
