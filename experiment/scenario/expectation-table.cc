#include "experiment/scenario/any-quantity-kind.h"
#include "experiment/scenario/metric-kind.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/pair-kind.h"

namespace kwik::experiment
{

ObjectKind<ExpectationSpec>
ExpectationTable()
{
    using Spec = ExpectationSpec;
    return {
        {"an expectation",
         "What every run must measure. A bound on one side only would let a bug pass as an "
         "improvement, so there are always two."},
        {Required<Spec>({"metric", "What is compared; see Metrics.", "goodput(2 s..3 s)"},
                        &Spec::metric,
                        MetricKind()),
         Optional<Spec>({"equals", "The only value allowed.", "50 MB"},
                        &Spec::equals,
                        OptionalKind(AnyQuantityKind())),
         Optional<Spec>(
             {"between", "The smallest and the largest value allowed.", "[51 Mbit/s, 58 Mbit/s]"},
             &Spec::between,
             OptionalKind(PairKind(AnyQuantityKind())))},
        {{RuleForm::ExactlyOne, "", {"equals", "between"}}},
    };
}

} // namespace kwik::experiment
