#include "experiment/text/diagnostic-printer.h"
#include "experiment/yaml/read-yaml.h"
#include "experiment/yaml/write-yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace kwik::experiment::test
{

/// What ReadYaml says about @p text, one headline a line; empty when it is accepted.
std::string
ErrorsOf(std::string_view text)
{
    const SourceText source("f", text);
    Diagnostics diagnostics;
    const std::optional<Node> node = ReadYaml(source, diagnostics);
    std::string errors;
    for (const Diagnostic& diagnostic : diagnostics.Sorted())
    {
        errors += Headline(diagnostic, source) + "\n";
    }
    EXPECT_TRUE(node || !errors.empty()) << "neither a document nor an error";
    return errors;
}

Node
Accepted(std::string_view text)
{
    const SourceText source("f", text);
    Diagnostics diagnostics;
    const std::optional<Node> node = ReadYaml(source, diagnostics);
    EXPECT_TRUE(node && diagnostics.IsEmpty()) << text;
    return node.value_or(Node{});
}

std::string
Repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
    {
        all += text;
    }
    return all;
}

TEST(ReadYaml, KeepsTextAndPositionAndGuessesNoTypes)
{
    const Node root = Accepted("a: yes\nb: \"1.50\"\nc: [x, 'y z']\n\xc3\xa9: 0x10 # comment\n");
    ASSERT_EQ(root.entries.size(), 4U);
    EXPECT_EQ(root.entries[0].value.scalar, "yes");
    EXPECT_EQ(root.entries[1].value.scalar, "1.50");
    EXPECT_EQ(root.entries[2].value.items[1].scalar, "y z");
    EXPECT_EQ(root.entries[2].value.items[1].position, (Position{3, 8}));
    EXPECT_EQ(root.entries[3].value.scalar, "0x10");
    EXPECT_EQ(root.entries[3].value.position, (Position{4, 5}));
}

TEST(ReadYaml, AMissingValueStandsAtItsKey)
{
    const Node root = Accepted("a:\n\n\nb: ~\n");
    EXPECT_EQ(root.entries[0].value.form, NodeForm::Null);
    EXPECT_EQ(root.entries[0].value.position, (Position{1, 1}));
    EXPECT_EQ(root.entries[1].value.form, NodeForm::Null);
}

TEST(ReadYaml, TreatsEveryLineEndAndAByteOrderMarkAlike)
{
    for (const char* text : {"a: 1\nb: 2\n",
                             "a: 1\r\nb: 2\r\n",
                             "a: 1\rb: 2",
                             "\xef\xbb\xbf"
                             "a: 1\nb: 2"})
    {
        const Node root = Accepted(text);
        ASSERT_EQ(root.entries.size(), 2U);
        EXPECT_EQ(root.entries[0].keyPosition, (Position{1, 1}));
        EXPECT_EQ(root.entries[1].value.scalar, "2");
        EXPECT_EQ(root.entries[1].value.position, (Position{2, 4}));
    }
}

TEST(ReadYaml, RefusesWhatIsNotOneStrictDocument)
{
    struct Case
    {
        std::string text;
        const char* error;
    };

    const std::vector<Case> cases{
        {"", "f:1:1: error: the file is empty; a scenario starts with 'title: ...'\n"},
        {"# only a comment\n", "f:1:1: error: the file is empty"},
        {"---\n...\n", "f:1:1: error: the file is empty"},
        {"a: 1\n---\nb: 2\n", "f:2:1: error: a second document starts here"},
        {"a: 1\nb: 2\na: 3\n", "f:3:1: error: duplicate key 'a'; it was given in line 1 already\n"},
        {"a: {b: 1, c: {d: 1, d: 2}, b: 3}\n", "f:1:21: error: duplicate key 'd'"},
        {"'a': 1\na: 2\n", "f:2:1: error: duplicate key 'a'"},
        {"a: &x 1\n", "f:1:4: error: anchors ('&x') are not part of the format"},
        {"a: *x\n", "f:1:4: error: not valid YAML: the referenced anchor is not defined; aliases"},
        {"a: [*x]\n",
         "f:1:5: error: not valid YAML: the referenced anchor is not defined; aliases"},
        {"a: !!str x\n", "f:1:4: error: tags ('!...') are not part of the format"},
        {"a: !mine [x]\n", "f:1:4: error: tags"},
        {"a: !mine {x: y}\n", "f:1:4: error: tags"},
        {"? [a]\n: 1\n", "f:1:3: error: a key must be a word, not a list\n"},
        {"{a: 1}: 1\n", "f:1:1: error: a key must be a word, not a map\n"},
        {"~: 1\n", "f:1:1: error: a key must be a word, not nothing\n"},
        {"a: \"x\nb: 2\n", "f:1:4: error: this quote is never closed\n"},
        {"a: 'it''s\n", "f:1:4: error: this quote is never closed\n"},
        {"a: \"x\\\"\n", "f:1:4: error: this quote is never closed\n"},
        {"a: [1, 2\nb: 3\n",
         "not valid YAML: end of sequence flow not found; this '[' is not closed"},
        {"a: {b: 1\nc: 3\n", "not valid YAML: end of map flow not found; this '{' is not closed"},
        {"a: b: c\n", "f:1:5: error: not valid YAML: illegal map value; put a text that contains"},
        {"a:\n\tb: 1\n", "f:2:1: error: a tab indents this line; YAML wants spaces\n"},
        {"a:\n  \tb: 1\n", "f:2:3: error: a tab indents this line"},
        {std::string("a: \0x\n", 6), "f:1:4: error: control character U+0000"},
        {"a: \x1b[0m\n", "f:1:4: error: control character U+001B"},
        {"a: \x7f\n", "f:1:4: error: control character U+007F"},
        {"a: x\nb: \xff\xfe\n", "f:2:4: error: this byte is not UTF-8"},
        {std::string("\xff\xfe"
                     "a\0",
                     4),
         "error: control character U+0000"},
        {"%YAML 3.0\n---\na: 1\n", "f:1:1: error: not valid YAML: "},
    };
    for (const Case& one : cases)
    {
        EXPECT_THAT(ErrorsOf(one.text), testing::HasSubstr(one.error)) << one.text;
    }
}

