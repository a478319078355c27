#ifndef KWIK_CLI_OUTPUT_FILE_H
#define KWIK_CLI_OUTPUT_FILE_H

#include <filesystem>
#include <fstream>
#include <string_view>

namespace kwik::cli
{

/**
 * A file that is there as a whole or not at all. Until Keep() the bytes are in PATH.part, and what
 * PATH had before stays; without Keep() nothing is left. What is no regular file, such as a pipe or
 * a device, is written directly.
 */
class OutputFile
{
  public:
    /// Throws std::runtime_error when it cannot be written.
    explicit OutputFile(const std::filesystem::path& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    void Write(std::string_view bytes);
    /// To be called when all is written. @return whether it is in its place, to the last byte
    bool Keep();

  private:
    bool IsDirect() const;

    std::filesystem::path m_target;  ///< Where the path leads to.
    std::filesystem::path m_written; ///< The same when it is written directly.
    std::ofstream m_stream;
    bool m_isKept{false};
};

} // namespace kwik::cli

#endif // KWIK_CLI_OUTPUT_FILE_H
