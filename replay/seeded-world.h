#ifndef KWIK_REPLAY_SEEDED_WORLD_H
#define KWIK_REPLAY_SEEDED_WORLD_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "replay/record-header.h"
#include "replay/tls/tls-world.h"

#include <cstdint>
#include <string_view>

namespace kwik::replay
{

/**
 * A source of unguessable bytes that gives the same ones again: ChaCha20 (RFC 8439) under a key
 * that was made of a seed and a label.
 */
class SeededEntropy
{
  public:
    SeededEntropy(const EntropySeed& seed, std::string_view label);

    void Fill(MutableBytes out);

  private:
    EntropySeed m_key;
    std::uint64_t m_calls{0}; ///< Each has a nonce of its own.
};

/// What a host that is recorded or replayed gets of chance and of wall-clock time.
class SeededWorld final : public TlsWorld
{
  public:
    explicit SeededWorld(const RecordHeader& header);

    std::uint64_t Seed(std::string_view label) const;
    void FillEntropy(MutableBytes out);
    /// The time that the host knows of.
    void OnTime(Instant now);

    void FillTls(MutableBytes out) override;
    std::time_t TlsTime() override;

  private:
    EntropySeed m_seed;
    SeededEntropy m_entropy;
    SeededEntropy m_tls;
    std::int64_t m_unixStart;
    Instant m_now;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_SEEDED_WORLD_H
