#ifndef KWIK_HELPER_KWIK_SOCKET_HELPER_H
#define KWIK_HELPER_KWIK_SOCKET_HELPER_H

#include "model/kwik-socket-factory.h"

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/ptr.h>

#include <map>
#include <vector>

namespace ns3::kwiklab
{

/**
 * Gives nodes sockets over Kwik: a KwikSocketFactory each, that can connect to all the others.
 *
 * The keys of the hosts follow from the numbers of their nodes. Servers that belong together
 * recommend each other to clients, whose streams then go over all of them.
 */
class KwikSocketHelper
{
  public:
    /// The settings that all hosts have.
    explicit KwikSocketHelper(const KwikSocketSetup& common);

    void Add(Ptr<Node> node, Ipv4Address address);
    /// These nodes serve together. @pre they were added
    void Join(const std::vector<Ptr<Node>>& servers);
    /// Aggregates the factories to the nodes; @p stream is the first random variable stream.
    void Install(int64_t stream);

    static Ptr<KwikSocketFactory> FactoryOf(Ptr<Node> node);

  private:
    struct Host
    {
        Ptr<Node> node;
        Ipv4Address address;
        std::vector<Ptr<Node>> peers;
    };

    static kwik::SigningSeed KeyOf(const Host& host);
    static kwik::ServerInfo InfoOf(const Host& host);

    KwikSocketSetup m_common;
    std::map<uint32_t, Host> m_hosts; ///< By the number of the node.
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_KWIK_SOCKET_HELPER_H
