#ifndef KWIK_TESTS_UNIT_EXPERIMENT_JSON_SCHEMA_CHECK_H
#define KWIK_TESTS_UNIT_EXPERIMENT_JSON_SCHEMA_CHECK_H

#include <nlohmann/json.hpp>
#include <string>

namespace kwik::experiment::test
{

/// Validates a value against the part of JSON Schema 2020-12 that our schema uses. A keyword that
/// it does not know fails the validation, so that none is skipped by accident.
class JsonSchemaCheck
{
  public:
    explicit JsonSchemaCheck(nlohmann::json schema);

    /// Where and why @p value does not fit; empty when it does.
    std::string Objection(const nlohmann::json& value) const;

  private:
    using Json = nlohmann::json;
    std::string Check(const Json& schema, const Json& value, const std::string& where) const;
    std::string CheckScalar(const Json& schema, const Json& value) const;
    std::string CheckArray(const Json& schema, const Json& value, const std::string& where) const;
    std::string CheckObject(const Json& schema, const Json& value, const std::string& where) const;
    std::string CheckRules(const Json& schema, const Json& value, const std::string& where) const;
    std::string CheckAnyOf(const Json& schema, const Json& value, const std::string& where) const;

    Json m_schema;
};

} // namespace kwik::experiment::test

#endif // KWIK_TESTS_UNIT_EXPERIMENT_JSON_SCHEMA_CHECK_H
