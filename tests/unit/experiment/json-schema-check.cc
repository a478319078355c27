#include "tests/unit/experiment/json-schema-check.h"

#include <algorithm>
#include <regex>
#include <set>
#include <utility>

namespace kwik::experiment::test
{

namespace
{

using Json = nlohmann::json;

bool
IsOfType(const std::string& type, const Json& value)
{
    return (type == "string" && value.is_string()) || (type == "object" && value.is_object()) ||
           (type == "array" && value.is_array()) || (type == "boolean" && value.is_boolean()) ||
           (type == "integer" && value.is_number_integer()) ||
           (type == "number" && value.is_number());
}

bool
IsOfOneType(const Json& types, const Json& value)
{
    if (types.is_string())
    {
        return IsOfType(types, value);
    }
    return std::any_of(types.begin(), types.end(), [&value](const Json& type) {
        return IsOfType(type, value);
    });
}

bool
Matches(const std::string& pattern, const std::string& text)
{
    return std::regex_search(text, std::regex(pattern));
}

std::string
UnknownKeyword(const Json& schema)
{
    static const std::set<std::string> KNOWN{"$schema",
                                             "$defs",
                                             "$ref",
                                             "title",
                                             "description",
                                             "default",
                                             "type",
                                             "enum",
                                             "pattern",
                                             "minimum",
                                             "maximum",
                                             "items",
                                             "minItems",
                                             "maxItems",
                                             "required",
                                             "if",
                                             "then",
                                             "oneOf",
                                             "anyOf",
                                             "allOf",
                                             "minProperties",
                                             "properties",
                                             "propertyNames",
                                             "additionalProperties",
                                             "dependentRequired"};
    for (const auto& [keyword, value] : schema.items())
    {
        if (!KNOWN.contains(keyword))
        {
            return "unknown keyword " + keyword;
        }
    }
    return "";
}

} // namespace

JsonSchemaCheck::JsonSchemaCheck(Json schema)
    : m_schema(std::move(schema))
{
}

std::string
JsonSchemaCheck::Objection(const Json& value) const
{
    return Check(m_schema, value, "");
}

std::string
JsonSchemaCheck::Check(const Json& schema, const Json& value, const std::string& where) const
{
    if (schema.is_boolean())
    {
        return schema ? "" : where + ": is not allowed";
    }
    if (schema.contains("$ref"))
    {
        const std::string name = schema["$ref"].get<std::string>().substr(8);
        return Check(m_schema["$defs"].at(name), value, where);
    }
    for (const std::string& why : {UnknownKeyword(schema), CheckScalar(schema, value)})
    {
        if (!why.empty())
        {
            return where + ": " + why;
        }
    }
    const std::string inner =
        value.is_array() ? CheckArray(schema, value, where) : CheckObject(schema, value, where);
    return inner.empty() ? CheckRules(schema, value, where) : inner;
}

std::string
JsonSchemaCheck::CheckScalar(const Json& schema, const Json& value) const
{
    if (schema.contains("type") && !IsOfOneType(schema["type"], value))
    {
        return "is not of type " + schema["type"].dump();
    }
    if (schema.contains("enum"))
    {
        const Json& values = schema["enum"];
        return std::find(values.begin(), values.end(), value) == values.end() ? "is not in enum"
                                                                              : "";
    }
    if (schema.contains("pattern") && value.is_string() && !Matches(schema["pattern"], value))
    {
        return value.dump() + " does not match " + schema["pattern"].dump();
    }
    const bool isBounded = schema.contains("minimum") && value.is_number();
    if (isBounded && (value < schema["minimum"] || value > schema["maximum"]))
    {
        return "is out of range";
    }
    return "";
}

std::string
JsonSchemaCheck::CheckArray(const Json& schema, const Json& value, const std::string& where) const
{
    if (value.size() < schema.value("minItems", 0U) ||
        value.size() > schema.value("maxItems", 1'000'000U))
    {
        return where + ": has " + std::to_string(value.size()) + " items";
    }
    for (std::size_t i = 0; i < value.size(); ++i)
    {
        const std::string why =
            Check(schema.at("items"), value[i], where + "[" + std::to_string(i) + "]");
        if (!why.empty())
        {
            return why;
        }
    }
    return "";
}

std::string
JsonSchemaCheck::CheckObject(const Json& schema, const Json& value, const std::string& where) const
{
    if (!value.is_object())
    {
        return "";
    }
    for (const auto& [key, inner] : value.items())
    {
        const bool isKnown = schema.contains("properties") && schema["properties"].contains(key);
        const Json rest = schema.value("additionalProperties", Json(true));
        if (!isKnown && rest == false)
        {
            return where + ": unknown key " + key;
        }
        if (schema.contains("propertyNames") && !Matches(schema["propertyNames"]["pattern"], key))
        {
            return where + ": bad name " + key;
        }
        const std::string why =
            Check(isKnown ? schema["properties"][key] : rest, inner, where + "." + key);
        if (!why.empty())
        {
            return why;
        }
    }
    return value.size() < schema.value("minProperties", 0U) ? where + ": has no entry" : "";
}

std::string
JsonSchemaCheck::CheckRules(const Json& schema, const Json& value, const std::string& where) const
{
    for (const Json& key : schema.value("required", Json::array()))
    {
        if (!value.contains(key.get<std::string>()))
        {
            return where + ": missing key " + key.get<std::string>();
        }
    }
    const Json dependent = schema.value("dependentRequired", Json::object());
    for (const auto& [key, needed] : dependent.items())
    {
        if (value.contains(key) && !value.contains(needed[0].get<std::string>()))
        {
            return where + ": " + key + " needs " + needed[0].get<std::string>();
        }
    }
    std::size_t fitting = 0;
    for (const Json& choice : schema.value("oneOf", Json::array()))
    {
        fitting += Check(choice, value, where).empty() ? 1U : 0U;
    }
    if (schema.contains("oneOf") && fitting != 1)
    {
        return where + ": fits " + std::to_string(fitting) + " of oneOf";
    }
    if (schema.contains("if") && Check(schema["if"], value, where).empty())
    {
        return Check(schema["then"], value, where);
    }
    for (const Json& part : schema.value("allOf", Json::array()))
    {
        const std::string why = Check(part, value, where);
        if (!why.empty())
        {
            return why;
        }
    }
    return CheckAnyOf(schema, value, where);
}

std::string
JsonSchemaCheck::CheckAnyOf(const Json& schema, const Json& value, const std::string& where) const
{
    std::string why;
    for (const Json& choice : schema.value("anyOf", Json::array()))
    {
        const std::string objection = Check(choice, value, where);
        if (objection.empty())
        {
            return "";
        }
        why = why.empty() ? objection : why;
    }
    return why;
}

} // namespace kwik::experiment::test
