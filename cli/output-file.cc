#include "cli/output-file.h"

#include <stdexcept>
#include <system_error>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;

/// A link stays a link: the file that it leads to is the one to replace.
fs::path
TargetOf(const fs::path& path)
{
    std::error_code error;
    fs::path target = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : path;
    return error ? path : target;
}

bool
IsReplaceable(const fs::path& target)
{
    std::error_code ignored;
    const fs::file_status status = fs::status(target, ignored);
    return fs::is_regular_file(status) || !fs::exists(status);
}

} // namespace

OutputFile::OutputFile(const std::filesystem::path& path)
    : m_target(TargetOf(path)),
      m_written(m_target)
{
    if (IsReplaceable(m_target))
    {
        m_written += ".part";
    }
    m_stream.open(m_written, std::ios::binary | std::ios::trunc);
    if (!m_stream)
    {
        throw std::runtime_error(m_written.string() + ": cannot be written");
    }
}

OutputFile::~OutputFile()
{
    if (!m_isKept && !IsDirect())
    {
        m_stream.close();
        std::error_code ignored;
        fs::remove(m_written, ignored);
    }
}

void
OutputFile::Write(std::string_view bytes)
{
    m_stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

bool
OutputFile::Keep()
{
    m_stream.close();
    if (m_stream.fail())
    {
        return false;
    }
    std::error_code error;
    if (!IsDirect())
    {
        fs::rename(m_written, m_target, error);
    }
    m_isKept = !error;
    return m_isKept;
}

bool
OutputFile::IsDirect() const
{
    return m_written == m_target;
}

} // namespace kwik::cli
