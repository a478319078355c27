#include "replay/record-reader.h"

#include "replay/record-frame.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace kwik::replay
{

RecordReader::RecordReader(std::string bytes)
    : m_bytes(std::move(bytes))
{
    const std::string_view kind = RECORD_MAGIC.substr(0, RECORD_MAGIC.size() - 1);
    if (!m_bytes.starts_with(kind))
    {
        throw RecordError("this is no record of a host");
    }
    if (!m_bytes.starts_with(RECORD_MAGIC))
    {
        throw RecordError("this record has another version than this program reads, which is 1");
    }
    m_at = RECORD_MAGIC.size();
    const auto header = NextFrame();
    if (!header)
    {
        throw RecordError("the record ends before its header does");
    }
    m_header = ReadHeader(std::string(*header));
}

RecordReader
RecordReader::Load(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    if (!std::filesystem::is_regular_file(path) || !(bytes << in.rdbuf()))
    {
        throw RecordError("it cannot be read");
    }
    return RecordReader(std::move(bytes).str());
}

const RecordHeader&
RecordReader::Header() const
{
    return m_header;
}

std::optional<Entry>
RecordReader::Next()
{
    const auto content = NextFrame();
    if (!content)
    {
        return std::nullopt;
    }
    if (m_ending)
    {
        Refuse("something follows the end of the record");
    }
    Result<Entry> entry = DecodeEntry(*content);
    if (!entry.IsOk())
    {
        Refuse(std::string(entry.Failure().where));
    }
    Entry& read = entry.Value();
    if (IsMoment(read.kind))
    {
        if (read.at < m_last || read.at == NEVER)
        {
            Refuse("it is earlier than the entry before it, or never");
        }
        m_last = read.at;
    }
    if (read.kind == EntryKind::End)
    {
        m_ending = static_cast<EndReason>(read.flag);
    }
    return std::move(read);
}

std::uint64_t
RecordReader::Number() const
{
    return m_frames - 1;
}

std::optional<EndReason>
RecordReader::Ending() const
{
    return m_ending;
}

std::size_t
RecordReader::TornBytes() const
{
    return m_torn;
}

std::optional<std::string_view>
RecordReader::NextFrame()
{
    const std::string_view rest = std::string_view(m_bytes).substr(m_at);
    const std::size_t length = rest.size() < FRAME_HEAD ? 0 : TakeUint32(rest.data());
    if (length > LARGEST_FRAME)
    {
        ++m_frames;
        Refuse("its length cannot be");
    }
    if (length == 0 || length > rest.size() - FRAME_HEAD)
    {
        // Room that was never written is zeros.
        const std::size_t zeros = rest.find_last_not_of('\0');
        m_torn = zeros == std::string_view::npos ? 0 : zeros + 1;
        return std::nullopt;
    }
    const std::string_view content = rest.substr(FRAME_HEAD, length);
    if (TakeUint32(rest.data() + 4) != FrameChecksum(m_frames++, content))
    {
        Refuse("its checksum is wrong");
    }
    m_at += FRAME_HEAD + length;
    return content;
}

void
RecordReader::Refuse(const std::string& why) const
{
    const std::string what = m_frames <= 1 ? "the header" : "entry " + std::to_string(m_frames - 1);
    throw RecordError(what + ", at byte " + std::to_string(m_at) + ": " + why);
}

} // namespace kwik::replay
