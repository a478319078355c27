#ifndef KWIK_TESTBED_UPLOAD_FOLDER_H
#define KWIK_TESTBED_UPLOAD_FOLDER_H

#include "protocol-core/host/host.h"
#include "testbed/file-content.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace kwik::testbed
{

/**
 * Keeps what clients upload as `upload/NAME` in one folder, under NAME, and serves it to them as
 * `upload/NAME`: a client that reads its upload back knows that it was kept.
 *
 *   NAME.part --the end has come--> NAME
 *       '-- dropped, or the program ends --> removed
 *
 * A NAME is at most 200 letters, digits, '.', '_' and '-', begins with none of the last three and
 * does not end in `.part`; so it leads nowhere else, and no link in the folder is followed. What is
 * there is never replaced. All files of the folder together have at most a given size; at most
 * OPEN_MAX uploads are under way, of which the one that was silent longest gives way. What does not
 * fit these rules is dropped, and the protocol has no word to tell the client.
 */
class UploadFolder final : public UploadSink, public ContentSource
{
  public:
    static constexpr std::size_t OPEN_MAX = 64;
    /// Uploads that are remembered, dropped ones too: as many as UploadReceiver knows.
    static constexpr std::size_t KNOWN_MAX = 65'536;

    /// Called with a line for people about each upload that was kept or dropped.
    using Report = std::function<void(const std::string&)>;

    /// @p folder exists; what is in it counts as part of @p most.
    UploadFolder(const std::filesystem::path& folder, ByteCount most, Report report);

    /// As much may be there from now on; what is there stays.
    void OnLimit(ByteCount most);
    ~UploadFolder();
    UploadFolder(const UploadFolder&) = delete;
    UploadFolder& operator=(const UploadFolder&) = delete;

    void OnUploadBytes(Instant now,
                       const Upload& upload,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;

    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;

    /// The NAME in `upload/NAME`, or "" if it breaks the rules.
    static std::string NameIn(std::string_view content);

  private:
    using Key = std::pair<SessionId, StreamId>;

    struct Incoming
    {
        std::string name;
        int file{-1}; ///< Closed when the upload was dropped.
        ByteCount size;
        Instant heard;
    };

    Incoming& Find(Instant now, const Upload& upload);
    /// @return why it cannot be kept, or ""
    std::string Begin(Incoming& incoming, const std::string& content);
    std::string Write(Incoming& incoming, ByteView bytes);
    std::string Keep(Incoming& incoming);
    void Drop(Incoming& incoming, const std::string& why);
    void Close(Incoming& incoming);
    void MakeRoom();

    std::filesystem::path m_folder;
    FileContent m_files;
    ByteCount m_most;
    ByteCount m_held;
    Report m_report;
    std::map<Key, Incoming> m_incoming;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_UPLOAD_FOLDER_H
