// Sessions of one client host with one server host in ns-3, opened and then left idle.
// Usage: bench-many-sessions COUNT; prints `ESTABLISHED CPU_NS RSS_BYTES`, the last two beyond what
// the empty network took.
#include "experiment/workload/generated-content.h"
#include "helper/kwik-topology.h"
#include "model/kwik-application.h"
#include "model/ns3-time.h"
#include "protocol-core/trust/key-pin.h"

#include <ns3/enum.h>
#include <ns3/simulator.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

namespace kwik::bench
{

namespace
{

constexpr std::uint16_t PORT = 4433;
constexpr Duration SPREAD = std::chrono::seconds(1);

struct Usage
{
    std::int64_t cpuNs;
    std::int64_t rssBytes;
};

Usage
UsageNow()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto toNs = [](const timeval& t) { return t.tv_sec * 1'000'000'000 + t.tv_usec * 1'000; };
    std::ifstream statm("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    statm >> total >> resident;
    return {toNs(usage.ru_utime) + toNs(usage.ru_stime), resident * ::sysconf(_SC_PAGESIZE)};
}

SigningSeed
KeyOf(const std::string& host)
{
    SigningSeed key{};
    Prng(1).Fork(host).Fill(key);
    return key;
}

ns3::Ptr<ns3::kwiklab::KwikApplication>
Install(ns3::kwiklab::KwikTopology& topology,
        const std::string& host,
        ns3::kwiklab::KwikRole role,
        const ContentSource& content)
{
    ns3::kwiklab::KwikHostSetup setup;
    setup.endpoint.name = host;
    setup.endpoint.key = KeyOf(host);
    setup.endpoint.pin = PinOf(PublicKeyOf(setup.endpoint.key));
    setup.content = &content;
    const auto application = ns3::CreateObject<ns3::kwiklab::KwikApplication>();
    application->SetAttribute("Address", ns3::Ipv4AddressValue(topology.AddressOf(host)));
    application->SetAttribute("Role", ns3::EnumValue(role));
    application->SetUp(setup);
    topology.NodeOf(host)->AddApplication(application);
    return application;
}

int
Run(std::uint64_t count)
{
    using namespace ns3::kwiklab;
    constexpr auto OFF = Forwarding::Off;
    const QueueLimit queue{QueueLimit::Unit::Packets, 100'000};
    KwikTopology topology({{"client", OFF}, {"server", OFF}},
                          {{"client",
                            "server",
                            BitRate{10'000'000'000},
                            queue,
                            0,
                            1500,
                            {.delay = Duration(10'000'000)}}});
    const GeneratedContent content;
    const auto client = Install(topology, "client", KWIK_CLIENT, content);
    const auto server = Install(topology, "server", KWIK_SERVER, content);
    const ServerInfo info{Ipv4(topology.AddressOf("server").Get(), PORT),
                          PinOf(PublicKeyOf(KeyOf("server"))),
                          {}};
    std::uint64_t established = 0;
    client->TraceConnectWithoutContext(
        "Event",
        ns3::Callback<void, Instant, const Event&>([&established](Instant, const Event& event) {
            established += std::holds_alternative<SessionNamed>(event) ? 1 : 0;
        }));
    for (std::uint64_t i = 0; i < count; ++i)
    {
        const Duration at =
            SPREAD * static_cast<std::int64_t>(i + 1) / static_cast<std::int64_t>(count);
        ns3::Simulator::Schedule(ToTime(at), [client, info] { client->Dial(info); });
    }
    const Usage before = UsageNow();
    ns3::Simulator::Stop(ToTime(SPREAD * 2));
    ns3::Simulator::Run();
    const Usage after = UsageNow();
    std::cout << established << " " << after.cpuNs - before.cpuNs << " "
              << after.rssBytes - before.rssBytes << "\n";
    ns3::Simulator::Destroy();
    return established == count ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

} // namespace kwik::bench

int
main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: bench-many-sessions COUNT\n";
        return 2;
    }
    return kwik::bench::Run(std::strtoull(argv[1], nullptr, 10));
}
