#ifndef KWIK_TESTS_SUPPORT_STORY_H
#define KWIK_TESTS_SUPPORT_STORY_H

#include "experiment/workload/generated-content.h"
#include "protocol-core/host/host.h"
#include "protocol-core/host/upload-feed.h"
#include "protocol-core/quic/quic-config.h"
#include "tests/support/sim-world.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kwik::test
{

/// Keeps every event of one host with its time.
class EventLog final : public EventSink
{
  public:
    struct Entry
    {
        Instant when;
        Event event;
    };

    void OnEvent(Instant now, const Event& event) override;
    /// Events of one kind, in order.
    template <typename FACT>
    std::vector<FACT> All() const;

    std::vector<Entry> entries;
};

template <typename FACT>
std::vector<FACT>
EventLog::All() const
{
    std::vector<FACT> facts;
    for (const Entry& entry : entries)
    {
        if (const auto* fact = std::get_if<FACT>(&entry.event))
        {
            facts.push_back(*fact);
        }
    }
    return facts;
}

/// Checks what a download delivers against what GeneratedContent holds.
class CheckedDownload final : public Application
{
  public:
    explicit CheckedDownload(std::string content);

    void OnStreamBytes(Instant now,
                       SessionStream stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnStreamRefused(Instant now, SessionStream stream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;

    bool IsDone() const;

    std::string content;
    ByteCount delivered;
    ByteCount corrupted;
    std::optional<Instant> finishedAt;
    std::optional<SessionEnd> ended;
    bool wasRefused{false};
    Duration longestGap{};
    Instant lastDelivery{NEVER};
};

/// Checks what clients upload to a server against what GeneratedContent holds.
class CheckedUploads final : public UploadSink
{
  public:
    void OnUploadBytes(Instant now,
                       const Upload& upload,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;

    ByteCount delivered;
    ByteCount corrupted;
    int finished{0}; ///< Streams that came to their end.
    std::optional<Instant> finishedAt;

  private:
    std::map<std::pair<SessionId, StreamId>, ByteCount> m_reached;
};

/// Writes generated contents into uploads as fast as they take them.
class UploadingApplication final : public Application
{
  public:
    void Open(Host& host, SessionHandle session, const std::string& content);
    void OnStreamBytes(Instant, SessionStream, const SharedBytes&, StreamFinish) override;
    void OnStreamRefused(Instant, SessionStream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;
    void OnUploadWritable(Instant now, SessionStream upload) override;
    void OnUploadFinished(Instant now, SessionStream upload) override;

    std::optional<Instant> finishedAt;
    int finished{0};
    bool hasEnded{false};

  private:
    GeneratedContent m_source;
    std::map<SessionStream, UploadFeed> m_feeds;
};

/// One client and some servers in a SimWorld, each server on its own link to the client.
class Story
{
  public:
    struct Options
    {
        std::uint64_t seed = 1;
        SessionConfig session;
        ServerConfig server;
        QuicConfig quic;
        std::vector<LinkShape> links; ///< One server a link; the first is the primary.
        std::set<std::size_t> empty;  ///< Servers that hold nothing.
        /// Servers with a link to the first, besides the empty ones.
        std::set<std::size_t> joined{};
        SecurityConfig security{};
        std::map<std::size_t, std::uint32_t> capacities{}; ///< Of servers that have one.
    };

    explicit Story(const Options& options);
    ~Story();

    /// Starts a download of @p size bytes from the primary.
    void Download(ByteCount size);
    /// Starts an upload of @p size bytes to the primary.
    void Upload(ByteCount size);
    void Crash(std::size_t server);
    void Restart(std::size_t server);
    Host& ServerHost(std::size_t server);
    void Reshape(std::size_t link, const std::function<void(LinkShape&)>& change);
    SimEnvironment& ClientEnvironment();
    SimEnvironment& ServerEnvironment(std::size_t server);

    static KeyPin ClientPin();
    Address ClientAddress() const;
    Address ServerAddress(std::size_t server) const;
    ServerInfo InfoOf(std::size_t server) const;

    SimWorld world;
    EventLog clientEvents;
    EventLog serverEvents;
    std::unique_ptr<CheckedDownload> download;
    UploadingApplication upload;
    CheckedUploads uploaded; ///< To the primary.
    CheckedUploads astray;   ///< To any other server.
    std::unique_ptr<Host> client;

  private:
    struct Server
    {
        std::unique_ptr<SimEnvironment> env;
        std::unique_ptr<Host> host;
    };

    std::unique_ptr<Host> NewHost(Environment& env, EventSink& events, std::size_t self);

    Options m_options;
    GeneratedContent m_content;
    NoContent m_nothing;
    std::unique_ptr<SimEnvironment> m_clientEnv;
    std::vector<Server> m_servers;
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_STORY_H