TEST(ReadYaml, ReportsEveryDuplicateOfAFileAtOnce)
{
    EXPECT_EQ(ErrorsOf("a: {x: 1, x: 2}\nb: 1\nb: 2\nb: 3\n"),
              "f:1:11: error: duplicate key 'x'; it was given in line 1 already\n"
              "f:3:1: error: duplicate key 'b'; it was given in line 2 already\n"
              "f:4:1: error: duplicate key 'b'; it was given in line 2 already\n");
}

TEST(ReadYaml, AllowsExactlyTheStatedDepth)
{
    const std::string deepest =
        "a: " + Repeated("[", DEEPEST_NESTING - 1) + Repeated("]", DEEPEST_NESTING - 1);
    EXPECT_EQ(ErrorsOf(deepest), "");
    const std::string deeper =
        "a: " + Repeated("[", DEEPEST_NESTING) + Repeated("]", DEEPEST_NESTING);
    EXPECT_THAT(ErrorsOf(deeper),
                testing::HasSubstr("f:1:35: error: nested too deeply; allowed: 32 levels"));
}

TEST(ReadYaml, AllowsExactlyTheStatedNumberOfValues)
{
    const std::string most = "a: [" + Repeated("1,", MOST_NODES - 3) + "]";
    EXPECT_EQ(ErrorsOf(most), "");
    const std::string more = "a: [" + Repeated("1,", MOST_NODES - 2) + "]";
    EXPECT_THAT(ErrorsOf(more), testing::HasSubstr("too many values; allowed: 100000"));
}

TEST(ReadYaml, SurvivesBombsOfEveryShape)
{
    const std::vector<std::string> bombs{
        Repeated("[", 1'000'000),
        Repeated("{", 1'000'000),
        Repeated("{a: ", 200'000),
        Repeated("- ", 500'000),
        Repeated("? ", 500'000),
        Repeated("[a,", 300'000),
        Repeated("--- a\n", 150'000),
        Repeated("- [\n", 250'000),
        Repeated("&a ", 300'000),
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n",
        "a: \"" + Repeated("x\n", 500'000),
        Repeated("'", 999'999),
        Repeated("\"", 1'000'001),
        Repeated("|\n", 500'000),
        Repeated("!<", 500'000),
    };
    for (const std::string& bomb : bombs)
    {
        EXPECT_NE(ErrorsOf(bomb), "") << bomb.substr(0, 20);
    }
}

TEST(WriteYaml, WritesShortThingsOnOneLineAndTheRestIndented)
{
    const std::string text =
        "title: a thing\n"
        "hosts:\n"
        "  client: {role: client}\n"
        "  empty: {}\n"
        "links:\n"
        "  - {between: [a, b], rate: 20 Mbit/s}\n"
        "workload:\n"
        "  - download: {from: a, size: 50 MB}\n"
        "    again: {x: y}\n"
        "tags: []\n"
        "quoted: [\"a, b\", \"#x\", \"\", \"null\", \"\\\"b\\\\\", \"x\\x0ay\", a-b]\n";
    EXPECT_EQ(WriteYaml(Accepted(text)), text);
}

TEST(WriteYaml, BreaksAListThatIsTooLongForALine)
{
    Node root{NodeForm::Map, {}, {}, {}, {}};
    root.entries.push_back({"names", {}, ListNode({})});
    for (int i = 0; i < 40; ++i)
    {
        root.entries[0].value.items.push_back(ScalarNode("name-" + std::to_string(i)));
    }
    const std::string text = WriteYaml(root);
    EXPECT_THAT(text, testing::StartsWith("names:\n  - name-0\n  - name-1\n"));
    EXPECT_EQ(Accepted(text).entries[0].value.items.size(), 40U);
}

} // namespace kwik::experiment::test
