#ifndef KWIK_BASE_ASSERT_H
#define KWIK_BASE_ASSERT_H

namespace kwik
{

/// Prints where the program contradicted itself and aborts; never returns.
[[noreturn]] void AssertionFailed(const char* condition, const char* file, int line);

} // namespace kwik

/// A programmer error: on in every build, because a simulator that runs on is worse than a stop.
#define KWIK_ASSERT(condition)                                                                     \
    ((condition) ? static_cast<void>(0) : ::kwik::AssertionFailed(#condition, __FILE__, __LINE__))

/// A place that no execution reaches; @p why is a string literal.
#define KWIK_UNREACHABLE(why) ::kwik::AssertionFailed(why, __FILE__, __LINE__)

#endif // KWIK_BASE_ASSERT_H
