#include "experiment/yaml/syntax-explanation.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

TEST(SyntaxExplanation, IsTheSameForTheWordingsOfBothReleases)
{
    const char* const explained = "not valid YAML: the referenced anchor is not defined; aliases "
                                  "('*name') are not part of the format, write the value out";
    for (const char* message : {"the referenced anchor is not defined",           // 0.7
                                "the referenced anchor is not defined: defaults", // 0.8
                                "the referenced anchor is not defined: "})
    {
        EXPECT_EQ(ExplainSyntax(message).message, explained) << message;
    }
}

TEST(SyntaxExplanation, PointsAtTheBracketThatIsNotClosed)
{
    const SyntaxExplanation list = ExplainSyntax("end of sequence flow not found");
    EXPECT_EQ(list.message,
              "not valid YAML: end of sequence flow not found; this '[' is not closed, or a comma "
              "is missing");
    EXPECT_EQ(list.place, MistakePlace::AtTheInnermostBracket);
    EXPECT_EQ(ExplainSyntax("end of map flow not found").place,
              MistakePlace::AtTheInnermostBracket);
    EXPECT_EQ(ExplainSyntax("end of map not found").place, MistakePlace::WhereItWasNoticed);
    EXPECT_EQ(ExplainSyntax("end of sequence not found").place, MistakePlace::WhereItWasNoticed);
}

TEST(SyntaxExplanation, PassesOnWhatItDoesNotKnow)
{
    const SyntaxExplanation unknown = ExplainSyntax("bad file");
    EXPECT_EQ(unknown.message, "not valid YAML: bad file");
    EXPECT_EQ(unknown.place, MistakePlace::WhereItWasNoticed);
}

} // namespace kwik::experiment::test
