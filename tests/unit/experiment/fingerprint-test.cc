#include "experiment/metrics/fingerprint.h"
#include "experiment/metrics/recorder.h"

#include <functional>
#include <gtest/gtest.h>
#include <set>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

TEST(Fingerprint, IsTheSameOnEveryMachine)
{
    Fingerprint fingerprint;
    // BLAKE2b-128 of nothing.
    EXPECT_EQ(fingerprint.Hex(), "cae66941d9efbd404e4d88758ea67670");
    fingerprint.AddObservation({Instant(1s), HostId{2}}, "path_opened", "{}");
    fingerprint.AddDatagram({Instant(2s), HostId{1}}, ByteCount{1472});
    EXPECT_EQ(fingerprint.Hex(), "388714329bba8fcde4eb6114dbba1831");
}

TEST(Fingerprint, NoticesEveryPartOfEveryEntryAndTheirOrder)
{
    const Moment moment{Instant(1s), HostId{1}};
    const std::vector<std::function<void(Fingerprint&)>> runs{
        [](Fingerprint&) {},
        [&](Fingerprint& f) { f.AddObservation(moment, "ab", "c"); },
        [&](Fingerprint& f) { f.AddObservation(moment, "a", "bc"); },
        [&](Fingerprint& f) { f.AddObservation(moment, "abc", ""); },
        [&](Fingerprint& f) { f.AddObservation({Instant(1s + 1ns), HostId{1}}, "ab", "c"); },
        [&](Fingerprint& f) { f.AddObservation({Instant(1s), HostId{2}}, "ab", "c"); },
        [&](Fingerprint& f) { f.AddDatagram(moment, ByteCount{2}); },
        [&](Fingerprint& f) { f.AddDatagram(moment, ByteCount{3}); },
        [&](Fingerprint& f) {
            f.AddDatagram(moment, ByteCount{2});
            f.AddDatagram(moment, ByteCount{3});
        },
        [&](Fingerprint& f) {
            f.AddDatagram(moment, ByteCount{3});
            f.AddDatagram(moment, ByteCount{2});
        },
    };
    std::set<std::string> seen;
    for (const auto& run : runs)
    {
        Fingerprint fingerprint;
        run(fingerprint);
        seen.insert(fingerprint.Hex());
    }
    EXPECT_EQ(seen.size(), runs.size());
}

TEST(Fingerprint, EveryInputOfTheRecorderChangesIt)
{
    const Moment moment{Instant(1s), HostId{1}};
    const std::vector<std::function<void(Recorder&)>> inputs{
        [](Recorder&) {},
        [&](Recorder& r) { r.OnEvent(moment, StreamOpened{}, "{}"); },
        [&](Recorder& r) { r.OnDelivery(moment, {{}, {}, ByteCount{1}, {}}); },
        [&](Recorder& r) { r.OnDelivery(moment, {{}, {}, ByteCount{1}, ByteCount{1}}); },
        [&](Recorder& r) { r.OnPathBytes(moment, {{}, ByteCount{1}}); },
        [&](Recorder& r) { r.OnDuplicateBytes(moment, ByteCount{1}); },
        [&](Recorder& r) { r.OnSample(moment, {"rtt_ns", "near", 1}); },
        [&](Recorder& r) { r.OnSample(moment, {"rtt_ns", "near", 2}); },
        [&](Recorder& r) { r.OnDatagramSent(moment, ByteCount{1}); },
        [&](Recorder& r) { r.OnWorkloadStart(moment.at); },
        [&](Recorder& r) { r.OnTimelineStep(moment.at, {StepKind::Crash, "a", ""}); },
        [&](Recorder& r) { r.OnTimelineStep(moment.at, {StepKind::LinkDown, "a", ""}); },
        [&](Recorder& r) { r.OnEnd(moment.at); },
    };
    std::set<std::string> seen;
    for (const auto& input : inputs)
    {
        Recorder recorder({});
        input(recorder);
        seen.insert(recorder.FingerprintHex());
    }
    EXPECT_EQ(seen.size(), inputs.size());
}

} // namespace kwik::experiment::test
