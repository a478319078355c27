#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/list-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

QuantityKind<ByteCount>
SizeKind()
{
    return {{1}, {1'000'000'000'000}};
}

QuantityKind<Duration>
StartKind()
{
    return {0s, 24h * 30};
}

OptionalKind<QuantityKind<BitRate>>
PaceKind()
{
    return OptionalKind(QuantityKind<BitRate>({1'000}, {100'000'000'000}));
}

ObjectKind<DownloadSpec>
DownloadTable()
{
    using Spec = DownloadSpec;
    return {
        {"a download", "A client fetches bytes, in order, over as many servers as it may."},
        {Required<Spec>({"from", "The primary of the client's session.", "primary"},
                        &Spec::from,
                        NameKind("a server")),
         Required<Spec>({"to", "Who fetches.", "client"}, &Spec::to, NameKind("a client")),
         Required<Spec>({"size", "How much is fetched.", "50 MB"}, &Spec::size, SizeKind()),
         Optional<Spec>({"at", "When the client connects and asks.", "1 s"},
                        &Spec::at,
                        StartKind()),
         Optional<Spec>({"pace",
                         "The rate at which the client reads, from `at` on, catching up when it "
                         "had to wait; as fast as the bytes come without it.",
                         "8 Mbit/s"},
                        &Spec::pace,
                        PaceKind())},
    };
}

ObjectKind<UploadSpec>
UploadTable()
{
    using Spec = UploadSpec;
    return {
        {"an upload",
         "A client sends bytes, over as many servers as it may; each of them passes what it gets "
         "to the primary, which puts all of it together."},
        {Required<Spec>({"from", "Who sends.", "client"}, &Spec::from, NameKind("a client")),
         Required<Spec>({"to", "The primary of the client's session.", "primary"},
                        &Spec::to,
                        NameKind("a server")),
         Required<Spec>({"size", "How much is sent.", "50 MB"}, &Spec::size, SizeKind()),
         Optional<Spec>({"at", "When the client connects and sends.", "1 s"},
                        &Spec::at,
                        StartKind())},
    };
}

ObjectKind<SizeShare>
SizeShareTable()
{
    using Spec = SizeShare;
    return {{"a size", "One of the sizes that downloads have."},
            {Required<Spec>({"size", "How much is fetched.", "1 MB"}, &Spec::size, SizeKind()),
             Optional<Spec>({"weight", "How often, in proportion to the others.", "3"},
                            &Spec::weight,
                            QuantityKind<std::uint32_t>(1, 1'000'000))}};
}

ObjectKind<ArrivalsSpec>
ArrivalsTable()
{
    using Spec = ArrivalsSpec;
    const ChoiceKind<PrimaryChoice> primary(
        {{"nearest", PrimaryChoice::Nearest}, {"any", PrimaryChoice::Any}});
    return {
        {"arrivals",
         "Downloads arrive at random, as a Poisson process, each by a random client; others with "
         "each seed."},
        {Required<Spec>({"every", "The mean time between two.", "20 ms"},
                        &Spec::every,
                        QuantityKind<Duration>(1us, 24h * 30)),
         Required<Spec>({"for", "For how long they arrive.", "60 s"},
                        &Spec::lasting,
                        QuantityKind<Duration>(1ms, 24h * 30)),
         Optional<Spec>({"at", "When that begins.", "1 s"}, &Spec::at, StartKind()),
         Required<Spec>(
             {"sizes", "What is fetched.", "[{size: 100 kB, weight: 9}, {size: 10 MB, weight: 1}]"},
             &Spec::sizes,
             ListKind(SizeShareTable(), {1})),
         Optional<Spec>(
             {"primary", "Which server is asked: the one with the shortest way, or any.", "any"},
             &Spec::primary,
             primary),
         Optional<Spec>({"pace",
                         "The rate at which each client reads, catching up when it had to wait; as "
                         "fast as the bytes come without it.",
                         "32 kbit/s"},
                        &Spec::pace,
                        PaceKind())}};
}

} // namespace

ObjectKind<WorkloadSpec>
WorkloadTable()
{
    using Spec = WorkloadSpec;
    return {
        {"a workload", "Something that a client does."},
        {Optional<Spec>(
             {"download", "A client fetches bytes.", "{from: primary, to: client, size: 50 MB}"},
             &Spec::download,
             OptionalKind(DownloadTable())),
         Optional<Spec>(
             {"upload", "A client sends bytes.", "{from: client, to: primary, size: 50 MB}"},
             &Spec::upload,
             OptionalKind(UploadTable())),
         Optional<Spec>({"arrivals",
                         "Many clients fetch, at random times.",
                         "{every: 20 ms, for: 60 s, sizes: [{size: 100 kB}]}"},
                        &Spec::arrivals,
                        OptionalKind(ArrivalsTable()))},
        {{RuleForm::ExactlyOne, "", {"download", "upload", "arrivals"}}}};
}

} // namespace kwik::experiment
