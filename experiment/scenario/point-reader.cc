#include "experiment/scenario/point-reader.h"

#include "experiment/scenario/check-context.h"
#include "experiment/scenario/generate-network.h"

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

void
AddNetwork(Scenario& scenario)
{
    GeneratedNetwork network = GenerateNetwork(*scenario.network);
    scenario.hosts.insert(scenario.hosts.end(), network.hosts.begin(), network.hosts.end());
    scenario.links.insert(scenario.links.end(), network.links.begin(), network.links.end());
}

/// The map or list @p key, if there is nothing in it.
void
DropEmpty(Node& document, const std::string& key)
{
    std::erase_if(document.entries, [&key](const MapEntry& entry) {
        return entry.key == key && entry.value.entries.empty() && entry.value.items.empty();
    });
}

} // namespace

PointReader::PointReader(World world)
    : m_world(world),
      m_table(ScenarioTable())
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
    CheckNetwork(context);
    if (scenario.network && context.IsSound("network"))
    {
        AddNetwork(scenario);
    }
    CheckTopology(context);
    CheckKwik(context);
    CheckWorkload(context);
    CheckTimeline(context);
    CheckInterior(context);
    if (m_world == World::Testbed || scenario.validate || scenario.beside)
    {
        CheckTestbed(context);
    }
    CheckExpectations(context);
    CheckConclusions(context);
    CheckValidation(context);
    CheckTransport(context, m_world);
    return scenario;
}

Node
PointReader::Write(const Scenario& scenario) const
{
    if (!scenario.network)
    {
        return m_table.Write(scenario);
    }
    const GeneratedNetwork network = GenerateNetwork(*scenario.network);
    Scenario written = scenario;
    written.hosts.resize(written.hosts.size() - network.hosts.size());
    written.links.resize(written.links.size() - network.links.size());
    Node document = m_table.Write(written);
    DropEmpty(document, "hosts");
    DropEmpty(document, "links");
    return document;
}

} // namespace kwik::experiment
