// kwiklab show: a scenario with every default written out.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario-files.h"
#include "cli/wording.h"
#include "experiment/scenario/scenario-text.h"
#include "experiment/yaml/read-yaml.h"

#include <iostream>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

/// Digits alone are a number, as in YAML; numbers that JSON readers round stay text.
nlohmann::ordered_json
ScalarOf(const std::string& text)
{
    constexpr std::size_t MOST_DIGITS = 15;
    const bool isNumber = !text.empty() && text.size() <= MOST_DIGITS &&
                          text.find_first_not_of("0123456789") == std::string::npos &&
                          (text == "0" || text[0] != '0');
    return isNumber ? nlohmann::ordered_json(std::stoull(text)) : nlohmann::ordered_json(text);
}

nlohmann::ordered_json
JsonOf(const experiment::Node& node)
{
    switch (node.form)
    {
    case experiment::NodeForm::Null:
        return nullptr;
    case experiment::NodeForm::Scalar:
        return ScalarOf(node.scalar);
    case experiment::NodeForm::List:
        break;
    case experiment::NodeForm::Map:
        auto object = nlohmann::ordered_json::object();
        for (const experiment::MapEntry& entry : node.entries)
        {
            object[entry.key] = JsonOf(entry.value);
        }
        return object;
    }
    auto list = nlohmann::ordered_json::array();
    for (const experiment::Node& item : node.items)
    {
        list.push_back(JsonOf(item));
    }
    return list;
}

/// Complete, and with a comment that tells how many points there are.
std::string
TextOf(const ScenarioFile& file)
{
    if (!file.sweep)
    {
        return file.Text();
    }
    return "# " + Counted(file.Points(), "point") + ", each with " +
           Counted(file.scenario.seeds, "seed") + "; --point N prints one of them\n" + file.Text();
}

std::string
TextOfPoint(const ScenarioFile& file, const std::string& written)
{
    const auto number = experiment::ParseQuantity(written, experiment::Dimension::Count);
    if (!file.sweep)
    {
        throw po::error(file.path + " has no sweep, and so no --point");
    }
    if (!number.IsOk() || number.Value() == 0 || number.Value() > file.Points())
    {
        throw po::error("--point " + written + ": write a whole number from 1 to " +
                        std::to_string(file.Points()));
    }
    const auto point = static_cast<std::size_t>(number.Value() - 1);
    return "# point " + written + ": " + ToText(file.sweep->PointAt(point)) + "\n" +
           experiment::ResolvedText(file.At(point));
}

void
Show(const std::string& text, OutputForm form)
{
    if (form == OutputForm::Text)
    {
        std::cout << text;
        return;
    }
    experiment::Diagnostics none;
    const auto node = experiment::ReadYaml(experiment::SourceText("resolved", text), none);
    nlohmann::ordered_json document = JsonOf(*node);
    for (const experiment::MapEntry& entry : node->entries)
    {
        // Free text, also when it looks like a number.
        if (entry.key == "title" || entry.key == "question")
        {
            document[entry.key] = entry.value.scalar;
        }
    }
    PrintJson(document);
}

} // namespace

int
RunShow(const Arguments& arguments)
{
    po::options_description description("Options");
    AddJsonOption(description);
    description.add_options()("point",
                              po::value<std::string>()->value_name("N"),
                              "the N-th point of a sweep, every parameter with its value");
    const auto values = ReadOptions(
        arguments,
        description,
        POSITIONAL_FILES,
        {"kwiklab show FILE [--point N] [--json]",
         "Prints the scenario as it would be run: every default written out, every unit in its\n"
         "shortest exact form. The output is a scenario file itself and means the same, with\n"
         "--json too. A sweep is shown with its parameters; --point N shows one point of it.\n"
         "docs/scenario-reference.md explains every key.",
         "  kwiklab show scenarios/failover.yaml\n"
         "  kwiklab show scenarios/failover.yaml --json | jq .kwik\n"
         "  kwiklab show scenarios/sweep-loss.yaml --point 3"});
    if (!values)
    {
        return EXIT_OK;
    }
    const std::vector<std::string> files = Listed(*values, POSITIONAL_FILES);
    if (files.size() != 1)
    {
        throw po::error("needs one scenario file");
    }
    const ScenarioFiles loaded = LoadAll(files);
    if (!loaded.refused.empty())
    {
        return RefuseScenarios(loaded.refused, FormOf(*values));
    }
    const ScenarioFile& file = loaded.files[0];
    Show(values->contains("point") ? TextOfPoint(file, (*values)["point"].as<std::string>())
                                   : TextOf(file),
         FormOf(*values));
    return EXIT_OK;
}

} // namespace kwik::cli
