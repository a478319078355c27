#include "testbed/kwikd/daemon.h"

#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"
#include "testbed/kwikd/daemon-table.h"
#include "testbed/kwikd/log-event.h"
#include "testbed/kwikd/reload-check.h"
#include "testbed/real-quic.h"

#include <boost/asio/post.hpp>
#include <csignal>
#include <iostream>

namespace kwik::testbed
{

namespace
{

/// Twice what a simulated server sends: reading and framing cost CPU time here.
constexpr ByteCount FRAME_PAYLOAD{16U << 10};
/// Between two looks whether anybody is left.
constexpr std::chrono::milliseconds DRAIN_LOOK{20};
constexpr std::string_view PAGE_TYPE = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::string_view PLAIN_TYPE = "text/plain; charset=utf-8";

RealHostOptions
HostOptionsOf(const DaemonConfig& config)
{
    RealHostOptions host;
    host.listen = config.listen;
    host.acceptance = Acceptance::Accept;
    host.quic = RealQuic();
    host.quic.congestionControl = config.congestionControl;
    host.endpoint.name = "kwikd";
    host.endpoint.key = LoadOrCreateKey(config.key);
    host.endpoint.pin = PinOf(PublicKeyOf(host.endpoint.key));
    host.endpoint.directory = config.peers;
    host.endpoint.security = SecurityOf(config);
    host.endpoint.server.capacity = config.capacity;
    host.endpoint.server.framePayload = FRAME_PAYLOAD;
    return host;
}

} // namespace

Daemon::Daemon(ConfigSources sources, DaemonConfig config)
    : m_sources(std::move(sources)),
      m_config(std::move(config)),
      m_log(std::cerr, m_config.logLevel, m_config.logFormat),
      m_manager(ServiceManager::OfThisProcess()),
      m_content(m_config,
                [this](const std::string& line) {
                    m_log.Write({LogLevel::Info, "upload", {{"what", line}}});
                }),
      m_signals(m_loop, SIGINT, SIGTERM, SIGHUP),
      m_drainTimer(m_loop),
      m_aliveTimer(m_loop)
{
}

std::optional<std::string>
Daemon::Run()
{
    if (auto failure = Open())
    {
        return failure;
    }
    Announce();
    AwaitSignal();
    KeepAlive();
    m_loop.run();
    return std::nullopt;
}

std::optional<std::string>
Daemon::Open()
{
    RealHostOptions options = HostOptionsOf(m_config);
    options.uploads = m_content.Uploads();
    options.loopObserver = &m_metrics;
    auto opened = RealHost::Open(m_loop, options, *this, m_content);
    if (!opened.IsOk())
    {
        return "cannot listen on " + ToString(m_config.listen) + ": " +
               std::string(opened.Failure().where);
    }
    m_host = std::move(opened.Value());
    if (m_config.metrics)
    {
        try
        {
            m_status = std::make_unique<StatusServer>(
                m_loop,
                *m_config.metrics,
                [this](const std::string& path) { return StatusOf(path); });
        }
        catch (const boost::system::system_error& error)
        {
            return "cannot serve metrics on " + ToString(*m_config.metrics) + ": " +
                   error.code().message();
        }
    }
    return std::nullopt;
}

void
Daemon::Announce()
{
    const std::string address = ToString(m_host->Kwik().LocalAddress());
    const std::string pin = ToHex(PinOf(PublicKeyOf(LoadOrCreateKey(m_config.key))));
    std::cout << "listening " << address << " pin " << pin << std::endl;
    LogLine line{LogLevel::Info, "listening", {{"address", address}, {"pin", pin}}};
    if (m_status)
    {
        line.fields.emplace_back("metrics", ToString(m_status->LocalAddress()));
    }
    m_log.Write(line);
    m_manager.Ready("listening on " + address);
}

void
Daemon::OnEvent(Instant, const Event& event)
{
    if (const auto* violation = std::get_if<SecurityViolation>(&event))
    {
        m_metrics.OnViolation(violation->kind);
    }
    if (m_log.Wants(LevelOf(event)))
    {
        m_log.Write(LineOf(event));
    }
}

void
Daemon::AwaitSignal()
{
    m_signals.async_wait([this](const boost::system::error_code& error, int signal) {
        if (!error)
        {
            AwaitSignal();
            OnSignal(signal);
        }
    });
}

void
Daemon::OnSignal(int signal)
{
    if (signal == SIGHUP)
    {
        Reload();
    }
    else if (m_drainEnd)
    {
        End("told_twice");
    }
    else
    {
        Drain();
    }
}

void
Daemon::Reload()
{
    if (m_drainEnd)
    {
        RefuseReload("the server is ending\n");
        return;
    }
    m_manager.Reloading();
    const LoadedConfig loaded = LoadConfig(m_sources);
    const std::string why = loaded.config ? Objection(m_config, *loaded.config) : loaded.errors;
    if (!why.empty())
    {
        RefuseReload(why);
    }
    else
    {
        Apply(*loaded.config);
    }
    m_manager.Ready("listening on " + ToString(m_host->Kwik().LocalAddress()));
}

void
Daemon::Apply(const DaemonConfig& config)
{
    try
    {
        m_content.OnConfig(config); // The only part that can fail.
    }
    catch (const std::exception& error)
    {
        RefuseReload(std::string(error.what()) + "\n");
        return;
    }
    m_config = config;
    m_log.OnSettings(config.logLevel, config.logFormat);
    m_host->OnSecurity(SecurityOf(config), config.peers);
    m_host->Kwik().OnTerms({config.capacity, config.peers});
    m_metrics.OnReload(true);
    m_log.Write({LogLevel::Info, "reloaded", {}});
}

void
Daemon::RefuseReload(const std::string& why)
{
    m_metrics.OnReload(false);
    for (std::size_t start = 0; start < why.size();)
    {
        const std::size_t end = std::min(why.find('\n', start), why.size());
        if (why[start] != ' ') // The line of the file with its caret is for people.
        {
            m_log.Write(
                {LogLevel::Error, "reload_refused", {{"reason", why.substr(start, end - start)}}});
        }
        start = end + 1;
    }
}

void
Daemon::Drain()
{
    m_drainEnd = std::chrono::steady_clock::now() + m_config.drainTimeout;
    m_metrics.OnDraining();
    const ServedPaths served = m_host->Kwik().Served();
    m_log.Write({LogLevel::Info,
                 "draining",
                 {{"sessions", std::to_string(served.sessions)},
                  {"relays", std::to_string(served.relays)}}});
    m_manager.Stopping("sending clients elsewhere");
    m_host->Kwik().Leave();
    LookWhetherDrained();
}

void
Daemon::LookWhetherDrained()
{
    const ServedPaths served = m_host->Kwik().Served();
    if (served.clients + served.relays == 0)
    {
        End("drained");
        return;
    }
    if (std::chrono::steady_clock::now() >= *m_drainEnd)
    {
        End("out_of_patience");
        return;
    }
    m_drainTimer.expires_after(DRAIN_LOOK);
    m_drainTimer.async_wait([this](const boost::system::error_code& error) {
        if (!error)
        {
            LookWhetherDrained();
        }
    });
}

void
Daemon::End(std::string_view how)
{
    m_drainTimer.cancel();
    const ServedPaths served = m_host->Kwik().Served();
    m_log.Write({LogLevel::Info,
                 "ended",
                 {{"how", std::string(how)}, {"cut_off", std::to_string(served.clients)}}});
    m_host->Kwik().EndServing();
    boost::asio::post(m_loop, [this] { m_loop.stop(); }); // Behind what is being sent.
}

void
Daemon::KeepAlive()
{
    if (const auto period = m_manager.AlivePeriod())
    {
        m_manager.Alive();
        m_aliveTimer.expires_after(*period);
        m_aliveTimer.async_wait([this](const boost::system::error_code& error) {
            if (!error)
            {
                KeepAlive();
            }
        });
    }
}

StatusAnswer
Daemon::StatusOf(const std::string& path)
{
    if (path == "/metrics")
    {
        return {200, PAGE_TYPE, m_metrics.Page(*m_host)};
    }
    if (path == "/healthz")
    {
        return m_drainEnd ? StatusAnswer{503, PLAIN_TYPE, "draining\n"}
                          : StatusAnswer{200, PLAIN_TYPE, "ok\n"};
    }
    return {404, PLAIN_TYPE, "there are /metrics and /healthz\n"};
}

} // namespace kwik::testbed
