#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/list-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/quantity-kind.h"
#include "protocol-core/stream/upload/scheduler-registry.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

ChoiceKind<UploadPolicy>
SchedulerKind()
{
    std::vector<ChoiceKind<UploadPolicy>::Choice> choices;
    for (const UploadSchedulerName& known : UploadSchedulerNames())
    {
        choices.push_back({std::string(known.name), known.policy});
    }
    return ChoiceKind<UploadPolicy>(std::move(choices));
}

ObjectKind<KwikUploadWeight>
WeightTable()
{
    using Spec = KwikUploadWeight;
    return {
        {"a weight", "The share of uploads that goes over one server, for the scheduler weighted."},
        {Required<Spec>({"server", "Whose share it is.", "near"},
                        &Spec::server,
                        NameKind("a server")),
         Required<Spec>({"weight", "In proportion to the others; servers not listed have 1.", "3"},
                        &Spec::weight,
                        QuantityKind<std::uint32_t>(0, 1'000'000))},
    };
}

template <typename MEMBER>
auto
OfSender(MEMBER member)
{
    return Inside(Inside(&KwikSpec::session, &SessionConfig::upload), member);
}

std::vector<Field<KwikSpec>>
SchedulerFields()
{
    return {
        Optional<KwikSpec>({"scheduler",
                            "Which path carries the next bytes; docs/schedulers.md has the rules.",
                            "blest"},
                           OfSender(&UploadConfig::scheduler),
                           SchedulerKind()),
        Optional<KwikSpec>({"weights",
                            "The shares of the servers, for the scheduler weighted.",
                            "[{server: near, weight: 2}, {server: far, weight: 3}]"},
                           &KwikSpec::uploadWeights,
                           ListKind(WeightTable(), {})),
        Optional<KwikSpec>({"segment_max", "The most bytes in one data frame.", "8 KiB"},
                           OfSender(&UploadConfig::segmentMax),
                           QuantityKind<ByteCount>({512}, {64U << 10})),
        Optional<KwikSpec>(
            {"patience",
             "A path that brings no acknowledgement of the primary for so long is passed over; at "
             "least four of its round trips.",
             "3 s"},
            OfSender(&UploadConfig::patience),
            QuantityKind<Duration>(1ms, 1h)),
    };
}

std::vector<Field<KwikSpec>>
WindowFields()
{
    return {
        Optional<KwikSpec>(
            {"buffer",
             "What of one upload may be written and not acknowledged by the primary.",
             "16 MiB"},
            OfSender(&UploadConfig::buffer),
            QuantityKind<ByteCount>({64U << 10}, {4ULL << 30})),
        Optional<KwikSpec>(
            {"window",
             "What the primary holds of one upload while earlier bytes are missing.",
             "8 MiB"},
            Inside(Inside(&KwikSpec::server, &ServerConfig::upload), &UploadConfig::window),
            QuantityKind<ByteCount>(UPLOAD_FIRST_WINDOW, {4ULL << 30})),
    };
}

} // namespace

ObjectKind<KwikSpec>
KwikUploadTable()
{
    std::vector<Field<KwikSpec>> fields = SchedulerFields();
    for (Field<KwikSpec>& field : WindowFields())
    {
        fields.push_back(std::move(field));
    }
    return {{"the upload settings", "How a client spreads the bytes of an upload over its paths."},
            std::move(fields)};
}

} // namespace kwik::experiment
