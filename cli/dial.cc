// kwiklab dial: a download from real servers over real UDP and QUIC.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output-file.h"
#include "experiment/workload/delivery-checker.h"
#include "experiment/workload/generated-content.h"
#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"
#include "testbed/real-host.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

struct DialOptions
{
    ServerInfo server;
    std::string content;
    std::optional<std::string> output;
    bool isJson;
    bool isVerbose;
};

/// Prints events when asked to, and remembers which servers were used.
class DialEvents final : public EventSink
{
  public:
    explicit DialEvents(bool isVerbose)
        : m_isVerbose(isVerbose)
    {
    }

    void OnEvent(Instant now, const Event& event) override
    {
        m_start = m_start.value_or(now);
        if (m_isVerbose)
        {
            const auto since = std::chrono::duration<double>(now - *m_start);
            std::cerr << since.count() << " " << KindOf(event) << " " << DetailOf(event) << "\n";
        }
    }

  private:
    bool m_isVerbose;
    std::optional<Instant> m_start;
};

/// Checks or stores what comes, and stops the loop when all of it is here.
class DialDownload final : public Application
{
  public:
    DialDownload(boost::asio::io_context& loop, const DialOptions& options)
        : m_loop(loop)
    {
        if (GeneratedContent().SizeOf(options.content))
        {
            m_checker.emplace(options.content);
        }
        if (options.output)
        {
            m_output.emplace(*options.output);
        }
    }

    void OnStreamBytes(Instant now,
                       SessionStream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override
    {
        const ByteView view = bytes.View();
        if (m_checker)
        {
            m_checker->OnBytes(view);
        }
        if (m_output)
        {
            m_output->Write(AsText(view));
        }
        received += ByteCount{view.size()};
        if (finish == StreamFinish::Final)
        {
            finishedAt = now;
            m_loop.stop();
        }
    }

    void OnStreamRefused(Instant, SessionStream) override
    {
        failure = "the server has no such content";
        m_loop.stop();
    }

    void OnSessionEnded(Instant, SessionHandle, SessionEnd end) override
    {
        if (end == SessionEnd::Lost)
        {
            failure = "no server could be reached";
            m_loop.stop();
        }
    }

    /// To be called at the end: keeps what was written if it is the whole content.
    void SettleOutput()
    {
        if (m_output && failure.empty() && IsVerified().value_or(true) && !m_output->Keep())
        {
            failure = "the output file could not be written to its end";
        }
        m_output.reset();
    }

    /// Whether the whole is what it should be; nothing when it did not all come, or when there is
    /// nothing to compare with.
    std::optional<bool> IsVerified() const
    {
        if (!m_checker || !finishedAt)
        {
            return std::nullopt;
        }
        return m_checker->Corrupted() == ByteCount{} &&
               m_checker->DeliveredHash() == m_checker->ExpectedHash();
    }

    ByteCount received;
    std::optional<Instant> finishedAt;
    std::string failure;

  private:
    boost::asio::io_context& m_loop;
    std::optional<DeliveryChecker> m_checker;
    std::optional<OutputFile> m_output;
};

/// Whether a server could have it.
bool
IsContent(std::string_view name)
{
    constexpr std::string_view FILES = "file/";
    return (name.starts_with(FILES) && name.size() > FILES.size()) ||
           GeneratedContent().SizeOf(name).has_value();
}

std::optional<DialOptions>
Read(const Arguments& arguments)
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("server", po::value<std::string>()->required(), "ADDRESS:PORT of the primary server");
    add("pin", po::value<std::string>()->required(), "its pin, as kwikd prints it");
    add("get", po::value<std::string>()->required(), "content: file/PATH or generated/SIZE/SEED");
    add("output,o", po::value<std::string>(), "file to write the content to");
    add("json", po::bool_switch(), "print one JSON document");
    add("verbose,v", po::bool_switch(), "print every event to standard error");
    const auto values = ReadOptions(
        arguments,
        description,
        {"kwiklab dial --server ADDRESS:PORT --pin PIN --get CONTENT [OPTIONS]",
         "Downloads a content from a Kwik server, and from every other server that it\n"
         "recommends, over real UDP and QUIC. Generated content is checked byte by byte.",
         "  kwikd --listen 127.0.0.1:4433        # prints its pin\n"
         "  kwiklab dial --server 127.0.0.1:4433 --pin PIN --get generated/100000000/1"});
    if (!values)
    {
        return std::nullopt;
    }
    const std::string server = (*values)["server"].as<std::string>();
    const auto address = ParseIpv4(server);
    if (!address.IsOk())
    {
        throw po::error("--server " + server +
                        ": not an IPv4 address and port; write for example 127.0.0.1:4433");
    }
    const auto pin = testbed::ParsePin((*values)["pin"].as<std::string>());
    if (!pin)
    {
        throw po::error("--pin: 64 hexadecimal digits (0-9a-f), as kwikd prints them");
    }
    const std::string content = (*values)["get"].as<std::string>();
    if (!IsContent(content))
    {
        throw po::error("--get " + content +
                        ": write file/PATH for a file of the server, as in file/movie.bin, or "
                        "generated/SIZE/SEED, as in generated/100000000/1");
    }
    DialOptions options{{address.Value(), *pin, {}}, content, {}, {}, {}};
    options.isJson = (*values)["json"].as<bool>();
    options.isVerbose = (*values)["verbose"].as<bool>();
    if (values->contains("output"))
    {
        options.output = (*values)["output"].as<std::string>();
    }
    return options;
}

