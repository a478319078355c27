#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/any-quantity-kind.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/grammar-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/pair-kind.h"

namespace kwik::experiment
{

namespace
{

std::string
Alternatives(const Names& names)
{
    std::string text;
    for (const std::string& name : names)
    {
        text += (text.empty() ? "(" : "|") + name;
    }
    return text + ")";
}

GrammarKind<ConclusionValue>
ConclusionValueKind()
{
    const std::string metric = Alternatives(MetricNames()) + "(\\([^()]+\\))?";
    const std::string call =
        " *" + Alternatives(StatisticNames()) + " *\\( *" + metric + "( *[<>=]+[^()]+)? *\\) *";
    Shape shape;
    shape.words = "statistic of a metric, or a ratio of two: " + ListOf(StatisticNames());
    shape.pattern = "^" + call + "(/" + call + ")?$";
    return GrammarKind<ConclusionValue>({&ParseConclusionValue,
                                         &ToText,
                                         "a statistic such as 'median(goodput)'",
                                         std::move(shape)});
}

} // namespace

ObjectKind<ConclusionSpec>
ConclusionTable()
{
    using Spec = ConclusionSpec;
    return {
        {"a conclusion",
         "What all runs of the scenario must amount to, again with two bounds. Each point of the "
         "sweep counts once, with the median of its seeds; without a sweep each seed counts. "
         "Percentiles and medians are values that occurred (nearest rank). A run that gives no "
         "value of a metric makes the conclusion fail; while runs are missing it is not judged."},
        {Required<Spec>({"value",
                         "What is computed of a metric over all points: a statistic, the share of "
                         "points that meet a condition (<, <=, =, >=, >), or a ratio of two such "
                         "values. A metric with a span of time, or of the paths alone, is one that "
                         "`expect` has too.",
                         "share(failover_gap <= 1 s)"},
                        &Spec::value,
                        ConclusionValueKind()),
         Optional<Spec>({"equals", "The only value allowed.", "100 %"},
                        &Spec::equals,
                        OptionalKind(AnyQuantityKind())),
         Optional<Spec>({"between", "The smallest and the largest value allowed.", "[95 %, 100 %]"},
                        &Spec::between,
                        OptionalKind(PairKind(AnyQuantityKind())))},
        {{RuleForm::ExactlyOne, "", {"equals", "between"}}},
    };
}

} // namespace kwik::experiment
