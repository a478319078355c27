#ifndef KWIK_BASE_UNITS_H
#define KWIK_BASE_UNITS_H

#include "protocol-core/base/instant.h"

#include <compare>
#include <cstdint>

namespace kwik
{

/// A number of bytes, or an offset into a stream of bytes.
struct ByteCount
{
    std::uint64_t value{};

    auto operator<=>(const ByteCount&) const = default;

    constexpr ByteCount& operator+=(ByteCount other)
    {
        value += other.value;
        return *this;
    }

    constexpr ByteCount& operator-=(ByteCount other)
    {
        value -= other.value;
        return *this;
    }

    friend constexpr ByteCount operator+(ByteCount a, ByteCount b)
    {
        return {a.value + b.value};
    }

    friend constexpr ByteCount operator-(ByteCount a, ByteCount b)
    {
        return {a.value - b.value};
    }
};

/// @p a less @p b, but never below zero.
constexpr ByteCount
SubtractOrZero(ByteCount a, ByteCount b)
{
    return a > b ? a - b : ByteCount{0};
}

/// A rate in bits a second.
struct BitRate
{
    std::uint64_t bitsPerSecond{};
    auto operator<=>(const BitRate&) const = default;
};

/// Wide enough for bytes x bits x nanoseconds; every compiler that we use has it.
__extension__ using WideNumber = unsigned __int128;

inline constexpr std::uint64_t NANOSECONDS_PER_SECOND = 1'000'000'000;
inline constexpr std::uint64_t BITS_PER_BYTE = 8;

/// The time that @p bytes take at @p rate, rounded up. @pre rate > 0
constexpr Duration
TransmissionTime(ByteCount bytes, BitRate rate)
{
    const auto bits = static_cast<WideNumber>(bytes.value) * BITS_PER_BYTE;
    const auto ticks = bits * NANOSECONDS_PER_SECOND + rate.bitsPerSecond - 1;
    return Duration(static_cast<Duration::rep>(ticks / rate.bitsPerSecond));
}

/// The bytes that @p rate carries in @p span, rounded down. @pre span >= 0
constexpr ByteCount
BytesIn(BitRate rate, Duration span)
{
    const auto bits =
        static_cast<WideNumber>(rate.bitsPerSecond) * static_cast<std::uint64_t>(span.count());
    return {static_cast<std::uint64_t>(bits / (NANOSECONDS_PER_SECOND * BITS_PER_BYTE))};
}

/// The mean rate of @p bytes over @p span, rounded down. @pre span > 0
constexpr BitRate
MeanRate(ByteCount bytes, Duration span)
{
    const auto bits = static_cast<WideNumber>(bytes.value) * BITS_PER_BYTE;
    return {static_cast<std::uint64_t>(bits * NANOSECONDS_PER_SECOND /
                                       static_cast<std::uint64_t>(span.count()))};
}

} // namespace kwik

#endif // KWIK_BASE_UNITS_H
