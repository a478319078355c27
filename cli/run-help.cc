#include "cli/run-help.h"

namespace kwik::cli
{

const HelpText TESTBED_RUN_HELP{
    "kwiklab testbed run [FILE...] [--tag T]... [OPTIONS]",
    "Runs scenarios over real sockets, each with each of its seeds: every client and server is a\n"
    "process in a network namespace of its own, and an emulator passes on packets as the links\n"
    "say. Needs root or user namespaces; `kwiklab doctor` says what this machine can do. What\n"
    "the testbed cannot honour is refused before anything is run.\n\n"
    "It is `kwiklab run --world testbed`, and tells what `kwiklab run` does (see its --help), but\n"
    "one run goes on at a time, and in real time. Results are kept in\n"
    "results/NAME-testbed.sqlite.\n\n"
    "With --record every host writes down what it is told and what it does, and kwiklab replay\n"
    "plays that again, with more to see.\n\n"
    "The links are calibrated before each run. A run in which this machine was too slow to be\n"
    "true to the scenario is INVALID, and not counted: see --lag-budget and docs/testbed.md.",
    "  kwiklab testbed run scenarios/failover.yaml --seed 1\n"
    "  kwiklab testbed run scenarios/two-paths.yaml --lag-budget '20 ms' --json\n"
    "  kwiklab testbed run scenarios/failover.yaml --seed 1 --record\n\n"
    "Exit codes: as of kwiklab run; 3 also when a run is INVALID."};

const HelpText RUN_HELP{
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

const HelpText VALIDATE_HELP{
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

} // namespace kwik::cli
