#ifndef KWIK_TESTBED_KWIKD_PROCESS_FIGURES_H
#define KWIK_TESTBED_KWIKD_PROCESS_FIGURES_H

#include <cstdint>

namespace kwik::testbed
{

struct ProcessFigures
{
    std::uint64_t residentBytes{0};
    double cpuSeconds{0};
    std::uint64_t openFiles{0};
};

/// As the kernel says now; 0 for what it does not say.
ProcessFigures FiguresOfThisProcess();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_PROCESS_FIGURES_H
