#ifndef KWIK_EXPERIMENT_TEXT_SOURCE_TEXT_H
#define KWIK_EXPERIMENT_TEXT_SOURCE_TEXT_H

#include "experiment/text/parsed.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

/**
 * A text file in memory under the name that its errors are reported with.
 *
 * Line ends are unified: CR LF and a lone CR become LF, a UTF-8 byte order mark is dropped. What
 * comes after LARGEST_FILE bytes is left out, and then the text is not whole.
 */
class SourceText
{
  public:
    /// Larger files are no scenarios, and are not even read to their end.
    static constexpr std::size_t LARGEST_FILE = 1U << 20;

    SourceText(std::string name, std::string_view bytes);

    /// Reads a regular file. Refused: anything else, and what cannot be read.
    static Parsed<SourceText> Load(const std::string& path);

    const std::string& Name() const;
    const std::string& Text() const;
    bool IsWhole() const;
    std::uint32_t LineCount() const;
    /// Without its line end. @pre 1 <= line <= LineCount()
    std::string_view Line(std::uint32_t line) const;

  private:
    std::string m_name;
    std::string m_text;
    bool m_isWhole;
    std::vector<std::size_t> m_lineStarts;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_SOURCE_TEXT_H
