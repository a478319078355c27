#ifndef KWIK_WIRE_KDP_KDP_TYPES_H
#define KWIK_WIRE_KDP_KDP_TYPES_H

#include <cstdint>

namespace kwik
{

/// The first number of every message.
enum class KdpType : std::uint8_t
{
    Data = 0x00,
    RangeRequest = 0x01,
    RangeTrim = 0x02,
    StreamOpen = 0x03,
    StreamExtent = 0x04,
    StreamRefused = 0x05,
    StreamAck = 0x06,
    StreamWindow = 0x07,
    StreamConnect = 0x08,
    StreamReset = 0x09,
};

inline constexpr std::uint8_t KDP_FLAG_FINAL = 0x01;
/// Of STREAM_CONNECT only.
inline constexpr std::uint8_t KDP_FLAG_KNOWN = 0x02;

} // namespace kwik

#endif // KWIK_WIRE_KDP_KDP_TYPES_H
