#include "testbed/upload-folder.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

namespace fs = std::filesystem;

constexpr std::string_view PREFIX = "upload/";
constexpr std::string_view FILES = "file/";
constexpr std::string_view PART = ".part";
constexpr std::size_t NAME_MAX_LENGTH = 200;

bool
IsLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool
MayBeInName(char c)
{
    return IsLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
}

ByteCount
SizeOfFiles(const fs::path& folder)
{
    ByteCount size;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    {
        size += ByteCount{entry.is_regular_file() ? entry.file_size() : 0};
    }
    return size;
}

std::string
ErrorText()
{
    return std::strerror(errno);
}

} // namespace

UploadFolder::UploadFolder(const fs::path& folder, ByteCount most, Report report)
    : m_folder(fs::canonical(folder)),
      m_files(m_folder),
      m_most(most),
      m_held(SizeOfFiles(m_folder)),
      m_report(std::move(report))
{
}

UploadFolder::~UploadFolder()
{
    for (auto& [key, incoming] : m_incoming)
    {
        Close(incoming);
    }
}

std::string
UploadFolder::NameIn(std::string_view content)
{
    const std::string_view name =
        content.starts_with(PREFIX) ? content.substr(PREFIX.size()) : std::string_view();
    const bool isName = !name.empty() && name.size() <= NAME_MAX_LENGTH &&
                        IsLetterOrDigit(name.front()) && !name.ends_with(PART) &&
                        std::all_of(name.begin(), name.end(), MayBeInName);
    return isName ? std::string(name) : "";
}

void
UploadFolder::OnUploadBytes(Instant now,
                            const Upload& upload,
                            const SharedBytes& bytes,
                            StreamFinish finish)
{
    Incoming& incoming = Find(now, upload);
    if (incoming.file >= 0)
    {
        std::string why = Write(incoming, bytes.View());
        if (why.empty() && finish == StreamFinish::Final)
        {
            why = Keep(incoming);
        }
        if (!why.empty())
        {
            Drop(incoming, why);
        }
    }
    if (finish == StreamFinish::Final)
    {
        m_incoming.erase({upload.session, upload.stream});
    }
}

std::optional<ByteCount>
UploadFolder::SizeOf(std::string_view name) const
{
    const std::string file = NameIn(name);
    return file.empty() ? std::nullopt : m_files.SizeOf(std::string(FILES) + file);
}

SharedBytes
UploadFolder::Read(std::string_view name, ByteCount offset, ByteCount length) const
{
    return m_files.Read(std::string(FILES) + NameIn(name), offset, length);
}

UploadFolder::Incoming&
UploadFolder::Find(Instant now, const Upload& upload)
{
    const Key key{upload.session, upload.stream};
    if (const auto known = m_incoming.find(key); known != m_incoming.end())
    {
        known->second.heard = now;
        return known->second;
    }
    MakeRoom();
    Incoming& incoming = m_incoming[key];
    incoming.heard = now;
    if (const std::string why = Begin(incoming, upload.content); !why.empty())
    {
        incoming.name = incoming.name.empty() ? upload.content : incoming.name;
        Drop(incoming, why);
    }
    return incoming;
}

std::string
UploadFolder::Begin(Incoming& incoming, const std::string& content)
{
    incoming.name = NameIn(content);
    if (incoming.name.empty())
    {
        return "not a name";
    }
    const bool isUnderWay =
        std::any_of(m_incoming.begin(), m_incoming.end(), [&incoming](const auto& entry) {
            return entry.second.file >= 0 && entry.second.name == incoming.name;
        });
    if (isUnderWay || fs::exists(fs::symlink_status(m_folder / incoming.name)))
    {
        return "there is one of that name";
    }
    const std::string part = (m_folder / incoming.name).string() + std::string(PART);
    ::unlink(part.c_str()); // What a program left that was killed.
    incoming.file =
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    return incoming.file < 0 ? ErrorText() : "";
}

std::string
UploadFolder::Write(Incoming& incoming, ByteView bytes)
{
    if (m_held + ByteCount{bytes.size()} > m_most)
    {
        return "the folder is full";
    }
    while (!bytes.empty())
    {
        const ssize_t written = ::write(incoming.file, bytes.data(), bytes.size());
        if (written <= 0)
        {
            return ErrorText();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        incoming.size += ByteCount{static_cast<std::uint64_t>(written)};
        m_held += ByteCount{static_cast<std::uint64_t>(written)};
    }
    return "";
}

std::string
UploadFolder::Keep(Incoming& incoming)
{
    const std::string kept = (m_folder / incoming.name).string();
    const std::string part = kept + std::string(PART);
    // A link, unlike a renaming, replaces nothing.
    if (::fsync(incoming.file) != 0 || ::link(part.c_str(), kept.c_str()) != 0)
    {
        return ErrorText();
    }
    m_report("upload kept " + incoming.name + " " + std::to_string(incoming.size.value) + " bytes");
    incoming.size = {}; // Stays part of what is held.
    Close(incoming);
    return "";
}

void
UploadFolder::Drop(Incoming& incoming, const std::string& why)
{
    Close(incoming);
    std::string shown = incoming.name.substr(0, NAME_MAX_LENGTH);
    std::replace_if(
        shown.begin(),
        shown.end(),
        [](char c) { return !MayBeInName(c) && c != '/'; },
        '?');
    m_report("upload dropped " + shown + ": " + why);
}

void
UploadFolder::Close(Incoming& incoming)
{
    if (incoming.file < 0)
    {
        return;
    }
    ::close(incoming.file);
    incoming.file = -1;
    m_held = SubtractOrZero(m_held, incoming.size);
    ::unlink(((m_folder / incoming.name).string() + std::string(PART)).c_str());
}

void
UploadFolder::MakeRoom()
{
    const auto isOlder = [](const auto& a, const auto& b) {
        const bool isOpen = a.second.file >= 0;
        const bool isOtherOpen = b.second.file >= 0;
        return isOpen != isOtherOpen ? isOpen : a.second.heard < b.second.heard;
    };
    const auto open = std::count_if(m_incoming.begin(), m_incoming.end(), [](const auto& entry) {
        return entry.second.file >= 0;
    });
    if (static_cast<std::size_t>(open) >= OPEN_MAX)
    {
        Drop(std::min_element(m_incoming.begin(), m_incoming.end(), isOlder)->second,
             "too many at a time");
    }
    if (m_incoming.size() >= KNOWN_MAX)
    {
        m_incoming.erase(std::min_element(m_incoming.begin(),
                                          m_incoming.end(),
                                          [](const auto& a, const auto& b) {
                                              const bool isDropped = a.second.file < 0;
                                              const bool isOtherDropped = b.second.file < 0;
                                              return isDropped != isOtherDropped
                                                         ? isDropped
                                                         : a.second.heard < b.second.heard;
                                          }));
    }
}

void
UploadFolder::OnLimit(ByteCount most)
{
    m_most = most;
}

} // namespace kwik::testbed
