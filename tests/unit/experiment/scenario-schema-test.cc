#include "experiment/scenario/scenario-table.h"
#include "experiment/scenario/scenario-text.h"
#include "experiment/yaml/read-yaml.h"
#include "tests/unit/experiment/json-schema-check.h"
#include "tests/unit/experiment/scenario-support.h"

#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace kwik::experiment::test
{

namespace
{

using nlohmann::json;

/// A node as an editor's YAML 1.2 parser would hand it to the validator.
json
ToJson(const Node& node)
{
    json value;
    switch (node.form)
    {
    case NodeForm::Null:
        break;
    case NodeForm::Scalar:
        value = node.scalar;
        if (!node.scalar.empty() &&
            node.scalar.find_first_not_of("0123456789") == std::string::npos)
        {
            value = std::stoull(node.scalar);
        }
        break;
    case NodeForm::List:
        value = json::array();
        for (const Node& item : node.items)
        {
            value.push_back(ToJson(item));
        }
        break;
    case NodeForm::Map:
        value = json::object();
        for (const MapEntry& entry : node.entries)
        {
            value[entry.key] = ToJson(entry.value);
        }
        break;
    }
    return value;
}

std::string
SchemaObjection(const std::string& text)
{
    Diagnostics diagnostics;
    const std::optional<Node> node = ReadYaml(SourceText("f", text), diagnostics);
    if (!node)
    {
        return "is not YAML";
    }
    return JsonSchemaCheck(json::parse(JsonSchema())).Objection(ToJson(*node));
}

/// Calls @p visit with every field of every object type, each once.
void
ForEachField(const ObjectShape& object,
             std::set<std::string>& seen,
             const std::function<void(const ObjectShape&, const FieldShape&)>& visit)
{
    if (!seen.insert(object.name).second)
    {
        return;
    }
    for (const FieldShape& field : object.fields)
    {
        visit(object, field);
        const Shape* shape = &field.shape;
        while (!shape->element.empty())
        {
            shape = &shape->element[0];
        }
        if (shape->object)
        {
            ForEachField(*shape->object, seen, visit);
        }
    }
}

std::vector<FieldShape>
AllFields()
{
    std::vector<FieldShape> fields;
    std::set<std::string> seen;
    ForEachField(
        *ScenarioTable().Describe().object,
        seen,
        [&fields](const ObjectShape&, const FieldShape& field) { fields.push_back(field); });
    return fields;
}

} // namespace

TEST(ScenarioSchema, IsJsonThatNamesEveryKeyWithItsMeaning)
{
    const std::string text = JsonSchema();
    const json schema = json::parse(text);
    EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_GE(AllFields().size(), 70U);
    for (const FieldShape& field : AllFields())
    {
        EXPECT_THAT(text, testing::HasSubstr("\"" + field.key.name + "\": {")) << field.key.name;
        EXPECT_THAT(text, testing::HasSubstr(field.key.meaning));
    }
}

TEST(ScenarioSchema, AcceptsTheScenariosOfTheRepositoryAndWhatIsResolvedFromThem)
{
    for (const std::string& name : ScenarioNames())
    {
        const std::string text = ReadRepositoryFile("scenarios/" + name + ".yaml");
        EXPECT_EQ(SchemaObjection(text), "") << name;
    }
    for (const std::string& name : PlainScenarioNames())
    {
        const std::string text = ReadRepositoryFile("scenarios/" + name + ".yaml");
        EXPECT_EQ(SchemaObjection(ResolvedText(MustRead(text))), "") << name;
    }
}

TEST(ScenarioSchema, RefusesWhatItCanSee)
{
    struct Case
    {
        const char* from;
        const char* to;
        const char* objection;
    };

    const std::vector<Case> cases{
        {"title: Small\n", "", ": missing key title"},
        {"title:", "tilte:", ": unknown key tilte"},
        {"delay: 10 ms", "delay: 10", ".links[0].delay: is not of type"},
        {"delay: 10 ms", "delay: 10 MS", ".links[0].delay: \"10 MS\" does not match"},
        {"role: client", "role: guest", ".hosts.client.role: is not in enum"},
        {"client:", "Client:", ".hosts: bad name Client"},
        {"[client, primary]", "[client]", ".links[0].between: has 1 items"},
        {"equals: 5 MB", "at_least: 5 MB", ".expect[0]: unknown key at_least"},
        {"equals: 5 MB", "equals: 5 MB, between: [1 B, 2 B]", ".expect[0]: fits 2 of oneOf"},
        {"crash: mirror", "crash: mirror, loss: 1 %", ".timeline[0]: loss needs link"},
        {"crash: mirror", "link: [mirror, client]", ".timeline[0]: fits 0 of oneOf"},
        {"duration: 10 s", "duration: 10 s\nseeds: 10001", ".seeds: is out of range"},
        {"metric: delivered_bytes", "metric: delivered", ".expect[0].metric: \"delivered\" does"},
    };
    for (const Case& one : cases)
    {
        const std::string text = With(SmallScenario(), one.from, one.to);
        EXPECT_THAT(SchemaObjection(text), testing::StartsWith(one.objection)) << one.to;
        EXPECT_NE(ErrorsIn(text), "") << "the reader must be as strict: " << one.to;
    }
    EXPECT_EQ(SchemaObjection(SmallScenario()), "");
}

TEST(ScenarioSchema, EveryKeyOfTheTableIsExplainedWithAnExample)
{
    for (const FieldShape& field : AllFields())
    {
        EXPECT_THAT(field.key.meaning, testing::EndsWith(".")) << field.key.name;
        EXPECT_NE(field.key.example, "") << field.key.name;
        EXPECT_NE(field.shape.words, "") << field.key.name;
    }
}

TEST(ScenarioSchema, ThePagesInDocsAreUpToDate)
{
    const char* const advice = "run: ninja -C build/release scenario-docs";
    EXPECT_TRUE(ReadRepositoryFile("docs/scenario-reference.md") == ScenarioReference()) << advice;
    EXPECT_TRUE(ReadRepositoryFile("docs/scenario.schema.json") == JsonSchema()) << advice;
}

} // namespace kwik::experiment::test
