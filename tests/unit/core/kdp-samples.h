#ifndef KWIK_TESTS_UNIT_CORE_KDP_SAMPLES_H
#define KWIK_TESTS_UNIT_CORE_KDP_SAMPLES_H

#include "protocol-core/base/prng.h"
#include "protocol-core/wire/kdp/kdp-codec.h"

#include <vector>

namespace kwik::test
{

/// All bytes of @p message, the payload of a data frame included.
ByteVector Whole(const KdpMessage& message);

/// A message of any kind whose fields are anything that is allowed; payloads are short.
KdpMessage RandomKdp(Prng& prng);

/// What a decoder makes of some bytes: the whole messages, then perhaps an error.
struct KdpReading
{
    std::vector<KdpMessage> messages;
    std::optional<Error> error;
};

/// Feeds @p bytes at once.
KdpReading ReadKdp(ByteView bytes);

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_KDP_SAMPLES_H
