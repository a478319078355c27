#ifndef KWIK_ENV_ENTROPY_H
#define KWIK_ENV_ENTROPY_H

#include "protocol-core/base/bytes.h"

namespace kwik
{

/// Unguessable bytes for connection ids, tokens and keys; reproducible only in simulation.
class Entropy
{
  public:
    virtual ~Entropy() = default;
    virtual void FillEntropy(MutableBytes out) = 0;
};

} // namespace kwik

#endif // KWIK_ENV_ENTROPY_H
