#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/percent-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

ObjectKind<PathLimits>
PathLimitsTable()
{
    using Spec = PathLimits;
    return {
        {"the path limits", "How many servers a session uses at once."},
        {Optional<Spec>({"min", "As many paths are opened whatever the size of the download.", "1"},
                        &Spec::min,
                        QuantityKind<std::uint32_t>(1, 64)),
         Optional<Spec>({"max", "Never more paths than this.", "3"},
                        &Spec::max,
                        QuantityKind<std::uint32_t>(1, 64)),
         Optional<Spec>({"open_above",
                         "With more than this left to fetch, further paths are opened at once.",
                         "1 MB"},
                        &Spec::openAbove,
                        QuantityKind<ByteCount>({0}, {1'000'000'000'000})),
         Optional<Spec>({"open_after",
                         "With less left, they are opened when the rest would take longer than "
                         "this many round trips.",
                         "3"},
                        &Spec::openAfterRoundTrips,
                        QuantityKind<std::uint32_t>(1, 1'000'000))},
    };
}

ObjectKind<PathConfig>
DetectorTable()
{
    using Spec = PathConfig;
    return {
        {"the failure detector", "When silence makes a path suspect, in its own probe timeouts."},
        {Optional<Spec>(
             {"degraded_after",
              "Silence this long: no new ranges, and its ranges are asked for elsewhere.",
              "1"},
             &Spec::degradedAfterTimeouts,
             QuantityKind<std::uint32_t>(1, 999)),
         Optional<Spec>({"failed_after", "Silence this long: the path is given up.", "3"},
                        &Spec::failedAfterTimeouts,
                        QuantityKind<std::uint32_t>(2, 1'000))},
    };
}

ObjectKind<FailoverPolicy>
FailoverTable()
{
    using Spec = FailoverPolicy;
    const ChoiceKind<FailoverStrategy> strategy({{"spread", FailoverStrategy::Spread},
                                                 {"hot-standby", FailoverStrategy::HotStandby},
                                                 {"cold", FailoverStrategy::Cold}});
    return {
        {"the failover policy", "What a session does about failed paths."},
        {Optional<Spec>({"strategy",
                         "spread: all paths carry data; hot-standby: backups are connected and "
                         "idle; cold: a backup is opened when a path has failed.",
                         "spread"},
                        &Spec::strategy,
                        strategy),
         Optional<Spec>({"recovery_timeout",
                         "With every server gone, how long until the session ends in error.",
                         "30 s"},
                        &Spec::recoveryTimeout,
                        QuantityKind<Duration>(1ms, 24h)),
         Optional<Spec>({"recovery_interval",
                         "The pause between attempts to reach a failed server.",
                         "500 ms"},
                        &Spec::recoveryInterval,
                        QuantityKind<Duration>(1ms, 1h)),
         Optional<Spec>(
             {"recovery_jitter", "Each pause is up to this much longer or shorter.", "10 %"},
             &Spec::recoveryJitterPercent,
             PercentKind(0, 100))},
    };
}

ObjectKind<DownloadConfig>
DownloadTable()
{
    using Spec = DownloadConfig;
    return {
        {"the download settings", "How a client spreads the ranges of a download over its paths."},
        {Optional<Spec>({"range_max", "The longest range that one request names.", "1 MiB"},
                        &Spec::rangeMax,
                        QuantityKind<ByteCount>({1'024}, {1U << 20})),
         Optional<Spec>({"range_min", "The shortest range worth a request.", "16 KiB"},
                        &Spec::rangeMin,
                        QuantityKind<ByteCount>({1'024}, {1U << 20})),
         Optional<Spec>({"initial_credit",
                         "Bytes asked for on a path before anything is known of its rate.",
                         "256 KiB"},
                        &Spec::initialCredit,
                        QuantityKind<ByteCount>({1'024}, {64U << 20})),
         Optional<Spec>({"credit_gain",
                         "Bytes asked for on a path, as a share of its rate x round trip.",
                         "250 %"},
                        &Spec::creditGainPercent,
                        PercentKind(100, 10'000)),
         Optional<Spec>({"redundancy",
                         "Bytes that may be asked for twice to finish sooner, as a share of the "
                         "bytes received; with more than 0 %, the first window of a path, whose "
                         "rate nobody knows yet, comes on top.",
                         "2 %"},
                        &Spec::redundancyPercent,
                        PercentKind(0, 100)),
         Optional<Spec>({"reassembly_cap", "The most that may wait for earlier bytes.", "64 MiB"},
                        &Spec::reassemblyCap,
                        QuantityKind<ByteCount>({1U << 20}, {4ULL << 30}))},
    };
}

std::vector<Field<KwikSpec>>
ConnectionFields()
{
    const ChoiceKind<CongestionControl> control({{"cubic", CongestionControl::Cubic},
                                                 {"bbr", CongestionControl::Bbr},
                                                 {"reno", CongestionControl::Reno}});
    return {
        Optional<KwikSpec>({"congestion_control", "How senders find their rate.", "bbr"},
                           Inside(&KwikSpec::quic, &QuicConfig::congestionControl),
                           control),
        Optional<KwikSpec>({"initial_rtt",
                            "The first guess of a round trip, before anything was measured.",
                            "100 ms"},
                           Inside(&KwikSpec::session, &SessionConfig::initialRtt),
                           QuantityKind<Duration>(1ms, 10s)),
        Optional<KwikSpec>({"handshake_timeout", "How long a handshake may take.", "3 s"},
                           Inside(&KwikSpec::quic, &QuicConfig::handshakeTimeout),
                           QuantityKind<Duration>(10ms, 10min)),
        Optional<KwikSpec>({"idle_timeout",
                            "Silence after which QUIC drops a connection; whole milliseconds.",
                            "30 s"},
                           Inside(&KwikSpec::quic, &QuicConfig::idleTimeout),
                           QuantityKind<Duration>(10ms, 1h)),
        Optional<KwikSpec>(
            {"max_ack_delay", "How long an acknowledgement may wait; whole milliseconds.", "25 ms"},
            Inside(&KwikSpec::quic, &QuicConfig::maxAckDelay),
            QuantityKind<Duration>(1ms, 1s)),
        Optional<KwikSpec>(
            {"first_window", "The start of a stream, which the primary sends unasked.", "64 KiB"},
            Inside(&KwikSpec::server, &ServerConfig::firstWindow),
            QuantityKind<ByteCount>({1'024}, {1U << 20})),
        Optional<KwikSpec>({"frame_payload", "The bytes in one data frame.", "8 KiB"},
                           Inside(&KwikSpec::server, &ServerConfig::framePayload),
                           QuantityKind<ByteCount>({512}, {64U << 10})),
    };
}

std::vector<Field<KwikSpec>>
SessionFields()
{
    return {
        Optional<KwikSpec>({"paths", "How many servers are used.", "{min: 1, max: 3}"},
                           Inside(&KwikSpec::session, &SessionConfig::paths),
                           PathLimitsTable()),
        Optional<KwikSpec>({"detector", "When a path is suspect.", "{degraded_after: 2}"},
                           Inside(&KwikSpec::session, &SessionConfig::path),
                           DetectorTable()),
        Optional<KwikSpec>({"failover", "What is done about failed paths.", "{strategy: cold}"},
                           Inside(&KwikSpec::session, &SessionConfig::failover),
                           FailoverTable()),
        Optional<KwikSpec>({"download", "How ranges are spread.", "{redundancy: 0 %}"},
                           Inside(&KwikSpec::session, &SessionConfig::download),
                           DownloadTable()),
        Optional<KwikSpec>(
            {"upload", "How uploads are spread.", "{scheduler: blest}"},
            [](auto& kwik) -> auto& { return kwik; },
            KwikUploadTable()),
        Optional<KwikSpec>({"security", "What hosts demand of each other.", "{mutual_tls: yes}"},
                           &KwikSpec::security,
                           KwikSecurityTable()),
        Optional<KwikSpec>({"recommend",
                            "How a primary asks other servers before it recommends them.",
                            "{patience: 200 ms}"},
                           Inside(&KwikSpec::server, &ServerConfig::inquiry),
                           KwikRecommendTable()),
        Optional<KwikSpec>(
            {"scaling", "How many paths there are over time.", "{automatic: yes}"},
            [](auto& kwik) -> auto& { return kwik; },
            KwikScalingTable()),
        Optional<KwikSpec>(
            {"qos", "What is asked of the paths.", "{max_latency: 80 ms}"},
            [](auto& kwik) -> auto& { return kwik; },
            KwikQosTable()),
    };
}

} // namespace

ObjectKind<KwikSpec>
KwikTable()
{
    std::vector<Field<KwikSpec>> fields = ConnectionFields();
    for (Field<KwikSpec>& field : SessionFields())
    {
        fields.push_back(std::move(field));
    }
    return {{"the protocol settings", "How every host runs Kwik."}, std::move(fields)};
}

} // namespace kwik::experiment
