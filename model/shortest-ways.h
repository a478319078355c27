#ifndef KWIK_MODEL_SHORTEST_WAYS_H
#define KWIK_MODEL_SHORTEST_WAYS_H

#include "protocol-core/base/instant.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace ns3::kwiklab
{

/// Whether a host passes on what is not for itself.
enum class Forwarding
{
    Off,
    On,
};

/**
 * Decides which way packets take between hosts that links join: one of fewest links, and among
 * those of least delay. Ways do not change; a link that is down loses what is sent over it.
 */
class ShortestWays
{
  public:
    /// Places in the order of the calls of AddHost and AddLink.
    using HostIndex = std::size_t;
    using LinkIndex = std::size_t;
    /// By the host, the link over which it sends; nothing where no way leads.
    using LinksOut = std::vector<std::optional<LinkIndex>>;

    void AddHost(Forwarding forwarding);
    /// The delay is that of the start of a run.
    void AddLink(HostIndex a, HostIndex b, kwik::Duration delay);

    /// The way of every host to one of them. With @p lastLink only over this link of the
    /// destination.
    LinksOut Towards(HostIndex destination, std::optional<LinkIndex> lastLink) const;

    std::size_t HostCount() const;
    const std::vector<LinkIndex>& LinksOf(HostIndex host) const;
    bool DoesForward(HostIndex host) const;
    /// @pre the link ends at @p host
    HostIndex OtherEnd(LinkIndex link, HostIndex host) const;
    /// 0 or 1: the place of the host in the call of AddLink. @pre the link ends at @p host
    std::size_t EndAt(LinkIndex link, HostIndex host) const;

  private:
    struct Link
    {
        std::array<HostIndex, 2> ends;
        kwik::Duration delay;
    };

    std::vector<Forwarding> m_hosts;
    std::vector<std::vector<LinkIndex>> m_linksOf;
    std::vector<Link> m_links;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_SHORTEST_WAYS_H
