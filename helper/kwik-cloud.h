#ifndef KWIK_HELPER_KWIK_CLOUD_H
#define KWIK_HELPER_KWIK_CLOUD_H

#include "helper/kwik-network.h"
#include "model/cloud-switch.h"

#include <map>
#include <string>
#include <vector>

namespace ns3::kwiklab
{

/**
 * A network whose inside is a CloudSwitch: the links that end at hosts are simulated as in a
 * KwikTopology; of the links between routers, only delays and outages are. Routers are no nodes.
 *
 * Much cheaper than a KwikTopology, and the same as long as nothing waits at routers.
 */
class KwikCloud final : public KwikNetwork
{
  public:
    /// Of a link between routers only the hosts and the delay count.
    KwikCloud(const std::vector<HostSpec>& hosts, const std::vector<LinkSpec>& links);
    ~KwikCloud() override;

    /// @pre the host does not forward
    Ptr<Node> NodeOf(const std::string& host) const override;
    Ipv4Address AddressOf(const std::string& host) const override;
    HostPlace PlaceOf(const std::string& host, std::size_t link) const override;
    void Sniff(const std::string& host, PacketSniffer sniffer) override;

    /// @pre the link ends at a host
    void SetRate(LinkDirection where, kwik::BitRate rate) override;
    /// @pre the link ends at a host
    void SetLoss(LinkDirection where, std::uint32_t ppm) override;
    void SetUp(LinkDirection where) override;
    void SetDown(LinkDirection where) override;
    ChannelShape& ChannelOf(LinkDirection where) override;
    void SetHostUp(const std::string& host) override;
    void SetHostDown(const std::string& host) override;

    /// As many as in a KwikTopology, so that the same link draws the same in both.
    int64_t AssignStreams(int64_t stream) override;
    int64_t AssignChannelStreams(int64_t stream) override;

  private:
    void AddHost(const HostSpec& spec);
    void AddAddresses(const std::vector<HostSpec>& hosts);
    AccessLine& LineOf(LinkDirection where);

    std::map<std::string, std::size_t> m_index;
    std::vector<Ptr<Node>> m_nodes; ///< Null for routers.
    std::size_t m_linkCount;
    Ptr<CloudSwitch> m_cloud;
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_KWIK_CLOUD_H
