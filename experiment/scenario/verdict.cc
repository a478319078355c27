#include "experiment/scenario/verdict.h"

#include "protocol-core/base/assert.h"

namespace kwik::experiment
{

bool
Verdict::HasPassed() const
{
    return measured && *measured >= low && *measured <= high;
}

std::vector<Verdict>
Judge(const std::vector<ExpectationSpec>& expectations, const Recorder& recorder)
{
    std::vector<Verdict> verdicts;
    for (const ExpectationSpec& expectation : expectations)
    {
        KWIK_ASSERT(expectation.equals || expectation.between);
        const Quantity low = expectation.equals ? *expectation.equals : expectation.between->at(0);
        const Quantity high = expectation.equals ? *expectation.equals : expectation.between->at(1);
        verdicts.push_back({ToText(expectation.metric),
                            low.dimension,
                            recorder.Measure(expectation.metric),
                            low.value,
                            high.value});
    }
    return verdicts;
}

} // namespace kwik::experiment
