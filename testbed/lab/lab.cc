#include "testbed/lab/lab.h"

#include "testbed/lab/calibration.h"
#include "testbed/lab/check-spec.h"
#include "testbed/lab/emulator-process.h"
#include "testbed/lab/host-network.h"
#include "testbed/lab/isolation.h"
#include "testbed/lab/lab-marker.h"
#include "testbed/lab/link-ways.h"
#include "testbed/lab/network-namespace.h"
#include "testbed/lab/port.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr ByteCount LARGEST_BUFFER{4U << 20U};
constexpr ByteCount ALL_BUFFERS{256U << 20U};
constexpr std::uint32_t FIRST_LINK_TABLE = 1000; ///< Of routes; one for each link of a mobile host.

/// A lab needs some files for each host and link.
void
PermitManyFiles()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

std::string
DeviceName(std::size_t link)
{
    return "link" + std::to_string(link);
}

std::vector<NetworkNamespace>
MakeHosts(const LabSpec& spec)
{
    std::vector<NetworkNamespace> hosts;
    for (const LabHost& host : spec.hosts)
    {
        hosts.push_back(NetworkNamespace::Create());
        const NamespaceVisit visit(hosts.back());
        PrepareHost(host.forwards ? PassOn::Packets : PassOn::Nothing);
        AddAddress("lo", host.address);
    }
    return hosts;
}

std::vector<LinkPorts>
MakePorts(const LabSpec& spec, const std::vector<NetworkNamespace>& hosts)
{
    const ByteCount buffer{
        std::min(LARGEST_BUFFER.value, ALL_BUFFERS.value / (2 * spec.links.size() + 1))};
    std::vector<LinkPorts> ports;
    for (std::size_t i = 0; i < spec.links.size(); ++i)
    {
        const LabLink& link = spec.links[i];
        LinkPorts ends;
        ends[0] = MakePort(spec.ports, {hosts[link.from], DeviceName(i), link.mtu, buffer});
        ends[1] = MakePort(spec.ports, {hosts[link.to], DeviceName(i), link.mtu, buffer});
        ports.push_back(std::move(ends));
    }
    return ports;
}

void
AddHostRoutes(const LabSpec& spec, std::size_t host, const HostRoutes& routes)
{
    const Address& own = spec.hosts[host].address;
    for (const HostRoute& route : routes.all)
    {
        AddRoute({route.to, DeviceName(route.link), own});
    }
    for (const std::vector<HostRoute>& overLink : routes.fromLinks)
    {
        for (const HostRoute& route : overLink)
        {
            const LabLink& link = spec.links[route.link];
            const Address& source = link.addresses[EndAt(link, host)];
            const auto table = FIRST_LINK_TABLE + static_cast<std::uint32_t>(route.link);
            AddRoute({route.to, DeviceName(route.link), source, table});
        }
    }
}

void
AddLinkAddresses(const LabSpec& spec, std::size_t host, const LinkWays& ways)
{
    for (const std::size_t at : ways.LinksOf(host))
    {
        const Address& address = spec.links[at].addresses[EndAt(spec.links[at], host)];
        AddAddress(DeviceName(at), address);
        AddRule(address, FIRST_LINK_TABLE + static_cast<std::uint32_t>(at));
    }
}

void
ConfigureHosts(const LabSpec& spec, const std::vector<NetworkNamespace>& hosts)
{
    const LinkWays ways(spec);
    const std::vector<HostRoutes> routes = RoutesOf(spec);
    for (std::size_t host = 0; host < hosts.size(); ++host)
    {
        const NamespaceVisit visit(hosts[host]);
        if (spec.hosts[host].isMobile)
        {
            AddLinkAddresses(spec, host, ways);
        }
        AddHostRoutes(spec, host, routes[host]);
    }
}

} // namespace

struct Lab::State
{
    LabSpec spec;
    Privilege privilege;
    PortKind ports;
    LabMarker marker;
    std::vector<NetworkNamespace> hosts;
    std::unique_ptr<EmulatorProcess> emulator;
    std::vector<pid_t> programs;
};

