#include "testbed/host/journal-pipe.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>

namespace kwik::testbed
{

JournalPipe::JournalPipe(boost::asio::io_context& loop, int file)
    : m_pipe(loop, file)
{
    m_pipe.non_blocking(true);
}

void
JournalPipe::Write(std::string_view lines)
{
    m_waiting += lines;
    if (m_waiting.size() > MOST_WAITING)
    {
        throw std::runtime_error("nobody reads the journal");
    }
    if (!m_isWaiting)
    {
        WriteSome();
    }
}

void
JournalPipe::Finish()
{
    boost::system::error_code ignored;
    m_pipe.non_blocking(false, ignored);
    boost::asio::write(m_pipe, boost::asio::buffer(m_waiting), ignored);
    m_waiting.clear();
}

void
JournalPipe::WriteSome()
{
    boost::system::error_code error;
    const std::size_t count = m_pipe.write_some(boost::asio::buffer(m_waiting), error);
    m_waiting.erase(0, count);
    if (!m_waiting.empty())
    {
        WaitForRoom();
    }
}

void
JournalPipe::WaitForRoom()
{
    m_isWaiting = true;
    m_pipe.async_wait(boost::asio::posix::stream_descriptor::wait_write,
                      [this](boost::system::error_code error) {
                          m_isWaiting = false;
                          if (!error)
                          {
                              WriteSome();
                          }
                      });
}

} // namespace kwik::testbed
