#include "protocol-core/session/token-check.h"

#include "protocol-core/wire/kcp/kcp-codec.h"

#include <algorithm>

namespace kwik
{

namespace
{

/// Whether the peer holds the key that the token is bound to, or is a server that we trust: that
/// one fetches for the client what it does not hold itself.
bool
IsHolder(const SessionGrant& grant, const TokenShown& shown)
{
    return !grant.client || grant.client == shown.holder ||
           (shown.holder && FindServer(shown.directory, *shown.holder) != nullptr);
}

} // namespace

const ServerInfo*
FindServer(const std::vector<ServerInfo>& directory, const KeyPin& pin)
{
    const auto entry = std::find_if(directory.begin(),
                                    directory.end(),
                                    [&pin](const ServerInfo& server) { return server.pin == pin; });
    return entry == directory.end() ? nullptr : &*entry;
}

std::variant<VerifiedGrant, Violation>
CheckToken(std::string_view token, const TokenShown& shown)
{
    const auto verified = VerifyGrant(AsBytes(token));
    if (!verified.IsOk())
    {
        return verified.Failure().code == ErrorCode::Malformed ? Violation::TokenMalformed
                                                               : Violation::TokenForged;
    }
    const SessionGrant& grant = verified.Value().grant;
    // What we have signed ourselves comes back from a server to which we have granted the session.
    const bool isOurs = verified.Value().issuer == shown.self;
    if (!isOurs && FindServer(shown.directory, verified.Value().issuer) == nullptr)
    {
        return Violation::TokenOfStranger;
    }
    if (!isOurs && grant.audience != shown.self && grant.audience != ANY_SERVER)
    {
        return Violation::TokenForOtherServer;
    }
    if (grant.expiry <= shown.now)
    {
        return Violation::TokenExpired;
    }
    if (!shown.session.empty() && shown.session != ToText(grant.session))
    {
        return Violation::TokenForOtherSession;
    }
    if (!IsHolder(grant, shown))
    {
        return Violation::TokenForOtherKey;
    }
    return verified.Value();
}

} // namespace kwik
