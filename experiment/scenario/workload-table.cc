#include "experiment/scenario/scenario-table.h"
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
                        OptionalKind(QuantityKind<BitRate>({1'000}, {100'000'000'000})))},
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
             OptionalKind(UploadTable()))},
        {{RuleForm::ExactlyOne, "", {"download", "upload"}}}};
}

} // namespace kwik::experiment
