#ifndef KWIK_ENDPOINT_SERVED_PATHS_H
#define KWIK_ENDPOINT_SERVED_PATHS_H

#include <cstddef>

namespace kwik
{

/// What a server serves at one time.
struct ServedPaths
{
    std::size_t sessions{0}; ///< That have a path of a client here.
    std::size_t pending{0};  ///< Paths of clients that are not admitted.
    std::size_t clients{0};
    std::size_t relays{0};  ///< Of servers that fetch here what they do not hold.
    std::size_t queries{0}; ///< Of servers that ask how this one does.

    bool operator==(const ServedPaths&) const = default;
};

} // namespace kwik

#endif // KWIK_ENDPOINT_SERVED_PATHS_H
