#ifndef KWIK_EXPERIMENT_DESIGN_WSP_DESIGN_H
#define KWIK_EXPERIMENT_DESIGN_WSP_DESIGN_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kwik::experiment
{

/// Coordinates in the unit cube, one for each dimension.
using DesignPoint = std::vector<double>;

/**
 * Points that fill a cube evenly, chosen from many random candidates by the algorithm of Wootton,
 * Sergent and Phan-Tan-Luu (WSP): start at a candidate, drop all that are closer to it than a
 * distance, go on with the nearest that is left; the distance is searched for until the wanted
 * number of points remains.
 *
 * Source: Santiago, Claeys-Bruno, Sergent, "Construction of space-filling designs using WSP
 * algorithm for high dimensional spaces", Chemometrics and Intelligent Laboratory Systems 113
 * (2012). Paasch et al. introduced it to multipath transports (CoNEXT 2013).
 *
 * The same arguments give the same points on every machine. @pre points >= 1, dimensions >= 1
 */
std::vector<DesignPoint> WspDesign(std::size_t points, std::size_t dimensions, std::uint64_t seed);

/// The smallest distance between two of the points; 0 for fewer than two.
double SmallestDistance(const std::vector<DesignPoint>& points);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_DESIGN_WSP_DESIGN_H