Lab::Lab(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

std::unique_ptr<Lab>
Lab::Build(const LabSpec& spec)
{
    CheckSpec(spec);
    const LabOwner owner = OwnLab();
    PermitManyFiles();
    const Privilege privilege = IsolateThisProcess();
    std::vector<NetworkNamespace> hosts = MakeHosts(spec);
    std::vector<LinkPorts> ports = MakePorts(spec, hosts);
    ConfigureHosts(spec, hosts);
    auto state = std::make_unique<State>(State{.spec = spec,
                                               .privilege = privilege,
                                               .ports = ChosenPorts(spec.ports),
                                               .marker = LabMarker(owner),
                                               .hosts = std::move(hosts)});
    state->emulator =
        std::make_unique<EmulatorProcess>(state->spec, std::move(ports), state->marker);
    return std::unique_ptr<Lab>(new Lab(std::move(state)));
}

/// The emulator, as the first of its process namespace, has ended only when all others are reaped.
Lab::~Lab()
{
    m_state->emulator->Kill();
    for (const pid_t program : m_state->programs)
    {
        while (::waitpid(program, nullptr, 0) < 0 && errno == EINTR)
        {
        }
    }
    m_state->emulator->Wait();
}

pid_t
Lab::Spawn(std::size_t host, const SpawnCommand& command)
{
    const pid_t program = SpawnIn(m_state->hosts.at(host), command, m_state->marker.File());
    m_state->programs.push_back(program);
    return program;
}

int
Lab::OpenSocket(std::size_t host, int domain, int type, int protocol)
{
    const NamespaceVisit visit(m_state->hosts.at(host));
    return Checked(::socket(domain, type | SOCK_CLOEXEC, protocol),
                   "opening a socket on " + m_state->spec.hosts[host].name);
}

void
Lab::Change(LinkDirection where, const DirectionShape& shape)
{
    m_state->emulator->Give({EmulatorOrder::Kind::Shape, where, shape});
}

void
Lab::SetHostDown(std::size_t host)
{
    m_state->emulator->Give({.kind = EmulatorOrder::Kind::HostDown, .host = host});
}

void
Lab::SetHostUp(std::size_t host)
{
    m_state->emulator->Give({.kind = EmulatorOrder::Kind::HostUp, .host = host});
}

Address
Lab::AddressOn(std::size_t host, std::size_t link) const
{
    const LabLink& spec = m_state->spec.links.at(link);
    return spec.addresses[EndAt(spec, host)];
}

std::string
Lab::DeviceOn(std::size_t, std::size_t link) const
{
    return DeviceName(link);
}

std::vector<DirectionCalibration>
Lab::Calibrate(Duration budget)
{
    std::vector<DirectionCalibration> found;
    {
        Calibration calibration(m_state->spec);
        for (std::size_t direction = 0; direction < 2 * m_state->spec.links.size(); ++direction)
        {
            const LabLink& link = m_state->spec.links[direction / 2];
            const std::size_t sender = direction % 2 == 0 ? link.from : link.to;
            const NamespaceVisit visit(m_state->hosts[sender]);
            calibration.AddEnd(DeviceName(direction / 2));
        }
        found = calibration.Run(budget);
    }
    m_state->emulator->Give({EmulatorOrder::Kind::Renew});
    return found;
}

LagReport
Lab::Lag() const
{
    return m_state->emulator->Page().Lateness().Report();
}

DirectionCounters
Lab::Counters(LinkDirection where) const
{
    return m_state->emulator->Page().Read(2 * where.link + where.sender);
}

PortKind
Lab::Ports() const
{
    return m_state->ports;
}

bool
Lab::IsRealTime() const
{
    return m_state->emulator->Page().IsRealTime();
}

bool
Lab::IsRootless() const
{
    return m_state->privilege == Privilege::UserNamespace;
}

bool
Lab::IsWorking() const
{
    return m_state->emulator->IsWorking();
}

int
Lab::EndFile() const
{
    return m_state->emulator->EndFile();
}

} // namespace kwik::testbed
