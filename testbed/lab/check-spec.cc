#include "testbed/lab/check-spec.h"

#include "testbed/lab/lab-error.h"
#include "testbed/lab/link-ways.h"

#include <set>
#include <string>

namespace kwik::testbed
{

namespace
{

constexpr ByteCount SMALLEST_MTU{68}; ///< RFC 791.
constexpr ByteCount LARGEST_MTU{65'535};
constexpr std::uint32_t MILLION = 1'000'000;

bool
IsPrivate(const Address& address)
{
    const std::uint8_t first = address.ip[12];
    const std::uint8_t second = address.ip[13];
    return IsIpv4(address) &&
           (first == 10 || (first == 172 && second >> 4 == 1) || (first == 192 && second == 168));
}

/// Sees every address once.
class AddressBook
{
  public:
    void Add(const Address& address, const std::string& owner)
    {
        if (!IsPrivate(address) || address.port != 0)
        {
            throw LabError(owner + " has the address " + ToString(address) +
                           ", which is not one of a private network, with port 0");
        }
        if (!m_taken.insert(address).second)
        {
            throw LabError(owner + " has the address " + ToString(address) +
                           ", which somebody else has");
        }
    }

  private:
    std::set<Address> m_taken;
};

void
CheckShape(const DirectionShape& shape, const std::string& link)
{
    if (shape.rate.bitsPerSecond == 0)
    {
        throw LabError(link + " has no rate");
    }
    for (const Duration span : {shape.delay, shape.jitter, shape.heldBack})
    {
        if (span < Duration{})
        {
            throw LabError(link + " has a negative delay");
        }
    }
    for (const std::uint32_t ppm :
         {shape.lossPpm, shape.corruptionPpm, shape.duplicationPpm, shape.reorderingPpm})
    {
        if (ppm > MILLION)
        {
            throw LabError(link + " has a share of more than all packets");
        }
    }
}

void
CheckLink(const LabSpec& spec, std::size_t at)
{
    const LabLink& link = spec.links[at];
    const std::string name = "link " + std::to_string(at);
    if (link.from >= spec.hosts.size() || link.to >= spec.hosts.size() || link.from == link.to)
    {
        throw LabError(name + " does not join two hosts of the lab");
    }
    if (link.mtu < SMALLEST_MTU || link.mtu > LARGEST_MTU)
    {
        throw LabError(name + " has an MTU that IPv4 does not permit");
    }
    CheckShape(link.shapes[0], name);
    CheckShape(link.shapes[1], name);
}

} // namespace

void
CheckSpec(const LabSpec& spec)
{
    AddressBook addresses;
    for (const LabHost& host : spec.hosts)
    {
        addresses.Add(host.address, host.name);
    }
    for (std::size_t i = 0; i < spec.links.size(); ++i)
    {
        CheckLink(spec, i);
        const LabLink& link = spec.links[i];
        for (const std::size_t host : {link.from, link.to})
        {
            if (spec.hosts[host].isMobile)
            {
                addresses.Add(link.addresses[EndAt(link, host)], spec.hosts[host].name);
            }
        }
    }
}

} // namespace kwik::testbed
