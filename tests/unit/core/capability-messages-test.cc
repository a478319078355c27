#include "protocol-core/session/capability-messages.h"

#include <gtest/gtest.h>

namespace kwik::test
{

namespace wire = ::kwik::kcp::v3;
using Capabilities = std::vector<Capability>;

namespace
{

void
Tell(wire::ServerCapabilityResponse& response, const std::string& name, const std::string& version)
{
    response.add_capabilities()->set_name(name);
    response.mutable_capabilities()->rbegin()->set_version(version);
}

} // namespace

TEST(CapabilityMessages, AnswerWithAllOrWithWhatIsAskedFor)
{
    const Capabilities own{{"relay", "2"}, {"upload", "1"}};
    wire::ServerCapabilityQuery query;
    EXPECT_EQ(CapabilitiesIn(AnswerTo(query, own)), own);
    query.add_capabilities("upload");
    query.add_capabilities("unheard-of");
    EXPECT_EQ(CapabilitiesIn(AnswerTo(query, own)), (Capabilities{{"upload", "1"}}));
    query.clear_capabilities();
    query.add_capabilities("unheard-of");
    EXPECT_EQ(CapabilitiesIn(AnswerTo(query, own)), Capabilities{});
}

TEST(CapabilityMessages, AreReadInOrderAndEachOnce)
{
    wire::ServerCapabilityResponse response;
    Tell(response, "upload", "1");
    Tell(response, "relay", "2");
    Tell(response, "upload", "1");
    Tell(response, "relay", "1");
    const auto read = CapabilitiesIn(response);
    EXPECT_EQ(read, (Capabilities{{"relay", "1"}, {"relay", "2"}, {"upload", "1"}}));
    EXPECT_EQ(ToText(read), "relay/1 relay/2 upload/1");
    EXPECT_EQ(ToText(Capabilities{}), "");
}

TEST(CapabilityMessages, AreReadUpToTheirBounds)
{
    const std::string longest(Capability::TEXT_MAX, 'a');
    wire::ServerCapabilityResponse response;
    Tell(response, longest + "a", "1");
    Tell(response, "a", longest + "a");
    Tell(response, longest, longest);
    EXPECT_EQ(CapabilitiesIn(response), (Capabilities{{longest, longest}}));
    for (std::size_t i = 0; i < Capability::COUNT_MAX + 5; ++i)
    {
        Tell(response, "b", std::to_string(i));
    }
    EXPECT_EQ(CapabilitiesIn(response).size(), Capability::COUNT_MAX);
}

} // namespace kwik::test
