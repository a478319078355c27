#include "cli/run-options.h"

#include "cli/options.h"
#include "cli/run-command-line.h"
#include "experiment/text/quantity.h"

#include <algorithm>
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

constexpr HelpText TESTBED_HELP{
    "kwiklab testbed run [FILE...] [--tag T]... [OPTIONS]",
    "Runs scenarios over real sockets, each with each of its seeds: every client and server is a\n"
    "process in a network namespace of its own, and an emulator passes on packets as the links\n"
    "say. Needs root or user namespaces; `kwiklab doctor` says what this machine can do. What\n"
    "the testbed cannot honour is refused before anything is run.\n\n"
    "It is `kwiklab run --world testbed`, and tells what `kwiklab run` does (see its --help), but\n"
    "one run goes on at a time, and in real time. Results are kept in\n"
    "results/NAME-testbed.sqlite.\n\n"
    "The links are calibrated before each run. A run in which this machine was too slow to be\n"
    "true to the scenario is INVALID, and not counted: see --lag-budget and docs/testbed.md.",
    "  kwiklab testbed run scenarios/failover.yaml --seed 1\n"
    "  kwiklab testbed run scenarios/two-paths.yaml --lag-budget '20 ms' --json\n\n"
    "Exit codes: as of kwiklab run; 3 also when a run is INVALID."};

constexpr HelpText HELP{
    "kwiklab run [FILE...] [--tag T]... [OPTIONS]",
    "Simulates scenarios, each with each of its seeds, every run in a process of its own. Name\n"
    "the files, or tags to take every scenario that has one of them; `kwiklab list` shows which\n"
    "there are.\n\n"
    "All files are checked first; with a mistake in any of them nothing is run and nothing is\n"
    "written. Then progress goes to standard error and the results to standard output: for each\n"
    "seed throughput, completion time, and the longest gap at a fault with what it may be (2\n"
    "probe timeouts and 1 round trip); bytes over each path; for every expectation what was\n"
    "measured. Over several seeds: means with 95 % confidence intervals (Student's t). A sweep is\n"
    "run at every point, and what the scenario concludes is held against all runs together.\n\n"
    "Everything is kept in one SQLite file, the store (docs/store.md): results/NAME.sqlite,\n"
    "named after the scenario or the tags; runs are added to those that are there. Beside it,\n"
    "results/NAME/SCENARIO-seedN/ has the picture of each run, timeline.svg, and the traces that\n"
    "the scenario's `record` asks for.\n\n"
    "Ctrl-C stops the runs and keeps those that have finished; --resume does the rest later.",
    "  kwiklab run scenarios/failover.yaml\n"
    "  kwiklab run scenarios/failover.yaml --seed 7 --verify\n"
    "  kwiklab run scenarios/lossy.yaml --seeds 30 --resume --store lossy-bbr.sqlite\n"
    "  kwiklab run --tag quick --json | jq '.runs[].expectations[] | select(.pass | not)'\n\n"
    "--json prints {\"store\", \"runs\": [{\"id\", \"scenario\", \"seed\", \"state\", "
    "\"failure\",\n"
    "\"fingerprint\", \"metrics\", \"units\", \"expectations\": [{\"name\", \"measured\", "
    "\"low\",\n"
    "\"high\", \"unit\", \"pass\"}], \"picture\", \"verified\"}], \"conclusions\"}, with "
    "integers in\nbase units; docs/cli.md explains it.\n\n"
    "Exit codes: 0 every expectation and conclusion met; 1 one was not, or --verify found a\n"
    "difference; 2 a mistake in the command line or a scenario; 3 a run failed or was killed;\n"
    "4 interrupted."};

constexpr HelpText VALIDATE_HELP{
    "kwiklab validate [FILE...] [--tag T]... [OPTIONS]",
    "Says how far the simulation is from reality: runs each scenario in both worlds, with each of\n"
    "its seeds, and compares the means of each metric. Two metrics are equivalent when the 90 %\n"
    "confidence interval of their difference lies within the tolerance (two one-sided tests, each\n"
    "at 5 %). The scenario states tolerances in `validate`; without it they are 3 % of the "
    "goodput,\n"
    "5 % of the completion time, 15 % or 20 ms of the gap at a fault, 5 points of each server's\n"
    "share. Beside them stands what theory alone says: capacity, handshake, response functions.\n\n"
    "First comes everything simulated, then the testbed, one run at a time; see kwiklab testbed\n"
    "run --help. Runs that are INVALID are done again, and stay in the store as INVALID.\n"
    "`kwiklab run` does the same with scenarios that have `validate`. With --from nothing is run.",
    "  kwiklab validate scenarios/two-paths.yaml --seeds 5\n"
    "  kwiklab validate --tag fidelity --json\n"
    "  kwiklab validate a.yaml --from results/a.sqlite --from results/a-testbed.sqlite\n\n"
    "Exit codes: 0 every metric equivalent, every expectation met; 1 one was not; 2 a mistake in\n"
    "the command line or a scenario; 3 a run failed or is INVALID; 4 interrupted."};

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
AddTestbed(po::options_description& description)
{
    description.add_options()("lag-budget",
                              po::value<std::string>()->value_name("TIME"),
                              "how late a host may be in one of 100 cases, and the emulator half "
                              "of it, before a run is INVALID (default: 10 ms)");
}

po::options_description
Description()
{
    po::options_description description("Options");
    description.add_options()("retries",
                              po::value<std::string>()->value_name("N"),
                              "how often a run that is INVALID is done again (default: 2 where the "
                              "worlds are compared, else not)");
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

/// Those of AddTestbed.
void
ReadTestbed(RunOptions& options, const po::variables_map& values)
{
    options.lagBudget = LagBudgetIn(values);
    options.hasLagBudget = values.contains("lag-budget");
    if (values.contains("retries"))
    {
        options.retries = WholeNumber(values, "retries", MOST_RETRIES);
    }
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
    RunOptions options = Running(*values);
    if (options.files.size() != 1)
    {
        throw po::error("write the file of one scenario");
    }
    return options;
}

std::optional<RunOptions>
ReadRunOptions(const Arguments& arguments)
{
    const auto values = ReadOptions(arguments, Description(), POSITIONAL_FILES, HELP);
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
        ReadOptions(arguments, TestbedDescription(), POSITIONAL_FILES, TESTBED_HELP);
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

} // namespace kwik::cli
