#include "testbed/host/host-options.h"

#include <boost/program_options.hpp>
#include <iostream>

namespace kwik::testbed
{

namespace po = boost::program_options;

std::optional<HostOptions>
ReadHostOptions(int argc, const char* const* argv)
{
    HostOptions options;
    po::options_description description("Options");
    auto add = description.add_options();
    add("help,h", "show this text");
    add("scenario", po::value(&options.scenario)->required(), "scenario file");
    add("seed", po::value(&options.seed)->required(), "seed of everything random in the scenario");
    add("host", po::value(&options.host)->required(), "which of its hosts to be");
    add("alone", po::value(&options.alone), "the only server, in a reference run");
    add("epoch",
        po::value<std::int64_t>(),
        "when the run begins, on the monotonic clock in ns; else the control line says it");
    add("journal", po::value(&options.journal)->required(), "file descriptor of the journal");
    add("control", po::value(&options.control)->required(), "file descriptor of control lines");
    add("restarts", po::value(&options.restarts), "how often the host was restarted before");
    add("artefacts", po::value(&options.artefacts)->default_value("."), "folder for trace files");
    add("record-limit",
        po::value(&options.recordLimit),
        "write a record of everything that the host is told and does, of so many bytes at most");
    add("build", po::value(&options.build), "which build a record says that it is of");
    const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv).options(description).style(style).run(), values);
    if (values.contains("help"))
    {
        std::cout
            << "kwiklab-host - one client or server of a scenario on the testbed; kwiklab-lab\n"
               "starts it (docs/testbed.md)\n\n"
            << description;
        return std::nullopt;
    }
    po::notify(values);
    if (values.contains("epoch"))
    {
        options.epoch = values["epoch"].as<std::int64_t>();
    }
    return options;
}

} // namespace kwik::testbed
