#ifndef KWIK_REPLAY_RECORD_HEADER_H
#define KWIK_REPLAY_RECORD_HEADER_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace kwik::replay
{

/// A file that is no record, or cannot be read or written; what() is for people.
class RecordError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

using EntropySeed = std::array<std::byte, 32>;

/// What makes a host the one that it was, besides what it is told.
struct RecordHeader
{
    std::string scenario; ///< Its resolved text: everything that the host was set up with.
    std::uint64_t seed = 0;
    std::string host;
    std::uint64_t restarts = 0; ///< Of the host before this life.
    EntropySeed entropy{};      ///< All its randomness comes from it.
    std::int64_t unixStart = 0; ///< Seconds: what time TLS was told at the first instant.
    std::string build;          ///< Which KwikLab; a replay by another one may differ.
    std::string libraries;      ///< Which GnuTLS and ngtcp2.
};

/// 32 bytes of the kernel's.
EntropySeed NewEntropySeed();
/// The file of a host's life: `HOST.kwikrec`, `HOST.restart1.kwikrec`; no host has a dot in its
/// name.
std::string RecordName(const std::string& host, std::uint64_t restarts);

/// One JSON object.
std::string WriteHeader(const RecordHeader& header);
/// Throws RecordError.
RecordHeader ReadHeader(const std::string& text);

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORD_HEADER_H
