#include "testbed/kwikd/daemon-options.h"

#include "testbed/kwikd/daemon-table.h"

#include <boost/program_options.hpp>
#include <sstream>
#include <vector>

namespace kwik::testbed
{

namespace
{

namespace po = boost::program_options;
using experiment::FieldShape;
using experiment::ScalarNode;

constexpr int EXIT_USAGE = 2;

const std::vector<FieldShape>&
Fields()
{
    static const experiment::Shape SHAPE = DaemonTable().Describe();
    return SHAPE.object->fields;
}

std::string
HelpOf(const FieldShape& field)
{
    return field.key.meaning +
           (field.defaultText.empty() || field.shape.form == experiment::ShapeForm::List
                ? ""
                : " Default: " + field.defaultText + ".");
}

po::options_description
Describe()
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("help,h", "show this text");
    add("config", po::value<std::string>(), "the configuration file; options override it");
    add("check",
        po::value<std::string>(),
        "says whether FILE, with the other options over it, is a configuration, and serves "
        "nothing");
    for (const FieldShape& field : Fields())
    {
        const bool isList = field.shape.form == experiment::ShapeForm::List;
        const po::value_semantic* const value =
            isList ? static_cast<po::value_semantic*>(
                         po::value<std::vector<std::string>>()->composing())
                   : po::value<std::string>();
        const std::string help = HelpOf(field) + (isList ? " May be repeated." : "");
        add(OptionOf(field).c_str(), value, help.c_str());
    }
    return description;
}

experiment::Node
NodeOf(const po::variable_value& value)
{
    if (const auto* one = boost::any_cast<std::string>(&value.value()))
    {
        return ScalarNode(*one);
    }
    std::vector<experiment::Node> items;
    for (const std::string& item : value.as<std::vector<std::string>>())
    {
        items.push_back(ScalarNode(item));
    }
    return experiment::ListNode(std::move(items));
}

DaemonCommand
Read(const po::variables_map& values)
{
    DaemonCommand command;
    command.isCheck = values.contains("check");
    if (command.isCheck && values.contains("config"))
    {
        throw po::error("--check FILE takes the place of --config FILE");
    }
    for (const char* const option : {"check", "config"})
    {
        if (values.contains(option))
        {
            command.sources.file = values[option].as<std::string>();
        }
    }
    for (const FieldShape& field : Fields())
    {
        if (values.contains(OptionOf(field)))
        {
            command.sources.options.entries.push_back(
                {field.key.name, {}, NodeOf(values[OptionOf(field)])});
        }
    }
    return command;
}

std::string
Help(const po::options_description& description)
{
    std::ostringstream text;
    text
        << "kwikd - a Kwik server: serves files and generated content to Kwik clients,\n"
           "and keeps what they upload\n\n"
           "Prints `listening ADDRESS:PORT pin PIN` when it is ready, and logs to standard error.\n"
           "SIGTERM and SIGINT: clients are sent elsewhere, then it ends; the second time at "
           "once.\n"
           "SIGHUP: the configuration file is read again.\n\n"
        << description
        << "\nExit codes: 0 it has ended as asked, or FILE is right; 2 the configuration is "
           "wrong;\n"
           "3 it cannot serve.\n\nExamples:\n"
           "  kwikd --listen 127.0.0.1:4433 --content public\n"
           "  kwikd --config /etc/kwikd/kwikd.yaml\n";
    return text.str();
}

} // namespace

ParsedDaemonOptions
ParseDaemonOptions(int argc, const char* const* argv)
{
    const po::options_description description = Describe();
    try
    {
        const int style =
            po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
        po::variables_map values;
        po::store(po::command_line_parser(argc, argv).options(description).style(style).run(),
                  values);
        po::notify(values);
        if (values.contains("help"))
        {
            return {std::nullopt, Help(description), 0};
        }
        return {Read(values), {}, 0};
    }
    catch (const po::error& error)
    {
        return {std::nullopt,
                std::string("kwikd: ") + error.what() + "\nTry kwikd --help.\n",
                EXIT_USAGE};
    }
}

} // namespace kwik::testbed
