#ifndef KWIK_CLI_DIAL_UPLOAD_H
#define KWIK_CLI_DIAL_UPLOAD_H

#include "protocol-core/host/host.h"
#include "protocol-core/host/upload-feed.h"
#include "testbed/file-content.h"

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <optional>
#include <string>

namespace kwik::cli
{

/**
 * The application of `kwiklab dial --put`: uploads a file, reads it back and compares every byte,
 * because only that shows that the server has kept it. Then it stops the loop.
 *
 *   uploading --the primary has all--> reading back --all is here--> over
 *       '------------ the session is lost, or nothing is there ------^
 */
class DialUpload final : public Application
{
  public:
    /// Throws std::runtime_error when there is no such file. The loop outlives the upload.
    DialUpload(boost::asio::io_context& loop, const std::filesystem::path& file);

    void Start(Host& host, SessionHandle session);

    void OnStreamBytes(Instant now,
                       SessionStream stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnStreamRefused(Instant now, SessionStream stream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;
    void OnUploadWritable(Instant now, SessionStream upload) override;
    void OnUploadFinished(Instant now, SessionStream upload) override;

    /// What the server keeps it as: `upload/NAME`.
    const std::string& Content() const;
    ByteCount Size() const;
    /// Whether all that was read back is what was sent.
    bool IsVerified() const;

    std::optional<Instant> uploadedAt; ///< When the primary had said that it has all.
    std::string failure;

  private:
    void Fail(const std::string& why);

    boost::asio::io_context& m_loop;
    std::string m_name;
    std::string m_content;
    testbed::FileContent m_source;
    ByteCount m_size;
    Host* m_host{nullptr};
    std::optional<UploadFeed> m_feed;
    ByteCount m_readBack;
    bool m_isDifferent{false};
    bool m_isReadBack{false};
};

} // namespace kwik::cli

#endif // KWIK_CLI_DIAL_UPLOAD_H
