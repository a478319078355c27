#ifndef KWIK_EXPERIMENT_SCHEMA_PERCENT_KIND_H
#define KWIK_EXPERIMENT_SCHEMA_PERCENT_KIND_H

#include "experiment/schema/quantity-range.h"

#include <cstdint>

namespace kwik::experiment
{

/// A whole number of percent, for the settings of the core that count so.
class PercentKind
{
  public:
    using Value = std::uint32_t;

    PercentKind(std::uint32_t low, std::uint32_t high);

    void Read(const Node& node, std::uint32_t& percent, Reader& reader) const;
    Node Write(std::uint32_t percent) const;
    Shape Describe() const;

  private:
    QuantityRange m_range;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCHEMA_PERCENT_KIND_H
