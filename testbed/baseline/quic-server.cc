#include "testbed/baseline/quic-server.h"

#include "experiment/workload/generated-content.h"
#include "testbed/baseline/private-folder.h"
#include "testbed/socket-address.h"

#include <algorithm>
#include <boost/asio/ip/udp.hpp>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace kwik::testbed
{

namespace
{

namespace fs = std::filesystem;

constexpr Duration LOOK_EVERY = std::chrono::milliseconds(5);

void
WriteContent(const fs::path& path, const std::string& content)
{
    constexpr ByteCount BLOCK{1 << 20};
    const GeneratedContent source;
    const ByteCount size = *source.SizeOf(content);
    std::ofstream file(path, std::ios::binary);
    for (ByteCount done; done < size;)
    {
        const SharedBytes block = source.Read(content, done, std::min(BLOCK, size - done));
        const ByteView bytes = block.View();
        file.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        done += ByteCount{bytes.size()};
    }
    file.close();
    if (!file)
    {
        throw std::runtime_error("no memory for a file of " + std::to_string(size.value) +
                                 " bytes, which gtlsserver needs");
    }
}

/// Whether somebody listens there.
bool
IsTaken(const Address& address)
{
    using boost::asio::ip::udp;
    boost::asio::io_context none;
    udp::socket socket(none, udp::v4());
    const sockaddr_in raw = ToSocketAddress(address);
    boost::system::error_code error;
    socket.bind({boost::asio::ip::address_v4(ntohl(raw.sin_addr.s_addr)), address.port}, error);
    return error == boost::asio::error::address_in_use;
}

} // namespace

QuicServer::QuicServer(const Parts& parts)
    : m_parts(parts),
      m_timer(parts.loop)
{
}

void
QuicServer::Open(std::function<void()> onReady)
{
    const fs::path folder = MakePrivateFolder();
    const fs::path documents = folder / "documents";
    const std::string key = folder / "key.pem";
    const std::string certificate = folder / "certificate.pem";
    fs::create_directory(documents);
    WriteContent(documents / QUIC_OBJECT, m_parts.content);
    RunTool({{"openssl",
              "req",
              "-x509",
              "-newkey",
              "ec",
              "-pkeyopt",
              "ec_paramgen_curve:prime256v1",
              "-nodes",
              "-keyout",
              key,
              "-out",
              certificate,
              "-subj",
              "/CN=kwiklab",
              "-days",
              "2"},
             folder / "openssl.log"});
    const std::string address = ToString(m_parts.address);
    m_program.emplace(m_parts.loop,
                      ToolProcess::Command{{"gtlsserver",
                                            "-q",
                                            "--cc=" + ToText(m_parts.control),
                                            "-d",
                                            documents,
                                            address.substr(0, address.find(':')),
                                            std::to_string(m_parts.address.port),
                                            key,
                                            certificate},
                                           folder / "gtlsserver.log"},
                      [](const std::string& failure) {
                          throw std::runtime_error(failure.empty() ? "gtlsserver ended by itself"
                                                                   : failure);
                      });
    WaitUntilReady(std::move(onReady));
}

void
QuicServer::WaitUntilReady(std::function<void()> onReady)
{
    if (IsTaken(m_parts.address))
    {
        return onReady();
    }
    m_timer.expires_after(LOOK_EVERY);
    m_timer.async_wait([this, onReady](boost::system::error_code error) {
        if (!error)
        {
            WaitUntilReady(onReady);
        }
    });
}

} // namespace kwik::testbed
