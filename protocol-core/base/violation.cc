#include "protocol-core/base/violation.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>

namespace kwik
{

namespace
{

constexpr std::array<std::string_view, VIOLATION_COUNT> NAMES{"wrong_server_key",
                                                              "tls_version",
                                                              "wrong_protocol",
                                                              "no_common_cipher",
                                                              "client_key_missing",
                                                              "client_key_unknown",
                                                              "client_key_not_asked",

                                                              "server_not_allowed",
                                                              "bad_recommendation",
                                                              "not_primary",
                                                              "no_common_version",
                                                              "token_malformed",
                                                              "token_forged",
                                                              "token_expired",
                                                              "token_of_stranger",
                                                              "token_for_other_server",
                                                              "token_for_other_session",
                                                              "token_for_other_key",
                                                              "kcp_too_long",
                                                              "kcp_malformed",
                                                              "kcp_wrong_session",
                                                              "kcp_duplicate",
                                                              "kcp_out_of_place",
                                                              "kdp_too_long",
                                                              "kdp_malformed",
                                                              "kdp_checksum",
                                                              "kdp_out_of_place",
                                                              "unasked_bytes",
                                                              "beyond_extent",
                                                              "flood"};

} // namespace

std::string_view
ToText(Violation violation)
{
    const auto index = static_cast<std::size_t>(violation);
    KWIK_ASSERT(index < NAMES.size());
    return NAMES[index];
}

bool
FromText(std::string_view text, Violation& violation)
{
    const auto* const found = std::find(NAMES.begin(), NAMES.end(), text);
    if (found == NAMES.end())
    {
        return false;
    }
    violation = static_cast<Violation>(found - NAMES.begin());
    return true;
}

} // namespace kwik
