#ifndef KWIK_REPLAY_RECORD_ENTRY_H
#define KWIK_REPLAY_RECORD_ENTRY_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::replay
{

/// What one entry of a record says (docs/record-format.md). Numbers are part of the format.
enum class EntryKind : std::uint8_t
{
    // What the host was told.
    Opened = 1,   ///< Its socket is bound to this address.
    Clock = 2,    ///< It asked for the time.
    Datagram = 3, ///< One came; flag 1: the next came with it.
    Timer = 4,    ///< Its timer went off.
    Moved = 5,    ///< Its address is another one.
    Dial = 6,     ///< These are calls of the application.
    OpenStream = 7,
    ReadUpTo = 8,
    StartUpload = 9,
    CloseSession = 10,
    // What it did then.
    Sent = 32,  ///< A datagram; the flag is what the socket answered, so it is an input too.
    Armed = 33, ///< Its timer.
    Event = 34,
    Returned = 35, ///< From a call of the application, with an id.
    Delivered = 36,
    Refused = 37,
    Uploaded = 38,
    UploadFinished = 39,
    SessionEnded = 40,
    // What the reader of a record wants to know.
    Rebound = 64, ///< The socket was replaced by one of another port; nobody tells the host.
    End = 65,     ///< Nothing comes after it; the flag is an EndReason.
};

enum class EntryRole : std::uint8_t
{
    Input,  ///< Told to the host while it is quiet.
    Answer, ///< Told to the host because it asked.
    Output,
    Note,
};

/// Why a record has an end. One that has none was cut, or its host was.
enum class EndReason : std::uint8_t
{
    Complete, ///< The host came to its end.
    Limit,    ///< The record was about to be larger than it may be.
    NoRoom,   ///< The file system took no more.
};

/// One entry; each kind uses some of the fields, and the others are as here.
struct Entry
{
    EntryKind kind = EntryKind::End;
    std::uint8_t flag = 0;
    Instant at{}; ///< When; of Armed the deadline.
    Address peer{};
    std::uint64_t session = 0; ///< A SessionHandle or, at a server, a SessionId.
    std::uint64_t stream = 0;
    std::uint64_t size = 0;
    std::uint64_t digest = 0; ///< Of bytes that are not here.
    std::string text{};
    std::string blob{};

    bool operator==(const Entry&) const = default;
};

EntryRole RoleOf(EntryKind kind);
/// As the documents call it: `datagram`.
std::string_view NameOf(EntryKind kind);
/// Whether entries of this kind say when the host was told something; such times never go back.
bool IsMoment(EntryKind kind);

/// Appends the entry's bytes.
void Encode(const Entry& entry, std::string& out);
/// Errors: Malformed; also for bytes that are left over and values that cannot be.
Result<Entry> DecodeEntry(std::string_view bytes);

/// SipHash-2-4 under a key of zeros: compact, and for bytes that nobody chose to be alike.
std::uint64_t DigestOf(ByteView bytes);

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORD_ENTRY_H
