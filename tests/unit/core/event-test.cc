#include "protocol-core/event/event.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace kwik::test
{

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

namespace
{

/// Collects the names of fields in the order of Fields, whatever their types.
struct NameCollector
{
    std::vector<std::string> names;

    template <typename VALUE>
    void operator()(std::string_view name, const VALUE&)
    {
        names.emplace_back(name);
    }
};

/// A field of bytes, of time or of a rate has its unit in its name, and no other field has.
struct UnitChecker
{
    void operator()(std::string_view name, ByteCount)
    {
        EXPECT_TRUE(name.ends_with("_bytes")) << name;
    }

    void operator()(std::string_view name, Duration)
    {
        EXPECT_TRUE(name.ends_with("_ns")) << name;
    }

    void operator()(std::string_view name, BitRate)
    {
        EXPECT_TRUE(name.ends_with("_bps")) << name;
    }

    template <typename VALUE>
    void operator()(std::string_view name, const VALUE&)
    {
        EXPECT_FALSE(name.ends_with("_ns") || name.ends_with("_bytes") || name.ends_with("_bps"))
            << name;
    }
};

template <std::size_t... INDEX>
std::vector<Event>
OneOfEachKind(std::index_sequence<INDEX...>)
{
    return {Event(std::variant_alternative_t<INDEX, Event>{})...};
}

std::vector<Event>
OneOfEachKind()
{
    return OneOfEachKind(std::make_index_sequence<std::variant_size_v<Event>>());
}

Json
Parsed(const Event& event)
{
    return Json::parse(DetailOf(event));
}

} // namespace

TEST(Event, EveryKindHasANameOfItsOwn)
{
    std::set<std::string_view> kinds;
    for (const Event& event : OneOfEachKind())
    {
        const std::string_view kind = KindOf(event);
        EXPECT_TRUE(kinds.insert(kind).second) << kind;
        EXPECT_FALSE(kind.empty());
        EXPECT_EQ(kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos)
            << kind;
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<Event>);
}

TEST(Event, EveryKindIsAJsonObjectWithItsFieldsInTheOrderOfFields)
{
    for (const Event& event : OneOfEachKind())
    {
        NameCollector expected;
        std::visit([&expected](const auto& fact) { VisitFields(fact, expected); }, event);
        const Json json = Json::parse(DetailOf(event), nullptr, false);
        ASSERT_TRUE(json.is_object()) << KindOf(event) << ": " << DetailOf(event);
        std::vector<std::string> names;
        for (const auto& field : json.items())
        {
            names.push_back(field.key());
        }
        EXPECT_EQ(names, expected.names) << KindOf(event);
    }
}

TEST(Event, ANumberWithAUnitSaysItInItsName)
{
    for (const Event& event : OneOfEachKind())
    {
        std::visit([](const auto& fact) { VisitFields(fact, UnitChecker{}); }, event);
    }
}

TEST(Event, SessionEventsReadAsTheyShould)
{
    const SessionHandle session{7};
    const PathId path{3};
    EXPECT_EQ(DetailOf(SessionStateChanged{session, SessionState::Active, SessionState::Degraded}),
              R"({"session":7,"from":"active","to":"degraded"})");
    EXPECT_EQ(DetailOf(SessionNamed{session, SessionId{0xabc}}),
              R"({"session":7,"id":"0000000000000abc"})");
    EXPECT_EQ(DetailOf(FailoverStarted{session, path, ByteCount{5}, 6ms, 7us, 2}),
              R"({"session":7,"path":3,"outstanding_bytes":5,"probe_timeout_ns":6000000,)"
              R"("slowest_round_trip_ns":7000,"remaining_paths":2})");
    EXPECT_EQ(DetailOf(RecoveryAttempted{session, Ipv4(0x0a000001, 9), 4}),
              R"({"session":7,"server":"10.0.0.1:9","attempt":4})");
}

TEST(Event, PathAndStreamEventsReadAsTheyShould)
{
    const SessionHandle session{7};
    const PathId path{3};
    const StreamId stream{UINT64_MAX};
    EXPECT_EQ(DetailOf(PathStateChanged{session,
                                        path,
                                        Ipv4(1, 2),
                                        PathState::Active,
                                        PathState::Degraded,
                                        PathCause::Silence}),
              R"({"session":7,"path":3,"server":"0.0.0.1:2","from":"active","to":"degraded",)"
              R"("cause":"silence"})");
    EXPECT_EQ(DetailOf(RangeRequested{session,
                                      stream,
                                      path,
                                      ByteCount{8},
                                      ByteCount{9},
                                      RangePurpose::EndGame}),
              R"({"session":7,"stream":18446744073709551615,"path":3,"offset_bytes":8,)"
              R"("length_bytes":9,"purpose":"end_game"})");
    EXPECT_EQ(DetailOf(StreamExtentLearned{session, stream, ByteCount{8}, true}),
              R"({"session":7,"stream":18446744073709551615,"extent_bytes":8,"final":true})");
    EXPECT_EQ(DetailOf(StreamExtentLearned{session, StreamId{1}, ByteCount{0}, false}),
              R"({"session":7,"stream":1,"extent_bytes":0,"final":false})");
}

TEST(Event, TextOfAnyBytesIsValidJsonAndLosesNone)
{
    std::string reason;
    for (int byte = 0; byte < 256; ++byte)
    {
        reason += static_cast<char>(byte);
    }
    const SecurityViolation violated{PathId{}, Ipv4(0, 0), Violation::Flood, reason};
    const std::string detail = DetailOf(violated);
    for (const char c : detail)
    {
        EXPECT_TRUE(c >= 0x20 && c < 0x7f) << static_cast<int>(c);
    }
    // Bytes above 127 are taken as Latin-1; the parser gives them as two bytes of UTF-8.
    const std::string read = Parsed(violated)["detail"].get<std::string>();
    ASSERT_EQ(read.size(), 128U + 2 * 128U);
    EXPECT_EQ(read.substr(0, 128), reason.substr(0, 128));
    EXPECT_EQ(read.substr(128, 2), "\xc2\x80");
    EXPECT_EQ(read.substr(read.size() - 2), "\xc3\xbf");
}

TEST(Event, OddCharactersAreEscapedAsJsonWantsThem)
{
    EXPECT_EQ(DetailOf(SecurityViolation{PathId{2},
                                         Ipv4(0, 0),
                                         Violation::KdpChecksum,
                                         "a\"b\\c\nd\x1f~\x7f"}),
              R"({"path":2,"peer":"0.0.0.0:0","kind":"kdp_checksum",)"
              R"("detail":"a\"b\\c\u000ad\u001f~\u007f"})");
}

