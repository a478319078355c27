// kwikd: a Kwik server on real UDP sockets.
#include "experiment/workload/generated-content.h"
#include "protocol-core/trust/key-pin.h"
#include "testbed/file-content.h"
#include "testbed/key-file.h"
#include "testbed/kwikd/daemon-options.h"
#include "testbed/real-host.h"
#include "testbed/upload-folder.h"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>
#include <memory>

namespace kwik::testbed
{

namespace
{

/// As of kwiklab: something could not be done.
constexpr int EXIT_BROKEN = 3;

/// Prints one line an event: `seconds kind {detail}`.
class PrintingSink final : public EventSink
{
  public:
    void OnEvent(Instant now, const Event& event) override
    {
        const auto span =
            std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
        std::cout << span.count() << " " << KindOf(event) << " " << DetailOf(event) << std::endl;
    }
};

/// The files of one folder, what clients have uploaded, and everything that can be generated.
class DaemonContent final : public ContentSource
{
  public:
    explicit DaemonContent(const DaemonOptions& options)
    {
        if (options.content)
        {
            m_files.emplace(*options.content);
        }
        if (options.uploads)
        {
            m_uploads.emplace(*options.uploads, options.uploadsMost, [](const std::string& line) {
                std::cout << line << std::endl;
            });
        }
    }

    /// Null when uploads are dropped.
    UploadSink* Uploads()
    {
        return m_uploads ? &*m_uploads : nullptr;
    }

    std::optional<ByteCount> SizeOf(std::string_view name) const override
    {
        const ContentSource* source = SourceOf(name);
        return source == nullptr ? std::nullopt : source->SizeOf(name);
    }

    SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const override
    {
        const ContentSource* source = SourceOf(name);
        return source == nullptr ? SharedBytes() : source->Read(name, offset, length);
    }

  private:
    const ContentSource* SourceOf(std::string_view name) const
    {
        if (m_generated.SizeOf(name))
        {
            return &m_generated;
        }
        if (m_uploads && !UploadFolder::NameIn(name).empty())
        {
            return &*m_uploads;
        }
        return m_files ? &*m_files : nullptr;
    }

    GeneratedContent m_generated;
    std::optional<UploadFolder> m_uploads;
    std::optional<FileContent> m_files;
};

int
Serve(const DaemonOptions& options)
{
    RealHostOptions host;
    host.listen = options.listen;
    host.acceptance = Acceptance::Accept;
    host.quic.congestionControl = options.congestionControl;
    host.endpoint.name = "kwikd";
    host.endpoint.key = LoadOrCreateKey(options.keyFile);
    host.endpoint.pin = PinOf(PublicKeyOf(host.endpoint.key));
    host.endpoint.directory = options.peers;
    host.endpoint.security = options.security;
    host.endpoint.server.capacity = options.capacity;

    boost::asio::io_context loop;
    PrintingSink events;
    DaemonContent content(options);
    host.uploads = content.Uploads();
    auto opened = RealHost::Open(loop, host, events, content);
    if (!opened.IsOk())
    {
        std::cerr << "kwikd: cannot listen on " << ToString(options.listen) << ": "
                  << opened.Failure().where << "\n";
        return EXIT_BROKEN;
    }
    std::cout << "listening " << ToString(opened.Value()->Kwik().LocalAddress()) << " pin "
              << ToHex(host.endpoint.pin) << std::endl;
    boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
    signals.async_wait([&loop](const boost::system::error_code&, int) { loop.stop(); });
    loop.run();
    return EXIT_SUCCESS;
}

} // namespace

} // namespace kwik::testbed

int
main(int argc, char** argv)
{
    using namespace kwik::testbed;
    try
    {
        const auto parsed = ParseDaemonOptions(argc, argv);
        if (!parsed.options)
        {
            (parsed.exitCode == EXIT_SUCCESS ? std::cout : std::cerr) << parsed.message;
            return parsed.exitCode;
        }
        return Serve(*parsed.options);
    }
    catch (const std::exception& error)
    {
        std::cerr << "kwikd: " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}
