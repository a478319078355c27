#include "testbed/file-content.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

constexpr std::string_view PREFIX = "file/";

} // namespace

struct FileContent::OpenFile
{
    explicit OpenFile(int opened)
        : handle(opened)
    {
    }

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    ~OpenFile()
    {
        ::close(handle);
    }

    const int handle;
};

FileContent::FileContent(const std::filesystem::path& root)
    : m_root(std::filesystem::canonical(root))
{
}

std::optional<std::filesystem::path>
FileContent::Find(std::string_view name) const
{
    if (!name.starts_with(PREFIX))
    {
        return std::nullopt;
    }
    std::error_code error;
    const auto path = std::filesystem::canonical(m_root / name.substr(PREFIX.size()), error);
    const auto inside = path.lexically_relative(m_root);
    const bool isInside = !error && !inside.empty() && *inside.begin() != "..";
    if (!isInside || !std::filesystem::is_regular_file(path, error))
    {
        return std::nullopt;
    }
    return path;
}

std::shared_ptr<const FileContent::OpenFile>
FileContent::Open(std::string_view name) const
{
    const auto path = Find(name);
    const int handle = path ? ::open(path->c_str(), O_RDONLY | O_CLOEXEC) : -1;
    if (handle < 0)
    {
        return nullptr;
    }
    auto file = std::make_shared<const OpenFile>(handle);
    if (m_kept.size() >= FILES_MAX && !m_kept.contains(name))
    {
        m_kept.erase(
            std::min_element(m_kept.begin(), m_kept.end(), [](const auto& a, const auto& b) {
                return a.second.usedAs < b.second.usedAs;
            }));
    }
    m_kept[std::string(name)] = {file, ++m_uses};
    return file;
}

std::shared_ptr<const FileContent::OpenFile>
FileContent::Opened(std::string_view name) const
{
    const auto kept = m_kept.find(name);
    if (kept == m_kept.end())
    {
        return Open(name);
    }
    kept->second.usedAs = ++m_uses;
    return kept->second.file;
}

std::optional<ByteCount>
FileContent::SizeOf(std::string_view name) const
{
    const auto file = Open(name);
    struct stat facts = {};
    if (!file || ::fstat(file->handle, &facts) != 0)
    {
        return std::nullopt;
    }
    return ByteCount{static_cast<std::uint64_t>(facts.st_size)};
}

SharedBytes
FileContent::Read(std::string_view name, ByteCount offset, ByteCount length) const
{
    ByteVector bytes(length.value);
    const auto file = Opened(name);
    std::size_t done = 0;
    while (file && done < bytes.size())
    {
        const ssize_t got = ::pread(file->handle,
                                    bytes.data() + done,
                                    bytes.size() - done,
                                    static_cast<off_t>(offset.value + done));
        if (got <= 0)
        {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    return SharedBytes(std::move(bytes));
}

} // namespace kwik::testbed
