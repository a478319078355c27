#include "testbed/kwikd/load-config.h"

#include "experiment/text/diagnostic-printer.h"
#include "experiment/yaml/read-yaml.h"
#include "testbed/kwikd/daemon-table.h"
#include "testbed/security-options.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

namespace kwik::testbed
{

using namespace kwik::experiment;

namespace
{

constexpr std::array<std::string_view, 4> PATHS{"key", "content", "uploads", "client_keys"};
constexpr std::string_view ANY = "any";

/// Paths in the file mean the same wherever kwikd is started.
void
Anchor(Node& document, const std::filesystem::path& folder)
{
    for (MapEntry& entry : document.entries)
    {
        const bool isPath = std::find(PATHS.begin(), PATHS.end(), entry.key) != PATHS.end();
        const bool isWord = entry.key == "client_keys" && entry.value.scalar == ANY;
        if (isPath && !isWord && entry.value.form == NodeForm::Scalar &&
            !entry.value.scalar.empty())
        {
            entry.value.scalar = (folder / entry.value.scalar).string();
        }
    }
}

void
CheckFolder(const std::optional<std::string>& folder,
            const char* key,
            const PathIndex& index,
            Diagnostics& diagnostics)
{
    std::error_code ignored;
    if (folder && index.Has(key) && !std::filesystem::is_directory(*folder, ignored) &&
        index.IsSound(key))
    {
        diagnostics.Add(index.At(key), std::string(key) + ": '" + *folder + "': no such folder");
    }
}

/// One source, read along the table.
struct Reading
{
    DaemonConfig config;
    std::vector<Diagnostic> wrong;
    std::optional<Diagnostic> broken; ///< The list of client keys.
};

void
CheckPeers(const DaemonConfig& config, const PathIndex& index, Diagnostics& diagnostics)
{
    for (std::size_t i = 0; i < config.peers.size(); ++i)
    {
        const auto same = [&](const ServerInfo& peer) {
            return peer.address == config.peers[i].address;
        };
        const auto before = config.peers.begin() + static_cast<std::ptrdiff_t>(i);
        const std::string path = "peers[" + std::to_string(i) + "]";
        if (index.IsSound(path) && std::any_of(config.peers.begin(), before, same))
        {
            diagnostics.Add(index.At(path),
                            "peers: " + ToString(config.peers[i].address) + " is listed twice");
        }
    }
}

Reading
Read(const Node& document)
{
    Reading reading;
    Diagnostics diagnostics;
    Reader reader(diagnostics);
    DaemonTable().Read(document, reading.config, reader);
    CheckFolder(reading.config.content, "content", reader.Index(), diagnostics);
    CheckFolder(reading.config.uploads, "uploads", reader.Index(), diagnostics);
    CheckPeers(reading.config, reader.Index(), diagnostics);
    reading.wrong = diagnostics.Sorted();
    const auto& clients = reading.config.clientKeys;
    if (clients && *clients != ANY && reader.Index().IsSound("client_keys"))
    {
        try
        {
            reading.config.allowedClients = LoadPins(*clients);
        }
        catch (const std::runtime_error& error)
        {
            reading.broken = Diagnostic{reader.Index().At("client_keys"),
                                        std::string("client_keys: ") + error.what()};
        }
    }
    return reading;
}

/// A message about an option, which begins with the name of its key.
std::string
OptionError(const Diagnostic& wrong)
{
    std::string key = wrong.message.substr(0, wrong.message.find(':'));
    const std::string rest = wrong.message.substr(key.size());
    std::replace(key.begin(), key.end(), '_', '-');
    return "kwikd: --" + (key == "peers" ? std::string("peer") : key) + rest + "\n";
}

struct FileReading
{
    Node document{NodeForm::Map, {}, {}, {}, {}};
    std::string errors;
};

/// What of the file counts, because no option says otherwise.
FileReading
ReadFile(const std::string& file, LoadedConfig& loaded)
{
    FileReading reading;
    const Parsed<SourceText> source = SourceText::Load(file);
    if (!source.IsOk())
    {
        reading.errors = file + ": error: " + source.Why() + "\n";
        return reading;
    }
    Diagnostics diagnostics;
    auto document = ReadYaml(source.Value(), diagnostics);
    std::vector<Diagnostic> wrong = diagnostics.Sorted();
    if (document && document->form != NodeForm::Map)
    {
        wrong.push_back({document->position, "expected keys with their values"});
    }
    else if (document)
    {
        reading.document = std::move(*document);
        Anchor(reading.document, std::filesystem::path(file).parent_path());
        const Reading read = Read(reading.document);
        wrong.insert(wrong.end(), read.wrong.begin(), read.wrong.end());
        if (read.broken)
        {
            loaded.isBroken = wrong.empty();
            wrong.push_back(*read.broken);
        }
    }
    reading.errors = Render(wrong, source.Value(), {});
    return reading;
}

std::string
ErrorsOfOptions(const Node& options, LoadedConfig& loaded)
{
    const Reading read = Read(options);
    std::string errors;
    for (const Diagnostic& wrong : read.wrong)
    {
        errors += OptionError(wrong);
    }
    if (read.broken)
    {
        errors += OptionError(*read.broken);
        loaded.isBroken = true;
    }
    loaded.isBroken = loaded.isBroken && read.wrong.empty();
    return errors;
}

} // namespace

SecurityConfig
SecurityOf(const DaemonConfig& config)
{
    SecurityConfig security;
    security.level = config.security;
    security.allowedClients = config.allowedClients;
    if (config.clientKeys)
    {
        security.clientKeys = *config.clientKeys == ANY ? ClientKeys::Any : ClientKeys::Listed;
    }
    return security;
}

LoadedConfig
LoadConfig(const ConfigSources& sources)
{
    LoadedConfig loaded;
    FileReading file;
    if (sources.file)
    {
        file = ReadFile(*sources.file, loaded);
    }
    loaded.errors = file.errors + ErrorsOfOptions(sources.options, loaded);
    if (!loaded.errors.empty())
    {
        return loaded;
    }
    Node merged = sources.options;
    for (MapEntry& entry : file.document.entries)
    {
        const auto& told = sources.options.entries;
        const bool isOverridden = std::any_of(told.begin(), told.end(), [&](const MapEntry& one) {
            return one.key == entry.key;
        });
        if (!isOverridden)
        {
            merged.entries.push_back(std::move(entry));
        }
    }
    loaded.config = Read(merged).config;
    return loaded;
}

} // namespace kwik::testbed
