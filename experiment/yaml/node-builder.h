#ifndef KWIK_EXPERIMENT_YAML_NODE_BUILDER_H
#define KWIK_EXPERIMENT_YAML_NODE_BUILDER_H

#include "experiment/text/diagnostics.h"
#include "experiment/text/source-text.h"
#include "experiment/yaml/node.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>
#include <yaml-cpp/eventhandler.h>

namespace kwik::experiment
{

/// Thrown by NodeBuilder through yaml-cpp to ReadYaml: the reason is already among the diagnostics.
struct DocumentRefused
{
};

/**
 * Turns yaml-cpp's events into one Node and refuses what ReadYaml says it refuses.
 *
 * Working on events bounds depth and size before anything is built, and aliases are never expanded.
 */
class NodeBuilder : public YAML::EventHandler
{
  public:
    /// Both must outlive the builder.
    NodeBuilder(const SourceText& source, Diagnostics& diagnostics);

    std::optional<Node> Take();
    /// Where the list or map starts that was not yet ended.
    std::optional<Position> InnermostOpen() const;

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override;
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string& tag,
                         YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override;
    void OnMapStart(const YAML::Mark& mark,
                    const std::string& tag,
                    YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;
    void OnAnchor(const YAML::Mark& mark, const std::string& name) override;

  private:
    /// A list or map that is still open.
    struct Frame
    {
        Node node;
        std::optional<MapEntry> pending; ///< A key that waits for its value.
    };

    [[noreturn]] void Refuse(Position position, const std::string& message);
    void RefuseTag(const YAML::Mark& mark, const std::string& tag);
    void RefuseUnclosedQuote(const YAML::Mark& mark);
    void Open(const YAML::Mark& mark, NodeForm form);
    void Close();
    void Attach(Node node);
    void AttachToMap(Frame& frame, Node node);
    void CountNode(Position position);
    void RefuseDuplicates(Node& map);

    const SourceText& m_source;
    Diagnostics& m_diagnostics;
    std::vector<Frame> m_open;
    std::optional<Node> m_root;
    std::size_t m_nodes{0};
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_YAML_NODE_BUILDER_H
