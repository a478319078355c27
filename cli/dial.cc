// kwiklab dial: a download from real servers, or an upload, over real UDP and QUIC.
#include "cli/command.h"
#include "cli/dial-options.h"
#include "cli/dial-upload.h"
#include "cli/output-file.h"
#include "experiment/workload/delivery-checker.h"
#include "experiment/workload/generated-content.h"
#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"
#include "testbed/real-host.h"
#include "testbed/real-quic.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

namespace kwik::cli
{

namespace
{

/// Prints events when asked to, and remembers which servers were used.
class DialEvents final : public EventSink
{
  public:
    /// Stops @p loop when @p server cannot be the one that was meant.
    DialEvents(boost::asio::io_context& loop, const Address& server, bool isVerbose)
        : m_loop(loop),
          m_server(server),
          m_isVerbose(isVerbose)
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
        Judge(event);
    }

    /// Why nothing came; empty when the server has let us in, or was not heard.
    std::string refusal;

  private:
    void Judge(const Event& event)
    {
        const auto* violated = std::get_if<SecurityViolation>(&event);
        const auto* moved = std::get_if<PathStateChanged>(&event);
        if (std::holds_alternative<SessionNamed>(event))
        {
            m_isIn = true;
            refusal.clear();
        }
        else if (violated != nullptr && violated->peer == m_server && !m_isIn)
        {
            refusal = ToString(m_server) + ": " + std::string(ToText(violated->kind)) +
                      (violated->kind == Violation::WrongServerKey
                           ? "; the server has another key than --pin says"
                           : "; see docs/wire-format.md, Violations");
            m_loop.stop();
        }
        else if (moved != nullptr && moved->cause == PathCause::PeerClosed && !m_isIn)
        {
            refusal = ToString(m_server) +
                      " closes the connection; it may not let the key of --key in, or demand "
                      "another --security";
        }
    }

    boost::asio::io_context& m_loop;
    Address m_server;
    bool m_isIn{false};
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

int
Report(const DialOptions& options, const DialUpload& upload, Duration elapsed)
{
    const BitRate rate = MeanRate(upload.Size(), elapsed);
    const bool isGood = upload.failure.empty() && upload.IsVerified();
    if (options.isJson)
    {
        nlohmann::ordered_json document;
        document["sent_bytes"] = upload.uploadedAt ? upload.Size().value : 0;
        document["content"] = upload.Content();
        document["elapsed_ns"] = elapsed.count();
        document["goodput_bps"] = upload.uploadedAt ? rate.bitsPerSecond : 0;
        document["verified"] = upload.IsVerified();
        document["failure"] = upload.failure;
        std::cout << document.dump(2) << "\n";
    }
    else if (!isGood)
    {
        std::cerr << "kwiklab dial: " << upload.failure << "\n";
    }
    else
    {
        std::cout << upload.Size().value << " bytes in "
                  << std::chrono::duration<double>(elapsed).count() << " s, "
                  << static_cast<double>(rate.bitsPerSecond) / 1e6 << " Mbit/s, kept as "
                  << upload.Content() << ", verified\n";
    }
    return isGood ? EXIT_OK : EXIT_BROKEN;
}

/// A client on any free port of the interface that leads to the server.
class DialHost
{
  public:
    explicit DialHost(const DialOptions& options)
        : m_events(loop, options.server.address, options.isVerbose),
          m_signals(loop, SIGINT, SIGTERM, SIGHUP)
    {
        m_signals.async_wait([this](const boost::system::error_code&, int) {
            wasInterrupted = true;
            loop.stop();
        });
        testbed::RealHostOptions host;
        host.listen = Ipv4(0, 0);
        host.acceptance = Acceptance::Refuse;
        host.quic = testbed::RealQuic();
        host.endpoint.name = "kwiklab-dial";
        host.endpoint.key =
            options.keyFile ? testbed::LoadOrCreateKey(*options.keyFile) : testbed::NewKey();
        if (options.keyFile)
        {
            std::cerr << "proves the key in " << *options.keyFile << ", pin "
                      << testbed::ToHex(PinOf(PublicKeyOf(host.endpoint.key))) << "\n";
        }
        host.endpoint.security.level = options.level;
        host.endpoint.session.allowedServers = options.allowedServers;
        host.endpoint.pin = PinOf(PublicKeyOf(host.endpoint.key));
        auto opened = testbed::RealHost::Open(loop, host, m_events, m_nothing);
        if (!opened.IsOk())
        {
            throw std::runtime_error("cannot open a UDP socket");
        }
        m_host = std::move(opened.Value());
    }

    testbed::RealHost& Real()
    {
        return *m_host;
    }

    /// @p otherwise, unless it is known why the server has not let us in.
    std::string Failure(const std::string& otherwise) const
    {
        return m_events.refusal.empty() || wasInterrupted ? otherwise : m_events.refusal;
    }

    boost::asio::io_context loop;
    bool wasInterrupted = false;

  private:
    DialEvents m_events;
    NoContent m_nothing;
    boost::asio::signal_set m_signals;
    std::unique_ptr<testbed::RealHost> m_host;
};

int
Get(const DialOptions& options)
{
    DialHost client(options);
    DialDownload download(client.loop, options);
    Host& kwik = client.Real().Kwik();
    const Instant start = client.Real().Now();
    const SessionHandle session = kwik.Dial(options.server, download);
    kwik.OpenStream(session, options.content);
    client.loop.run();
    const Instant end = download.finishedAt.value_or(client.Real().Now());
    if (download.failure.empty())
    {
        kwik.CloseSession(session);
    }
    if (client.wasInterrupted)
    {
        download.failure = "interrupted";
    }
    download.failure = client.Failure(download.failure);
    download.SettleOutput();
    const int status = Report(options, download, end - start);
    return client.wasInterrupted ? EXIT_STOPPED : status;
}

int
Put(const DialOptions& options)
{
    DialHost client(options);
    DialUpload upload(client.loop, *options.put);
    Host& kwik = client.Real().Kwik();
    const Instant start = client.Real().Now();
    const SessionHandle session = kwik.Dial(options.server, upload);
    upload.Start(kwik, session);
    client.loop.run();
    const Instant end = upload.uploadedAt.value_or(client.Real().Now());
    if (upload.failure.empty())
    {
        kwik.CloseSession(session);
    }
    if (client.wasInterrupted)
    {
        upload.failure = "interrupted";
    }
    upload.failure = client.Failure(upload.failure);
    const int status = Report(options, upload, end - start);
    return client.wasInterrupted ? EXIT_STOPPED : status;
}

} // namespace

int
RunDial(const Arguments& arguments)
{
    const auto options = ReadDialOptions(arguments);
    if (!options)
    {
        return EXIT_OK;
    }
    return options->put ? Put(*options) : Get(*options);
}

} // namespace kwik::cli
