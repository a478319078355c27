#ifndef KWIK_TESTBED_FILE_CONTENT_H
#define KWIK_TESTBED_FILE_CONTENT_H

#include "protocol-core/env/content-source.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace kwik::testbed
{

/**
 * Serves the regular files below one folder under the names `file/PATH`, PATH relative to the
 * folder.
 *
 * Names that lead out of the folder, by `..` or by links, name nothing. A file that shrinks while
 * it is served reads as zeros beyond its end; the client's application notices. The files that were
 * asked for last stay open, FILES_MAX of them; one that is replaced is seen by who asks for it
 * next.
 */
class FileContent final : public ContentSource
{
  public:
    static constexpr std::size_t FILES_MAX = 64;

    /// @p root exists.
    explicit FileContent(const std::filesystem::path& root);

    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;

  private:
    std::optional<std::filesystem::path> Find(std::string_view name) const;

    struct OpenFile;

    /// The file as it is now, kept open; null when there is none.
    std::shared_ptr<const OpenFile> Open(std::string_view name) const;
    std::shared_ptr<const OpenFile> Opened(std::string_view name) const;

    struct Kept
    {
        std::shared_ptr<const OpenFile> file;
        std::uint64_t usedAs{0}; ///< Counts up over all uses.
    };

    std::filesystem::path m_root;
    mutable std::map<std::string, Kept, std::less<>> m_kept;
    mutable std::uint64_t m_uses{0};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_FILE_CONTENT_H
