#ifndef KWIK_QUIC_TLS_OFFER_H
#define KWIK_QUIC_TLS_OFFER_H

#include "protocol-core/base/security.h"

#include <cstdint>
#include <string>

namespace kwik
{

/// Whether a client shows its key to a server that asks for it.
enum class ClientProof : std::uint8_t
{
    Show,
    Withhold,
};

/// What a host says in its TLS handshakes.
struct TlsOffer
{
    std::string priorities; ///< GnuTLS's: versions, ciphers, groups, signatures.
    std::string protocol;   ///< ALPN.
    ClientProof proof = ClientProof::Show;
};

/// What a host says that demands @p level.
TlsOffer OfferOf(SecurityLevel level);

} // namespace kwik

#endif // KWIK_QUIC_TLS_OFFER_H
