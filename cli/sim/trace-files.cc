#include "cli/sim/trace-files.h"

#include "experiment/text/digest.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace kwik::sim
{

namespace
{

/// BLAKE2b-128, in hexadecimal digits.
std::string
HashOf(const std::filesystem::path& path)
{
    experiment::Digest digest;
    std::ifstream in(path, std::ios::binary);
    std::array<char, 65536> block{};
    while (in.read(block.data(), block.size()) || in.gcount() > 0)
    {
        digest.Add(AsBytes({block.data(), static_cast<std::size_t>(in.gcount())}));
    }
    if (!in.eof())
    {
        throw std::runtime_error(path.string() + ": cannot be read");
    }
    return digest.Hex();
}

} // namespace

/// The qlog files of one host.
class TraceFiles::HostQlog final : public QlogSink
{
  public:
    explicit HostQlog(std::filesystem::path stem)
        : m_stem(std::move(stem))
    {
    }

    void OnQlog(CarrierId connection, ByteView piece) override
    {
        m_files.try_emplace(connection, PathOf(connection)).first->second.Append(AsText(piece));
    }

    void Close(std::vector<Closed>& closed)
    {
        for (auto& [connection, file] : m_files)
        {
            file.Close();
            closed.push_back({"qlog", file.Path()});
        }
    }

  private:
    std::filesystem::path PathOf(CarrierId connection) const
    {
        return m_stem.string() + "-" + std::to_string(connection.value) + ".sqlog";
    }

    std::filesystem::path m_stem;
    std::map<CarrierId, TraceFile> m_files;
};

/// One file with the secrets of all connections.
class TraceFiles::Keys final : public KeyLog
{
  public:
    explicit Keys(const std::filesystem::path& path)
        : m_file(path)
    {
    }

    void OnSecret(std::string_view line) override
    {
        m_file.Append(line);
        m_file.Append("\n");
    }

    void Close(std::vector<Closed>& closed)
    {
        m_file.Close();
        closed.push_back({"keylog", m_file.Path()});
    }

  private:
    TraceFile m_file;
};

TraceFiles::TraceFiles(const experiment::RecordSpec& record, const std::filesystem::path& folder)
    : m_record(record),
      m_folder(folder)
{
    if (record.pcap || record.qlog || record.keylog)
    {
        std::filesystem::create_directories(folder);
    }
    if (record.keylog)
    {
        m_keys = std::make_unique<Keys>(folder / "keys.log");
    }
}

TraceFiles::~TraceFiles() = default;

QuicTraces
TraceFiles::TracesOf(const std::string& host)
{
    QuicTraces traces;
    traces.keyLog = m_keys.get();
    if (m_record.qlog)
    {
        auto& qlog = m_qlogs[host];
        qlog = std::make_unique<HostQlog>(m_folder / host);
        traces.qlog = qlog.get();
    }
    return traces;
}

void
TraceFiles::Capture(const experiment::Scenario& scenario, SimulatedHosts& hosts)
{
    for (const experiment::HostSpec& host : scenario.hosts)
    {
        if (m_record.pcap && host.role == experiment::HostRole::Client)
        {
            m_pcaps.emplace_back(m_folder / (host.name + ".pcap"),
                                 hosts.Topology().DevicesOf(host.name));
        }
    }
}

void
TraceFiles::WriteTo(experiment::RunWriter& writer)
{
    std::vector<Closed> files;
    for (PcapRecorder& pcap : m_pcaps)
    {
        pcap.Close();
        files.push_back({"pcap", pcap.Path()});
    }
    if (m_keys)
    {
        m_keys->Close(files);
    }
    for (const auto& [host, qlog] : m_qlogs)
    {
        qlog->Close(files);
    }
    for (const Closed& file : files)
    {
        writer.Add(experiment::ArtefactRow{file.kind,
                                           file.path.string(),
                                           std::filesystem::file_size(file.path),
                                           HashOf(file.path)});
    }
}

} // namespace kwik::sim
