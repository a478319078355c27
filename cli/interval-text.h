#ifndef KWIK_CLI_INTERVAL_TEXT_H
#define KWIK_CLI_INTERVAL_TEXT_H

#include "analysis/statistics/mean-interval.h"
#include "cli/output-style.h"
#include "experiment/text/dimension.h"

#include <string>

namespace kwik::cli
{

/// "35.12 ± 0.41 Mbit/s": both in one unit, the half width with two significant digits unless the
/// mean would get more than five. Without a half width, or when all values are equal, the mean
/// alone. "+-" where "±" cannot be shown. @pre the mean is not negative
std::string IntervalText(const analysis::MeanInterval& interval,
                         experiment::Dimension dimension,
                         const OutputStyle& style);

} // namespace kwik::cli

#endif // KWIK_CLI_INTERVAL_TEXT_H
