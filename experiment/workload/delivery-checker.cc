#include "experiment/workload/delivery-checker.h"

#include "experiment/workload/generated-content.h"
#include "protocol-core/base/assert.h"

#include <algorithm>
#include <sodium.h>

namespace kwik
{

namespace
{

constexpr ByteCount BLOCK{1U << 20};

ByteCount
Differences(ByteView a, ByteView b)
{
    if (std::equal(a.begin(), a.end(), b.begin()))
    {
        return {};
    }
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
        count += a[i] == b[i] ? 0 : 1;
    }
    return {count};
}

} // namespace

/// A running BLAKE2b.
struct DeliveryChecker::Hasher
{
    crypto_generichash_state state;

    Hasher()
    {
        crypto_generichash_init(&state, nullptr, 0, ContentHash().size());
    }

    void Update(ByteView bytes)
    {
        crypto_generichash_update(&state, AsUint8(bytes), bytes.size());
    }

    ContentHash Finish() const
    {
        crypto_generichash_state copy = state;
        ContentHash hash{};
        crypto_generichash_final(&copy, hash.data(), hash.size());
        return hash;
    }
};

std::string
ToHex(const ContentHash& hash)
{
    constexpr std::string_view DIGITS = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : hash)
    {
        text += DIGITS[byte >> 4];
        text += DIGITS[byte & 0xf];
    }
    return text;
}

DeliveryChecker::DeliveryChecker(std::string content)
    : m_content(std::move(content)),
      m_hasher(std::make_unique<Hasher>())
{
    const auto size = GeneratedContent().SizeOf(m_content);
    KWIK_ASSERT(size.has_value());
    m_size = *size;
}

DeliveryChecker::~DeliveryChecker() = default;
DeliveryChecker::DeliveryChecker(DeliveryChecker&&) noexcept = default;
DeliveryChecker& DeliveryChecker::operator=(DeliveryChecker&&) noexcept = default;

ByteCount
DeliveryChecker::OnBytes(ByteView bytes)
{
    m_hasher->Update(bytes);
    const ByteCount known = std::min(ByteCount{bytes.size()}, SubtractOrZero(m_size, m_delivered));
    const SharedBytes expected = GeneratedContent().Read(m_content, m_delivered, known);
    const ByteCount wrong =
        Differences(bytes.first(known.value), expected.View()) + (ByteCount{bytes.size()} - known);
    m_delivered += ByteCount{bytes.size()};
    m_corrupted += wrong;
    return wrong;
}

ByteCount
DeliveryChecker::Delivered() const
{
    return m_delivered;
}

ByteCount
DeliveryChecker::Corrupted() const
{
    return m_corrupted;
}

ContentHash
DeliveryChecker::DeliveredHash() const
{
    return m_hasher->Finish();
}

ContentHash
DeliveryChecker::ExpectedHash() const
{
    Hasher whole;
    const GeneratedContent content;
    for (ByteCount at; at < m_size; at += BLOCK)
    {
        const ByteCount size = std::min(BLOCK, m_size - at);
        whole.Update(content.Read(m_content, at, size).View());
    }
    return whole.Finish();
}

} // namespace kwik
