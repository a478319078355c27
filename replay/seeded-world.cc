#include "replay/seeded-world.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <sodium.h>
#include <span>

namespace kwik::replay
{

namespace
{

unsigned char*
Raw(MutableBytes bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

} // namespace

SeededEntropy::SeededEntropy(const EntropySeed& seed, std::string_view label)
    : m_key{}
{
    crypto_generichash(Raw(m_key),
                       m_key.size(),
                       reinterpret_cast<const unsigned char*>(label.data()),
                       label.size(),
                       AsUint8(seed),
                       seed.size());
}

void
SeededEntropy::Fill(MutableBytes out)
{
    std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> nonce{};
    for (std::size_t i = 0; i < sizeof(m_calls); ++i)
    {
        nonce[i] = static_cast<unsigned char>(m_calls >> (8 * i));
    }
    m_calls += 1;
    crypto_stream_chacha20(Raw(out), out.size(), nonce.data(), AsUint8(m_key));
}

SeededWorld::SeededWorld(const RecordHeader& header)
    : m_seed(header.entropy),
      m_entropy(header.entropy, "entropy"),
      m_tls(header.entropy, "tls"),
      m_unixStart(header.unixStart)
{
}

std::uint64_t
SeededWorld::Seed(std::string_view label) const
{
    std::uint64_t seed = 0;
    SeededEntropy(m_seed, "seed " + std::string(label))
        .Fill(std::as_writable_bytes(std::span(&seed, 1)));
    return seed;
}

void
SeededWorld::FillEntropy(MutableBytes out)
{
    m_entropy.Fill(out);
}

void
SeededWorld::OnTime(Instant now)
{
    m_now = std::max(m_now, now);
}

void
SeededWorld::FillTls(MutableBytes out)
{
    m_tls.Fill(out);
}

std::time_t
SeededWorld::TlsTime()
{
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(m_now.time_since_epoch());
    return static_cast<std::time_t>(m_unixStart + since.count());
}

} // namespace kwik::replay
