#ifndef KWIK_EXPERIMENT_SCHEMA_SHAPE_H
#define KWIK_EXPERIMENT_SCHEMA_SHAPE_H

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace kwik::experiment
{

enum class ShapeForm : std::uint8_t
{
    Text,   ///< One scalar that matches a pattern.
    Choice, ///< One word of a few.
    Flag,
    Count,
    Number,    ///< A decimal number.
    AnyScalar, ///< A number, a flag, or a text that matches the pattern.
    List,
    Map,    ///< Names that the user chooses, all with values of one shape.
    Object, ///< Keys that the table knows.
};

struct ObjectShape;

/// What a value may look like, without the C++ type it is read into. The JSON Schema and the
/// reference are written from this.
struct Shape
{
    ShapeForm form = ShapeForm::Text;
    std::string words;   ///< For people: "duration, 1 us to 10 s".
    std::string pattern; ///< ECMA-262, of Text, Number and AnyScalar, and of the names of a Map.
    std::vector<std::string> choices;
    std::uint64_t low = 0;
    std::uint64_t high = std::numeric_limits<std::uint64_t>::max();
    std::size_t leastItems = 0;
    std::size_t mostItems = std::numeric_limits<std::size_t>::max();
    std::vector<Shape> element; ///< Of List and Map: the one shape of all their values.
    std::shared_ptr<const ObjectShape> object;
};

/// A key as it is explained to a user.
struct Key
{
    std::string name;
    std::string meaning; ///< One sentence.
    std::string example; ///< A value, in YAML.
};

enum class Presence : std::uint8_t
{
    Required,
    Optional,
};

struct FieldShape
{
    Key key;
    Presence presence = Presence::Optional;
    std::string defaultText; ///< In YAML; empty when the key has no default.
    Shape shape;
    bool isAbsentByDefault = false; ///< And that means something else than any value.
};

enum class RuleForm : std::uint8_t
{
    ExactlyOne,
    AtMostOne,
};

/// How many of @p keys an object may have: with @p when empty always; otherwise where the key
/// @p when is present, and none of them where it is not.
struct KeyRule
{
    RuleForm form;
    std::string when;
    std::vector<std::string> keys;
};

struct ObjectShape
{
    std::string name;
    std::string meaning;
    std::vector<FieldShape> fields;
    std::vector<KeyRule> rules;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_SHAPE_H
