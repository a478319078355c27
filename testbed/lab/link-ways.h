#ifndef KWIK_TESTBED_LAB_LINK_WAYS_H
#define KWIK_TESTBED_LAB_LINK_WAYS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "testbed/lab/lab-spec.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace kwik::testbed
{

/**
 * Decides the static routes of a lab: fewest links, and among those least delay, as the links are
 * at the start. Among equals the order of hosts and links decides, as it does in the simulation.
 */
class LinkWays
{
  public:
    /// By the host, the link over which it sends; nothing where no way leads.
    using LinksOut = std::vector<std::optional<std::size_t>>;

    explicit LinkWays(const LabSpec& spec);

    /// The way of every host to one of them. With @p lastLink only over this link of the
    /// destination.
    LinksOut Towards(std::size_t destination, std::optional<std::size_t> lastLink) const;
    const std::vector<std::size_t>& LinksOf(std::size_t host) const;

  private:
    std::size_t OtherEnd(std::size_t link, std::size_t host) const;

    struct Way
    {
        std::size_t from;
        std::size_t to;
        Duration delay;
    };

    std::vector<bool> m_forwards;
    std::vector<std::vector<std::size_t>> m_linksOf;
    std::vector<Way> m_links;
};

/// Packets to one address leave over one link.
struct HostRoute
{
    Address to;
    std::size_t link;
};

/// What one host knows of the network.
struct HostRoutes
{
    std::vector<HostRoute> all;
    /// Of a mobile host with several links, by the place in LinksOf: what it sends from the
    /// address of this link.
    std::vector<std::vector<HostRoute>> fromLinks;
};

/// Of all hosts, by their place in the list.
std::vector<HostRoutes> RoutesOf(const LabSpec& spec);

/// Of a host that ends the link: which end. 0 is the one of `from`.
std::size_t EndAt(const LabLink& link, std::size_t host);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LINK_WAYS_H
