#ifndef KWIK_EXPERIMENT_TEXT_SHARE_H
#define KWIK_EXPERIMENT_TEXT_SHARE_H

#include <compare>
#include <cstdint>

namespace kwik::experiment
{

/// A part of a whole, or a ratio: 1,000,000 millionths are 100 %.
struct Share
{
    std::uint32_t millionths = 0;
    auto operator<=>(const Share&) const = default;
};

inline constexpr Share WHOLE{1'000'000};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_SHARE_H
