#include "replay/record-entry.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <sodium.h>

namespace kwik::replay
{

namespace
{

/// The fields of an entry, in the order of the format.
enum Field : unsigned
{
    FLAG = 1,
    AT = 2,
    PEER = 4,
    SESSION = 8,
    STREAM = 16,
    SIZE = 32,
    DIGEST = 64,
    TEXT = 128,
    BLOB = 256,
};

struct Shape
{
    EntryKind kind;
    EntryRole role;
    std::string_view name;
    unsigned fields;
    std::uint8_t flagMax = 0;
};

constexpr std::array SHAPES{
    Shape{EntryKind::Opened, EntryRole::Answer, "opened", PEER},
    Shape{EntryKind::Clock, EntryRole::Answer, "clock", AT},
    Shape{EntryKind::Datagram, EntryRole::Input, "datagram", FLAG | AT | PEER | BLOB, 1},
    Shape{EntryKind::Timer, EntryRole::Input, "timer", AT},
    Shape{EntryKind::Moved, EntryRole::Input, "moved", AT | PEER},
    Shape{EntryKind::Dial, EntryRole::Input, "dial", PEER | TEXT | BLOB},
    Shape{EntryKind::OpenStream, EntryRole::Input, "open_stream", SESSION | TEXT},
    Shape{EntryKind::ReadUpTo, EntryRole::Input, "read_up_to", SESSION | STREAM | SIZE},
    Shape{EntryKind::StartUpload, EntryRole::Input, "start_upload", SESSION | TEXT},
    Shape{EntryKind::CloseSession, EntryRole::Input, "close_session", SESSION},
    Shape{EntryKind::Sent, EntryRole::Output, "sent", FLAG | PEER | SIZE | DIGEST, 2},
    Shape{EntryKind::Armed, EntryRole::Output, "armed", AT},
    Shape{EntryKind::Event, EntryRole::Output, "event", AT | TEXT | BLOB},
    Shape{EntryKind::Returned, EntryRole::Output, "returned", SIZE},
    Shape{EntryKind::Delivered,
          EntryRole::Output,
          "delivered",
          FLAG | AT | SESSION | STREAM | SIZE | DIGEST,
          1},
    Shape{EntryKind::Refused, EntryRole::Output, "refused", AT | SESSION | STREAM},
    Shape{EntryKind::Uploaded,
          EntryRole::Output,
          "uploaded",
          FLAG | AT | SESSION | STREAM | SIZE | DIGEST | TEXT,
          1},
    Shape{EntryKind::UploadFinished, EntryRole::Output, "upload_finished", AT | SESSION | STREAM},
    Shape{EntryKind::SessionEnded, EntryRole::Output, "session_ended", FLAG | AT | SESSION, 1},
    Shape{EntryKind::Rebound, EntryRole::Note, "rebound", AT},
    Shape{EntryKind::End, EntryRole::Note, "end", FLAG | AT, 2},
};

const Shape*
Find(EntryKind kind)
{
    const auto* const found = std::find_if(SHAPES.begin(), SHAPES.end(), [kind](const Shape& one) {
        return one.kind == kind;
    });
    return found == SHAPES.end() ? nullptr : found;
}

const Shape&
ShapeOf(EntryKind kind)
{
    const Shape* shape = Find(kind);
    KWIK_ASSERT(shape != nullptr);
    return *shape;
}

/// Seven bits a byte, the least first.
void
PutNumber(std::uint64_t number, std::string& out)
{
    for (; number >= 0x80; number >>= 7)
    {
        out += static_cast<char>(number | 0x80);
    }
    out += static_cast<char>(number);
}

void
PutText(std::string_view text, std::string& out)
{
    PutNumber(text.size(), out);
    out += text;
}

void
PutAddress(const Address& address, std::string& out)
{
    out.append(reinterpret_cast<const char*>(address.ip.data()), address.ip.size());
    out += static_cast<char>(address.port >> 8);
    out += static_cast<char>(address.port);
}

void
PutDigest(std::uint64_t digest, std::string& out)
{
    for (int i = 0; i < 8; ++i)
    {
        out += static_cast<char>(digest >> (8 * i));
    }
}

/// Takes fields from the front of bytes; at the first that is not there it fails for good.
class FieldReader
{
  public:
    explicit FieldReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    std::uint64_t Number()
    {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64; shift += 7)
        {
            const std::string_view byte = Take(1);
            if (byte.empty())
            {
                return 0;
            }
            const auto bits = static_cast<std::uint64_t>(byte[0] & 0x7f);
            m_isSound = m_isSound && (shift < 63 || bits <= 1);
            number |= bits << shift;
            if ((byte[0] & 0x80) == 0)
            {
                return number;
            }
        }
        m_isSound = false;
        return 0;
    }

    std::uint8_t Flag()
    {
        const std::uint64_t number = Number();
        m_isSound = m_isSound && number <= 0xff;
        return static_cast<std::uint8_t>(number);
    }

