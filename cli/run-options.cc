#include "cli/run-options.h"

#include "cli/options.h"
#include "cli/run-command-line.h"
#include "cli/run-help.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <boost/algorithm/string/split.hpp>
#include <numeric>
#include <thread>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

/// As many as a scenario may ask for.
constexpr std::uint64_t MOST_SEEDS = 10'000;
constexpr std::uint64_t MOST_JOBS = 1'000;
constexpr std::uint64_t MOST_RETRIES = 100;

/// What every command has that simulates.
void
AddRunning(po::options_description& description)
{
    auto add = description.add_options();
    add("seed", po::value<std::string>()->value_name("N"), "run only this seed");
    add("seeds",
        po::value<std::string>()->value_name("N"),
        "run seeds 1 to N instead of as many as the scenario says");
    add("store", po::value<std::string>()->value_name("FILE"), "add the runs to this store");
    add("resume",
        po::bool_switch(),
        "leave out runs that the store has already, finished by this very build");
    add("jobs",
        po::value<std::string>()->value_name("N"),
        "runs at the same time (default: one for each core)");
    AddJsonOption(description);
    add("quiet", po::bool_switch(), "no progress, only results and failures");
}

void
AddRetries(po::options_description& description)
{
    description.add_options()("retries",
                              po::value<std::string>()->value_name("N"),
                              "how often a run that is INVALID is done again (default: 2 where "
                              "runs are compared, else not)");
}

void
AddLagBudget(po::options_description& description)
{
    description.add_options()("lag-budget",
                              po::value<std::string>()->value_name("TIME"),
                              "how late a host may be in one of 100 cases, and the emulator half "
                              "of it, before a run is INVALID (default: 10 ms)");
}

void
AddTestbed(po::options_description& description)
{
    AddLagBudget(description);
    description.add_options()("record",
                              po::bool_switch(),
                              "on the testbed: write a record of each host beside the traces, for "
                              "kwiklab replay; it has secrets");
    description.add_options()("record-limit",
                              po::value<std::string>()->value_name("SIZE"),
                              "how large one may become before it ends early (default: 256 MiB)");
}

po::options_description
Description()
{
    po::options_description description("Options");
    AddRetries(description);
    AddTagOption(description);
    description.add_options()(
        "verify",
        po::bool_switch(),
        "do every run twice and compare fingerprints and trace files byte by byte");
    description.add_options()(
        "world",
        po::value<std::string>()->value_name("W"),
        "sim; testbed: real sockets, as kwiklab testbed run; or both (default: "
        "both for scenarios with `validate`, else sim)");
    AddTestbed(description);
    AddRunning(description);
    return description;
}

po::options_description
TestbedDescription()
{
    po::options_description description("Options");
    AddTagOption(description);
    AddTestbed(description);
    AddRunning(description);
    return description;
}

/// Boost takes -1 for a large number; this does not.
std::uint64_t
WholeNumber(const po::variables_map& values, const char* name, std::uint64_t most)
{
    const std::string text = values[name].as<std::string>();
    const auto number = experiment::ParseQuantity(text, experiment::Dimension::Count);
    if (!number.IsOk() || number.Value() == 0 || number.Value() > most)
    {
        throw po::error("--" + std::string(name) + " " + text +
                        ": write a whole number from 1 to " + std::to_string(most));
    }
    return number.Value();
}

std::vector<std::uint64_t>
SeedsIn(const po::variables_map& values)
{
    if (values.contains("seed") && values.contains("seeds"))
    {
        throw po::error("--seed runs one seed and --seeds several; write one of them");
    }
    if (values.contains("seed"))
    {
        return {WholeNumber(values, "seed", experiment::LARGEST_QUANTITY)};
    }
    if (!values.contains("seeds"))
    {
        return {};
    }
    std::vector<std::uint64_t> seeds(WholeNumber(values, "seeds", MOST_SEEDS));
    std::iota(seeds.begin(), seeds.end(), 1);
    return seeds;
}

