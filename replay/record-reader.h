#ifndef KWIK_REPLAY_RECORD_READER_H
#define KWIK_REPLAY_RECORD_READER_H

#include "replay/record-entry.h"
#include "replay/record-header.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace kwik::replay
{

/// The content of a record, as long as its frames are whole and its entries make sense.
class RecordReader
{
  public:
    /// Takes the bytes of the file. Throws RecordError when it is no record.
    explicit RecordReader(std::string bytes);
    /// Reads a file. Throws RecordError.
    static RecordReader Load(const std::filesystem::path& path);

    const RecordHeader& Header() const;
    /// Nothing at the end. Throws RecordError, with number and place, for an entry that was
    /// changed, makes no sense, or is earlier than the one before.
    std::optional<Entry> Next();
    /// How many entries Next() has given; the first is number 1.
    std::uint64_t Number() const;
    /// Why the record ends; nothing when it just does, as one does whose host was killed. After
    /// the last entry.
    std::optional<EndReason> Ending() const;
    /// Bytes after the last whole entry that are part of another one.
    std::size_t TornBytes() const;

  private:
    /// Nothing where the record ends.
    std::optional<std::string_view> NextFrame();
    [[noreturn]] void Refuse(const std::string& why) const;

    std::string m_bytes;
    std::size_t m_at{0};
    std::uint64_t m_frames{0};
    RecordHeader m_header;
    Instant m_last;
    std::optional<EndReason> m_ending;
    std::size_t m_torn{0};
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORD_READER_H
