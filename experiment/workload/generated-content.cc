#include "experiment/workload/generated-content.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace kwik
{

namespace
{

constexpr std::string_view PREFIX = "generated/";
constexpr std::uint64_t WORD_BYTES = 8;

struct Recipe
{
    ByteCount size;
    std::uint64_t seed;
};

std::optional<Recipe>
Parse(std::string_view name)
{
    if (!name.starts_with(PREFIX))
    {
        return std::nullopt;
    }
    Recipe recipe{};
    const char* end = name.data() + name.size();
    const auto size = std::from_chars(name.data() + PREFIX.size(), end, recipe.size.value);
    if (size.ec != std::errc{} || size.ptr == end || *size.ptr != '/')
    {
        return std::nullopt;
    }
    const auto seed = std::from_chars(size.ptr + 1, end, recipe.seed);
    return seed.ec == std::errc{} && seed.ptr == end ? std::optional(recipe) : std::nullopt;
}

/// The finaliser of SplitMix64 over a counter: any word can be computed by itself.
std::uint64_t
WordAt(std::uint64_t seed, std::uint64_t index)
{
    std::uint64_t z = seed + (index + 1) * 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

std::string
GeneratedName(ByteCount size, std::uint64_t seed)
{
    return std::string(PREFIX) + std::to_string(size.value) + "/" + std::to_string(seed);
}

std::optional<ByteCount>
GeneratedContent::SizeOf(std::string_view name) const
{
    const auto recipe = Parse(name);
    return recipe ? std::optional(recipe->size) : std::nullopt;
}

SharedBytes
GeneratedContent::Read(std::string_view name, ByteCount offset, ByteCount length) const
{
    const auto recipe = Parse(name);
    KWIK_ASSERT(recipe && offset + length <= recipe->size);
    ByteVector bytes(length.value);
    std::uint64_t at = 0;
    while (at < length.value)
    {
        const std::uint64_t position = offset.value + at;
        const std::uint64_t word = WordAt(recipe->seed, position / WORD_BYTES);
        const std::uint64_t skip = position % WORD_BYTES;
        const std::uint64_t size = std::min(WORD_BYTES - skip, length.value - at);
        std::memcpy(bytes.data() + at, reinterpret_cast<const std::byte*>(&word) + skip, size);
        at += size;
    }
    return SharedBytes(std::move(bytes));
}

std::optional<ByteCount>
NoContent::SizeOf(std::string_view) const
{
    return std::nullopt;
}

SharedBytes
NoContent::Read(std::string_view, ByteCount, ByteCount) const
{
    KWIK_UNREACHABLE("read from a server that holds nothing");
}

} // namespace kwik
