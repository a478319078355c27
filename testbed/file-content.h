#ifndef KWIK_TESTBED_FILE_CONTENT_H
#define KWIK_TESTBED_FILE_CONTENT_H

#include "protocol-core/env/content-source.h"

#include <filesystem>

namespace kwik::testbed
{

/**
 * Serves the regular files below one folder under the names `file/PATH`, PATH relative to the
 * folder.
 *
 * Names that lead out of the folder, by `..` or by links, name nothing. A file that shrinks while
 * it is served reads as zeros beyond its end; the client's application notices.
 */
class FileContent final : public ContentSource
{
  public:
    /// @p root exists.
    explicit FileContent(const std::filesystem::path& root);

    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;

  private:
    std::optional<std::filesystem::path> Find(std::string_view name) const;

    std::filesystem::path m_root;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_FILE_CONTENT_H
