#include "experiment/scenario/scenario-table.h"

#include "experiment/schema/choice-kind.h"
#include "experiment/schema/flag-kind.h"
#include "experiment/schema/list-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/named-map-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/quantity-kind.h"
#include "experiment/schema/text-kind.h"
#include "experiment/sweep/sweep-table.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

ObjectKind<DiscoverySpec>
DiscoveryTable()
{
    using Spec = DiscoverySpec;
    return {
        {"a discovery source", "A way for the primary to know its secondaries."},
        {Optional<Spec>(
             {"static", "Servers that the primary knows from the start.", "[primary, mirror-a]"},
             &Spec::staticServers,
             OptionalKind(ListKind(NameKind("a server"), {1}))),
         Optional<Spec>({"nearest",
                         "Every server knows so many others from the start: those to which it "
                         "has the shortest way; and those to which it is so near.",
                         "3"},
                        &Spec::nearest,
                        OptionalKind(QuantityKind<std::uint32_t>(1, 1000)))},
        {{RuleForm::ExactlyOne, "", {"static", "nearest"}}}};
}

ObjectKind<ChurnSpec>
ChurnTable()
{
    using Spec = ChurnSpec;
    const ChoiceKind<ChurnTarget> target(
        {{"servers", ChurnTarget::Servers}, {"backbone", ChurnTarget::Backbone}});
    return {
        {"churn",
         "Things fail and come back at random times, each for itself: exponentially distributed, "
         "and others with each seed. What the timeline names is left alone."},
        {Required<Spec>({"of",
                         "servers: they crash, and start afresh; backbone: the links between "
                         "routers fail.",
                         "servers"},
                        &Spec::of,
                        target),
         Required<Spec>({"up", "How long they are well, on average.", "60 s"},
                        &Spec::up,
                        QuantityKind<Duration>(1ms, 24h * 30)),
         Required<Spec>({"down", "How long they are not, on average.", "5 s"},
                        &Spec::down,
                        QuantityKind<Duration>(1ms, 24h * 30))}};
}

ObjectKind<RecordSpec>
RecordTable()
{
    using Spec = RecordSpec;
    return {
        {"the recording",
         "What a run writes down beside its metrics and verdicts. No key here changes these or the "
         "fingerprint."},
        {Optional<Spec>({"events", "Store every event, in the order in which they happen.", "no"},
                        &Spec::events,
                        FlagKind()),
         Optional<Spec>(
             {"sample_every",
              "How often bytes delivered and received, round trips and outstanding bytes are read.",
              "100 ms"},
             &Spec::sampleEvery,
             QuantityKind<Duration>(1ms, 1h)),
         Optional<Spec>({"pcap", "Write a packet capture of every client's links.", "yes"},
                        &Spec::pcap,
                        FlagKind()),
         Optional<Spec>({"qlog", "Write a qlog of every QUIC connection.", "yes"},
                        &Spec::qlog,
                        FlagKind()),
         Optional<Spec>({"keylog",
                         "Write the TLS secrets, with which Wireshark decrypts the captures.",
                         "yes"},
                        &Spec::keylog,
                        FlagKind()),
         Optional<Spec>({"picture",
                         "Draw a picture of each run. With auto there is one unless the scenario "
                         "has a sweep and more than 20 runs of it are planned.",
                         "no"},
                        &Spec::picture,
                        ChoiceKind<PictureChoice>({{"auto", PictureChoice::Auto},
                                                   {"yes", PictureChoice::Always},
                                                   {"no", PictureChoice::Never}}))},
    };
}

