#ifndef KWIK_EXPERIMENT_RUN_TRACE_FILES_H
#define KWIK_EXPERIMENT_RUN_TRACE_FILES_H

#include "experiment/run/trace-file.h"
#include "experiment/scenario/scenario.h"
#include "experiment/store/run-record.h"
#include "protocol-core/quic/quic-trace.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// Where the QUIC traces of each host go; the default is nowhere.
class HostTraces
{
  public:
    virtual ~HostTraces() = default;
    virtual QuicTraces TracesOf(const std::string& host) = 0;
    /// The host starts afresh after a crash, and counts its connections from 1 again.
    virtual void OnRestart(const std::string& host) = 0;
};

/// A trace file as an artefact. Throws std::runtime_error when it cannot be read.
ArtefactRow ArtefactOf(const std::string& kind, const std::filesystem::path& file);

/**
 * The QUIC traces that a scenario's `record` asks for, in one folder: HOST-N.sqlog for each QUIC
 * connection of each host, keys.log for all. Connections of a host after its R-th restart are in
 * HOST.restartR-N.sqlog; no host has a dot in its name.
 */
class TraceFiles final : public HostTraces
{
  public:
    /// Makes @p folder if anything is to be recorded. @p keys is the name of the file for keys.
    TraceFiles(const RecordSpec& record,
               const std::filesystem::path& folder,
               const std::string& keys = "keys.log");
    ~TraceFiles() override;

    QuicTraces TracesOf(const std::string& host) override;
    void OnRestart(const std::string& host) override;
    /// Closes all files; once, after the run. Throws when one is not complete.
    std::vector<ArtefactRow> Close();

  private:
    class HostQlog;
    class Keys;

    RecordSpec m_record;
    std::filesystem::path m_folder;
    std::unique_ptr<Keys> m_keys;
    std::map<std::string, std::unique_ptr<HostQlog>> m_qlogs;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_TRACE_FILES_H