Duration
LagBudgetIn(const po::variables_map& values)
{
    if (!values.contains("lag-budget"))
    {
        return DEFAULT_LAG_BUDGET;
    }
    const std::string text = values["lag-budget"].as<std::string>();
    const auto budget = experiment::ParseQuantity(text, experiment::Dimension::Time);
    if (!budget.IsOk() || budget.Value() == 0)
    {
        throw po::error("--lag-budget '" + text + "': write a time, for example '20 ms'");
    }
    return Duration(static_cast<Duration::rep>(budget.Value()));
}

/// 0 when no record is wanted.
std::uint64_t
RecordLimitIn(const po::variables_map& values)
{
    constexpr std::uint64_t USUAL = std::uint64_t{256} << 20;
    if (!values.contains("record-limit"))
    {
        return values["record"].as<bool>() ? USUAL : 0;
    }
    constexpr std::uint64_t LEAST = std::uint64_t{1} << 20; ///< As RecordWriter::LEAST_LIMIT.
    constexpr std::uint64_t MOST = std::uint64_t{1} << 40;
    const std::string text = values["record-limit"].as<std::string>();
    const auto limit = experiment::ParseQuantity(text, experiment::Dimension::Size);
    if (!limit.IsOk() || limit.Value() < LEAST || limit.Value() > MOST)
    {
        throw po::error("--record-limit '" + text +
                        "': write a size from 1 MiB to 1 TiB, for example '256 MiB'");
    }
    if (!values["record"].as<bool>())
    {
        throw po::error("--record-limit: nothing is recorded without --record");
    }
    return limit.Value();
}

/// Nothing where each scenario decides.
std::optional<std::vector<experiment::World>>
WorldsIn(const po::variables_map& values)
{
    using enum experiment::World;
    if (!values.contains("world"))
    {
        return std::nullopt;
    }
    const std::string text = values["world"].as<std::string>();
    if (text == "sim")
    {
        return std::vector{Simulation};
    }
    if (text == "testbed")
    {
        return std::vector{Testbed};
    }
    if (text == "both")
    {
        return std::vector{Simulation, Testbed};
    }
    throw po::error("--world " + text + ": write sim, testbed or both");
}

/// One at a time: runs at the same time would make each other late.
void
MakeReal(RunOptions& options, const po::variables_map& values)
{
    if (values.contains("jobs") && options.jobs > 1)
    {
        throw po::error("--jobs: the testbed does one run at a time, for several would make each "
                        "other late");
    }
    if (options.isVerify)
    {
        throw po::error("--verify: no two runs on the testbed are the same");
    }
    options.worlds = {experiment::World::Testbed};
    options.jobs = 1;
}

std::optional<std::uint64_t>
RetriesIn(const po::variables_map& values)
{
    return values.contains("retries") ? std::optional(WholeNumber(values, "retries", MOST_RETRIES))
                                      : std::nullopt;
}

/// Those of AddTestbed.
void
ReadTestbed(RunOptions& options, const po::variables_map& values)
{
    options.lagBudget = LagBudgetIn(values);
    options.hasLagBudget = values.contains("lag-budget");
    options.retries = RetriesIn(values);
    options.recordLimit = RecordLimitIn(values);
}

std::size_t
JobsIn(const po::variables_map& values)
{
    if (values.contains("jobs"))
    {
        return WholeNumber(values, "jobs", MOST_JOBS);
    }
    return std::max(1U, std::thread::hardware_concurrency());
}

/// Those of AddRunning, and the files.
RunOptions
Running(const po::variables_map& values)
{
    RunOptions options;
    options.files = Listed(values, POSITIONAL_FILES);
    options.seeds = SeedsIn(values);
    options.isOneSeed = values.contains("seed");
    options.jobs = JobsIn(values);
    options.isResume = values["resume"].as<bool>();
    options.isQuiet = values["quiet"].as<bool>();
    options.form = FormOf(values);
    if (values.contains("store"))
    {
        options.store = values["store"].as<std::string>();
    }
    return options;
}

