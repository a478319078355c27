#include "cli/lab/trace-folder.h"

#include "experiment/run/trace-files.h"

#include <fstream>
#include <set>
#include <stdexcept>

namespace kwik::lab
{

namespace
{

namespace fs = std::filesystem;

/// The files with an ending, in the order of their names; none where nothing was written.
std::set<fs::path>
FilesIn(const fs::path& folder, const std::string& ending)
{
    std::set<fs::path> files;
    std::error_code isAbsent;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, isAbsent))
    {
        if (entry.path().extension() == ending)
        {
            files.insert(entry.path());
        }
    }
    return files;
}

fs::path
JoinKeys(const fs::path& folder)
{
    const fs::path whole = folder / "keys.log";
    std::ofstream out(whole, std::ios::binary | std::ios::trunc);
    for (const fs::path& part : FilesIn(folder, ".part"))
    {
        const std::ifstream in(part, std::ios::binary);
        if (fs::file_size(part) > 0)
        {
            out << in.rdbuf();
        }
        fs::remove(part);
    }
    out.close();
    if (!out)
    {
        throw std::runtime_error(whole.string() + ": cannot be written");
    }
    return whole;
}

} // namespace

std::vector<experiment::ArtefactRow>
CollectTraces(const experiment::RecordSpec& record, const fs::path& folder)
{
    std::vector<experiment::ArtefactRow> rows;
    if (record.keylog)
    {
        rows.push_back(experiment::ArtefactOf("keylog", JoinKeys(folder)));
    }
    if (record.qlog)
    {
        for (const fs::path& file : FilesIn(folder, ".sqlog"))
        {
            rows.push_back(experiment::ArtefactOf("qlog", file));
        }
    }
    for (const fs::path& file : FilesIn(folder, ".kwikrec"))
    {
        rows.push_back(experiment::ArtefactOf("record", file));
    }
    return rows;
}

} // namespace kwik::lab
