#include "cli/replay-options.h"

#include "cli/options.h"
#include "experiment/text/quantity.h"

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

constexpr HelpText HELP{
    "kwiklab replay FILE [OPTIONS]",
    "Plays the record of one host of the testbed, which kwiklab testbed run --record has written:\n"
    "the host is built again without sockets, is told in virtual time what it was told, and has "
    "to\n"
    "do the same, bit for bit: every datagram, every timer, every event. The first thing that it\n"
    "does otherwise is printed, with what the host was told and what came before it.\n\n"
    "A real failure can so be looked at again and again: with --events and --log, with a qlog\n"
    "that the real run did not have, or in a debugger, in which it happens at the same entry each\n"
    "time:\n"
    "  gdb --args build/release/cli/kwiklab-replay FILE\n\n"
    "A record of a host that was killed ends where it was; that is said, and is no difference. To\n"
    "play a record with changed code shows the first thing that the change changes.\n\n"
    "A record has the host's secrets.",
    "  kwiklab testbed run scenarios/failover.yaml --seed 1 --record\n"
    "  kwiklab replay results/failover-testbed/failover-seed1/client.kwikrec\n"
    "  kwiklab replay client.kwikrec --until '2.5 s' --log | tail\n"
    "  kwiklab replay client.kwikrec --qlog traces\n\n"
    "--json prints {\"file\", \"host\", \"seed\", \"restarts\", \"title\", \"recorded_by\", "
    "\"build\",\n"
    "\"entries\": {KIND: n}, \"received_bytes\", \"sent_bytes\", \"t_ns\", \"end\", \"equal\",\n"
    "\"difference\"}; docs/cli.md explains it.\n\n"
    "Exit codes: 0 all the same; 1 something differs; 2 a mistake in the command line, or no\n"
    "record that makes sense."};

Instant
UntilIn(const po::variables_map& values)
{
    if (!values.contains("until"))
    {
        return NEVER;
    }
    const std::string text = values["until"].as<std::string>();
    const auto time = experiment::ParseQuantity(text, experiment::Dimension::Time);
    if (!time.IsOk())
    {
        throw po::error("--until '" + text + "': write a time, for example '2.5 s'");
    }
    return Instant(Duration(static_cast<Duration::rep>(time.Value())));
}

} // namespace

std::optional<ReplayOptions>
ReadReplayOptions(const Arguments& arguments)
{
    constexpr const char* FILES = "record files";
    po::options_description description("Options");
    auto add = description.add_options();
    add("until",
        po::value<std::string>()->value_name("TIME"),
        "stop before what the host was told later");
    add("events", po::bool_switch(), "print its events");
    add("log", po::bool_switch(), "print everything that it was told and did");
    add("qlog",
        po::value<std::string>()->value_name("DIR"),
        "write a qlog of each QUIC connection there, and keys.log");
    AddJsonOption(description);
    const auto values = ReadOptions(arguments, description, FILES, HELP);
    if (!values)
    {
        return std::nullopt;
    }
    const std::vector<std::string> files = Listed(*values, FILES);
    if (files.size() != 1)
    {
        throw po::error("write the file of one record");
    }
    ReplayOptions options;
    options.file = files.front();
    options.until = UntilIn(*values);
    options.hasEvents = (*values)["events"].as<bool>();
    options.hasLog = (*values)["log"].as<bool>();
    options.form = FormOf(*values);
    if (values->contains("qlog"))
    {
        options.traces = (*values)["qlog"].as<std::string>();
    }
    if (options.form == OutputForm::Json && (options.hasEvents || options.hasLog))
    {
        throw po::error("--json prints one document; leave --events and --log out");
    }
    return options;
}

} // namespace kwik::cli
