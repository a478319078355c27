#ifndef KWIK_EXPERIMENT_SCHEMA_READER_H
#define KWIK_EXPERIMENT_SCHEMA_READER_H

#include "experiment/schema/path-index.h"
#include "experiment/text/diagnostics.h"
#include "experiment/yaml/node.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

/// Goes through a document along the table: knows where it is, and notes what it cannot read.
class Reader
{
  public:
    /// @p diagnostics must outlive the reader.
    explicit Reader(Diagnostics& diagnostics);

    /// Leaves the value that was entered when it goes out of scope.
    class Scope
    {
      public:
        explicit Scope(Reader& reader);
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        ~Scope();

      private:
        Reader& m_reader;
    };

    Scope Enter(const std::string& key, const Node& value);
    Scope EnterItem(std::size_t index, const Node& value);

    /// Notes that @p node is wrong; the message begins with the key it belongs to.
    void Refuse(const Node& node, std::string_view why);
    /// Notes an error at another place of the value that was entered last.
    void RefuseAt(Position position, const std::string& why);
    /// The text of a scalar; anything else is refused as "expected ..., found ...".
    std::optional<std::string_view> Scalar(const Node& node, std::string_view expected);

    /// The path of the value that was entered last, `links[0].rate`.
    std::string Path() const;
    PathIndex& Index();

  private:
    void Push(std::string segment, const Node& value);
    std::string_view InnermostKey() const;

    Diagnostics& m_diagnostics;
    std::vector<std::string> m_segments; ///< ".links", "[0]", ".rate".
    PathIndex m_index;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_READER_H
