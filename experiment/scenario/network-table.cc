#include "experiment/scenario/queue-kind.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/pair-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint32_t MOST_HOSTS = 10'000;

ObjectKind<LinkClassSpec>
LinkClassTable()
{
    using Spec = LinkClassSpec;
    return {
        {"links of one kind", "Each is drawn evenly from between the bounds."},
        {Required<Spec>(
             {"rate", "How fast bits leave, at least and at most.", "[50 Mbit/s, 100 Mbit/s]"},
             &Spec::rate,
             PairKind(QuantityKind<BitRate>({1'000}, {100'000'000'000}))),
         Required<Spec>(
             {"delay", "How long a bit travels one way, at least and at most.", "[2 ms, 15 ms]"},
             &Spec::delay,
             PairKind(QuantityKind<Duration>(1us, 10s))),
         Optional<Spec>({"queue", "What may wait before packets are dropped.", "20 ms"},
                        &Spec::queue,
                        QueueKind())},
    };
}

ObjectKind<HostClassSpec>
HostClassTable()
{
    using Spec = HostClassSpec;
    return {{"hosts of one role", "Each has a link of its own."},
            {Required<Spec>({"count", "How many.", "50"},
                            &Spec::count,
                            QuantityKind<std::uint32_t>(1, MOST_HOSTS)),
             Required<Spec>({"link",
                             "What joins each to its stub router.",
                             "{rate: [1 Gbit/s, 1 Gbit/s], delay: [100 us, 1 ms]}"},
                            &Spec::link,
                            LinkClassTable())}};
}

} // namespace

ObjectKind<TransitStubSpec>
NetworkTable()
{
    using Spec = TransitStubSpec;
    return {
        {"a network",
         "A transit-stub network (Zegura, Calvert and Bhattacharjee, INFOCOM 1996). Each region "
         "has one transit router, `transit-R`, and stub routers, `stub-R-S`; the transit routers "
         "form a ring with random chords. Servers, `server-N`, and clients, `client-N`, are dealt "
         "out to the regions in turn, and stand at a random stub of theirs."},
        {Required<Spec>({"regions", "How many.", "20"},
                        &Spec::regions,
                        QuantityKind<std::uint32_t>(1, 200)),
         Optional<Spec>({"stubs", "Stub routers of each region.", "3"},
                        &Spec::stubs,
                        QuantityKind<std::uint32_t>(1, 20)),
         Optional<Spec>({"chords", "Links of the backbone beside its ring.", "10"},
                        &Spec::chords,
                        QuantityKind<std::uint32_t>(0, 1000)),
         Optional<Spec>(
             {"seed", "Another one draws another network; the seeds of the runs do not.", "7"},
             &Spec::seed,
             QuantityKind<std::uint32_t>(0, 4'294'967'295)),
         Required<Spec>({"backbone",
                         "The links between transit routers.",
                         "{rate: [10 Gbit/s, 10 Gbit/s], delay: [5 ms, 30 ms]}"},
                        &Spec::backbone,
                        LinkClassTable()),
         Required<Spec>({"regional",
                         "The links between stub and transit routers.",
                         "{rate: [1 Gbit/s, 10 Gbit/s], delay: [1 ms, 3 ms]}"},
                        &Spec::regional,
                        LinkClassTable()),
         Required<Spec>({"servers", "The servers.", "{count: 50, link: {...}}"},
                        &Spec::servers,
                        HostClassTable()),
         Required<Spec>({"clients", "The clients.", "{count: 2000, link: {...}}"},
                        &Spec::clients,
                        HostClassTable())},
    };
}

} // namespace kwik::experiment
