#include "experiment/text/dimension.h"

#include "protocol-core/base/assert.h"

#include <array>
#include <cstddef>

namespace kwik::experiment
{

namespace
{

constexpr std::array<Unit, 6> TIME_UNITS{{{"ns", 1},
                                          {"us", 1'000},
                                          {"ms", 1'000'000},
                                          {"s", 1'000'000'000},
                                          {"min", 60'000'000'000},
                                          {"h", 3'600'000'000'000}}};

constexpr std::array<Unit, 4> RATE_UNITS{
    {{"bit/s", 1}, {"kbit/s", 1'000}, {"Mbit/s", 1'000'000}, {"Gbit/s", 1'000'000'000}}};

constexpr std::array<Unit, 7> SIZE_UNITS{{{"B", 1},
                                          {"kB", 1'000},
                                          {"KiB", 1ULL << 10},
                                          {"MB", 1'000'000},
                                          {"MiB", 1ULL << 20},
                                          {"GB", 1'000'000'000},
                                          {"GiB", 1ULL << 30}}};

constexpr std::array<Unit, 1> SHARE_UNITS{{{"%", 10'000}}};

struct DimensionRow
{
    Dimension dimension;
    std::span<const Unit> units;
    std::string_view noun;
    std::string_view example;
    std::string_view baseUnit;
};

constexpr std::array<DimensionRow, 6> ROWS{{
    {Dimension::Time, TIME_UNITS, "a duration", "50 ms", "ns"},
    {Dimension::Rate, RATE_UNITS, "a rate", "10 Mbit/s", "bps"},
    {Dimension::Size, SIZE_UNITS, "a size", "64 KiB", "bytes"},
    {Dimension::Share, SHARE_UNITS, "a share", "2 %", "ppm"},
    {Dimension::Count, {}, "a whole number", "3", "count"},
    {Dimension::Flag, {}, "yes or no", "yes", "flag"},
}};

const DimensionRow&
RowOf(Dimension dimension)
{
    const auto index = static_cast<std::size_t>(dimension);
    KWIK_ASSERT(index < ROWS.size() && ROWS[index].dimension == dimension);
    return ROWS[index];
}

} // namespace

std::span<const Unit>
UnitsOf(Dimension dimension)
{
    return RowOf(dimension).units;
}

std::optional<Dimension>
DimensionOf(std::string_view symbol)
{
    for (const DimensionRow& row : ROWS)
    {
        for (const Unit& unit : row.units)
        {
            if (unit.symbol == symbol)
            {
                return row.dimension;
            }
        }
    }
    return std::nullopt;
}

std::string_view
NounOf(Dimension dimension)
{
    return RowOf(dimension).noun;
}

std::string_view
ExampleOf(Dimension dimension)
{
    return RowOf(dimension).example;
}

std::string_view
BaseUnitOf(Dimension dimension)
{
    return RowOf(dimension).baseUnit;
}

std::string
UnitList(Dimension dimension)
{
    std::string list;
    for (const Unit& unit : UnitsOf(dimension))
    {
        list += list.empty() ? "" : ", ";
        list += unit.symbol;
    }
    return list;
}

} // namespace kwik::experiment
