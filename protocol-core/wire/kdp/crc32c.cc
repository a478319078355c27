#include "protocol-core/wire/kdp/kdp-codec.h"

#include <isa-l.h>

namespace kwik
{

std::uint32_t
Crc32c(ByteView bytes)
{
    KWIK_ASSERT(bytes.size() <= INT32_MAX);
    auto* data = const_cast<unsigned char*>(AsUint8(bytes));
    return ~crc32_iscsi(data, static_cast<int>(bytes.size()), UINT32_MAX);
}

} // namespace kwik
