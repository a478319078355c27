#include "experiment/schema/json-schema.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

namespace kwik::experiment
{

namespace
{

using Json = nlohmann::ordered_json;

/// "a timeline entry" as the name of a definition: "timeline-entry".
std::string
DefinitionName(const ObjectShape& object)
{
    std::string name = object.name.substr(object.name.find(' ') + 1);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

/// In the place of any value of a scenario a parameter of its sweep may stand, or be a part of it.
constexpr std::string_view PARAMETER = "\\$\\{[a-z][a-z0-9_-]*\\}";

std::string
OrParameter(const std::string& pattern)
{
    return "(" + pattern + ")|" + std::string(PARAMETER);
}

/// One of @p values, for which editors offer them.
Json
OneOf(Json values)
{
    return {
        {"anyOf", {{{"enum", std::move(values)}}, {{"type", "string"}, {"pattern", PARAMETER}}}}};
}

Json
FlagSchema()
{
    return OneOf({"yes", "no", true, false, "true", "false"});
}

Json
CountSchema(const Shape& shape)
{
    return {{"type", {"integer", "string"}},
            {"minimum", shape.low},
            {"maximum", shape.high},
            {"pattern", OrParameter("^(0|[1-9][0-9]*)$")}};
}

/// Writes the schema of each object type once, in the order in which they are met.
class Definitions
{
  public:
    Json Of(const Shape& shape)
    {
        switch (shape.form)
        {
        case ShapeForm::Text:
            return {{"type", "string"}, {"pattern", OrParameter(shape.pattern)}};
        case ShapeForm::Choice:
            return OneOf(shape.choices);
        case ShapeForm::Flag:
            return FlagSchema();
        case ShapeForm::Count:
            return CountSchema(shape);
        case ShapeForm::Number:
            return {{"type", {"string", "number"}}, {"pattern", shape.pattern}};
        case ShapeForm::AnyScalar:
            return {{"type", {"string", "number", "boolean"}},
                    {"pattern", OrParameter(shape.pattern)}};
        case ShapeForm::List:
            return ListSchema(shape);
        case ShapeForm::Map:
            return {{"type", "object"},
                    {"minProperties", 1},
                    {"propertyNames", {{"pattern", shape.pattern}}},
                    {"additionalProperties", Of(shape.element[0])}};
        case ShapeForm::Object:
            break;
        }
        return Reference(*shape.object);
    }

    Json Body(const ObjectShape& object)
    {
        Json body{{"description", object.meaning}, {"type", "object"}};
        Json required = Json::array();
        Json properties = Json::object();
        for (const FieldShape& field : object.fields)
        {
            properties[field.key.name] = FieldSchema(field);
            if (field.presence == Presence::Required)
            {
                required.push_back(field.key.name);
            }
        }
        body["properties"] = std::move(properties);
        body["required"] = std::move(required);
        body["additionalProperties"] = false;
        for (const KeyRule& rule : object.rules)
        {
            AddRule(rule, body);
        }
        return body;
    }

    Json Take()
    {
        return std::move(m_definitions);
    }

  private:
    Json ListSchema(const Shape& shape)
    {
        Json schema{{"type", "array"}, {"items", Of(shape.element[0])}};
        if (shape.leastItems > 0)
        {
            schema["minItems"] = shape.leastItems;
        }
        if (shape.mostItems < std::numeric_limits<std::size_t>::max())
        {
            schema["maxItems"] = shape.mostItems;
        }
        return schema;
    }

    Json Reference(const ObjectShape& object)
    {
        const std::string name = DefinitionName(object);
        if (!m_definitions.contains(name))
        {
            m_definitions[name] = nullptr;
            m_definitions[name] = Body(object);
        }
        return {{"$ref", "#/$defs/" + name}};
    }

    Json FieldSchema(const FieldShape& field)
    {
        Json schema = Of(field.shape);
        schema["description"] = field.key.meaning + " (" + field.shape.words + ")";
        const bool isNumber = field.shape.form == ShapeForm::Count;
        if (field.defaultText == "[]")
        {
            schema["default"] = Json::array();
        }
        else if (!field.defaultText.empty())
        {
            schema["default"] =
                isNumber ? Json(std::stoull(field.defaultText)) : Json(field.defaultText);
        }
        return schema;
    }

    /// "Exactly one of" over which keys are present.
    static Json Choices(const KeyRule& rule)
    {
        Json choices = Json::array();
        for (const std::string& key : rule.keys)
        {
            choices.push_back({{"required", {key}}});
        }
        return {{"oneOf", std::move(choices)}};
    }

    static void AddRule(const KeyRule& rule, Json& body)
    {
        for (const std::string& key : rule.keys)
        {
            if (!rule.when.empty())
            {
                body["dependentRequired"][key].push_back(rule.when);
            }
        }
        if (rule.form != RuleForm::ExactlyOne)
        {
            return;
        }
        if (rule.when.empty())
        {
            body.update(Choices(rule));
            return;
        }
        body["allOf"].push_back({{"if", {{"required", {rule.when}}}}, {"then", Choices(rule)}});
    }

    Json m_definitions = Json::object();
};

} // namespace

std::string
JsonSchemaOf(const ObjectShape& root)
{
    Definitions definitions;
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "KwikLab scenario"}};
    schema.update(definitions.Body(root));
    schema["$defs"] = definitions.Take();
    return schema.dump(2) + "\n";
}

} // namespace kwik::experiment
