#include "cli/sim/trace-files.h"

#include "experiment/text/digest.h"

#include <array>
#include <stdexcept>

namespace kwik::sim
{

namespace
{

std::ofstream
Create(const std::filesystem::path& path)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!file)
    {
        throw std::runtime_error(path.string() + ": cannot be written");
    }
    return file;
}

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
        auto entry = m_files.find(connection);
        if (entry == m_files.end())
        {
            entry = m_files.emplace(connection, Create(PathOf(connection))).first;
        }
        entry->second.write(AsText(piece).data(), static_cast<std::streamsize>(piece.size()));
    }

    void AddTo(std::vector<TraceFile>& files) const
    {
        for (const auto& [connection, file] : m_files)
        {
            files.push_back({"qlog", PathOf(connection)});
        }
    }

  private:
    std::filesystem::path PathOf(CarrierId connection) const
    {
        return m_stem.string() + "-" + std::to_string(connection.value) + ".sqlog";
    }

    std::filesystem::path m_stem;
    std::map<CarrierId, std::ofstream> m_files;
};

/// One file with the secrets of all connections.
class TraceFiles::Keys final : public KeyLog
{
  public:
    explicit Keys(const std::filesystem::path& path)
        : m_file(Create(path))
    {
    }

    void OnSecret(std::string_view line) override
    {
        m_file << line << "\n";
    }

  private:
    std::ofstream m_file;
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
            const std::filesystem::path path = m_folder / (host.name + ".pcap");
            m_pcaps.emplace_back(path, hosts.Topology().DevicesOf(host.name));
            m_pcapFiles.push_back({"pcap", path});
        }
    }
}

void
TraceFiles::WriteTo(experiment::RunWriter& writer)
{
    std::vector<TraceFile> files = std::move(m_pcapFiles);
    if (m_keys)
    {
        files.push_back({"keylog", m_folder / "keys.log"});
    }
    for (const auto& [host, qlog] : m_qlogs)
    {
        qlog->AddTo(files);
    }
    m_pcaps.clear();
    m_keys.reset();
    m_qlogs.clear();
    for (const TraceFile& file : files)
    {
        writer.Add(experiment::ArtefactRow{file.kind,
                                           file.path.string(),
                                           std::filesystem::file_size(file.path),
                                           HashOf(file.path)});
    }
}

} // namespace kwik::sim
