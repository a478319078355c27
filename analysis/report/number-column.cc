#include "analysis/report/number-column.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <limits>
#include <sodium.h>

namespace kwik::analysis
{

namespace
{

using Json = nlohmann::ordered_json;

constexpr double MOST_U32 = std::numeric_limits<std::uint32_t>::max();
constexpr double MOST_EXACT = 9'007'199'254'740'992; ///< 2^53: whole numbers up to here are exact.

bool
IsWhole(double value)
{
    return std::abs(value) <= MOST_EXACT && value == std::floor(value) && !std::signbit(value);
}

bool
FitsU32(double value)
{
    return IsWhole(value) && value <= MOST_U32;
}

template <std::unsigned_integral Word>
void
Append(std::string& bytes, Word word)
{
    for (std::size_t i = 0; i < sizeof(Word); ++i)
    {
        bytes.push_back(static_cast<char>(word >> (8 * i) & 0xFF));
    }
}

/// From each number to the next one.
std::vector<double>
Distances(const std::vector<double>& values)
{
    std::vector<double> distances;
    for (std::size_t i = 1; i < values.size(); ++i)
    {
        distances.push_back(values[i] - values[i - 1]);
    }
    return distances;
}

std::string
AsU32(const std::vector<double>& values)
{
    std::string bytes;
    bytes.reserve(values.size() * sizeof(std::uint32_t));
    for (const double value : values)
    {
        Append(bytes, static_cast<std::uint32_t>(value));
    }
    return Base64(bytes);
}

std::string
AsF64(const std::vector<double>& values)
{
    std::string bytes;
    bytes.reserve(values.size() * sizeof(double));
    for (const double value : values)
    {
        Append(bytes, std::bit_cast<std::uint64_t>(value));
    }
    return Base64(bytes);
}

} // namespace

std::string
Base64(std::string_view bytes)
{
    constexpr int VARIANT = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), VARIANT), '\0');
    sodium_bin2base64(text.data(),
                      text.size(),
                      // NOLINTNEXTLINE: libsodium counts bytes in unsigned char.
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(),
                      VARIANT);
    text.pop_back(); // It ends strings with a zero.
    return text;
}

Json
ColumnOf(const std::vector<double>& values)
{
    const std::size_t count = values.size();
    const bool isWhole = std::all_of(values.begin(), values.end(), IsWhole);
    if (!isWhole)
    {
        return {{"form", "f64"}, {"count", count}, {"data", AsF64(values)}};
    }
    // Whole numbers up to 2^53 have exact distances.
    const std::vector<double> distances = Distances(values);
    const double step = distances.empty() ? 0 : distances.front();
    if (std::all_of(distances.begin(), distances.end(), [step](double d) { return d == step; }))
    {
        const double first = values.empty() ? 0 : values.front();
        return {{"form", "range"}, {"count", count}, {"first", first}, {"step", step}};
    }
    if (std::all_of(values.begin(), values.end(), FitsU32))
    {
        return {{"form", "u32"}, {"count", count}, {"data", AsU32(values)}};
    }
    if (std::all_of(distances.begin(), distances.end(), FitsU32))
    {
        return {{"form", "delta"},
                {"count", count},
                {"first", values.front()},
                {"data", AsU32(distances)}};
    }
    return {{"form", "f64"}, {"count", count}, {"data", AsF64(values)}};
}

} // namespace kwik::analysis
