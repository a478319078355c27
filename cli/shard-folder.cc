#include "cli/shard-folder.h"

#include "experiment/scenario/scenario-text.h"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;

/// Whether @p folder is still the directory that @p descriptor has open.
bool
IsSame(const fs::path& folder, int descriptor)
{
    struct stat byPath = {};
    struct stat byDescriptor = {};
    return ::stat(folder.c_str(), &byPath) == 0 && ::fstat(descriptor, &byDescriptor) == 0 &&
           byPath.st_ino == byDescriptor.st_ino && byPath.st_dev == byDescriptor.st_dev;
}

/// @return the locked directory, or -1 when it was removed by its last owner just before
int
TryLock(const fs::path& folder, const fs::path& store)
{
    fs::create_directories(folder);
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
    {
        throw std::system_error(errno, std::generic_category(), folder.string());
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    {
        ::close(descriptor);
        throw std::runtime_error("another kwiklab run is writing to " + store.string() +
                                 "; wait for it, or write elsewhere with --store");
    }
    if (IsSame(folder, descriptor))
    {
        return descriptor;
    }
    ::close(descriptor);
    return -1;
}

} // namespace

ShardFolder::ShardFolder(const fs::path& store)
    : m_folder(fs::absolute(store.string() + ".shards"))
{
    while (m_lock < 0)
    {
        m_lock = TryLock(m_folder, store);
    }
}

ShardFolder::~ShardFolder()
{
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_folder, ignored))
    {
        if (entry.path().extension() == ".yaml")
        {
            fs::remove(entry.path(), ignored);
        }
    }
    fs::remove(m_folder, ignored); // Only an empty one.
    ::close(m_lock);
}

std::vector<fs::path>
ShardFolder::LeftBehind() const
{
    std::vector<fs::path> shards;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_folder))
    {
        if (entry.path().extension() == ".sqlite")
        {
            shards.push_back(entry.path());
        }
    }
    std::sort(shards.begin(), shards.end());
    return shards;
}

fs::path
ShardFolder::ShardOf(const std::string& runName) const
{
    return m_folder / (runName + ".sqlite");
}

fs::path
ShardFolder::ScenarioPath(const std::string& runName) const
{
    return m_folder / (runName + ".yaml");
}

void
ShardFolder::WriteScenario(const std::string& runName, const experiment::Scenario& scenario) const
{
    const fs::path path = ScenarioPath(runName);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << experiment::ResolvedText(scenario) << std::flush;
    if (!file)
    {
        throw std::runtime_error(path.string() + ": cannot be written");
    }
}

void
ShardFolder::RemoveScenario(const std::string& runName) const
{
    std::error_code isAbsent;
    fs::remove(ScenarioPath(runName), isAbsent);
}

int
ShardFolder::Lock() const
{
    return m_lock;
}

} // namespace kwik::cli
