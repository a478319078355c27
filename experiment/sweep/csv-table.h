#ifndef KWIK_EXPERIMENT_SWEEP_CSV_TABLE_H
#define KWIK_EXPERIMENT_SWEEP_CSV_TABLE_H

#include "experiment/text/diagnostics.h"
#include "experiment/text/position.h"
#include "experiment/text/source-text.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

struct CsvCell
{
    std::string text;
    Position position; ///< Of its first character.
};

using CsvRow = std::vector<CsvCell>;

struct CsvTable
{
    CsvRow header;
    std::vector<CsvRow> rows; ///< At least one; each as long as the header.
};

/**
 * Reads comma-separated values with a header (RFC 4180): values in quotes may hold commas, line
 * ends and doubled quotes; the last line may lack its end.
 *
 * Refused: a text that is not whole, bytes that are not UTF-8, control characters, quotes out of
 * place, an empty file or one with a header only, and a row that is not as long as the header.
 *
 * @pre @p diagnostics has none yet
 * @return the table, or nothing; errors are added to @p diagnostics
 */
std::optional<CsvTable> ReadCsv(const SourceText& source, Diagnostics& diagnostics);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_CSV_TABLE_H
