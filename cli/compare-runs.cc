#include "cli/compare-runs.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <set>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;

std::set<std::string>
TraceFilesIn(const fs::path& folder)
{
    std::set<std::string> names;
    std::error_code isAbsent;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, isAbsent))
    {
        const std::string ending = entry.path().extension().string();
        if (ending == ".pcap" || ending == ".sqlog" || ending == ".log")
        {
            names.insert(entry.path().filename().string());
        }
    }
    return names;
}

/// The offset of the first byte in which the files differ; the shorter one's end counts.
std::optional<std::uint64_t>
FirstDifference(const fs::path& left, const fs::path& right)
{
    std::ifstream leftFile(left, std::ios::binary);
    std::ifstream rightFile(right, std::ios::binary);
    std::array<char, 65'536> leftBytes{};
    std::array<char, 65'536> rightBytes{};
    for (std::uint64_t offset = 0;;)
    {
        leftFile.read(leftBytes.data(), leftBytes.size());
        rightFile.read(rightBytes.data(), rightBytes.size());
        const auto common = std::min(leftFile.gcount(), rightFile.gcount());
        char* const end = leftBytes.data() + common;
        const char* const differs = std::mismatch(leftBytes.data(), end, rightBytes.data()).first;
        if (differs != end || leftFile.gcount() != rightFile.gcount())
        {
            return offset + static_cast<std::uint64_t>(differs - leftBytes.data());
        }
        if (common == 0)
        {
            return std::nullopt;
        }
        offset += static_cast<std::uint64_t>(common);
    }
}

} // namespace

bool
Comparison::AreEqual() const
{
    return differences.empty();
}

Comparison
CompareRuns(const RunEvidence& first, const RunEvidence& again)
{
    Comparison comparison;
    if (first.fingerprint != again.fingerprint)
    {
        comparison.differences.push_back("fingerprint " + first.fingerprint + " and " +
                                         again.fingerprint);
    }
    const std::set<std::string> firstFiles = TraceFilesIn(first.folder);
    const std::set<std::string> againFiles = TraceFilesIn(again.folder);
    std::set<std::string> all = firstFiles;
    all.insert(againFiles.begin(), againFiles.end());
    for (const std::string& name : all)
    {
        if (!firstFiles.contains(name) || !againFiles.contains(name))
        {
            comparison.differences.push_back(name + " was written by one of them only");
            continue;
        }
        ++comparison.files;
        if (const auto offset = FirstDifference(first.folder / name, again.folder / name))
        {
            comparison.differences.push_back(name + " from byte " + std::to_string(*offset) +
                                             " on");
        }
    }
    return comparison;
}

} // namespace kwik::cli
