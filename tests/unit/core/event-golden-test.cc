// What events have always looked like in stores and fingerprints.
#include "protocol-core/event/event.h"

#include <gtest/gtest.h>
#include <utility>

namespace kwik::test
{

namespace
{

struct Golden
{
    std::string_view kind;
    std::string_view detail; ///< Of an event in which nothing was set.
};

constexpr Golden GOLDEN[] = {
    {"session_state_changed", R"({"session":0,"from":"initializing","to":"initializing"})"},
    {"session_named", R"({"session":0,"id":"0000000000000000"})"},
    {"path_opened", R"({"session":0,"path":0,"server":"[0:0:0:0:0:0:0:0]:0"})"},
    {"path_state_changed",
     R"({"session":0,"path":0,"server":"[0:0:0:0:0:0:0:0]:0","from":"initializing")"
     R"(,"to":"initializing","cause":"opened"})"},
    {"stream_opened", R"({"session":0,"stream":0})"},
    {"stream_extent_learned", R"({"session":0,"stream":0,"extent_bytes":0,"final":false})"},
    {"range_requested",
     R"({"session":0,"stream":0,"path":0,"offset_bytes":0,"length_bytes":0,"purpos)"
     R"(e":"fresh"})"},
    {"stream_finished", R"({"session":0,"stream":0,"size_bytes":0})"},
    {"upload_opened", R"({"session":0,"stream":0})"},
    {"upload_finished", R"({"session":0,"stream":0,"size_bytes":0})"},
    {"upload_received",
     R"({"session_id":"0000000000000000","stream":0,"size_bytes":0,"duplicate_byte)"
     R"(s":0})"},
    {"failover_started",
     R"({"session":0,"path":0,"outstanding_bytes":0,"probe_timeout_ns":0,"slowest_)"
     R"(round_trip_ns":0,"remaining_paths":0})"},
    {"recovery_attempted", R"({"session":0,"server":"[0:0:0:0:0:0:0:0]:0","attempt":0})"},
    {"security_violation",
     R"({"path":0,"peer":"[0:0:0:0:0:0:0:0]:0","kind":"wrong_server_key","detail":)"
     R"(""})"},
    {"server_path_accepted", R"({"session":"0000000000000000","client":"[0:0:0:0:0:0:0:0]:0"})"},
    {"candidate_judged",
     R"({"candidate":"[0:0:0:0:0:0:0:0]:0","verdict":"willing","load_percent":0})"},
    {"establishment_step_done", R"({"session":0,"number":0,"step":"none"})"},
    {"command_finished",
     R"({"session":0,"issuer":"[0:0:0:0:0:0:0:0]:0","command":"","type":"","status)"
     R"(":"","reason":""})"},
    {"command_issued", R"({"session":"0000000000000000","command":"","type":""})"},
    {"command_answered",
     R"({"session":"0000000000000000","command":"","type":"","status":"","reason":)"
     R"(""})"},
    {"capabilities_learned", R"({"session":0,"server":"[0:0:0:0:0:0:0:0]:0","capabilities":""})"},
    {"socket_state_changed", R"({"socket":0,"from":"closed","to":"closed"})"},
    {"socket_reset", R"({"socket":0,"cause":"aborted"})"},
    {"stream_turned_away",
     R"({"session_id":"0000000000000000","stream":0,"client":"[0:0:0:0:0:0:0:0]:0")"
     R"(,"service":"","cause":"aborted"})"},
    {"scaling_started",
     R"({"session":0,"server":"[0:0:0:0:0:0:0:0]:0","trigger":"manual","predicted")"
     R"(:false,"paths_before":0,"paths_after":0,"demand_bps":0,"capacity_bps":0})"},
    {"scaling_finished",
     R"({"session":0,"server":"[0:0:0:0:0:0:0:0]:0","trigger":"manual","outcome":")"
     R"(added","paths":0,"took_ns":0})"},
    {"qos_violated",
     R"({"session":0,"rule":"min_bandwidth","server":"","measured_bps":0,"bound_bp)"
     R"(s":0})"},
    {"qos_restored",
     R"({"session":0,"rule":"min_bandwidth","server":"","measured_bps":0,"bound_bp)"
     R"(s":0})"},
    {"server_leaving", R"({"session":0,"path":0,"server":"[0:0:0:0:0:0:0:0]:0"})"},
};

template <std::size_t... INDEX>
std::vector<Event>
OneOfEachKind(std::index_sequence<INDEX...>)
{
    return {Event(std::variant_alternative_t<INDEX, Event>{})...};
}

} // namespace

TEST(Event, IsWrittenByteByByteAsItAlwaysWas)
{
    const auto events = OneOfEachKind(std::make_index_sequence<std::variant_size_v<Event>>());
    ASSERT_EQ(events.size(), std::size(GOLDEN));
    for (std::size_t i = 0; i < events.size(); ++i)
    {
        EXPECT_EQ(KindOf(events[i]), GOLDEN[i].kind);
        EXPECT_EQ(DetailOf(events[i]), GOLDEN[i].detail);
    }
}

} // namespace kwik::test
