#ifndef KWIK_WIRE_KDP_KDP_CODEC_H
#define KWIK_WIRE_KDP_KDP_CODEC_H

#include "protocol-core/base/result.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <optional>

namespace kwik
{

/**
 * The bytes of @p message. Of KdpData only the header: its payload follows as it is, so that it is
 * not copied.
 */
ByteVector EncodeKdp(const KdpMessage& message);

/// CRC-32C (RFC 3720 appendix B.4), as every data frame carries it over its payload.
std::uint32_t Crc32c(ByteView bytes);

/**
 * Takes the bytes of one QUIC stream in order and gives its messages.
 *
 * Bounded: it never holds more than one message and one arrival. After an error the stream is
 * worthless and every call gives the same error.
 */
class KdpDecoder
{
  public:
    void Append(const SharedBytes& bytes);

    /// The next whole message; nothing while one is incomplete. Errors: Malformed, TooLarge.
    Result<std::optional<KdpMessage>> Next();

  private:
    ByteVector m_pending;
    std::size_t m_read{0}; ///< Bytes of m_pending that are decoded already.
    std::optional<Error> m_error;
};

} // namespace kwik

#endif // KWIK_WIRE_KDP_KDP_CODEC_H
