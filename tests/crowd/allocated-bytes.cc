#include "tests/crowd/allocated-bytes.h"

#include <malloc.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KWIK_HEAP_OF_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KWIK_HEAP_OF_SANITIZER
#endif
#endif

#ifdef KWIK_HEAP_OF_SANITIZER
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace kwik::test
{

std::size_t
AllocatedBytes()
{
#ifdef KWIK_HEAP_OF_SANITIZER
    return __sanitizer_get_current_allocated_bytes();
#else
    const auto heap = ::mallinfo2();
    return heap.uordblks + heap.hblkhd;
#endif
}

} // namespace kwik::test
