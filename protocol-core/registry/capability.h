#ifndef KWIK_REGISTRY_CAPABILITY_H
#define KWIK_REGISTRY_CAPABILITY_H

#include <compare>
#include <cstddef>
#include <string>

namespace kwik
{

/// What a server can do (seed 000, "Capability").
struct Capability
{
    /// Of one server; further ones are not looked at.
    static constexpr std::size_t COUNT_MAX = 32;
    /// Bytes of a name and of a version; a capability with more is not looked at.
    static constexpr std::size_t TEXT_MAX = 64;

    std::string name;
    std::string version;
    auto operator<=>(const Capability&) const = default;
};

} // namespace kwik

#endif // KWIK_REGISTRY_CAPABILITY_H
