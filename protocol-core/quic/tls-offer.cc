#include "protocol-core/quic/tls-offer.h"

#include "protocol-core/base/assert.h"

namespace kwik
{

namespace
{

/// The fastest first. AES-256-GCM last, so that a peer on a higher level is served.
std::string
CiphersOf(SecurityLevel level)
{
    switch (level)
    {
    case SecurityLevel::Standard:
        return "+AES-128-GCM:+CHACHA20-POLY1305:+AES-256-GCM";
    case SecurityLevel::High:
        return "+AES-256-GCM:+CHACHA20-POLY1305";
    case SecurityLevel::Maximum:
        return "+AES-256-GCM";
    }
    KWIK_UNREACHABLE("a security level without ciphers");
}

} // namespace

TlsOffer
OfferOf(SecurityLevel level)
{
    return {"%DISABLE_TLS13_COMPAT_MODE:NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:" +
                CiphersOf(level) + ":-GROUP-ALL:+GROUP-X25519:-SIGN-ALL:+SIGN-EDDSA-ED25519",
            "kwik/3"};
}

} // namespace kwik
