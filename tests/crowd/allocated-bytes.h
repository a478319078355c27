#ifndef KWIK_TESTS_CROWD_ALLOCATED_BYTES_H
#define KWIK_TESTS_CROWD_ALLOCATED_BYTES_H

#include <cstddef>

namespace kwik::test
{

/// What this program has of the heap at this moment, C libraries included.
std::size_t AllocatedBytes();

} // namespace kwik::test

#endif // KWIK_TESTS_CROWD_ALLOCATED_BYTES_H
