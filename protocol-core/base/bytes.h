#ifndef KWIK_BASE_BYTES_H
#define KWIK_BASE_BYTES_H

#include "protocol-core/base/assert.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace kwik
{

using ByteView = std::span<const std::byte>;
using MutableBytes = std::span<std::byte>;
using ByteVector = std::vector<std::byte>;

inline ByteView
AsBytes(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

inline std::string_view
AsText(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The same bytes as the C libraries want them.
inline const std::uint8_t*
AsUint8(ByteView bytes)
{
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

/// An immutable run of bytes that several holders share; a slice keeps the whole run alive.
class SharedBytes
{
  public:
    SharedBytes() = default;

    /// Takes over @p bytes without copying them.
    explicit SharedBytes(ByteVector bytes)
        : m_owner(std::make_shared<const ByteVector>(std::move(bytes))),
          m_view(*m_owner)
    {
    }

    /// Copies @p bytes.
    explicit SharedBytes(ByteView bytes)
        : SharedBytes(ByteVector(bytes.begin(), bytes.end()))
    {
    }

    ByteView View() const
    {
        return m_view;
    }

    std::size_t Size() const
    {
        return m_view.size();
    }

    /// The part [begin, begin + length). @pre it lies within this run
    SharedBytes Slice(std::size_t begin, std::size_t length) const
    {
        KWIK_ASSERT(begin <= m_view.size() && length <= m_view.size() - begin);
        SharedBytes part = *this;
        part.m_view = m_view.subspan(begin, length);
        return part;
    }

  private:
    std::shared_ptr<const ByteVector> m_owner;
    ByteView m_view;
};

} // namespace kwik

#endif // KWIK_BASE_BYTES_H
