#ifndef KWIK_TESTBED_HOST_JOURNAL_PIPE_H
#define KWIK_TESTBED_HOST_JOURNAL_PIPE_H

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace kwik::testbed
{

/// Hands lines to another process without ever waiting for it.
class JournalPipe
{
  public:
    /// As much as may wait for a reader that does not read.
    static constexpr std::size_t MOST_WAITING = std::size_t{64} << 20;

    /// Takes over @p file.
    JournalPipe(boost::asio::io_context& loop, int file);

    /// Throws std::runtime_error when too much waits.
    void Write(std::string_view lines);
    /// Waits until all is written, or nobody reads any more.
    void Finish();

  private:
    void WriteSome();
    void WaitForRoom();

    boost::asio::posix::stream_descriptor m_pipe;
    std::string m_waiting;
    bool m_isWaiting{false};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_JOURNAL_PIPE_H
