#ifndef KWIK_CLI_COMPARE_RUNS_H
#define KWIK_CLI_COMPARE_RUNS_H

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace kwik::cli
{

/// One of two runs that ought to be the same.
struct RunEvidence
{
    std::string fingerprint;
    std::filesystem::path folder; ///< Of its trace files; need not exist.
};

/// What two runs of one scenario, seed and build have in common.
struct Comparison
{
    std::vector<std::string> differences; ///< One sentence each; none is the good answer.
    std::size_t files = 0;                ///< Trace files that were compared.
    bool AreEqual() const;
};

/// Compares the fingerprints, and the trace files (.pcap, .sqlog, .log) byte by byte. A file that
/// only one run has is a difference.
Comparison CompareRuns(const RunEvidence& first, const RunEvidence& again);

} // namespace kwik::cli

#endif // KWIK_CLI_COMPARE_RUNS_H
