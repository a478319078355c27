#include "experiment/scenario/scenario-sweep.h"

#include "experiment/scenario/scenario-text.h"
#include "experiment/sweep/placeholders.h"
#include "experiment/text/digest.h"
#include "experiment/yaml/write-yaml.h"
#include "protocol-core/base/assert.h"
#include "protocol-core/base/bytes.h"

#include <algorithm>
#include <utility>

namespace kwik::experiment
{

namespace
{

const MapEntry*
FindEntry(const Node& node, const std::string& key)
{
    const auto found = std::find_if(node.entries.begin(),
                                    node.entries.end(),
                                    [&key](const MapEntry& entry) { return entry.key == key; });
    return found == node.entries.end() ? nullptr : &*found;
}

/// Puts what the file says of its parameters over the values that one point has.
void
PutParameters(const Node& written, Node& resolved)
{
    if (HasPlaceholder(written.scalar))
    {
        resolved.scalar = written.scalar;
    }
    for (std::size_t i = 0; i < std::min(written.items.size(), resolved.items.size()); ++i)
    {
        PutParameters(written.items[i], resolved.items[i]);
    }
    for (MapEntry& entry : resolved.entries)
    {
        if (const MapEntry* const same = FindEntry(written, entry.key))
        {
            PutParameters(same->value, entry.value);
        }
    }
}

/// Whether a host has content by default depends on its role; where that differs from point to
/// point there is no one default to write down.
void
LeaveOutContent(Scenario& scenario, const Node& written)
{
    for (HostSpec& host : scenario.hosts)
    {
        const Node& keys = FindEntry(FindEntry(written, "hosts")->value, host.name)->value;
        if (HasPlaceholder(FindEntry(keys, "role")->value.scalar) &&
            FindEntry(keys, "content") == nullptr)
        {
            host.content.reset();
        }
    }
}

} // namespace

ScenarioSweep::ScenarioSweep(Node document, SweepGrid grid)
    : m_document(std::move(document)),
      m_grid(std::move(grid))
{
}

std::size_t
ScenarioSweep::Count() const
{
    return m_grid.Count();
}

SweepPoint
ScenarioSweep::PointAt(std::size_t index) const
{
    return m_grid.At(index);
}

Scenario
ScenarioSweep::ScenarioAt(std::size_t index) const
{
    Diagnostics diagnostics;
    Scenario scenario = m_reader.Read(Filled(m_document, PointAt(index)), diagnostics);
    KWIK_ASSERT(diagnostics.IsEmpty());
    scenario.conclude.reset();
    return scenario;
}

std::string
ScenarioSweep::Written(const std::string& key) const
{
    const MapEntry* const entry = FindEntry(m_document, key);
    return entry == nullptr ? "" : entry->value.scalar;
}

std::string
ScenarioSweep::Text(const Scenario& whole) const
{
    Scenario first = ScenarioAt(0);
    first.sweep = whole.sweep;
    first.conclude = whole.conclude;
    LeaveOutContent(first, m_document);
    Node resolved = Escaped(m_reader.Write(first));
    PutParameters(m_document, resolved);
    return WriteYaml(resolved);
}

std::string
ScenarioSweep::Hash(const Scenario& whole) const
{
    Digest digest;
    for (std::size_t i = 0; i < Count(); ++i)
    {
        digest.Add(AsBytes(ScenarioHash(ScenarioAt(i))));
    }
    Scenario conclusions;
    conclusions.conclude = whole.conclude;
    digest.Add(AsBytes(ResolvedText(conclusions)));
    return digest.Hex();
}

} // namespace kwik::experiment
