#ifndef KWIK_EXPERIMENT_TEXT_DIGEST_H
#define KWIK_EXPERIMENT_TEXT_DIGEST_H

#include "protocol-core/base/bytes.h"

#include <sodium.h>
#include <string>

namespace kwik::experiment
{

/// BLAKE2b-128 (RFC 7693) over everything that is added, in order.
class Digest
{
  public:
    Digest();

    void Add(ByteView bytes);
    /// The 32 hexadecimal digits of what was added so far; more may follow.
    std::string Hex() const;

  private:
    crypto_generichash_state m_state;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_DIGEST_H
