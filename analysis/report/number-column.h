#ifndef KWIK_ANALYSIS_REPORT_NUMBER_COLUMN_H
#define KWIK_ANALYSIS_REPORT_NUMBER_COLUMN_H

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::analysis
{

/**
 * Many numbers for a page, in the smallest of these forms that keeps each of them exactly; the
 * bytes are little-endian, in base64. page/columns.js reads them.
 *
 *   {"form": "range", "count", "first", "step"}  first + i x step
 *   {"form": "u32", "count", "data"}             unsigned 32-bit integers
 *   {"form": "delta", "count", "first", "data"}  the first, and unsigned 32-bit distances
 *   {"form": "f64", "count", "data"}             IEEE 754 doubles
 */
nlohmann::ordered_json ColumnOf(const std::vector<double>& values);

/// Bytes in base64 (RFC 4648), padded.
std::string Base64(std::string_view bytes);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_NUMBER_COLUMN_H