    std::string Text()
    {
        return std::string(Take(Number()));
    }

    Address Place()
    {
        Address address;
        const std::string_view bytes = Take(address.ip.size() + 2);
        if (!bytes.empty())
        {
            std::memcpy(address.ip.data(), bytes.data(), address.ip.size());
            const auto high = static_cast<std::uint8_t>(bytes[address.ip.size()]);
            const auto low = static_cast<std::uint8_t>(bytes[address.ip.size() + 1]);
            address.port = static_cast<std::uint16_t>(high << 8 | low);
        }
        return address;
    }

    std::uint64_t Digest()
    {
        std::uint64_t digest = 0;
        const std::string_view bytes = Take(8);
        for (std::size_t i = 0; i < bytes.size(); ++i)
        {
            digest |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
        }
        return digest;
    }

    Instant Time()
    {
        const std::uint64_t count = Number();
        constexpr auto MOST = static_cast<std::uint64_t>(NEVER.time_since_epoch().count());
        m_isSound = m_isSound && count <= MOST;
        return m_isSound ? Instant(Duration(count)) : Instant();
    }

    bool IsDone() const
    {
        return m_isSound && m_rest.empty();
    }

  private:
    std::string_view Take(std::uint64_t count)
    {
        m_isSound = m_isSound && count <= m_rest.size();
        if (!m_isSound)
        {
            return {};
        }
        const std::string_view taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

    std::string_view m_rest;
    bool m_isSound = true;
};

void
ReadFields(FieldReader& reader, unsigned fields, Entry& entry)
{
    entry.flag = (fields & FLAG) != 0 ? reader.Flag() : 0;
    entry.at = (fields & AT) != 0 ? reader.Time() : Instant();
    entry.peer = (fields & PEER) != 0 ? reader.Place() : Address();
    entry.session = (fields & SESSION) != 0 ? reader.Number() : 0;
    entry.stream = (fields & STREAM) != 0 ? reader.Number() : 0;
    entry.size = (fields & SIZE) != 0 ? reader.Number() : 0;
    entry.digest = (fields & DIGEST) != 0 ? reader.Digest() : 0;
    entry.text = (fields & TEXT) != 0 ? reader.Text() : std::string();
    entry.blob = (fields & BLOB) != 0 ? reader.Text() : std::string();
}

} // namespace

EntryRole
RoleOf(EntryKind kind)
{
    return ShapeOf(kind).role;
}

std::string_view
NameOf(EntryKind kind)
{
    return ShapeOf(kind).name;
}

bool
IsMoment(EntryKind kind)
{
    // What a host does while it is quiet again may be told with the time at which it woke up.
    return RoleOf(kind) != EntryRole::Output && (ShapeOf(kind).fields & AT) != 0;
}

void
Encode(const Entry& entry, std::string& out)
{
    const unsigned fields = ShapeOf(entry.kind).fields;
    out += static_cast<char>(entry.kind);
    if ((fields & FLAG) != 0)
    {
        PutNumber(entry.flag, out);
    }
    if ((fields & AT) != 0)
    {
        PutNumber(static_cast<std::uint64_t>(entry.at.time_since_epoch().count()), out);
    }
    if ((fields & PEER) != 0)
    {
        PutAddress(entry.peer, out);
    }
    for (const auto& [field, number] :
         {std::pair(SESSION, entry.session), {STREAM, entry.stream}, {SIZE, entry.size}})
    {
        if ((fields & field) != 0)
        {
            PutNumber(number, out);
        }
    }
    if ((fields & DIGEST) != 0)
    {
        PutDigest(entry.digest, out);
    }
    if ((fields & TEXT) != 0)
    {
        PutText(entry.text, out);
    }
    if ((fields & BLOB) != 0)
    {
        PutText(entry.blob, out);
    }
}

Result<Entry>
DecodeEntry(std::string_view bytes)
{
    const Shape* shape =
        bytes.empty() ? nullptr : Find(static_cast<EntryKind>(static_cast<std::uint8_t>(bytes[0])));
    if (shape == nullptr)
    {
        return Error{ErrorCode::Malformed, "no such kind of entry"};
    }
    FieldReader reader(bytes.substr(1));
    Entry entry;
    entry.kind = shape->kind;
    ReadFields(reader, shape->fields, entry);
    if (!reader.IsDone())
    {
        return Error{ErrorCode::Malformed, "the fields of the entry are not those of its kind"};
    }
    if (entry.flag > shape->flagMax)
    {
        return Error{ErrorCode::Malformed, "a flag that means nothing"};
    }
    return entry;
}

std::uint64_t
DigestOf(ByteView bytes)
{
    static constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> NO_KEY{};
    std::array<unsigned char, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(), AsUint8(bytes), bytes.size(), NO_KEY.data());
    std::uint64_t digest = 0;
    std::memcpy(&digest, hash.data(), sizeof(digest));
    return digest;
}

} // namespace kwik::replay
