#ifndef KWIK_TESTBED_LAB_CHECK_SPEC_H
#define KWIK_TESTBED_LAB_CHECK_SPEC_H

#include "testbed/lab/lab-spec.h"

namespace kwik::testbed
{

/**
 * Throws LabError unless a lab can be made of this: links join two hosts that are there, have a
 * rate and an MTU that IPv4 permits, and nothing has an address that is somebody else's or not
 * private (RFC 1918).
 */
void CheckSpec(const LabSpec& spec);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_CHECK_SPEC_H
