#ifndef KWIK_TESTBED_BASELINE_PRIVATE_FOLDER_H
#define KWIK_TESTBED_BASELINE_PRIVATE_FOLDER_H

#include <filesystem>

namespace kwik::testbed
{

/// A folder in memory that only this process and its children see, so that nothing of it is left,
/// however they end. Once a process, which has to be part of a lab. Throws std::system_error.
std::filesystem::path MakePrivateFolder();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_PRIVATE_FOLDER_H
