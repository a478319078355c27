#ifndef KWIK_TESTBED_KWIKD_DAEMON_CONTENT_H
#define KWIK_TESTBED_KWIKD_DAEMON_CONTENT_H

#include "experiment/workload/generated-content.h"
#include "testbed/file-content.h"
#include "testbed/kwikd/daemon-config.h"
#include "testbed/upload-folder.h"

#include <optional>

namespace kwik::testbed
{

/// The files of one folder, what clients have uploaded, and everything that can be generated.
class DaemonContent final : public ContentSource
{
  public:
    /// Throws when a folder cannot be read.
    DaemonContent(const DaemonConfig& config, UploadFolder::Report report);

    /// Another folder of files, and another bound of what is uploaded. Throws, and changes nothing,
    /// when the folder cannot be read.
    void OnConfig(const DaemonConfig& config);
    /// Null when uploads are dropped.
    UploadSink* Uploads();

    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;

  private:
    const ContentSource* SourceOf(std::string_view name) const;

    GeneratedContent m_generated;
    std::optional<UploadFolder> m_uploads;
    std::optional<FileContent> m_files;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_CONTENT_H
