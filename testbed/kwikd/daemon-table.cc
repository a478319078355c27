#include "testbed/kwikd/daemon-table.h"

#include "experiment/schema/choice-kind.h"
#include "experiment/schema/list-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/quantity-kind.h"
#include "experiment/schema/reference.h"
#include "testbed/kwikd/daemon-grammar.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace kwik::testbed
{

using namespace std::chrono_literals;
using namespace kwik::experiment;

namespace
{

constexpr std::uint32_t MOST_PATHS = 1'000'000;
constexpr std::size_t MOST_PEERS = 1'000;

constexpr std::array<std::string_view, 8> LIVE{"content",
                                               "uploads_max",
                                               "peers",
                                               "client_keys",
                                               "capacity",
                                               "drain_timeout",
                                               "log_level",
                                               "log_format"};

using Spec = DaemonConfig;

std::vector<Field<Spec>>
FieldsOfContent()
{
    return {
        Optional<Spec>({"listen",
                        "IPv4 address and UDP port to serve on; port 0 takes any free one.",
                        "127.0.0.1:4433"},
                       &Spec::listen,
                       AddressKind()),
        Optional<Spec>(
            {"key", "File with the host key; made if it does not exist.", "/var/lib/kwikd/key"},
            &Spec::key,
            FileKind()),
        Optional<Spec>({"content",
                        "Folder whose files are served as file/PATH; without it, none are.",
                        "/srv/kwik"},
                       &Spec::content,
                       OptionalKind(FileKind())),
        Optional<Spec>({"uploads",
                        "Folder that keeps what clients upload, and serves it as upload/NAME; "
                        "without it, what is uploaded is dropped.",
                        "/var/lib/kwikd/uploads"},
                       &Spec::uploads,
                       OptionalKind(FileKind())),
        Optional<Spec>({"uploads_max",
                        "How much that folder may have, with a unit or as a number of bytes.",
                        "10 GB"},
                       &Spec::uploadsMax,
                       ByteKind()),
        Optional<Spec>({"peers",
                        "Other servers that clients may use too: ADDRESS:PORT=PIN, as each says "
                        "when it starts.",
                        "[\"192.0.2.1:4433=" + std::string(64, '0') + "\"]"},
                       &Spec::peers,
                       ListKind(PeerKind(), {0, MOST_PEERS})),
    };
}

std::vector<Field<Spec>>
FieldsOfTrust()
{
    const ChoiceKind<SecurityLevel> levels({{"standard", SecurityLevel::Standard},
                                            {"high", SecurityLevel::High},
                                            {"maximum", SecurityLevel::Maximum}});
    return {
        Optional<Spec>({"security", "What is demanded of peers.", "high"}, &Spec::security, levels),
        Optional<Spec>({"client_keys",
                        "`any`: each client proves a key; or a file with the pins of those that "
                        "may come, one a line. Without it, clients need no key.",
                        "/etc/kwikd/clients"},
                       &Spec::clientKeys,
                       OptionalKind(FileKind())),
        Optional<Spec>({"capacity",
                        "Client paths wanted at most; servers that ask are told the load as a "
                        "share of it. Without it, the load is none.",
                        "1000"},
                       &Spec::capacity,
                       OptionalKind(QuantityKind<std::uint32_t>(0, MOST_PATHS))),
    };
}

std::vector<Field<Spec>>
FieldsOfRunning()
{
    const ChoiceKind<CongestionControl> controls({{"cubic", CongestionControl::Cubic},
                                                  {"bbr", CongestionControl::Bbr},
                                                  {"reno", CongestionControl::Reno}});
    const ChoiceKind<LogLevel> levels({{"error", LogLevel::Error},
                                       {"warning", LogLevel::Warning},
                                       {"info", LogLevel::Info},
                                       {"debug", LogLevel::Debug}});
    const ChoiceKind<LogFormat> formats({{"text", LogFormat::Text}, {"json", LogFormat::Json}});
    return {
        Optional<Spec>({"congestion_control", "Of what this server sends.", "cubic"},
                       &Spec::congestionControl,
                       controls),
        Optional<Spec>({"drain_timeout",
                        "How long clients may take to leave when the server is asked to end.",
                        "30 s"},
                       &Spec::drainTimeout,
                       QuantityKind<Duration>(0ns, 24h)),
        Optional<Spec>({"metrics",
                        "Where /metrics (Prometheus) and /healthz are served over HTTP: "
                        "ADDRESS:PORT, or a PORT of the loopback interface; without it, nowhere.",
                        "9433"},
                       &Spec::metrics,
                       OptionalKind(LoopbackKind())),
        Optional<Spec>({"log_level", "The least important that is logged.", "warning"},
                       &Spec::logLevel,
                       levels),
        Optional<Spec>({"log_format", "text: key=value; json: one object a line.", "json"},
                       &Spec::logFormat,
                       formats),
    };
}

} // namespace

ObjectKind<DaemonConfig>
DaemonTable()
{
    std::vector<Field<Spec>> fields = FieldsOfContent();
    for (auto& part : {FieldsOfTrust(), FieldsOfRunning()})
    {
        fields.insert(fields.end(), part.begin(), part.end());
    }
    return {{"the configuration", "Every key may be left out."}, std::move(fields)};
}

bool
IsLive(const std::string& key)
{
    return std::find(LIVE.begin(), LIVE.end(), key) != LIVE.end();
}

std::string
OptionOf(const FieldShape& field)
{
    std::string option = field.key.name;
    std::replace(option.begin(), option.end(), '_', '-');
    if (field.shape.form == ShapeForm::List)
    {
        option.pop_back();
    }
    return option;
}

std::string
DaemonReference()
{
    std::string live;
    for (const std::string_view key : LIVE)
    {
        live += (live.empty() ? "`" : ", `") + std::string(key) + "`";
    }
    return "# The configuration of kwikd\n\n"
           "<!-- Written by kwikd_docs from the table in testbed/kwikd; do not edit. -->\n\n"
           "`kwikd --config FILE` reads one YAML file; `kwikd --check FILE` says what is wrong "
           "with "
           "it, with line and column. Every key is also an option (`uploads_max` is "
           "`--uploads-max`; `peers` is `--peer`, which may be repeated), and an option overrides "
           "the file. Paths in the file are relative to its folder. What happens while it runs is "
           "in [kwikd.md](kwikd.md).\n\n" +
           ReferenceOf(*DaemonTable().Describe().object) + "\n## Reload\n\nOn SIGHUP " + live +
           " may change. A file that changes anything else, or that is wrong, is refused as a "
           "whole.\n";
}

} // namespace kwik::testbed
