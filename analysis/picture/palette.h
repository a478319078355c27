#ifndef KWIK_ANALYSIS_PICTURE_PALETTE_H
#define KWIK_ANALYSIS_PICTURE_PALETTE_H

#include <array>
#include <cstddef>
#include <string_view>

namespace kwik::analysis
{

/**
 * The colour of the server at a place in the list. Okabe and Ito's palette ("Color Universal
 * Design", 2008): told apart with every kind of colour vision. Black is the application's. From the
 * eighth server on colours repeat; names stand beside them.
 */
constexpr std::string_view
ServerColour(std::size_t place)
{
    constexpr std::array<std::string_view, 7>
        COLOURS{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"};
    return COLOURS[place % COLOURS.size()];
}

/// Lines differ by their dashes too.
constexpr std::string_view
ServerDashes(std::size_t place)
{
    constexpr std::array<std::string_view, 4> DASHES{"none", "7 2", "2 2", "7 2 2 2"};
    return DASHES[place % DASHES.size()];
}

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_PALETTE_H
