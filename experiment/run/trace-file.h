#ifndef KWIK_EXPERIMENT_RUN_TRACE_FILE_H
#define KWIK_EXPERIMENT_RUN_TRACE_FILE_H

#include <filesystem>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/**
 * A file that grows by small pieces. It is open only while a chunk is written, so that a run may
 * have more of them than a process may have open files.
 */
class TraceFile
{
  public:
    explicit TraceFile(std::filesystem::path path);

    /// Never throws for what the file system refuses, as C code may be on the stack: Close() does.
    void Append(std::string_view piece);
    /// Writes the rest; the file exists then, be it empty. Throws std::runtime_error unless every
    /// byte was taken.
    void Close();

    const std::filesystem::path& Path() const;

  private:
    void Flush();

    std::filesystem::path m_path;
    std::string m_chunk;       ///< Not written yet.
    bool m_isStarted{false};   ///< What an earlier run had left there is gone.
    bool m_isTruncated{false}; ///< Something was refused; nothing is written after it.
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_TRACE_FILE_H
