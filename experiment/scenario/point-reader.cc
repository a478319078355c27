#include "experiment/scenario/point-reader.h"

#include "experiment/scenario/check-context.h"

namespace kwik::experiment
{

namespace
{

/// The one default that depends on another value.
void
FillContent(Scenario& scenario)
{
    for (HostSpec& host : scenario.hosts)
    {
        if (host.role == HostRole::Server && !host.content)
        {
            host.content = HostContent::All;
        }
    }
}

} // namespace

PointReader::PointReader()
    : m_table(ScenarioTable())
{
}

Scenario
PointReader::Read(const Node& document, Diagnostics& diagnostics) const
{
    Scenario scenario;
    Reader reader(diagnostics);
    m_table.Read(document, scenario, reader);
    FillContent(scenario);
    const CheckContext context(scenario, reader.Index(), diagnostics);
    CheckTopology(context);
    CheckKwik(context);
    CheckWorkload(context);
    CheckTimeline(context);
    CheckExpectations(context);
    CheckConclusions(context);
    return scenario;
}

Node
PointReader::Write(const Scenario& scenario) const
{
    return m_table.Write(scenario);
}

} // namespace kwik::experiment
