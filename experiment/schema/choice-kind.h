#ifndef KWIK_EXPERIMENT_SCHEMA_CHOICE_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_CHOICE_KIND_H

#include "experiment/schema/choice-reading.h"
#include "protocol-core/base/assert.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// One word of a few, each of which means a value of an enumeration.
template <typename E>
class ChoiceKind
{
  public:
    using Value = E;

    struct Choice
    {
        std::string word;
        E value;
    };

    /// @pre every value of E has one word
    explicit ChoiceKind(std::vector<Choice> choices)
        : m_choices(std::move(choices))
    {
        for (const Choice& choice : m_choices)
        {
            m_words.push_back(choice.word);
        }
    }

    void Read(const Node& node, E& value, Reader& reader) const
    {
        if (const std::optional<std::size_t> index = ReadChoice(m_words, node, reader))
        {
            value = m_choices[*index].value;
        }
    }

    Node Write(E value) const
    {
        const auto found = std::find_if(m_choices.begin(),
                                        m_choices.end(),
                                        [value](const Choice& one) { return one.value == value; });
        KWIK_ASSERT(found != m_choices.end());
        return ScalarNode(found->word);
    }

    Shape Describe() const
    {
        return DescribeChoice(m_words);
    }

  private:
    std::vector<Choice> m_choices;
    Names m_words;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_CHOICE_KIND_H
