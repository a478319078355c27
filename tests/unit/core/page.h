#ifndef KWIK_TESTS_UNIT_CORE_PAGE_H
#define KWIK_TESTS_UNIT_CORE_PAGE_H

#include <string>
#include <string_view>
#include <vector>

namespace kwik::test
{

/// The cells of one row of a Markdown table, without blanks around them and without backticks.
using PageRow = std::vector<std::string>;

/// A Markdown page of the repository that is compared with the code.
class Page
{
  public:
    explicit Page(std::string text);

    /// The page in the file @p path. Fails the test if it cannot be read.
    static Page Read(const std::string& path);

    /// What stands between the line @p heading and the next heading that is not below it.
    /// Fails the test if there is no such line.
    Page Section(std::string_view heading) const;

    /// The rows of all tables, without their heads.
    std::vector<PageRow> Rows() const;

    /// The lines of each block fenced with @p language.
    std::vector<std::vector<std::string>> Blocks(std::string_view language) const;

    /// The headings of the level that starts with @p marks, as in "#### ".
    std::vector<std::string> Headings(std::string_view marks) const;

  private:
    std::vector<std::string> m_lines;
};

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_PAGE_H
