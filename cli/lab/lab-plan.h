#ifndef KWIK_CLI_LAB_LAB_PLAN_H
#define KWIK_CLI_LAB_LAB_PLAN_H

#include "experiment/scenario/link-property.h"
#include "experiment/scenario/scenario.h"
#include "testbed/lab/lab-spec.h"

#include <cstdint>

namespace kwik::lab
{

/// The network of a scenario as a lab builds it: the addresses are those of the simulation. With
/// MPTCP the links of all servers end at its peer.
testbed::LabSpec LabSpecOf(const experiment::Scenario& scenario, std::uint64_t seed);

/// What becomes of one direction of a link when a property of it changes.
void Apply(testbed::DirectionShape& shape,
           experiment::LinkProperty property,
           const experiment::PropertyValue& value);

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_LAB_PLAN_H
