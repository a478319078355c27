#include "protocol-core/base/prng.h"
#include "protocol-core/session/client-session.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

namespace wire = ::kwik::kcp::v3;
using enum SessionState;
using Transitions = std::set<std::string>;

constexpr SessionState ALL[] = {Initializing,
                                Negotiating,
                                Discovering,
                                Establishing,
                                Active,
                                Scaling,
                                Degraded,
                                Closing,
                                Closed};
constexpr std::uint32_t SERVERS = 3;
constexpr SessionId SESSION{0xabc};

std::string
Words(SessionState from, SessionState to)
{
    return std::string(ToText(from)) + " to " + std::string(ToText(to));
}

ServerInfo
Server(std::uint64_t number)
{
    return {Ipv4(0x0a000000 + static_cast<std::uint32_t>(number), 443), {}, {}};
}

/// The other end of one path.
struct Peer
{
    KcpChannel channel;
    bool isPrimary{false};
    bool isEstablished{false};
    bool hasAnswered{false};
};

/// Sessions that live one after the other, among servers that say anything at any time.
class RandomSessions
{
  public:
    explicit RandomSessions(std::uint64_t seed)
        : m_prng(seed)
    {
        Begin();
    }

    void Step()
    {
        if (m_session->State() == Closed)
        {
            Begin();
        }
        m_now += Duration(static_cast<Duration::rep>(m_prng.Below(20'000'000)));
        switch (m_prng.Below(24))
        {
        case 0:
            m_session->OpenStream(m_now, "content");
            break;
        case 1:
        case 2:
        case 3:
            PassTime();
            break;
        case 4:
            CloseSometimes();
            break;
        default:
            DisturbAPath();
        }
        Collect();
        ASSERT_EQ(m_session->State(), m_last);
    }

    const Transitions& Seen() const
    {
        return m_seen;
    }

  private:
    void Begin()
    {
        m_paths.clear();
        m_last = Initializing;
        SessionConfig config;
        config.paths.min = 1 + static_cast<std::uint32_t>(m_prng.Below(SERVERS));
        m_session.emplace(config,
                          ClientSession::Identity{SessionHandle{1}, "client"},
                          m_prng.Fork("life " + std::to_string(++m_lives)));
        if (m_prng.Below(10) > 0)
        {
            m_session->OnStart(m_now, Server(0));
        }
    }

    void PassTime()
    {
        const Instant next = m_session->NextTimeout();
        if (next != NEVER)
        {
            m_now = std::max(m_now, next);
            m_session->OnTimeout(m_now);
        }
    }

    void CloseSometimes()
    {
        if (m_last == Initializing || m_prng.Below(5) == 0)
        {
            m_session->OnClose(m_now);
        }
    }

    void DisturbAPath()
    {
        if (m_paths.empty())
        {
            return;
        }
        auto entry = m_paths.begin();
        std::advance(entry, static_cast<std::ptrdiff_t>(m_prng.Below(m_paths.size())));
        const PathId path = entry->first;
        Peer& peer = entry->second;
        if (!peer.isEstablished)
        {
            peer.isEstablished = true;
            Tell(path, CarrierReplied{});
            Tell(path, CarrierEstablished{});
            return;
        }
        const auto what = m_prng.Below(12);
        if (what == 0)
        {
            const auto cause = static_cast<CarrierCloseCause>(m_prng.Below(6));
            m_paths.erase(entry);
            Tell(path, CarrierClosed{{}, cause, {}});
        }
        else if (what < 4)
        {
            CarrierSnapshot snapshot;
            snapshot.probeTimeout = 50ms;
            snapshot.smoothedRtt = 20ms;
            Tell(path, CarrierHeard{{}, snapshot});
        }
        else
        {
            Say(path, peer);
        }
    }

    /// One to three random messages, and sometimes what is none, in one arrival.
    void Say(PathId path, Peer& peer)
    {
        ByteVector bytes;
        for (std::uint64_t i = m_prng.Below(3) + 1; i > 0; --i)
        {
            const ByteVector one = peer.channel.Encode(m_now, RandomMessage(peer));
            bytes.insert(bytes.end(), one.begin(), one.end());
        }
        if (m_prng.Below(12) == 0)
        {
            bytes.insert(bytes.end(), {std::byte{2}, std::byte{0xff}, std::byte{0xff}});
        }
        Tell(path, CarrierBytes{{}, CarrierStreamId{0}, SharedBytes(bytes), StreamEnd::Open});
    }

