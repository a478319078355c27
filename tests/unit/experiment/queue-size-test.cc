#include "experiment/text/queue-size.h"

#include <chrono>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

TEST(QueueSize, ReadsAndWritesEachOfItsUnitsAndTheirSums)
{
    struct Case
    {
        const char* text;
        QueueSize queue;
        const char* written;
    };

    const std::vector<Case> cases{
        {"1 bdp", {.milliBdp = 1'000}, "1 bdp"},
        {"0.5 bdp", {.milliBdp = 500}, "0.5 bdp"},
        {"2.025bdp", {.milliBdp = 2'025}, "2.025 bdp"},
        {"0.001 bdp", {.milliBdp = 1}, "0.001 bdp"},
        {"1000000 bdp", {.milliBdp = 1'000'000'000}, "1000000 bdp"},
        {"100 packets", {.packets = 100}, "100 packets"},
        {"1 packet", {.packets = 1}, "1 packet"},
        {"64 KiB", {.bytes = {65'536}}, "64 KiB"},
        {"20ms", {.time = 20ms}, "20 ms"},
        {"1 bdp + 20 ms", {.milliBdp = 1'000, .time = 20ms}, "1 bdp + 20 ms"},
        {"2 s + 1 packet + 0.5 bdp", {500, 1, {}, 2s}, "0.5 bdp + 1 packet + 2 s"},
        {"3 B + 1 us + 4 packets", {0, 4, {3}, 1us}, "4 packets + 3 B + 1 us"},
    };
    for (const Case& one : cases)
    {
        const Parsed<QueueSize> parsed = ParseQueueSize(one.text);
        ASSERT_TRUE(parsed.IsOk()) << one.text << ": " << parsed.Why();
        EXPECT_EQ(parsed.Value(), one.queue) << one.text;
        EXPECT_EQ(ToText(parsed.Value()), one.written);
        EXPECT_EQ(ParseQueueSize(one.written).Value(), one.queue);
    }
}

TEST(QueueSize, RefusesEmptyImpreciseOversizedAndUnknown)
{
    struct Case
    {
        const char* text;
        const char* message;
    };

    const std::vector<Case> cases{
        {"0 bdp", "'0 bdp' would drop every packet that has to wait"},
        {"0 packets", "'0 packets' would drop every packet"},
        {"0 B", "'0 B' would drop every packet"},
        {"0.0001 bdp", "'0.0001 bdp' is not a queue size (0.001 to 1000000 bdp)"},
        {"1000000.001 bdp", "is not a queue size (0.001 to 1000000 bdp)"},
        {"1000001 packets", "is not a queue size (1 to 1000000 packets)"},
        {"1.5 packets", "is not a queue size (1 to 1000000 packets)"},
        {"-1 packets", "is not a queue size"},
        {"1  bdp", "is not a queue size"},
        {"bdp", "'bdp' is not a queue size"},
        {"100",
         "'100' is not a queue size; write for example '1 bdp', '100 packets', '64 KiB' or "
         "'1 bdp + 20 ms'; allowed: bdp, packets, B, kB"},
        {"0 ms", "'0 ms' would drop every packet"},
        {"10 Mbit/s", "'10 Mbit/s' is not a queue size"},
        {"1 bdp + 0 ms", "'0 ms' would drop every packet"},
        {"1 bdp + 2 bdp", "'2 bdp' is the second part of its kind"},
        {"1 s + 2 kB + 3 ms", "'3 ms' is the second part of its kind"},
        {"1 bdp+20 ms", "'1 bdp+20 ms' is not a queue size"},
        {"1 bdp + ", "'' is not a queue size"},
        {"", "'' is not a queue size"},
    };
    for (const Case& one : cases)
    {
        const Parsed<QueueSize> parsed = ParseQueueSize(one.text);
        ASSERT_FALSE(parsed.IsOk()) << one.text;
        EXPECT_THAT(parsed.Why(), testing::HasSubstr(one.message));
    }
}

} // namespace kwik::experiment::test