RunOptions
OneFile(const po::variables_map& values)
{
    RunOptions options = Running(values);
    if (options.files.size() != 1)
    {
        throw po::error("write the file of one scenario");
    }
    return options;
}

/// Which scenarios.
void
ReadChoice(RunOptions& options, const po::variables_map& values)
{
    options.tags = Listed(values, TAG_OPTION);
    if (options.files.empty() == options.tags.empty())
    {
        throw po::error(options.files.empty()
                            ? "which scenario? Name its file, or a --tag; kwiklab list shows them"
                            : "name files or tags, not both");
    }
}

} // namespace

std::optional<RunOptions>
ReadRankOptions(const Arguments& arguments, const HelpText& help)
{
    po::options_description description("Options");
    AddRunning(description);
    const auto values = ReadOptions(arguments, description, POSITIONAL_FILES, help);
    if (!values)
    {
        return std::nullopt;
    }
    return OneFile(*values);
}

std::optional<RunOptions>
ReadRunOptions(const Arguments& arguments)
{
    const auto values = ReadOptions(arguments, Description(), POSITIONAL_FILES, RUN_HELP);
    if (!values)
    {
        return std::nullopt;
    }
    RunOptions options = Running(*values);
    options.isVerify = (*values)["verify"].as<bool>();
    ReadChoice(options, *values);
    ReadTestbed(options, *values);
    options.worlds = WorldsIn(*values);
    if (options.worlds == std::vector{experiment::World::Testbed})
    {
        MakeReal(options, *values);
    }
    return options;
}

std::optional<RunOptions>
ReadTestbedRunOptions(const Arguments& arguments)
{
    const auto values =
        ReadOptions(arguments, TestbedDescription(), POSITIONAL_FILES, TESTBED_RUN_HELP);
    if (!values)
    {
        return std::nullopt;
    }
    RunOptions options = Running(*values);
    ReadChoice(options, *values);
    ReadTestbed(options, *values);
    MakeReal(options, *values);
    return options;
}

std::optional<RunOptions>
ReadValidateOptions(const Arguments& arguments)
{
    po::options_description description = TestbedDescription();
    description.add_options()("from",
                              po::value<std::vector<std::string>>()->value_name("STORE"),
                              "run nothing, and compare the runs that this store has; give two "
                              "where the worlds have one each");
    const auto values = ReadOptions(arguments, description, POSITIONAL_FILES, VALIDATE_HELP);
    if (!values)
    {
        return std::nullopt;
    }
    RunOptions options = Running(*values);
    ReadChoice(options, *values);
    ReadTestbed(options, *values);
    options.worlds = {experiment::World::Simulation, experiment::World::Testbed};
    options.stores = Listed(*values, "from");
    if (!options.stores.empty() && (options.store || options.isResume))
    {
        throw po::error("--from: nothing is run, so --store and --resume say nothing");
    }
    return options;
}

std::optional<RunOptions>
ReadBaselineOptions(const Arguments& arguments, const HelpText& help)
{
    constexpr std::uint64_t USUAL_RETRIES = 2;
    po::options_description description("Options");
    auto add = description.add_options();
    add("only", po::value<std::string>()->value_name("NAMES"), "these, separated by commas");
    AddRetries(description);
    AddLagBudget(description);
    AddRunning(description);
    const auto values = ReadOptions(arguments, description, POSITIONAL_FILES, help);
    if (!values)
    {
        return std::nullopt;
    }
    RunOptions options = OneFile(*values);
    options.lagBudget = LagBudgetIn(*values);
    options.hasLagBudget = values->contains("lag-budget");
    options.retries = RetriesIn(*values).value_or(USUAL_RETRIES);
    if (values->contains("only"))
    {
        boost::algorithm::split(options.only, (*values)["only"].as<std::string>(), [](char letter) {
            return letter == ',';
        });
    }
    MakeReal(options, *values);
    return options;
}

} // namespace kwik::cli
