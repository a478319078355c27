#include "experiment/run/trace-file.h"

#include <fstream>
#include <stdexcept>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t CHUNK = 16'384;

} // namespace

TraceFile::TraceFile(std::filesystem::path path)
    : m_path(std::move(path))
{
}

void
TraceFile::Append(std::string_view piece)
{
    m_chunk += piece;
    if (m_chunk.size() >= CHUNK)
    {
        Flush();
    }
}

void
TraceFile::Close()
{
    Flush();
    if (m_isTruncated)
    {
        throw std::runtime_error(m_path.string() + ": cannot be written");
    }
}

const std::filesystem::path&
TraceFile::Path() const
{
    return m_path;
}

void
TraceFile::Flush()
{
    if (!m_isTruncated)
    {
        std::ofstream file(m_path,
                           std::ios::binary | (m_isStarted ? std::ios::app : std::ios::trunc));
        file.write(m_chunk.data(), static_cast<std::streamsize>(m_chunk.size()));
        file.close();
        m_isStarted = true;
        m_isTruncated = !file;
    }
    m_chunk.clear();
}

} // namespace kwik::experiment
