#ifndef KWIK_CLI_QUANTITY_TEXT_H
#define KWIK_CLI_QUANTITY_TEXT_H

#include "experiment/text/dimension.h"

#include <cstdint>
#include <string>

namespace kwik::cli
{

/// What was measured, for people.
std::string RoundedText(experiment::Dimension dimension, std::uint64_t value);

/// A bound. It is the user's own word, so nothing of it is rounded.
std::string ExactText(experiment::Dimension dimension, std::uint64_t bound);

/// "59.5 .. 112.6 ms": the unit once when it is the same.
std::string RangeText(const std::string& first, const std::string& last);

} // namespace kwik::cli

#endif // KWIK_CLI_QUANTITY_TEXT_H
