#include "experiment/design/wsp-design.h"

#include "protocol-core/base/prng.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t CANDIDATES_FOR_A_POINT = 30;
constexpr int STEPS_OF_SEARCH = 40;

/// In [0, 1), with all the digits of a double.
double
UnitNumber(Prng& random)
{
    constexpr unsigned UNUSED_BITS = 11;
    constexpr double STEP = 0x1p-53;
    return static_cast<double>(random.Next() >> UNUSED_BITS) * STEP;
}

std::vector<DesignPoint>
Candidates(std::size_t count, std::size_t dimensions, std::uint64_t seed)
{
    Prng random(seed);
    std::vector<DesignPoint> candidates(count, DesignPoint(dimensions));
    for (DesignPoint& candidate : candidates)
    {
        std::generate(candidate.begin(), candidate.end(), [&random] { return UnitNumber(random); });
    }
    return candidates;
}

/// Squares compare as distances do.
double
SquaredDistance(const DesignPoint& a, const DesignPoint& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
    {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
}

/// The points in the order in which they are chosen, no two closer than @p distance, and no more
/// than @p most.
std::vector<DesignPoint>
Choose(const std::vector<DesignPoint>& candidates, double distance, std::size_t most)
{
    std::vector<const DesignPoint*> left;
    for (const DesignPoint& candidate : candidates)
    {
        left.push_back(&candidate);
    }
    std::vector<DesignPoint> chosen;
    const DesignPoint* current = left.front();
    while (current != nullptr && chosen.size() < most)
    {
        chosen.push_back(*current);
        const DesignPoint* nearest = nullptr;
        double nearestSquare = std::numeric_limits<double>::infinity();
        std::vector<const DesignPoint*> remaining;
        for (const DesignPoint* candidate : left)
        {
            const double square = SquaredDistance(*candidate, *current);
            if (candidate == current || square < distance * distance)
            {
                continue;
            }
            remaining.push_back(candidate);
            nearest = square < nearestSquare ? candidate : nearest;
            nearestSquare = std::min(nearestSquare, square);
        }
        left = std::move(remaining);
        current = nearest;
    }
    return chosen;
}

} // namespace

std::vector<DesignPoint>
WspDesign(std::size_t points, std::size_t dimensions, std::uint64_t seed)
{
    const std::vector<DesignPoint> candidates =
        Candidates(points * CANDIDATES_FOR_A_POINT, dimensions, seed);
    // Distance 0 leaves all candidates, the cube's diagonal one. The largest distance that still
    // leaves enough points spreads them best.
    double enough = 0;
    double tooFar = std::sqrt(static_cast<double>(dimensions));
    for (int step = 0; step < STEPS_OF_SEARCH; ++step)
    {
        const double middle = (enough + tooFar) / 2;
        const bool isEnough = Choose(candidates, middle, points).size() == points;
        (isEnough ? enough : tooFar) = middle;
    }
    return Choose(candidates, enough, points);
}

double
SmallestDistance(const std::vector<DesignPoint>& points)
{
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < points.size(); ++i)
    {
        for (std::size_t j = 0; j < i; ++j)
        {
            smallest = std::min(smallest, SquaredDistance(points[i], points[j]));
        }
    }
    return points.size() < 2 ? 0 : std::sqrt(smallest);
}

} // namespace kwik::experiment
