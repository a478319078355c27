#include "testbed/baseline/iperf3.h"

#include "testbed/baseline/private-folder.h"
#include "testbed/baseline/stream-socket.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr Duration LOOK_EVERY = std::chrono::milliseconds(5);
constexpr const char* PART_SECONDS = "0.1";

/// With what it takes for its sockets to be MPTCP's.
std::vector<std::string>
Iperf3(experiment::TransportProtocol protocol, const std::vector<std::string>& arguments)
{
    std::vector<std::string> words;
    if (protocol == experiment::TransportProtocol::Mptcp)
    {
        words = {"mptcpize", "run"};
    }
    words.emplace_back("iperf3");
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

std::string
HostOf(const Address& address)
{
    const std::string text = ToString(address);
    return text.substr(0, text.find(':'));
}

/// Whether somebody listens there.
bool
IsTaken(const Address& address)
{
    boost::asio::io_context none;
    boost::asio::basic_socket_acceptor<StreamProtocol> socket(
        none,
        ProtocolOf(experiment::TransportProtocol::Tcp));
    boost::system::error_code error;
    socket.bind(EndpointOf(address), error);
    return error == boost::asio::error::address_in_use;
}

Duration
SpanOf(double seconds)
{
    return Duration(std::llround(seconds * 1e9));
}

} // namespace

Iperf3Server::Iperf3Server(const Parts& parts)
    : m_parts(parts),
      m_timer(parts.loop)
{
}

void
Iperf3Server::Open(std::function<void()> onReady)
{
    const std::filesystem::path folder = MakePrivateFolder();
    m_program.emplace(
        m_parts.loop,
        ToolProcess::Command{
            Iperf3(
                m_parts.protocol,
                {"-s", "-B", HostOf(m_parts.address), "-p", std::to_string(m_parts.address.port)}),
            folder / "iperf3.log"},
        [](const std::string& failure) {
            throw std::runtime_error(failure.empty() ? "iperf3 ended by itself" : failure);
        });
    WaitUntilReady(std::move(onReady));
}

void
Iperf3Server::WaitUntilReady(std::function<void()> onReady)
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

Iperf3Client::Iperf3Client(const Parts& parts)
    : m_parts(parts),
      m_said(MakePrivateFolder() / "iperf3.json")
{
}

void
Iperf3Client::Fetch()
{
    m_started = m_parts.clock.Now();
    std::vector<std::string> arguments{"-c",
                                       HostOf(m_parts.server),
                                       "-p",
                                       std::to_string(m_parts.server.port),
                                       "-R",
                                       "-n",
                                       std::to_string(m_parts.report.Of().size.value),
                                       "-C",
                                       ToText(m_parts.transport.control),
                                       "-i",
                                       PART_SECONDS,
                                       "-J"};
    if (m_parts.from)
    {
        arguments.insert(arguments.end(), {"-B", HostOf(*m_parts.from)});
    }
    m_program.emplace(m_parts.loop,
                      ToolProcess::Command{Iperf3(m_parts.transport.protocol, arguments), m_said},
                      [this](const std::string& failure) { OnEnd(failure); });
}

void
Iperf3Client::OnEnd(const std::string& failure)
{
    std::ifstream file(m_said);
    const auto said = nlohmann::json::parse(file, nullptr, false);
    if (!failure.empty() || !said.is_object() || !said.contains("intervals"))
    {
        throw std::runtime_error(failure.empty() ? "iperf3 said nothing that can be read"
                                                 : failure);
    }
    // Its own goodput counts from the beginning of the test, behind its negotiations.
    const Duration whole = SpanOf(said.at("end").at("sum_received").at("seconds"));
    const Instant begun = std::max(m_started, m_parts.clock.Now() - whole);
    m_parts.report.OnStart(begun);
    for (const auto& part : said.at("intervals"))
    {
        const auto& sum = part.at("sum");
        m_parts.report.OnUnseenBytes(begun + SpanOf(sum.at("end")),
                                     ByteCount{sum.at("bytes").get<std::uint64_t>()});
    }
    if (!m_parts.report.IsOver())
    {
        throw std::runtime_error("iperf3 ended before all had come");
    }
}

} // namespace kwik::testbed
