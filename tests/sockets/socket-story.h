#ifndef KWIK_TESTS_SOCKETS_SOCKET_STORY_H
#define KWIK_TESTS_SOCKETS_SOCKET_STORY_H

#include "protocol-core/host/socket-hub.h"
#include "tests/support/story.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kwik::test
{

/// One client and some servers with sockets in a SimWorld, each server on its own link to the
/// client and all of them joined to the first.
class SocketStory
{
  public:
    struct Options
    {
        std::uint64_t seed = 1;
        std::vector<LinkShape> links; ///< One server a link; the first is the primary.
        SessionConfig session{};
        ServerConfig server{};
        SocketLimits limits{};
        std::vector<LinkShape> others{}; ///< More clients, each with a link to the first server.
    };

    explicit SocketStory(const Options& options);

    void Reshape(std::size_t link, const std::function<void(LinkShape&)>& change);
    void Crash(std::size_t server);
    void Restart(std::size_t server);
    ServerInfo InfoOf(std::size_t server) const;
    SocketHub& Server(std::size_t server = 0);
    SocketHub& Client(std::size_t client = 0);

    SimWorld world;
    EventLog clientEvents;
    EventLog serverEvents;

  private:
    struct Machine
    {
        std::unique_ptr<SimEnvironment> env;
        std::unique_ptr<SocketHub> hub;
    };

    std::unique_ptr<SocketHub> Open(SimEnvironment& env, std::size_t self);

    Options m_options;
    NoContent m_nothing;
    std::vector<Machine> m_servers;
    std::vector<Machine> m_clients;
};

/// A program with one socket: writes what it is given, keeps or checks what comes.
class Talker final : public SocketObserver
{
  public:
    /// Whether it reads what comes.
    enum class Reading
    {
        Eager,
        Never,
    };

    /// Writes @p size bytes of a sequence that both sides can compute, and then its end.
    Talker(SocketHub& hub, ByteCount size);

    void Hold(SocketId socket);
    void OnSocketReady(Instant now, SocketId socket) override;
    /// Writes as much as there is room for; reads what is there.
    void Go(Instant now);
    /// Both directions are at their ends, unharmed and as long as they should be.
    bool IsWhole(ByteCount expected) const;

    /// Byte @p offset of the sequence.
    static std::byte ByteAt(std::uint64_t offset);

    SocketId socket;
    ByteCount written;
    ByteCount read;
    ByteCount corrupted;
    std::optional<Instant> endedAt; ///< The peer's direction.
    SocketStatus last{SocketStatus::Ok};
    Reading reading{Reading::Eager};
    bool closesAtEnd{true};
    std::function<void()> onRead; ///< After each read.

  private:
    void Write();
    void Read(Instant now);

    SocketHub& m_hub;
    ByteCount m_size;
    bool m_isFinished{false};
};

/// Serves every client of one service: echoes what comes, or talks as a Talker does.
class Service final : public SocketListener, public SocketObserver
{
  public:
    explicit Service(SocketHub& hub);

    SocketObserver* OnSocketOffered(Instant now, SocketId socket, const Address& client) override;
    void OnSocketReady(Instant now, SocketId socket) override;

    std::map<SocketId, std::vector<SharedBytes>> waiting; ///< Echo that found no room.
    std::size_t accepted{0};
    std::size_t most{SIZE_MAX}; ///< Clients that it takes.
    std::set<SocketId> ended;

  private:
    void Echo(SocketId socket);

    SocketHub& m_hub;
};

} // namespace kwik::test

#endif // KWIK_TESTS_SOCKETS_SOCKET_STORY_H
