#include "testbed/file-content.h"

#include <fstream>

namespace kwik::testbed
{

namespace
{

constexpr std::string_view PREFIX = "file/";

} // namespace

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

std::optional<ByteCount>
FileContent::SizeOf(std::string_view name) const
{
    const auto path = Find(name);
    std::error_code error;
    const auto size = path ? std::filesystem::file_size(*path, error) : 0;
    return path && !error ? std::optional(ByteCount{size}) : std::nullopt;
}

SharedBytes
FileContent::Read(std::string_view name, ByteCount offset, ByteCount length) const
{
    ByteVector bytes(length.value);
    if (const auto path = Find(name))
    {
        std::ifstream in(*path, std::ios::binary);
        in.seekg(static_cast<std::streamoff>(offset.value));
        in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    return SharedBytes(std::move(bytes));
}

} // namespace kwik::testbed
