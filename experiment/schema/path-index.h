#ifndef KWIK_EXPERIMENT_SCHEMA_PATH_INDEX_H
#define KWIK_EXPERIMENT_SCHEMA_PATH_INDEX_H

#include "experiment/text/position.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// Where the values of a document stand, and which of them could not be read. A path is written
/// `links[2].between[0]`; the empty path is the whole document.
class PathIndex
{
  public:
    void Add(const std::string& path, Position position);
    void MarkBroken(const std::string& path);

    /// Whether a value was written there.
    bool Has(std::string_view path) const;
    /// Of the value, or of the nearest one around it that was written.
    Position At(std::string_view path) const;
    /// Whether everything at and below @p path was understood.
    bool IsSound(std::string_view path) const;

  private:
    std::map<std::string, Position, std::less<>> m_positions;
    std::set<std::string, std::less<>> m_broken;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_PATH_INDEX_H
