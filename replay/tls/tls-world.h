#ifndef KWIK_REPLAY_TLS_TLS_WORLD_H
#define KWIK_REPLAY_TLS_TLS_WORLD_H

#include "protocol-core/base/bytes.h"

#include <ctime>
#include <string>

namespace kwik
{

/// Where GnuTLS gets its randomness and the time from, instead of from the kernel.
class TlsWorld
{
  public:
    virtual void FillTls(MutableBytes out) = 0;
    virtual std::time_t TlsTime() = 0;

  protected:
    ~TlsWorld() = default;
};

/**
 * From here on GnuTLS draws all its randomness from @p world, and takes its time for the time.
 * GnuTLS has one source of each a process, so this is for programs in which one thing happens; the
 * world outlives whatever uses GnuTLS.
 *
 * With Ed25519 and without session tickets the sizes and times of what a host sends do not depend
 * on GnuTLS's randomness; with this its very bytes are the same again. Only programs that are run
 * for it may have this: a test looks for the symbol in every other one.
 */
void UseTlsWorld(TlsWorld& world);

/// "GnuTLS 3.7.9, ngtcp2 0.12.1": what the bytes of a host depend on, besides our own code.
std::string TlsLibraries();

} // namespace kwik

#endif // KWIK_REPLAY_TLS_TLS_WORLD_H
