// kwiklab-replay: plays the record of a host. kwiklab replay starts it.
#include "cli/options.h"
#include "cli/replay-options.h"
#include "cli/replay/replay-report.h"
#include "cli/scenario-files.h"
#include "experiment/run/trace-files.h"
#include "replay/replay.h"

#include <csignal>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

/// Where the replay is, for who asks why it has ended.
struct Position
{
    volatile std::sig_atomic_t isSet = 0;
    std::uint64_t entry = 0;
    Instant at;
};

Position g_position;

/// A host that contradicted itself when it was recorded does so again; this says where.
void
OnAbort(int)
{
    if (g_position.isSet != 0)
    {
        const std::string where = fmt::format(
            "kwiklab-replay: the host has ended itself after entry {}, at {} ns; what it "
            "has said is above. A debugger stops there: gdb --args kwiklab-replay ...\n",
            g_position.entry,
            g_position.at.time_since_epoch().count());
        static_cast<void>(!::write(STDERR_FILENO, where.data(), where.size()));
    }
    std::signal(SIGABRT, SIG_DFL);
    std::raise(SIGABRT);
}

replay::Score::Watcher
WatcherFor(const ReplayOptions& options)
{
    return [options](const replay::NumberedEntry& entry) {
        g_position.entry = entry.number;
        g_position.at = entry.now;
        g_position.isSet = 1;
        const bool isWanted =
            options.hasLog || (options.hasEvents && entry.entry.kind == replay::EntryKind::Event);
        if (isWanted)
        {
            std::cout << LineOf(entry) << "\n";
        }
    };
}

experiment::RecordSpec
TracesWanted(const ReplayOptions& options)
{
    experiment::RecordSpec record;
    record.qlog = options.traces.has_value();
    record.keylog = options.traces.has_value();
    return record;
}

void
Print(const ReplayResult& result, const ReplayOptions& options)
{
    if (options.form == OutputForm::Json)
    {
        PrintJson(DocumentOf(result));
        return;
    }
    std::cout << (options.hasLog || options.hasEvents ? "\n" : "") << TextOf(result);
}

int
Run(const ReplayOptions& options)
{
    if (options.hasLog || options.hasEvents)
    {
        std::cout << std::unitbuf; // What comes before the end of a host that ends itself counts.
    }
    replay::RecordReader reader = replay::RecordReader::Load(options.file);
    const replay::RecordHeader header = reader.Header();
    experiment::TraceFiles traces(TracesWanted(options), options.traces.value_or("."));
    {
        replay::Replay play(reader,
                            {options.until, WatcherFor(options), traces.TracesOf(header.host)});
        play.Play();
        const replay::Score& score = play.Outcome();
        Print({options.file,
               play.Scenario().title,
               header,
               score,
               reader.Ending(),
               !score.IsFollowing()},
              options);
        if (score.Found())
        {
            traces.Close();
            return EXIT_UNMET;
        }
    }
    traces.Close();
    return EXIT_OK;
}

} // namespace

} // namespace kwik::cli

int
main(int argc, char** argv)
{
    using namespace kwik::cli;
    std::signal(SIGABRT, OnAbort);
    std::string file = "kwiklab-replay";
    try
    {
        const auto options = ReadReplayOptions({argv + 1, argv + argc});
        file = options ? options->file : file;
        return options ? Run(*options) : EXIT_OK;
    }
    catch (const kwik::replay::RecordError& error)
    {
        std::cerr << file << ": " << error.what() << "\n";
        return EXIT_USAGE;
    }
    catch (const boost::program_options::error& error)
    {
        std::cerr << "kwiklab replay: " << error.what() << "\n";
        return EXIT_USAGE;
    }
    catch (const std::exception& error)
    {
        std::cerr << file << ": " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}
