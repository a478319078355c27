#include "cli/run-announcer.h"

#include "cli/progress-line.h"

namespace kwik::cli
{

namespace
{

/// To the first column, and erase the line.
constexpr std::string_view FRESH_LINE = "\r\033[K";

} // namespace

RunAnnouncer::RunAnnouncer(std::ostream& out, const OutputStyle& style, Verbosity verbosity)
    : m_out(out),
      m_style(style),
      m_verbosity(verbosity)
{
}

void
RunAnnouncer::Started(const std::string& title)
{
    if (m_verbosity == Verbosity::Normal && !HasProgressLine())
    {
        Write(title + ": started");
    }
}

void
RunAnnouncer::Ended(const std::string& title, const std::string& how, Tidings tidings)
{
    if (m_verbosity == Verbosity::Normal || tidings == Tidings::Bad)
    {
        const Colour colour = tidings == Tidings::Bad ? Colour::Bad : Colour::Plain;
        Write(title + ": " + Painted(how, colour, m_style));
    }
}

void
RunAnnouncer::Say(const std::string& line)
{
    if (m_verbosity == Verbosity::Normal)
    {
        Write(line);
    }
}

void
RunAnnouncer::Show(const CampaignProgress& progress)
{
    if (!HasProgressLine())
    {
        return;
    }
    std::string line = ProgressLine(progress, m_style);
    if (line != m_progressLine)
    {
        m_progressLine = std::move(line);
        m_out << FRESH_LINE << m_progressLine << std::flush;
    }
}

void
RunAnnouncer::Clear()
{
    if (!m_progressLine.empty())
    {
        m_progressLine.clear();
        m_out << FRESH_LINE << std::flush;
    }
}

bool
RunAnnouncer::HasProgressLine() const
{
    return m_style.isTerminal && m_verbosity == Verbosity::Normal;
}

void
RunAnnouncer::Write(const std::string& line)
{
    const std::string progress = m_progressLine;
    Clear();
    m_out << line << "\n" << progress << std::flush;
    m_progressLine = progress;
}

} // namespace kwik::cli
