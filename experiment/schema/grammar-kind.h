#ifndef KWIK_EXPERIMENT_SCHEMA_GRAMMAR_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_GRAMMAR_KIND_H

#include "experiment/schema/reader.h"
#include "experiment/schema/shape.h"
#include "experiment/text/parsed.h"
#include "experiment/yaml/node.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kwik::experiment
{

/// How the texts of a small grammar are read, written and described.
template <typename T>
struct Grammar
{
    Parsed<T> (*parse)(std::string_view text);
    std::string (*write)(const T& value);
    std::string expected; ///< With its article and an example: "rows such as 'every 10'".
    Shape shape;          ///< Text, Number or AnyScalar.
};

/// A scalar with a grammar of its own.
template <typename T>
class GrammarKind
{
  public:
    using Value = T;

    explicit GrammarKind(Grammar<T> grammar)
        : m_grammar(std::move(grammar))
    {
    }

    void Read(const Node& node, T& value, Reader& reader) const
    {
        const std::optional<std::string_view> scalar = reader.Scalar(node, m_grammar.expected);
        if (!scalar)
        {
            return;
        }
        const Parsed<T> parsed = m_grammar.parse(*scalar);
        if (!parsed.IsOk())
        {
            reader.Refuse(node, parsed.Why());
            return;
        }
        value = parsed.Value();
    }

    Node Write(const T& value) const
    {
        return ScalarNode(m_grammar.write(value));
    }

    Shape Describe() const
    {
        return m_grammar.shape;
    }

  private:
    Grammar<T> m_grammar;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_GRAMMAR_KIND_H
