#ifndef KWIK_TESTBED_LAB_NETWORK_NAMESPACE_H
#define KWIK_TESTBED_LAB_NETWORK_NAMESPACE_H

#include "testbed/lab/file-handle.h"

#include <string_view>

namespace kwik::testbed
{

/// A network namespace, which is there as long as this or a process in it.
class NetworkNamespace
{
  public:
    /// Of this thread. @throws LabError, as the next ones
    static NetworkNamespace Current();
    /// A new one, without IPv6 and without any link; this thread stays where it is.
    static NetworkNamespace Create();

    /// This thread moves there.
    void Enter() const;
    int File() const;

  private:
    explicit NetworkNamespace(FileHandle file);

    FileHandle m_file;
};

/// This thread is in a network namespace for a while.
class NamespaceVisit
{
  public:
    explicit NamespaceVisit(const NetworkNamespace& where);
    ~NamespaceVisit();
    NamespaceVisit(const NamespaceVisit&) = delete;
    NamespaceVisit& operator=(const NamespaceVisit&) = delete;

  private:
    NetworkNamespace m_home;
};

/// Of the network namespace of this thread: @p name is the path below /proc/sys/net.
void SetNetworkOption(std::string_view name, std::string_view value);

/// No IPv6 on any device, also those to come, so that no kernel says anything by itself.
void SwitchOffIpv6();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_NETWORK_NAMESPACE_H
