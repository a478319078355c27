#ifndef KWIK_CLI_RUN_ANNOUNCER_H
#define KWIK_CLI_RUN_ANNOUNCER_H

#include "cli/output-style.h"
#include "cli/progress-tracker.h"

#include <cstdint>
#include <ostream>
#include <string>

namespace kwik::cli
{

enum class Verbosity : std::uint8_t
{
    Quiet, ///< What went wrong, and nothing else.
    Normal,
};

/// What a line is about.
enum class Tidings : std::uint8_t
{
    Good,
    Bad,
};

/**
 * Says what goes on, to standard error: a line for every run that ends, and above it on a terminal
 * one line of progress that is rewritten in place. Elsewhere a line for every run that starts.
 */
class RunAnnouncer
{
  public:
    /// @p out outlives the announcer.
    RunAnnouncer(std::ostream& out, const OutputStyle& style, Verbosity verbosity);

    void Started(const std::string& title);
    void Ended(const std::string& title, const std::string& how, Tidings tidings);
    /// Something about the whole campaign.
    void Say(const std::string& line);
    /// Rewrites the line of progress, if there is one.
    void Show(const CampaignProgress& progress);
    /// Takes the line of progress away.
    void Clear();

  private:
    bool HasProgressLine() const;
    void Write(const std::string& line);

    std::ostream& m_out;
    OutputStyle m_style;
    Verbosity m_verbosity;
    std::string m_progressLine; ///< As it stands on the terminal.
};

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_ANNOUNCER_H
