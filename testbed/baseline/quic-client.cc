#include "testbed/baseline/quic-client.h"

#include "testbed/baseline/private-folder.h"
#include "testbed/baseline/quic-server.h"

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>

namespace kwik::testbed
{

namespace
{

/// Room for what comes while this process does something else.
constexpr int PIPE_BYTES = 1 << 20;

/// A pipe with a name. It is opened for both, so that it has no end and nobody waits for it.
int
MakePipe(const std::filesystem::path& path)
{
    const int pipe = ::mkfifo(path.c_str(), 0600) == 0
                         ? ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)
                         : -1;
    if (pipe < 0)
    {
        throw std::system_error(errno, std::generic_category(), "no pipe for gtlsclient");
    }
    ::fcntl(pipe, F_SETPIPE_SZ, PIPE_BYTES);
    return pipe;
}

} // namespace

QuicClient::QuicClient(const Parts& parts)
    : m_parts(parts),
      m_folder(MakePrivateFolder()),
      m_pipe(parts.loop, MakePipe(m_folder / QUIC_OBJECT))
{
    m_pipe.non_blocking(true);
}

void
QuicClient::Fetch()
{
    const std::string server = ToString(m_parts.server);
    m_parts.report.OnStart(m_parts.clock.Now());
    m_program.emplace(m_parts.loop,
                      ToolProcess::Command{{"gtlsclient",
                                            "-q",
                                            "--no-quic-dump",
                                            "--no-http-dump",
                                            "--exit-on-all-streams-close",
                                            "--cc=" + ToText(m_parts.control),
                                            "--download=" + m_folder.string(),
                                            server.substr(0, server.find(':')),
                                            std::to_string(m_parts.server.port),
                                            "https://" + server + "/" + QUIC_OBJECT},
                                           m_folder / "gtlsclient.log"},
                      [this](const std::string& failure) { OnEnd(failure); });
    WaitForBytes();
}

void
QuicClient::WaitForBytes()
{
    m_pipe.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                      [this](boost::system::error_code error) {
                          if (!error)
                          {
                              Read();
                              WaitForBytes();
                          }
                      });
}

void
QuicClient::Read()
{
    for (boost::system::error_code error; !error;)
    {
        const std::size_t count = m_pipe.read_some(boost::asio::buffer(m_bytes), error);
        m_parts.report.OnBytes(m_parts.clock.Now(), ByteView(m_bytes.data(), count));
    }
}

void
QuicClient::OnEnd(const std::string& failure)
{
    Read();
    if (!m_parts.report.IsOver())
    {
        throw std::runtime_error(failure.empty() ? "gtlsclient ended before all had come"
                                                 : failure);
    }
}

} // namespace kwik::testbed
