#ifndef KWIK_EXPERIMENT_WORKLOAD_GENERATED_CONTENT_H
#define KWIK_EXPERIMENT_WORKLOAD_GENERATED_CONTENT_H

#include "protocol-core/env/content-source.h"

#include <cstdint>
#include <string>

namespace kwik
{

/// The name of @p size pseudo-random bytes that depend on @p seed: `generated/SIZE/SEED`.
std::string GeneratedName(ByteCount size, std::uint64_t seed);

/**
 * Contents that need no storage: every name of the form `generated/SIZE/SEED` exists, and any part
 * of it can be computed by server and client alike, so that a client can check every byte.
 */
class GeneratedContent final : public ContentSource
{
  public:
    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;
};

/// A server that holds nothing.
class NoContent final : public ContentSource
{
  public:
    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;
};

} // namespace kwik

#endif // KWIK_EXPERIMENT_WORKLOAD_GENERATED_CONTENT_H
