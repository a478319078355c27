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

namespace
{

using Inputs = std::vector<std::function<void(Recorder&)>>;

/// The different fingerprints that @p inputs give, each in a run of its own.
std::set<std::string>
PrintsOf(const Inputs& inputs)
{
    std::set<std::string> seen;
    for (const auto& input : inputs)
    {
        Recorder recorder({{{Ipv4(1, 1), "near"}, {Ipv4(2, 1), "far"}}, 1, {}});
        input(recorder);
        recorder.OnEnd(Instant(9s));
        seen.insert(recorder.FingerprintHex());
    }
    return seen;
}

} // namespace

TEST(Fingerprint, EverythingThatARunDoesChangesIt)
{
    const Moment moment{Instant(1s), HostId{1}};
    const Inputs inputs{
        [](Recorder&) {},
        [&](Recorder& r) { r.OnEvent(moment, StreamOpened{}, "{}"); },
        [&](Recorder& r) { r.OnDelivery(moment, {{}, {}, ByteCount{1}, {}}); },
        [&](Recorder& r) { r.OnDelivery(moment, {{}, {}, ByteCount{1}, ByteCount{1}, {}}); },
        [&](Recorder& r) { r.OnPathBytes({Ipv4(1, 1), ByteCount{1}, {}}); },
        [&](Recorder& r) { r.OnPathBytes({Ipv4(2, 1), ByteCount{1}, {}}); },
        [&](Recorder& r) { r.OnPathBytes({Ipv4(1, 1), {}, ByteCount{1}}); },
        [&](Recorder& r) { r.OnPathBytes({Ipv4(2, 1), {}, ByteCount{1}}); },
        [&](Recorder& r) { r.OnReinjectedBytes(ByteCount{1}); },
        [&](Recorder& r) { r.OnDuplicateBytes(ByteCount{1}); },
        [&](Recorder& r) { r.OnDatagramSent(moment, ByteCount{1}); },
        [&](Recorder& r) { r.OnWorkloadStart(moment.at); },
        [&](Recorder& r) { r.OnTimelineStep(moment.at, {StepKind::Crash, "a", ""}); },
        [&](Recorder& r) { r.OnTimelineStep(moment.at, {StepKind::LinkDown, "a", ""}); },
        [&](Recorder& r) { r.OnEnd(moment.at); },
    };
    EXPECT_EQ(PrintsOf(inputs).size(), inputs.size());
}

TEST(Fingerprint, HowOftenTheRunIsLookedAtDoesNotChangeIt)
{
    const Inputs inputs{
        [](Recorder& r) {
            r.OnPathBytes({Ipv4(1, 1), ByteCount{3}, {}});
            r.OnDuplicateBytes(ByteCount{5});
        },
        [](Recorder& r) {
            r.OnPathBytes({Ipv4(1, 1), ByteCount{1}, {}});
            r.OnDuplicateBytes(ByteCount{4});
            r.OnPathBytes({Ipv4(1, 1), ByteCount{2}, {}});
            r.OnDuplicateBytes(ByteCount{1});
            r.OnSample({"rtt_ns", "near", 1});
        },
    };
    EXPECT_EQ(PrintsOf(inputs).size(), 1U);
}

} // namespace kwik::experiment::test
