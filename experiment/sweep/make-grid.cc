#include "experiment/sweep/make-grid.h"

#include "experiment/schema/name-kind.h"
#include "experiment/sweep/csv-table.h"
#include "experiment/sweep/draw-uniform.h"
#include "experiment/sweep/parameter-value.h"
#include "experiment/text/nearest-name.h"
#include "experiment/text/parsed.h"
#include "protocol-core/base/assert.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

namespace kwik::experiment
{

namespace
{

void
CheckHeader(const CsvRow& header, Diagnostics& diagnostics)
{
    std::set<std::string_view> seen;
    for (const CsvCell& cell : header)
    {
        const std::string objection = NameKind::Objection(cell.text);
        if (!objection.empty())
        {
            diagnostics.Add(cell.position, "the name of a column: " + objection);
        }
        else if (!seen.insert(cell.text).second)
        {
            diagnostics.Add(cell.position, "duplicate column " + Quoted(cell.text));
        }
    }
}

void
CheckValues(const CsvTable& table, Diagnostics& diagnostics)
{
    for (const CsvRow& row : table.rows)
    {
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            const std::string objection = ObjectionToValue(row[i].text);
            if (!objection.empty())
            {
                diagnostics.Add(row[i].position, table.header[i].text + ": " + objection);
            }
        }
    }
}

std::vector<std::string>
TextsOf(const CsvRow& row)
{
    std::vector<std::string> texts;
    for (const CsvCell& cell : row)
    {
        texts.push_back(cell.text);
    }
    return texts;
}

/// The points that the axes make, or one more than are allowed.
std::uint64_t
PointsOf(const std::vector<SweepAxis>& axes)
{
    std::uint64_t points = 1;
    for (const SweepAxis& axis : axes)
    {
        points *= std::max<std::uint64_t>(1, axis.rows.size());
        if (points > SweepGrid::MOST_POINTS)
        {
            return SweepGrid::MOST_POINTS + 1;
        }
    }
    return points;
}

/// Goes through the axes of one sweep.
class GridMaker
{
  public:
    GridMaker(const SweepSource& source, GridReading& reading)
        : m_source(source),
          m_reading(reading)
    {
    }

    void Add(const SweepSpec& spec, const std::string& path)
    {
        std::optional<SweepAxis> axis;
        if (m_source.index.IsSound(path))
        {
            axis = spec.csv ? Table(spec, path) : Single(spec, path);
        }
        if (!axis)
        {
            m_reading.areAllKnown = false;
            return;
        }
        Declare(*axis, spec, path);
        m_axes.push_back(std::move(*axis));
    }

    std::vector<SweepAxis> Take()
    {
        return std::move(m_axes);
    }

  private:
    /// @p key is one of the axis at @p path.
    void Refuse(const std::string& path, const std::string& key, const std::string& why) const
    {
        m_source.diagnostics.Add(m_source.index.At(path + "." + key), key + ": " + why);
    }

    std::optional<SweepAxis> Table(const SweepSpec& spec, const std::string& path)
    {
        const std::string file = (std::filesystem::path(m_source.folder) / *spec.csv).string();
        const Parsed<SourceText> source = SourceText::Load(file);
        if (!source.IsOk())
        {
            Refuse(path, "csv", Quoted(file) + ": " + source.Why());
            return std::nullopt;
        }
        Diagnostics mistakes;
        const std::optional<CsvTable> table = ReadCsv(source.Value(), mistakes);
        if (table)
        {
            CheckHeader(table->header, mistakes);
            CheckValues(*table, mistakes);
        }
        if (!mistakes.IsEmpty())
        {
            Refuse(path, "csv", Quoted(file) + " is not a table of parameters; see there");
            m_reading.refused.push_back({source.Value(), mistakes.Sorted()});
            return std::nullopt;
        }
        return Chosen(*table, spec, path);
    }

    std::optional<SweepAxis> Chosen(const CsvTable& table,
                                    const SweepSpec& spec,
                                    const std::string& path) const
    {
        const RowChoice choice = spec.rows.value_or(RowChoice{});
        const std::size_t count = table.rows.size();
        if (choice.first > count || (choice.last != RowChoice::TO_THE_END && choice.last > count))
        {
            Refuse(path,
                   "rows",
                   Quoted(ToText(choice)) + " reaches beyond the table; it has " +
                       std::to_string(count) + (count == 1 ? " row" : " rows"));
            return std::nullopt;
        }
        SweepAxis axis{TextsOf(table.header), {}};
        for (const std::size_t row : choice.Of(count))
        {
            axis.rows.push_back(TextsOf(table.rows[row]));
        }
        return axis;
    }

    std::optional<SweepAxis> Single(const SweepSpec& spec, const std::string& path) const
    {
        SweepAxis axis{{*spec.name}, {}};
        const std::vector<std::string> values =
            spec.values ? Listed(*spec.values, path) : Drawn(spec, path);
        for (const std::string& value : values)
        {
            axis.rows.push_back({value});
        }
        return axis.rows.empty() ? std::nullopt : std::optional(std::move(axis));
    }

    std::vector<std::string> Listed(const std::vector<std::string>& values,
                                    const std::string& path) const
    {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < values.size(); ++i)
        {
            if (!seen.insert(values[i]).second)
            {
                m_source.diagnostics.Add(
                    m_source.index.At(path + ".values[" + std::to_string(i) + "]"),
                    "values: " + Quoted(values[i]) + " is given twice");
            }
        }
        return values;
    }

    std::vector<std::string> Drawn(const SweepSpec& spec, const std::string& path) const
    {
        const Parsed<std::vector<std::string>> drawn = DrawUniform(spec);
        if (!drawn.IsOk())
        {
            Refuse(path, "uniform", drawn.Why());
            return {};
        }
        return drawn.Value();
    }

    void Declare(const SweepAxis& axis, const SweepSpec& spec, const std::string& path)
    {
        const std::string key = spec.csv ? "csv" : "name";
        for (const std::string& name : axis.names)
        {
            const std::string origin = spec.csv ? " of " + Quoted(*spec.csv) : "";
            m_reading.declarations.push_back({name, m_source.index.At(path + "." + key), origin});
            if (!m_names.insert(name).second)
            {
                Refuse(path, key, Quoted(name) + origin + " is a parameter of an axis above");
            }
        }
    }

    const SweepSource& m_source;
    GridReading& m_reading;
    std::vector<SweepAxis> m_axes;
    std::set<std::string> m_names;
};

} // namespace

GridReading
MakeGrid(const std::vector<SweepSpec>& sweep, const SweepSource& source)
{
    GridReading reading;
    GridMaker maker(source, reading);
    for (std::size_t i = 0; i < sweep.size(); ++i)
    {
        maker.Add(sweep[i], "sweep[" + std::to_string(i) + "]");
    }
    std::vector<SweepAxis> axes = maker.Take();
    if (PointsOf(axes) > SweepGrid::MOST_POINTS)
    {
        source.diagnostics.Add(source.index.At("sweep"),
                               "sweep: the axes make more points than are allowed, which is " +
                                   std::to_string(SweepGrid::MOST_POINTS));
    }
    if (source.diagnostics.IsEmpty())
    {
        reading.grid = SweepGrid(std::move(axes));
    }
    return reading;
}

} // namespace kwik::experiment
