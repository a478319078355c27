#include "experiment/run/trace-files.h"

#include "experiment/text/digest.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace kwik::experiment
{

namespace
{

/// BLAKE2b-128, in hexadecimal digits.
std::string
HashOf(const std::filesystem::path& path)
{
    Digest digest;
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

ArtefactRow
ArtefactOf(const std::string& kind, const std::filesystem::path& file)
{
    return {kind, file.string(), std::filesystem::file_size(file), HashOf(file)};
}

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
        const Key key{m_restarts, connection};
        m_files.try_emplace(key, PathOf(key)).first->second.Append(AsText(piece));
    }

    void OnRestart()
    {
        ++m_restarts;
    }

    void Close(std::vector<ArtefactRow>& closed)
    {
        for (auto& [key, file] : m_files)
        {
            file.Close();
            closed.push_back(ArtefactOf("qlog", file.Path()));
        }
    }

  private:
    /// Restarts before it, and its id, which the host may have given before.
    using Key = std::pair<std::uint64_t, CarrierId>;

    std::filesystem::path PathOf(const Key& key) const
    {
        const auto& [restarts, connection] = key;
        const std::string life = restarts == 0 ? "" : ".restart" + std::to_string(restarts);
        return m_stem.string() + life + "-" + std::to_string(connection.value) + ".sqlog";
    }

    std::filesystem::path m_stem;
    std::uint64_t m_restarts{0};
    std::map<Key, TraceFile> m_files;
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

    void Close(std::vector<ArtefactRow>& closed)
    {
        m_file.Close();
        closed.push_back(ArtefactOf("keylog", m_file.Path()));
    }

  private:
    TraceFile m_file;
};

TraceFiles::TraceFiles(const RecordSpec& record,
                       const std::filesystem::path& folder,
                       const std::string& keys)
    : m_record(record),
      m_folder(folder)
{
    if (record.pcap || record.qlog || record.keylog)
    {
        std::filesystem::create_directories(folder);
    }
    if (record.keylog)
    {
        m_keys = std::make_unique<Keys>(folder / keys);
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
TraceFiles::OnRestart(const std::string& host)
{
    if (const auto qlog = m_qlogs.find(host); qlog != m_qlogs.end())
    {
        qlog->second->OnRestart();
    }
}

std::vector<ArtefactRow>
TraceFiles::Close()
{
    std::vector<ArtefactRow> files;
    if (m_keys)
    {
        m_keys->Close(files);
    }
    for (const auto& [host, qlog] : m_qlogs)
    {
        qlog->Close(files);
    }
    return files;
}

} // namespace kwik::experiment
