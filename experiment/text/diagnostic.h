#ifndef KWIK_EXPERIMENT_TEXT_DIAGNOSTIC_H
#define KWIK_EXPERIMENT_TEXT_DIAGNOSTIC_H

#include "experiment/text/position.h"

#include <string>

namespace kwik::experiment
{

/// One error in a file: where, what is wrong, and what is allowed instead.
struct Diagnostic
{
    Position position;
    std::string message; ///< Free of control characters.
    auto operator<=>(const Diagnostic&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_DIAGNOSTIC_H
