#include "protocol-core/session/capability-messages.h"

#include <algorithm>
#include <set>

namespace kwik
{

namespace wire = ::kwik::kcp::v3;

wire::ServerCapabilityResponse
AnswerTo(const wire::ServerCapabilityQuery& query, const std::vector<Capability>& own)
{
    const auto& names = query.capabilities();
    wire::ServerCapabilityResponse response;
    for (const Capability& capability : own)
    {
        const bool isAsked =
            names.empty() || std::find(names.begin(), names.end(), capability.name) != names.end();
        if (isAsked)
        {
            auto& told = *response.add_capabilities();
            told.set_name(capability.name);
            told.set_version(capability.version);
        }
    }
    return response;
}

std::vector<Capability>
CapabilitiesIn(const wire::ServerCapabilityResponse& response)
{
    std::set<Capability> capabilities;
    for (const auto& told : response.capabilities())
    {
        const bool isShort = told.name().size() <= Capability::TEXT_MAX &&
                             told.version().size() <= Capability::TEXT_MAX;
        if (isShort && capabilities.size() < Capability::COUNT_MAX)
        {
            capabilities.insert({told.name(), told.version()});
        }
    }
    return {capabilities.begin(), capabilities.end()};
}

std::string
ToText(const std::vector<Capability>& capabilities)
{
    std::string text;
    for (const Capability& capability : capabilities)
    {
        text += (text.empty() ? "" : " ") + capability.name + "/" + capability.version;
    }
    return text;
}

} // namespace kwik
