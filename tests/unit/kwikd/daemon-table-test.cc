#include "experiment/yaml/read-yaml.h"
#include "testbed/kwikd/daemon-table.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace kwik::testbed
{

namespace
{

std::vector<experiment::Diagnostic>
MistakesIn(const std::string& text)
{
    experiment::Diagnostics diagnostics;
    const auto document =
        experiment::ReadYaml(experiment::SourceText("test.yaml", text), diagnostics);
    DaemonConfig config;
    experiment::Reader reader(diagnostics);
    if (document)
    {
        DaemonTable().Read(*document, config, reader);
    }
    return diagnostics.Sorted();
}

} // namespace

TEST(DaemonTable, ReadsItsOwnExamplesAndRefusesWhatTheyAreNot)
{
    const auto shape = DaemonTable().Describe();
    for (const experiment::FieldShape& field : shape.object->fields)
    {
        const std::string& name = field.key.name;
        EXPECT_TRUE(MistakesIn(name + ": " + field.key.example).empty()) << name;
        const auto mistakes = MistakesIn("# line 1\n" + name + ": {a: b}\n");
        ASSERT_EQ(mistakes.size(), 1U) << name;
        EXPECT_EQ(mistakes[0].position.line, 2U) << name;
        EXPECT_TRUE(mistakes[0].message.starts_with(name + ": expected ")) << mistakes[0].message;
    }
}

TEST(DaemonTable, IsWhatTheReferenceSays)
{
    std::ifstream file(KWIK_SOURCE_DIR "/docs/kwikd-reference.md");
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), DaemonReference()) << "run `ninja kwikd-docs`";
}

} // namespace kwik::testbed
