#ifndef KWIK_ANALYSIS_REPORT_PAGE_FILES_H
#define KWIK_ANALYSIS_REPORT_PAGE_FILES_H

#include <string>
#include <string_view>

namespace kwik::analysis
{

/// The files of analysis/report/page, as the build put them together (cmake/JoinPage.cmake).
extern const std::string_view PAGE_TEMPLATE; ///< With {{name}} where something is to be put in.
extern const std::string_view PAGE_STYLE;
std::string PageScript(); ///< All modules as one.

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_PAGE_FILES_H
