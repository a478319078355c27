#include "experiment/scenario/load-scenario.h"

#include "experiment/scenario/point-diagnostics.h"
#include "experiment/scenario/point-reader.h"
#include "experiment/sweep/placeholder-uses.h"
#include "experiment/sweep/placeholders.h"
#include "experiment/sweep/sweep-table.h"
#include "experiment/yaml/read-yaml.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view SWEEP = "sweep";

/// Keys of the top that are asked before there are points, or after there are.
const std::set<std::string>&
FixedKeys()
{
    static const std::set<std::string> KEYS{"tags",
                                            "seeds",
                                            "conclude",
                                            "validate",
                                            "beside",
                                            "sweep"};
    return KEYS;
}

std::vector<MapEntry>::const_iterator
EntryOf(const Node& document, std::string_view key)
{
    return std::find_if(document.entries.begin(),
                        document.entries.end(),
                        [key](const MapEntry& entry) { return entry.key == key; });
}

/// Takes the sweep out of a document; nothing when it has none.
std::optional<Node>
TakeSweep(Node& document)
{
    const auto found = EntryOf(document, SWEEP);
    if (found == document.entries.end())
    {
        return std::nullopt;
    }
    Node sweep = found->value;
    document.entries.erase(found);
    return sweep;
}

std::vector<Diagnostic>
MistakesIn(const Node& document, const PointReader& reader)
{
    Diagnostics diagnostics;
    reader.Read(document, diagnostics);
    return diagnostics.Sorted();
}

/// Goes from the text of one file to its points.
class ScenarioLoader
{
  public:
    ScenarioLoader(SourceText source, World world)
        : m_world(world),
          m_loaded{std::move(source), std::nullopt, {}, nullptr, {}}
    {
    }

    LoadedScenario Load()
    {
        std::optional<Node> document = ReadYaml(m_loaded.source, m_diagnostics);
        if (document)
        {
            const std::optional<Node> sweep = TakeSweep(*document);
            m_uses = FindPlaceholders(*document, FixedKeys(), m_diagnostics);
            if (sweep)
            {
                RefuseComparisons(*document);
                ReadSweep(*sweep);
            }
            CheckUses();
            ReadPoints(std::move(*document));
        }
        m_loaded.diagnostics = m_diagnostics.Sorted();
        return std::move(m_loaded);
    }

  private:
    /// What differs from point to point has no one mean.
    void RefuseComparisons(const Node& document)
    {
        for (const std::string key : {"validate", "beside"})
        {
            const auto entry = EntryOf(document, key);
            if (entry != document.entries.end())
            {
                m_diagnostics.Add(entry->value.position,
                                  key +
                                      ": compares the runs of one experiment, and a sweep is "
                                      "many; leave out '" +
                                      key + "' or 'sweep'");
            }
        }
    }

    void ReadSweep(const Node& node)
    {
        Reader reader(m_diagnostics);
        m_sweep.emplace();
        {
            const Reader::Scope scope = reader.Enter(std::string(SWEEP), node);
            SweepTable().Read(node, *m_sweep, reader);
        }
        const std::string folder =
            std::filesystem::path(m_loaded.source.Name()).parent_path().string();
        m_grid = MakeGrid(*m_sweep, {folder, reader.Index(), m_diagnostics});
        m_grid.areAllKnown = m_grid.areAllKnown && reader.Index().IsSound(SWEEP);
        m_loaded.tables = std::move(m_grid.refused);
    }

    /// Parameters that there are not, and parameters that nobody uses. Of a sweep that could not be
    /// read nobody knows which there are.
    void CheckUses()
    {
        if (!m_grid.areAllKnown)
        {
            return;
        }
        Names known;
        for (const Declaration& declaration : m_grid.declarations)
        {
            known.push_back(declaration.name);
        }
        std::set<std::string> used;
        for (const PlaceholderUse& use : m_uses.uses)
        {
            used.insert(use.name);
            if (std::find(known.begin(), known.end(), use.name) == known.end())
            {
                m_diagnostics.Add(use.position, use.key + ": " + UnknownText(use.name, known));
            }
        }
        const bool areSound = m_diagnostics.IsEmpty();
        for (const Declaration& declaration : m_grid.declarations)
        {
            // A misspelt use is no use, and one mistake is enough.
            if (areSound && !used.contains(declaration.name))
            {
                m_diagnostics.Add(declaration.position,
                                  "the parameter " + Quoted(declaration.name) + declaration.origin +
                                      " is used nowhere; write '${" + declaration.name +
                                      "}' where it belongs");
            }
        }
    }

    std::string UnknownText(const std::string& name, const Names& known) const
    {
        if (!m_sweep)
        {
            return "there is no parameter " + Quoted(name) +
                   ", for the file has no 'sweep'; '$${' stands for '${' itself";
        }
        return "there is no parameter " + Quoted(name) + DidYouMean(name, known) +
               "; allowed: " + ListOf(known);
    }

    /// With a sweep that makes no sense, what is wrong with the rest is told all the same.
    void ReadPoints(Node document)
    {
        const PointReader reader(m_world);
        if (!m_diagnostics.IsEmpty())
        {
            for (const Diagnostic& mistake : MistakesIn(document, reader))
            {
                if (mistake.position.line > 0 && !m_uses.positions.contains(mistake.position))
                {
                    m_diagnostics.Add(mistake.position, mistake.message);
                }
            }
            return;
        }
        if (m_sweep)
        {
            CheckPoints(document, reader);
        }
        else
        {
            reader.Read(Filled(document, {}), m_diagnostics);
        }
        if (m_diagnostics.IsEmpty())
        {
            Keep(std::move(document), reader);
        }
    }

    void CheckPoints(const Node& document, const PointReader& reader)
    {
        const std::size_t points = m_grid.grid.Count();
        PointDiagnostics mistakes(m_uses.positions);
        for (std::size_t i = 0; i < points; ++i)
        {
            const SweepPoint point = m_grid.grid.At(i);
            mistakes.Add(point, MistakesIn(Filled(document, point), reader));
        }
        mistakes.AddTo(m_diagnostics, points);
    }

    void Keep(Node document, const PointReader& reader)
    {
        Diagnostics none;
        Scenario scenario = reader.Read(Filled(document, m_grid.grid.At(0)), none);
        if (m_sweep)
        {
            auto sweep =
                std::make_shared<const ScenarioSweep>(std::move(document), std::move(m_grid.grid));
            scenario.title = sweep->Written("title");
            scenario.question = sweep->Written("question");
            scenario.sweep = std::move(m_sweep);
            m_loaded.sweep = std::move(sweep);
        }
        m_loaded.scenario = std::move(scenario);
    }

    World m_world;
    LoadedScenario m_loaded;
    Diagnostics m_diagnostics;
    PlaceholderUses m_uses;
    std::optional<std::vector<SweepSpec>> m_sweep;
    GridReading m_grid;
};

} // namespace

LoadedScenario
LoadScenario(const std::string& path, World world)
{
    const Parsed<SourceText> source = SourceText::Load(path);
    if (!source.IsOk())
    {
        return {SourceText(path, ""), std::nullopt, {{Position{}, source.Why()}}, nullptr, {}};
    }
    return ReadScenario(source.Value(), world);
}

LoadedScenario
ReadScenario(SourceText source, World world)
{
    return ScenarioLoader(std::move(source), world).Load();
}

} // namespace kwik::experiment
