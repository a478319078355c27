// kwiklab design: points to sweep over that fill a space of parameters evenly.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario-files.h"
#include "experiment/design/factor.h"

#include <iostream>
#include <set>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

constexpr const char* FACTORS = "factors";
constexpr std::size_t MOST_POINTS = 2'000;
constexpr std::size_t MOST_PATHS = 8;
constexpr std::size_t MOST_DIMENSIONS = 64;

std::size_t
Within(const po::variables_map& values, const char* option, std::size_t most)
{
    const auto value = values[option].as<std::size_t>();
    if (value < 1 || value > most)
    {
        throw po::error("--" + std::string(option) + " " + std::to_string(value) +
                        " is out of range; allowed: 1 to " + std::to_string(most));
    }
    return value;
}

std::vector<experiment::Factor>
FactorsIn(const po::variables_map& values)
{
    std::vector<experiment::Factor> factors;
    std::set<std::string> names;
    for (const std::string& text : Listed(values, FACTORS))
    {
        const auto factor = experiment::ParseFactor(text);
        if (!factor.IsOk())
        {
            throw po::error(factor.Why());
        }
        if (!names.insert(factor.Value().name).second)
        {
            throw po::error("factor '" + factor.Value().name + "' is given twice");
        }
        factors.push_back(factor.Value());
    }
    if (factors.empty())
    {
        throw po::error("no factor is given; write for example delay_ms=0.5..25");
    }
    return factors;
}

nlohmann::ordered_json
DocumentOf(const experiment::DesignTable& design)
{
    auto rows = nlohmann::ordered_json::array();
    for (const std::vector<std::string>& row : design.rows)
    {
        auto numbers = nlohmann::ordered_json::array();
        for (const std::string& number : row)
        {
            numbers.push_back(nlohmann::ordered_json::parse(number));
        }
        rows.push_back(numbers);
    }
    return {{"columns", design.columns}, {"rows", rows}};
}

} // namespace

int
RunDesign(const Arguments& arguments)
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("points", po::value<std::size_t>()->required(), "how many points, up to 2000");
    add("seed", po::value<std::uint64_t>()->default_value(1), "another seed, another design");
    add("paths",
        po::value<std::size_t>()->default_value(1),
        "have every factor once for each of so many paths, and every point once for each path "
        "that can be the first");
    AddJsonOption(description);
    const auto values = ReadOptions(
        arguments,
        description,
        FACTORS,
        {"kwiklab design --points N [OPTIONS] NAME=LOW..HIGH...",
         "Prints a CSV table of points that fill the space of the factors evenly (WSP, Santiago "
         "et\n"
         "al. 2012), for the sweep of a scenario. The same command prints the same table\n"
         "everywhere. Numbers have no units; the scenario writes them: '${delay_ms0} ms'.\n"
         "With --json the document is {\"columns\", \"rows\"}.",
         "  kwiklab design --points 100 --paths 2 rate_mbps=0.1..100 delay_ms=0.1..25"});
    if (!values)
    {
        return EXIT_OK;
    }
    const experiment::DesignPlan plan{Within(*values, "points", MOST_POINTS),
                                      (*values)["seed"].as<std::uint64_t>(),
                                      Within(*values, "paths", MOST_PATHS),
                                      FactorsIn(*values)};
    if (plan.paths * plan.factors.size() > MOST_DIMENSIONS)
    {
        throw po::error("paths times factors are more than " + std::to_string(MOST_DIMENSIONS));
    }
    const experiment::DesignTable design = experiment::MakeDesign(plan);
    if (FormOf(*values) == OutputForm::Json)
    {
        PrintJson(DocumentOf(design));
    }
    else
    {
        std::cout << experiment::ToCsv(design);
    }
    return EXIT_OK;
}

} // namespace kwik::cli