int
Report(const DialOptions& options, const DialDownload& download, Duration elapsed)
{
    const auto verified = download.IsVerified();
    const bool isGood = download.failure.empty() && verified.value_or(true);
    const double seconds = std::chrono::duration<double>(elapsed).count();
    const double megabits =
        static_cast<double>(MeanRate(download.received, elapsed).bitsPerSecond) / 1e6;
    if (options.isJson)
    {
        nlohmann::ordered_json document;
        document["received_bytes"] = download.received.value;
        document["elapsed_ns"] = elapsed.count();
        document["goodput_bps"] = MeanRate(download.received, elapsed).bitsPerSecond;
        document["verified"] = verified ? nlohmann::json(*verified) : nlohmann::json(nullptr);
        document["failure"] = download.failure;
        std::cout << document.dump(2) << "\n";
    }
    else if (!download.failure.empty())
    {
        std::cerr << "kwiklab dial: " << download.failure << "\n";
    }
    else
    {
        std::cout << download.received.value << " bytes in " << seconds << " s, " << megabits
                  << " Mbit/s" << (verified ? (*verified ? ", hash verified" : ", CORRUPTED") : "")
                  << "\n";
    }
    return isGood ? EXIT_OK : EXIT_BROKEN;
}

} // namespace

int
RunDial(const Arguments& arguments)
{
    const auto options = Read(arguments);
    if (!options)
    {
        return EXIT_OK;
    }
    boost::asio::io_context loop;
    bool wasInterrupted = false;
    boost::asio::signal_set signals(loop, SIGINT, SIGTERM, SIGHUP);
    signals.async_wait([&loop, &wasInterrupted](const boost::system::error_code&, int) {
        wasInterrupted = true;
        loop.stop();
    });
    DialEvents events(options->isVerbose);
    const NoContent nothing;
    DialDownload download(loop, *options);
    testbed::RealHostOptions host;
    // Any free port of the interface that leads to the server.
    host.listen = Ipv4(0, 0);
    host.acceptance = Acceptance::Refuse;
    host.endpoint.name = "kwiklab-dial";
    host.endpoint.key = testbed::NewKey();
    host.endpoint.pin = PinOf(PublicKeyOf(host.endpoint.key));
    auto opened = testbed::RealHost::Open(loop, host, events, nothing);
    if (!opened.IsOk())
    {
        throw std::runtime_error("cannot open a UDP socket");
    }
    Host& kwik = opened.Value()->Kwik();
    const Instant start = opened.Value()->Now();
    const SessionHandle session = kwik.Dial(options->server, download);
    kwik.OpenStream(session, options->content);
    loop.run();
    const Instant end = download.finishedAt.value_or(opened.Value()->Now());
    if (download.failure.empty())
    {
        kwik.CloseSession(session);
    }
    if (wasInterrupted)
    {
        download.failure = "interrupted";
    }
    download.SettleOutput();
    const int status = Report(*options, download, end - start);
    return wasInterrupted ? EXIT_STOPPED : status;
}

} // namespace kwik::cli
