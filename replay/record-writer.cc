#include "replay/record-writer.h"

#include "protocol-core/base/assert.h"
#include "replay/record-frame.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kwik::replay
{

namespace
{

/// What is asked of the file system at a time: little enough not to make the host late.
constexpr std::size_t CHUNK = std::size_t{1} << 20;
/// For the entry that says why nothing follows.
constexpr std::size_t RESERVE = 64;

int
Create(const std::filesystem::path& path)
{
    std::filesystem::remove(path);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
    {
        throw RecordError(path.string() + ": " + std::strerror(errno));
    }
    return file;
}

} // namespace

RecordWriter::RecordWriter(const std::filesystem::path& path,
                           const RecordHeader& header,
                           std::size_t limit)
    : m_file(Create(path)),
      m_limit(limit)
{
    KWIK_ASSERT(limit >= LEAST_LIMIT);
    void* const mapped = ::mmap(nullptr, m_limit, PROT_READ | PROT_WRITE, MAP_SHARED, m_file, 0);
    const std::string text = WriteHeader(header);
    if (mapped != MAP_FAILED)
    {
        m_bytes = static_cast<char*>(mapped);
    }
    if (m_bytes == nullptr || !MakeRoom(RECORD_MAGIC.size() + FRAME_HEAD + text.size()))
    {
        if (m_bytes != nullptr)
        {
            ::munmap(m_bytes, m_limit);
        }
        ::close(m_file);
        throw RecordError(path.string() + ": no room for a record");
    }
    std::memcpy(m_bytes, RECORD_MAGIC.data(), RECORD_MAGIC.size());
    m_used = RECORD_MAGIC.size();
    PutFrame(text);
}

RecordWriter::~RecordWriter()
{
    ::munmap(m_bytes, m_limit);
    ::close(m_file);
}

void
RecordWriter::Append(const Entry& entry)
{
    if (m_isStopped)
    {
        return;
    }
    m_content.clear();
    Encode(entry, m_content);
    if (MakeRoom(FRAME_HEAD + m_content.size()))
    {
        m_last = IsMoment(entry.kind) ? entry.at : m_last;
        PutFrame(m_content);
    }
}

void
RecordWriter::Close()
{
    if (!m_isStopped)
    {
        Stop(EndReason::Complete);
    }
}

bool
RecordWriter::IsStopped() const
{
    return m_isStopped;
}

bool
RecordWriter::MakeRoom(std::size_t size)
{
    const std::size_t needed = m_used + size + RESERVE;
    if (needed > m_limit)
    {
        Stop(EndReason::Limit);
        return false;
    }
    if (needed <= m_allocated)
    {
        return true;
    }
    // Room in the file system, not only a longer file: a mapped page without room is a crash.
    const std::size_t wanted = std::min((needed + CHUNK - 1) / CHUNK * CHUNK, m_limit);
    if (::posix_fallocate(m_file,
                          static_cast<off_t>(m_allocated),
                          static_cast<off_t>(wanted - m_allocated)) != 0)
    {
        Stop(EndReason::NoRoom);
        return false;
    }
    m_allocated = wanted;
    return true;
}

void
RecordWriter::Stop(EndReason reason)
{
    m_isStopped = true;
    if (m_used + RESERVE > m_allocated)
    {
        return; // Not even the first frame has room.
    }
    Entry end;
    end.flag = static_cast<std::uint8_t>(reason);
    end.at = m_last;
    m_content.clear();
    Encode(end, m_content);
    PutFrame(m_content);
    // What is longer than it need be is a matter of taste.
    static_cast<void>(!::ftruncate(m_file, static_cast<off_t>(m_used)));
}

void
RecordWriter::PutFrame(std::string_view content)
{
    char* const head = m_bytes + m_used;
    std::memcpy(head + FRAME_HEAD, content.data(), content.size());
    PutUint32(FrameChecksum(m_frames, content), head + 4);
    // Who is killed here leaves a length of 0, which ends the record before this frame.
    std::atomic_signal_fence(std::memory_order_release);
    PutUint32(static_cast<std::uint32_t>(content.size()), head);
    m_used += FRAME_HEAD + content.size();
    m_frames += 1;
}

} // namespace kwik::replay
