#ifndef KWIK_EXPERIMENT_SCHEMA_QUANTITY_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_QUANTITY_KIND_H

#include "experiment/schema/quantity-range.h"
#include "experiment/text/share.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <optional>

namespace kwik::experiment
{

/// How a type of the core is counted in the base unit of its dimension.
template <typename T>
struct InBaseUnits;

template <>
struct InBaseUnits<Duration>
{
    static constexpr Dimension DIMENSION = Dimension::Time;

    static std::uint64_t From(Duration span)
    {
        return static_cast<std::uint64_t>(span.count());
    }

    static Duration To(std::uint64_t base)
    {
        return Duration(static_cast<Duration::rep>(base));
    }
};

template <>
struct InBaseUnits<BitRate>
{
    static constexpr Dimension DIMENSION = Dimension::Rate;

    static std::uint64_t From(BitRate rate)
    {
        return rate.bitsPerSecond;
    }

    static BitRate To(std::uint64_t base)
    {
        return {base};
    }
};

template <>
struct InBaseUnits<ByteCount>
{
    static constexpr Dimension DIMENSION = Dimension::Size;

    static std::uint64_t From(ByteCount bytes)
    {
        return bytes.value;
    }

    static ByteCount To(std::uint64_t base)
    {
        return {base};
    }
};

template <>
struct InBaseUnits<Share>
{
    static constexpr Dimension DIMENSION = Dimension::Share;

    static std::uint64_t From(Share share)
    {
        return share.millionths;
    }

    static Share To(std::uint64_t base)
    {
        return {static_cast<std::uint32_t>(base)};
    }
};

template <>
struct InBaseUnits<std::uint32_t>
{
    static constexpr Dimension DIMENSION = Dimension::Count;

    static std::uint64_t From(std::uint32_t count)
    {
        return count;
    }

    static std::uint32_t To(std::uint64_t base)
    {
        return static_cast<std::uint32_t>(base);
    }
};

/// A quantity of type T between two bounds, both included.
template <typename T>
class QuantityKind
{
  public:
    using Value = T;

    QuantityKind(T low, T high)
        : m_range{InBaseUnits<T>::DIMENSION, InBaseUnits<T>::From(low), InBaseUnits<T>::From(high)}
    {
    }

    void Read(const Node& node, T& value, Reader& reader) const
    {
        if (const std::optional<std::uint64_t> base = ReadWithin(m_range, node, reader))
        {
            value = InBaseUnits<T>::To(*base);
        }
    }

    Node Write(T value) const
    {
        return WriteQuantity(m_range.dimension, InBaseUnits<T>::From(value));
    }

    Shape Describe() const
    {
        return DescribeRange(m_range);
    }

  private:
    QuantityRange m_range;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_QUANTITY_KIND_H
