#ifndef KWIK_SESSION_CAPABILITY_MESSAGES_H
#define KWIK_SESSION_CAPABILITY_MESSAGES_H

#include "protocol-core/registry/capability.h"
#include "protocol-core/wire/kcp/kcp-codec.h"

#include <string>
#include <vector>

namespace kwik
{

/// The answer of a server that has @p own to @p query, which names what it is about, or nothing.
::kwik::kcp::v3::ServerCapabilityResponse AnswerTo(
    const ::kwik::kcp::v3::ServerCapabilityQuery& query,
    const std::vector<Capability>& own);

/// What a server has told: in order, each once, within the bounds of Capability.
std::vector<Capability> CapabilitiesIn(const ::kwik::kcp::v3::ServerCapabilityResponse& response);

/// `name/version` of each, separated by spaces.
std::string ToText(const std::vector<Capability>& capabilities);

} // namespace kwik

#endif // KWIK_SESSION_CAPABILITY_MESSAGES_H
