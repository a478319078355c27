#ifndef KWIK_TESTBED_SOCKET_LOOP_H
#define KWIK_TESTBED_SOCKET_LOOP_H

#include "testbed/asio-environment.h"
#include "testbed/kwik-socket.h"
#include "testbed/real-clock.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>

namespace kwik::testbed
{

/// Counts what has happened, so that a thread can wait for more. Any thread may call it.
class Changes
{
  public:
    std::uint64_t Seen() const;
    void Add();
    /// Waits until more than @p seen have happened, or @p deadline. @returns whether they have
    bool WaitBeyond(std::uint64_t seen, std::optional<SocketClock::time_point> deadline) const;

  private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::uint64_t m_count{0};
};

/// One socket, as the threads of the program and the thread of the loop share it.
class SocketSeat final : public SocketObserver
{
  public:
    void OnSocketReady(Instant now, SocketId socket) override;

    SocketId socket; ///< Set on the loop's thread before anybody else knows of the seat.
    Address peer;    ///< The same.
    Changes changes;
};

/// One listener, shared in the same way.
class ListenerSeat final : public SocketListener
{
  public:
    ListenerSeat(SocketLoop& loop, std::string service, std::size_t backlog);

    SocketObserver* OnSocketOffered(Instant now, SocketId socket, const Address& client) override;

    const std::string service;
    Changes changes;
    std::deque<std::shared_ptr<SocketSeat>> waiting; ///< On the loop's thread only.
    bool isOpen{true};                               ///< The same.

  private:
    SocketLoop& m_loop;
    std::size_t m_backlog;
};

/// A host that has sockets only holds no content.
class NothingToServe final : public ContentSource
{
  public:
    std::optional<ByteCount> SizeOf(std::string_view name) const override;
    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override;
};

/**
 * The thread on which a hub lives, and the way there. What other threads want is posted to it, in
 * order; nothing else touches the hub. After Stop() every wish fails.
 */
class SocketLoop final : private EventSink
{
  public:
    static Result<std::shared_ptr<SocketLoop>> Start(const KwikNodeOptions& options);
    ~SocketLoop() override;

    /// Lets what was written go out, ends the sessions, and the thread.
    void Stop(Duration drainFor);

    /// What @p what returns, done on the loop's thread; @p otherwise when it has stopped.
    template <typename WHAT, typename ANSWER>
    ANSWER Ask(WHAT&& what, ANSWER otherwise);

    /// On the loop's thread: keeps a seat as long as the hub may call it.
    void Keep(std::shared_ptr<SocketSeat> seat);
    void Release(SocketId socket);
    /// The same of a listener, which hears of the end.
    void Keep(std::shared_ptr<ListenerSeat> seat);
    void Release(const std::string& service);
    Address LocalAddress() const;
    /// The instant of a deadline; NEVER for none.
    Instant InstantOf(std::optional<SocketClock::time_point> deadline) const;

  private:
    explicit SocketLoop(const KwikNodeOptions& options);

    Result<std::monostate> Open(const KwikNodeOptions& options);
    void Drain(Duration drainFor);
    void OnEvent(Instant now, const Event& event) override;

    boost::asio::io_context m_io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    RealClock m_clock;
    AsioEnvironment m_environment;
    NothingToServe m_nothing;
    EventSink* m_events;
    std::map<SocketId, std::shared_ptr<SocketSeat>> m_seats;
    std::map<std::string, std::shared_ptr<ListenerSeat>> m_listening;
    std::unique_ptr<SocketHub> m_hub;
    Address m_address;
    Changes m_closed; ///< Sockets that are over.
    std::mutex m_mutex;
    bool m_isOpen{true}; ///< Under m_mutex.
    std::thread m_thread;
};

template <typename WHAT, typename ANSWER>
ANSWER
SocketLoop::Ask(WHAT&& what, ANSWER otherwise)
{
    std::packaged_task<ANSWER()> task([&] { return what(*m_hub); });
    auto answer = task.get_future();
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isOpen)
        {
            return otherwise;
        }
        boost::asio::post(m_io, [&task] { task(); });
    }
    return answer.get();
}

} // namespace kwik::testbed

#endif // KWIK_TESTBED_SOCKET_LOOP_H
