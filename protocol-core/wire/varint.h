#ifndef KWIK_WIRE_VARINT_H
#define KWIK_WIRE_VARINT_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/result.h"

#include <cstdint>

namespace kwik
{

/// The largest number that a variable-length integer holds (RFC 9000 section 16).
inline constexpr std::uint64_t VARINT_MAX = (std::uint64_t{1} << 62) - 1;

/// Appends @p value in the shortest form of RFC 9000 section 16. @pre value <= VARINT_MAX
void AppendVarint(ByteVector& out, std::uint64_t value);

/// Reads fields off the front of a run of bytes; after the first failure every read fails.
class WireReader
{
  public:
    explicit WireReader(ByteView bytes);

    /// 0 after a failure.
    std::uint64_t Varint();
    std::uint8_t Byte();
    std::uint32_t BigEndian32();
    /// Empty after a failure.
    ByteView Bytes(std::uint64_t count);

    /// False once a read went beyond the end.
    bool IsComplete() const;
    std::size_t Consumed() const;

  private:
    bool Has(std::uint64_t count);

    ByteView m_bytes;
    std::size_t m_at{0};
    bool m_isComplete{true};
};

} // namespace kwik

#endif // KWIK_WIRE_VARINT_H
