#include "experiment/scenario/any-quantity-kind.h"
#include "experiment/scenario/metric-kind.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

ObjectKind<ToleranceSpec>
ToleranceTable()
{
    using Spec = ToleranceSpec;
    return {
        {"a tolerance",
         "How far the mean on the testbed may be from the simulated one. The two are equivalent "
         "when the 90 % confidence interval of their difference lies within it (two one-sided "
         "tests, each at 5 %). Of `relative` and `absolute` the larger counts; one there must be."},
        {Required<Spec>({"metric",
                         "What is compared; see Metrics. One with a span of time, or of the paths "
                         "alone, is one that `expect` has too.",
                         "failover_gap"},
                        &Spec::metric,
                        MetricKind()),
         Optional<Spec>({"relative", "So much of the simulated mean.", "15 %"},
                        &Spec::relative,
                        OptionalKind(QuantityKind<Share>(Share{1}, WHOLE))),
         Optional<Spec>({"absolute", "So much, whatever the mean is; of a share, points.", "20 ms"},
                        &Spec::absolute,
                        OptionalKind(AnyQuantityKind()))},
    };
}

} // namespace kwik::experiment
