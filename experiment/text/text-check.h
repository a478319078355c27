#ifndef KWIK_EXPERIMENT_TEXT_TEXT_CHECK_H
#define KWIK_EXPERIMENT_TEXT_TEXT_CHECK_H

#include "experiment/text/diagnostics.h"
#include "experiment/text/source-text.h"

#include <string_view>

namespace kwik::experiment
{

/// Refuses a file of which only the beginning was read, control characters but line ends and tabs,
/// and bytes that are not UTF-8: the first of these that is found. @p noun is what the file ought
/// to be, "a scenario". @return whether it is text
bool CheckText(const SourceText& source, std::string_view noun, Diagnostics& diagnostics);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_TEXT_CHECK_H