    KcpChannel::Message RandomMessage(Peer& peer)
    {
        KcpChannel::Message message;
        if (!peer.hasAnswered)
        {
            peer.hasAnswered = true;
            auto& hello = *message.mutable_server_hello();
            hello.set_session_id(ToText(SESSION));
            hello.set_status(m_prng.Below(10) == 0 ? wire::ServerHello::BAD_TOKEN
                                                   : wire::ServerHello::ACCEPTED);
            return message;
        }
        const std::string server = ToString(Server(m_prng.Below(SERVERS + 1)).address);
        switch (m_prng.Below(peer.isPrimary ? 6 : 2))
        {
        case 0:
            message.mutable_capability_response();
            break;
        case 1:
            message.mutable_health_check_resp()->set_sequence(m_prng.Below(9));
            break;
        case 2:
            message.mutable_remove_path()->set_server_address(server);
            break;
        case 3:
            message.mutable_add_path()->set_server_address(server);
            message.mutable_add_path()->set_tls_pubkey_hash_sha256(std::string(32, '\0'));
            break;
        case 4:
            message.mutable_server_discovery_resp();
            for (std::uint64_t i = m_prng.Below(SERVERS); i > 0; --i)
            {
                message.mutable_server_discovery_resp()->add_servers();
            }
            break;
        default:
            *message.mutable_transport_command() = RandomCommand(server);
        }
        return message;
    }

    wire::TransportCommand RandomCommand(const std::string& server)
    {
        wire::TransportCommand command;
        command.set_command_id(std::to_string(m_prng.Below(100'000)));
        command.set_connection_id(ToText(SESSION));
        command.set_type(static_cast<wire::TransportCommand::CommandType>(m_prng.Below(6)));
        command.mutable_options()->set_timeout_seconds(1);
        command.mutable_options()->set_max_paths(static_cast<std::uint32_t>(m_prng.Below(4)));
        command.mutable_options()->add_preferred_servers(server);
        return command;
    }

    template <typename EVENT>
    void Tell(PathId path, const EVENT& event)
    {
        m_session->OnCarrier(m_now, path, event);
    }

    void Collect()
    {
        while (auto action = m_session->PollAction())
        {
            if (const auto* connect = std::get_if<ClientSession::Connect>(&*action))
            {
                Peer& peer = m_paths[connect->path];
                peer.isPrimary = connect->target.peer == Server(0).address;
                peer.channel.SetPath(connect->path, KcpChannel::Side::Server);
            }
            else if (const auto* closed =
                         std::get_if<ClientSession::OnPath<CloseConnection>>(&*action))
            {
                m_paths.erase(closed->path);
            }
            else if (const auto* event = std::get_if<Event>(&*action))
            {
                Judge(*event);
            }
        }
    }

    void Judge(const Event& event)
    {
        if (const auto* changed = std::get_if<SessionStateChanged>(&event))
        {
            EXPECT_EQ(changed->from, m_last);
            EXPECT_TRUE(IsAllowed(changed->from, changed->to)) << Words(changed->from, changed->to);
            m_seen.insert(Words(changed->from, changed->to));
            m_last = changed->to;
        }
    }

    Prng m_prng;
    std::optional<ClientSession> m_session;
    std::map<PathId, Peer> m_paths;
    Instant m_now{1s};
    SessionState m_last{Initializing};
    std::uint64_t m_lives{0};
    Transitions m_seen;
};

} // namespace

TEST(SessionTransitions, AllThatAreAllowedHappenAndNoOtherUnderRandomInputs)
{
    Transitions seen;
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomSessions sessions(seed);
        for (int i = 0; i < 40'000 && !testing::Test::HasFailure(); ++i)
        {
            sessions.Step();
        }
        seen.insert(sessions.Seen().begin(), sessions.Seen().end());
    }
    for (const SessionState from : ALL)
    {
        for (const SessionState to : ALL)
        {
            EXPECT_EQ(seen.contains(Words(from, to)), IsAllowed(from, to)) << Words(from, to);
        }
    }
}

} // namespace kwik::test
