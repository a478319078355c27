#ifndef KWIK_TESTBED_LAB_ISOLATION_H
#define KWIK_TESTBED_LAB_ISOLATION_H

#include <cstdint>
#include <string>

namespace kwik::testbed
{

/// How this process came by the right to make networks.
enum class Privilege : std::uint8_t
{
    Root,          ///< It had it.
    UserNamespace, ///< It is root of a user namespace of its own, and nowhere else.
};

/**
 * Moves this process into network and mount namespaces of its own, and its future children into a
 * process namespace, of which the first one is the init: when that ends, the kernel kills the
 * others.
 *
 * Needs root, or else a user namespace, in which only this user is mapped, as root.
 * @pre one thread @throws LabError that says what forbids it and what would help
 */
Privilege IsolateThisProcess();

/// What keeps a user from user namespaces, as far as the kernel's settings say; nothing when
/// nothing does.
std::string UserNamespaceObstacle();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_ISOLATION_H
