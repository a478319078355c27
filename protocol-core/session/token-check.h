#ifndef KWIK_SESSION_TOKEN_CHECK_H
#define KWIK_SESSION_TOKEN_CHECK_H

#include "protocol-core/base/violation.h"
#include "protocol-core/registry/server-info.h"
#include "protocol-core/trust/session-token.h"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace kwik
{

/// The audience of a resumption token: every server that trusts its issuer.
inline constexpr KeyPin ANY_SERVER{};

/// Who shows a token to whom, and when.
struct TokenShown
{
    Instant now;
    KeyPin self;                              ///< Of the server that is to take it.
    const std::vector<ServerInfo>& directory; ///< The servers that it trusts.
    std::optional<KeyPin> holder;             ///< The key that the peer has proved.
    std::string_view session;                 ///< The `connection_id` of its hello; may be empty.
};

/// The server of @p directory with the key @p pin; null when there is none.
const ServerInfo* FindServer(const std::vector<ServerInfo>& directory, const KeyPin& pin);

/// Whether a server takes @p token (docs/wire-format.md, "Tokens"); else what is wrong with it.
std::variant<VerifiedGrant, Violation> CheckToken(std::string_view token, const TokenShown& shown);

} // namespace kwik

#endif // KWIK_SESSION_TOKEN_CHECK_H
