#include "analysis/optimum/earliest-finish.h"

#include <algorithm>

namespace kwik::analysis
{

namespace
{

/// Bits a second times nanoseconds, to bytes.
constexpr WideNumber PER_BYTE = 8'000'000'000;

std::uint64_t
BytesUntil(const SegmentRoute& route, Duration end)
{
    if (end <= route.delay)
    {
        return 0;
    }
    const auto span = static_cast<WideNumber>((end - route.delay).count());
    return static_cast<std::uint64_t>(span * route.rate.bitsPerSecond / PER_BYTE);
}

/// The first nanosecond at which the route has brought that much.
Duration
TimeFor(const SegmentRoute& route, ByteCount bytes)
{
    const WideNumber product = static_cast<WideNumber>(bytes.value) * PER_BYTE;
    const WideNumber rate = route.rate.bitsPerSecond;
    return route.delay + Duration(static_cast<Duration::rep>((product + rate - 1) / rate));
}

bool
FitsInto(const SegmentedBytes& what, const std::vector<SegmentRoute>& routes, Duration end)
{
    const std::uint64_t segment = what.segment.value;
    const std::uint64_t whole = what.size.value / segment;
    const std::uint64_t shorter = what.size.value % segment;
    std::uint64_t fitting = 0;
    bool fitsShorter = shorter == 0; // Into what the whole segments leave of some route.
    for (const SegmentRoute& route : routes)
    {
        const std::uint64_t bytes = BytesUntil(route, end);
        fitting += bytes / segment;
        fitsShorter = fitsShorter || bytes % segment >= shorter;
    }
    return fitting > whole || (fitting == whole && fitsShorter);
}

} // namespace

std::optional<Duration>
EarliestFinish(const SegmentedBytes& what, const std::vector<SegmentRoute>& routes)
{
    std::vector<SegmentRoute> usable;
    std::copy_if(routes.begin(), routes.end(), std::back_inserter(usable), [](const auto& route) {
        return route.rate.bitsPerSecond > 0;
    });
    if (usable.empty())
    {
        return std::nullopt;
    }
    // The first route alone can do it, so the optimum is not later.
    Duration early{};
    Duration late = TimeFor(usable.front(), what.size);
    while (early < late)
    {
        const Duration middle = early + (late - early) / 2;
        if (FitsInto(what, usable, middle))
        {
            late = middle;
        }
        else
        {
            early = middle + Duration(1);
        }
    }
    return late;
}

} // namespace kwik::analysis
