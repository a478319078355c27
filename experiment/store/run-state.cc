#include "experiment/store/run-state.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kwik::experiment
{

namespace
{

constexpr std::array<std::string_view, 5> WORDS{"running", "ok", "failed", "invalid", "killed"};

} // namespace

std::string_view
ToText(RunState state)
{
    const auto index = static_cast<std::size_t>(state);
    KWIK_ASSERT(index < WORDS.size());
    return WORDS[index];
}

std::optional<RunState>
ParseRunState(std::string_view text)
{
    const auto* const found = std::find(WORDS.begin(), WORDS.end(), text);
    return found == WORDS.end() ? std::nullopt
                                : std::optional(static_cast<RunState>(found - WORDS.begin()));
}

} // namespace kwik::experiment
