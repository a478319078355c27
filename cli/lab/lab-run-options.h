#ifndef KWIK_CLI_LAB_LAB_RUN_OPTIONS_H
#define KWIK_CLI_LAB_LAB_RUN_OPTIONS_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <functional>
#include <string>

namespace kwik::lab
{

/// What a run is told beside its scenario.
struct LabRunOptions
{
    std::string scenarioFile; ///< The hosts read it for themselves.
    std::uint64_t seed = 0;
    std::string alone;             ///< The server of a reference run; empty in others.
    std::string artefacts;         ///< Folder of trace files.
    std::uint64_t recordLimit = 0; ///< Of the record of a host, in bytes; 0 when none is wanted.
    std::string build;             ///< That a record says it was made by.
    /// Told now and then how far the run is; may be empty.
    std::function<void(Duration at, ByteCount delivered)> onProgress;
};

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_LAB_RUN_OPTIONS_H
