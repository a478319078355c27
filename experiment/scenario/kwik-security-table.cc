#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/flag-kind.h"
#include "experiment/schema/list-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/percent-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

ObjectKind<KwikSecurity>
KwikSecurityTable()
{
    using Spec = KwikSecurity;
    const ChoiceKind<SecurityLevel> level({{"standard", SecurityLevel::Standard},
                                           {"high", SecurityLevel::High},
                                           {"maximum", SecurityLevel::Maximum}});
    return {
        {"the security settings", "What hosts demand of each other."},
        {Optional<Spec>({"level",
                         "standard: any cipher of TLS 1.3, tokens live an hour; high: keys of 256 "
                         "bits, ten minutes; maximum: AES-256-GCM, a minute, and mutual TLS.",
                         "high"},
                        &Spec::level,
                        level),
         Optional<Spec>({"mutual_tls",
                         "Clients prove a key too, and their session tokens are bound to it.",
                         "yes"},
                        &Spec::mutualTls,
                        FlagKind()),
         Optional<Spec>({"allowed_clients",
                         "With mutual TLS: the clients that servers let in; empty: all.",
                         "[client]"},
                        &Spec::allowedClients,
                        ListKind(NameKind("a client"), {})),
         Optional<Spec>({"allowed_servers",
                         "The servers that clients use besides their primary; empty: all.",
                         "[near, far]"},
                        &Spec::allowedServers,
                        ListKind(NameKind("a server"), {}))},
    };
}

ObjectKind<InquiryConfig>
KwikRecommendTable()
{
    using Spec = InquiryConfig;
    return {
        {"the recommendations", "How a primary asks other servers before it recommends them."},
        {Optional<Spec>({"patience",
                         "How long a client waits for their answers; who is silent is left out. "
                         "0 s: nobody is asked.",
                         "1 s"},
                        &Spec::patience,
                        QuantityKind<Duration>(0ns, 1min)),
         Optional<Spec>({"valid_for", "How long an answer holds.", "10 s"},
                        &Spec::validFor,
                        QuantityKind<Duration>(0ns, 24h)),
         Optional<Spec>({"load_limit", "Servers with more load are not recommended.", "90 %"},
                        &Spec::loadLimitPercent,
                        PercentKind(0, 100))},
    };
}

} // namespace kwik::experiment
