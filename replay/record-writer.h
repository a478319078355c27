#ifndef KWIK_REPLAY_RECORD_WRITER_H
#define KWIK_REPLAY_RECORD_WRITER_H

#include "replay/record-entry.h"
#include "replay/record-header.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace kwik::replay
{

/**
 * Writes a record into a mapped file, so that an entry costs no system call and is in the file from
 * then on, however the process ends. The file can be read by its owner only: it has secrets.
 *
 *   writing --Close()--> complete
 *   writing --the limit, or the file system is full--> stopped: what comes then is not written
 */
class RecordWriter
{
  public:
    /// Less than this is no record.
    static constexpr std::size_t LEAST_LIMIT = std::size_t{1} << 20;

    /// Replaces what is at @p path. @pre @p limit, in bytes, is at least LEAST_LIMIT. Throws
    /// RecordError.
    RecordWriter(const std::filesystem::path& path, const RecordHeader& header, std::size_t limit);
    ~RecordWriter();
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;

    void Append(const Entry& entry);
    /// The host has come to its end.
    void Close();
    bool IsStopped() const;

  private:
    /// Whether there is room for so many bytes, and a last entry behind them.
    bool MakeRoom(std::size_t size);
    void Stop(EndReason reason);
    void PutFrame(std::string_view content);

    int m_file;
    std::size_t m_limit;
    char* m_bytes{nullptr}; ///< The whole file as it may become; only what is allocated is there.
    std::size_t m_allocated{0};
    std::size_t m_used{0};
    std::uint64_t m_frames{0};
    Instant m_last; ///< When the host was told something last.
    std::string m_content;
    bool m_isStopped{false};
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORD_WRITER_H