TEST(States, EachHasANameOfItsOwn)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(SessionState::Closed); ++i)
    {
        EXPECT_TRUE(names.insert(ToText(static_cast<SessionState>(i))).second);
    }
    names.clear();
    for (int i = 0; i <= static_cast<int>(PathState::Closed); ++i)
    {
        EXPECT_TRUE(names.insert(ToText(static_cast<PathState>(i))).second);
    }
    names.clear();
    for (int i = 0; i <= static_cast<int>(PathCause::LocalClose); ++i)
    {
        EXPECT_TRUE(names.insert(ToText(static_cast<PathCause>(i))).second);
    }
}

TEST(States, OfSocketsAndResetsHaveNamesOfTheirOwn)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(SocketState::Closing); ++i)
    {
        EXPECT_TRUE(names.insert(ToText(static_cast<SocketState>(i))).second);
    }
    names.clear();
    for (int i = 0; i <= static_cast<int>(ResetCause::TimedOut); ++i)
    {
        EXPECT_TRUE(names.insert(ToText(static_cast<ResetCause>(i))).second);
    }
    EXPECT_EQ(ToText(SocketState::Connecting), "connecting");
    EXPECT_EQ(ToText(ResetCause::TooManyStreams), "too_many_streams");
    EXPECT_EQ(ToText(ResetCause::TimedOut), "timed_out");
}

TEST(States, NamesBelongToTheirValues)
{
    EXPECT_EQ(ToText(SessionState::Initializing), "initializing");
    EXPECT_EQ(ToText(SessionState::Establishing), "establishing");
    EXPECT_EQ(ToText(SessionState::Closed), "closed");
    EXPECT_EQ(ToText(PathState::Handshaking), "handshaking");
    EXPECT_EQ(ToText(PathState::Failing), "failing");
    EXPECT_EQ(ToText(PathCause::Silence), "silence");
    EXPECT_EQ(ToText(PathCause::PeerForgot), "peer_forgot");
    EXPECT_EQ(ToText(PathCause::LocalClose), "local_close");
    EXPECT_EQ(ToText(RangePurpose::Fresh), "fresh");
    EXPECT_EQ(ToText(RangePurpose::Rescued), "rescued");
    EXPECT_EQ(ToText(RangePurpose::Stolen), "stolen");
    EXPECT_EQ(ToText(RangePurpose::EndGame), "end_game");
    EXPECT_DEATH(static_cast<void>(ToText(static_cast<PathState>(7))), "assertion failed");
}

} // namespace kwik::test
