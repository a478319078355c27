#ifndef KWIK_REPLAY_RECORD_FRAME_H
#define KWIK_REPLAY_RECORD_FRAME_H

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kwik::replay
{

/// A record begins with these bytes, the last of them the version, and is frames from there on: the
/// header, then the entries. A frame is the length of its content and a checksum, each of 32 bits
/// with the least byte first, and the content. A length of 0 ends the record.
inline constexpr std::string_view RECORD_MAGIC{"KWIKREC\x01", 8};
inline constexpr std::size_t FRAME_HEAD = 8;
/// A datagram has at most 64 KiB, and a scenario file 1 MiB.
inline constexpr std::size_t LARGEST_FRAME = std::size_t{4} << 20;

/// SipHash-2-4 of the content, keyed by the number of the frame, so that none can be missing or in
/// another's place; 32 bits of it.
std::uint32_t FrameChecksum(std::uint64_t number, std::string_view content);

void PutUint32(std::uint32_t number, char* to);
std::uint32_t TakeUint32(const char* from);

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORD_FRAME_H
