#include "experiment/metrics/fingerprint.h"

#include <array>
#include <cstddef>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t WORD_BYTES = 8;

void
Put(std::uint64_t value, MutableBytes out)
{
    for (std::size_t i = 0; i < WORD_BYTES; ++i)
    {
        out[i] = static_cast<std::byte>(value >> (8 * i));
    }
}

} // namespace

void
Fingerprint::AddObservation(Moment moment, std::string_view kind, std::string_view detail)
{
    AddHead('o', moment, kind.size());
    AddText(kind);
    AddText(detail);
}

void
Fingerprint::AddDatagram(Moment moment, ByteCount size)
{
    AddHead('d', moment, size.value);
}

std::string
Fingerprint::Hex() const
{
    return m_digest.Hex();
}

void
Fingerprint::AddHead(char tag, Moment moment, std::uint64_t size)
{
    std::array<std::byte, 1 + 3 * WORD_BYTES> head{};
    head[0] = static_cast<std::byte>(tag);
    const MutableBytes words = MutableBytes(head).subspan(1);
    Put(static_cast<std::uint64_t>(moment.at.time_since_epoch().count()), words);
    Put(moment.host.value, words.subspan(WORD_BYTES));
    Put(size, words.subspan(2 * WORD_BYTES));
    m_digest.Add(head);
}

void
Fingerprint::AddText(std::string_view text)
{
    std::array<std::byte, WORD_BYTES> length{};
    Put(text.size(), length);
    m_digest.Add(length);
    m_digest.Add(AsBytes(text));
}

} // namespace kwik::experiment
