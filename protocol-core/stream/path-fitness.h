#ifndef KWIK_STREAM_PATH_FITNESS_H
#define KWIK_STREAM_PATH_FITNESS_H

#include <cstdint>

namespace kwik
{

/// Whether a path is within what its session asks of paths.
enum class PathFitness : std::uint8_t
{
    Fit,
    Unfit, ///< Gets nothing while another can have it.
};

} // namespace kwik

#endif // KWIK_STREAM_PATH_FITNESS_H