std::vector<Field<Scenario>>
HeadFields()
{
    using Spec = Scenario;
    return {
        Required<Spec>({"title", "What the experiment is.", "A server crashes"},
                       &Spec::title,
                       TextKind()),
        Required<Spec>({"question", "What its result answers.", "Is anything lost?"},
                       &Spec::question,
                       TextKind()),
        Optional<Spec>({"tags", "Words to select scenarios by.", "[failover, quick]"},
                       &Spec::tags,
                       ListKind(NameKind("a tag"), {})),
        Required<Spec>({"duration",
                        "When the run ends in simulated time, if its workloads do not end it.",
                        "60 s"},
                       &Spec::duration,
                       QuantityKind<Duration>(1ms, 24h * 30)),
        Optional<Spec>({"seeds", "How many runs, each with its own random numbers.", "3"},
                       &Spec::seeds,
                       QuantityKind<std::uint32_t>(1, 10'000)),
    };
}

std::vector<Field<Scenario>>
NetworkFields()
{
    using Spec = Scenario;
    return {
        Optional<Spec>({"hosts",
                        "The machines by name; there may be none beside a `network`.",
                        "{client: {role: client}}"},
                       &Spec::hosts,
                       NamedMapKind(HostTable(), &HostSpec::name)),
        Optional<Spec>({"links",
                        "What joins the hosts.",
                        "[{between: [client, primary], rate: 20 Mbit/s, delay: 10 ms}]"},
                       &Spec::links,
                       ListKind(LinkTable(), {})),
        Optional<Spec>({"network",
                        "Many more hosts and links, made by a rule.",
                        "{regions: 4, backbone: {...}, regional: {...}, servers: {...}, clients: "
                        "{...}}"},
                       &Spec::network,
                       OptionalKind(NetworkTable())),
        Optional<Spec>(
            {"interior",
             "How packets get from router to router. packets: they wait and are sent "
             "at each; cloud: only the delays and outages of the links between routers "
             "count, not their rates and queues, which is much faster to simulate. "
             "Links that end at a client or a server are the same in both.",
             "cloud"},
            &Spec::interior,
            ChoiceKind<Interior>({{"packets", Interior::Packets}, {"cloud", Interior::Cloud}})),
    };
}

std::vector<Field<Scenario>>
BodyFields()
{
    using Spec = Scenario;
    return {
        Optional<Spec>({"discovery",
                        "How secondaries are found; without it there is only the primary.",
                        "[{static: [primary, mirror-a]}]"},
                       &Spec::discovery,
                       ListKind(DiscoveryTable(), {})),
        Optional<Spec>({"kwik", "The settings of the protocol.", "{congestion_control: bbr}"},
                       &Spec::kwik,
                       KwikTable()),
        Optional<Spec>({"transport",
                        "What carries the download instead of Kwik.",
                        "{protocol: tcp, via: primary}"},
                       &Spec::transport,
                       OptionalKind(TransportTable())),
        Required<Spec>({"workload",
                        "What the clients do.",
                        "[{download: {from: primary, to: client, size: 50 MB}}]"},
                       &Spec::workload,
                       ListKind(WorkloadTable(), {1})),
        Optional<Spec>({"timeline", "What happens during the run.", "[{at: 3 s, crash: primary}]"},
                       &Spec::timeline,
                       ListKind(TimelineTable(), {})),
        Optional<Spec>({"churn", "What fails at random.", "[{of: servers, up: 60 s, down: 5 s}]"},
                       &Spec::churn,
                       ListKind(ChurnTable(), {})),
        Optional<Spec>({"record", "What is written down.", "{pcap: yes}"},
                       &Spec::record,
                       RecordTable()),
        Optional<Spec>(
            {"expect", "What every run must measure.", "[{metric: corrupted_bytes, equals: 0 B}]"},
            &Spec::expect,
            ListKind(ExpectationTable(), {})),
    };
}

std::vector<Field<Scenario>>
CampaignFields()
{
    using Spec = Scenario;
    return {
        Optional<Spec>({"conclude",
                        "What all runs together must amount to.",
                        "[{value: median(goodput), between: [9 Mbit/s, 10 Mbit/s]}]"},
                       &Spec::conclude,
                       OptionalKind(ListKind(ConclusionTable(), {1}))),
        Optional<Spec>({"validate",
                        "How far simulation and testbed may be apart. A scenario that has it is "
                        "run in both worlds, and needs 2 seeds or more and no sweep.",
                        "[{metric: goodput, relative: 3 %}]"},
                       &Spec::validate,
                       OptionalKind(ListKind(ToleranceTable(), {1}))),
        Optional<Spec>({"beside",
                        "How Kwik has to do beside other transports over the same links. A "
                        "scenario that has it is run on the testbed, with Kwik and with each of "
                        "these, and needs 2 seeds or more and no sweep.",
                        "[{transport: {protocol: mptcp}, metric: goodput, at_least: 98 %}]"},
                       &Spec::beside,
                       OptionalKind(ListKind(BesideTable(), {1}))),
        Optional<Spec>({"sweep",
                        "What is varied; `${loss}` in any value outside `sweep`, `conclude`, "
                        "`tags` and `seeds` stands for the value of the parameter `loss`, and "
                        "`$${` for `${` itself.",
                        "[{name: loss, values: [0, 0.5, 1]}]"},
                       &Spec::sweep,
                       OptionalKind(SweepTable())),
    };
}

} // namespace

ObjectKind<Scenario>
ScenarioTable()
{
    std::vector<Field<Scenario>> fields = HeadFields();
    for (auto& part : {NetworkFields(), BodyFields(), CampaignFields()})
    {
        fields.insert(fields.end(), part.begin(), part.end());
    }
    return {{"a scenario", "One experiment: a network, what happens in it, and what is expected."},
            std::move(fields)};
}

} // namespace kwik::experiment
