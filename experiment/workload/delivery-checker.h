#ifndef KWIK_EXPERIMENT_WORKLOAD_DELIVERY_CHECKER_H
#define KWIK_EXPERIMENT_WORKLOAD_DELIVERY_CHECKER_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/units.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace kwik
{

/// BLAKE2b-256 (RFC 7693) of a content.
using ContentHash = std::array<std::uint8_t, 32>;

std::string ToHex(const ContentHash& hash);

/**
 * Checks what a stream delivers: every byte against the generated content of that name, and the
 * whole by its hash.
 */
class DeliveryChecker
{
  public:
    /// @p content is a name that GeneratedContent knows.
    explicit DeliveryChecker(std::string content);
    ~DeliveryChecker();
    DeliveryChecker(DeliveryChecker&&) noexcept;
    DeliveryChecker& operator=(DeliveryChecker&&) noexcept;

    /// The next bytes in order. @returns how many of them are wrong (bytes beyond the end all are).
    ByteCount OnBytes(ByteView bytes);

    ByteCount Delivered() const;
    ByteCount Corrupted() const;
    /// Of what was delivered so far.
    ContentHash DeliveredHash() const;
    /// Of what the content is; computed from the content, not from the delivery.
    ContentHash ExpectedHash() const;

  private:
    struct Hasher;

    std::string m_content;
    ByteCount m_size;
    ByteCount m_delivered;
    ByteCount m_corrupted;
    std::unique_ptr<Hasher> m_hasher;
};

} // namespace kwik

#endif // KWIK_EXPERIMENT_WORKLOAD_DELIVERY_CHECKER_H
