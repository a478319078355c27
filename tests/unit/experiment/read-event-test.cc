#include "experiment/metrics/read-event.h"
#include "protocol-core/base/prng.h"

#include <gtest/gtest.h>
#include <utility>

namespace kwik::test
{

using experiment::ReadEvent;

namespace
{

/// Gives every field a random value; of an enum one of the first three, which all of them have.
class RandomFields
{
  public:
    explicit RandomFields(std::uint64_t seed)
        : m_random(seed)
    {
    }

    void operator()(std::string_view, std::string& text)
    {
        text.resize(m_random.Below(12));
        for (char& byte : text)
        {
            byte = static_cast<char>(m_random.Below(256));
        }
    }

    void operator()(std::string_view, bool& value)
    {
        value = m_random.Below(2) == 1;
    }

    template <typename NUMBER>
        requires std::is_integral_v<NUMBER>
    void operator()(std::string_view, NUMBER& value)
    {
        value = static_cast<NUMBER>(m_random.Next());
    }

    void operator()(std::string_view, BitRate& rate)
    {
        rate.bitsPerSecond = m_random.Next();
    }

    void operator()(std::string_view, ByteCount& bytes)
    {
        bytes.value = m_random.Next();
    }

    void operator()(std::string_view, Duration& span)
    {
        span = Duration(static_cast<Duration::rep>(m_random.Next()));
    }

    void operator()(std::string_view, Address& address)
    {
        const auto port = static_cast<std::uint16_t>(m_random.Next());
        address = Ipv4(static_cast<std::uint32_t>(m_random.Next()), port);
        if (m_random.Below(2) == 1)
        {
            for (std::uint8_t& byte : address.ip)
            {
                byte = static_cast<std::uint8_t>(m_random.Next());
            }
        }
    }

    void operator()(std::string_view name, std::optional<Address>& address)
    {
        if (m_random.Below(2) == 1)
        {
            (*this)(name, address.emplace());
        }
    }

    template <typename TAG, typename REP>
    void operator()(std::string_view, Id<TAG, REP>& id)
    {
        id.value = static_cast<REP>(m_random.Next());
    }

    template <typename ENUM>
        requires std::is_enum_v<ENUM>
    void operator()(std::string_view, ENUM& value)
    {
        value = static_cast<ENUM>(m_random.Below(3));
    }

    void operator()(std::string_view, std::uint32_t&&)
    {
    }

  private:
    Prng m_random;
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

/// A value of an enum that has @p count of them comes back for its name, and nothing else does.
template <typename ENUM>
void
ExpectNamesReadBack(std::uint8_t count)
{
    ENUM value{};
    for (std::uint8_t i = 0; i < count; ++i)
    {
        EXPECT_TRUE(FromText(ToText(static_cast<ENUM>(i)), value));
        EXPECT_EQ(value, static_cast<ENUM>(i));
    }
    EXPECT_FALSE(FromText("no such name", value));
    EXPECT_EQ(value, static_cast<ENUM>(count - 1));
}

} // namespace

TEST(ReadEvent, GivesBackWhatWasWrittenOfEveryKind)
{
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomFields randomise(seed);
        for (Event& event : OneOfEachKind())
        {
            std::visit([&](auto& fact) { VisitFields(fact, randomise); }, event);
            const std::string detail = DetailOf(event);
            const Result<Event> read = ReadEvent(KindOf(event), detail);
            ASSERT_TRUE(read.IsOk()) << KindOf(event) << ": " << detail;
            EXPECT_EQ(read.Value().index(), event.index());
            EXPECT_EQ(DetailOf(read.Value()), detail) << KindOf(event);
        }
    }
}

TEST(ReadEvent, SetsTheFieldsThemselves)
{
    const Result<Event> read =
        ReadEvent("path_state_changed",
                  R"({"session":7,"path":3,"server":"10.0.0.1:9","from":"active",)"
                  R"("to":"degraded","cause":"silence"})");
    ASSERT_TRUE(read.IsOk());
    const auto* changed = std::get_if<PathStateChanged>(&read.Value());
    ASSERT_NE(changed, nullptr);
    EXPECT_EQ(changed->session, SessionHandle{7});
    EXPECT_EQ(changed->path, PathId{3});
    EXPECT_EQ(changed->server, Ipv4(0x0a000001, 9));
    EXPECT_EQ(changed->from, PathState::Active);
    EXPECT_EQ(changed->to, PathState::Degraded);
    EXPECT_EQ(changed->cause, PathCause::Silence);
}

TEST(ReadEvent, RefusesWhatIsNoEvent)
{
    const std::string_view whole = R"({"session":7,"stream":5})";
    EXPECT_TRUE(ReadEvent("stream_opened", whole).IsOk());
    EXPECT_EQ(ReadEvent("stream_shut", whole).Failure().code, ErrorCode::NotFound);
    for (const std::string_view broken : {"",
                                          "[]",
                                          R"({"session":7})",
                                          R"({"session":7,"stream":"5"})",
                                          R"({"session":-7,"stream":5})",
                                          R"({"session":4294967296,"stream":5})",
                                          R"({"session":7,"stream":5)"})
    {
        const Result<Event> read = ReadEvent("stream_opened", broken);
        ASSERT_FALSE(read.IsOk()) << broken;
        EXPECT_EQ(read.Failure().code, ErrorCode::Malformed) << broken;
    }
}

TEST(ReadEvent, RefusesValuesThatAFieldCannotHave)
{
    const auto isRead = [](std::string_view server, std::string_view state) {
        return ReadEvent("path_state_changed",
                         R"({"session":7,"path":3,"server":")" + std::string(server) +
                             R"(","from":")" + std::string(state) +
                             R"(","to":"degraded","cause":"silence"})")
            .IsOk();
    };
    EXPECT_TRUE(isRead("[1:2:3:4:5:6:7:8]:9", "active"));
    EXPECT_FALSE(isRead("[1:2:3:4:5:6:7:8]:9", "brisk"));
    for (const std::string_view server : {"",
                                          "10.0.0.1",
                                          "[1:2:3:4:5:6:7]:9",
                                          "[1:2:3:4:5:6:7:8]",
                                          "[1:2:3:4:5:6:7:8]:",
                                          "[",
                                          "[1:2:3:4:5:6:7:8]:99999"})
    {
        EXPECT_FALSE(isRead(server, "active")) << server;
    }
}

TEST(States, AreFoundByTheirNames)
{
    ExpectNamesReadBack<SessionState>(9);
    ExpectNamesReadBack<PathState>(7);
    ExpectNamesReadBack<PathCause>(13);
    ExpectNamesReadBack<RangePurpose>(4);
    ExpectNamesReadBack<SocketState>(4);
    ExpectNamesReadBack<ResetCause>(6);
    ExpectNamesReadBack<ScalingTrigger>(6);
    ExpectNamesReadBack<ScalingOutcome>(3);
    ExpectNamesReadBack<QosRule>(4);
    ExpectNamesReadBack<CandidateVerdict>(6);
    ExpectNamesReadBack<EstablishmentStep>(8);
    ExpectNamesReadBack<Violation>(VIOLATION_COUNT);
}

} // namespace kwik::test
