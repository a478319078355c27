#include "testbed/kwikd/daemon-options.h"

#include "testbed/key-file.h"
#include "testbed/security-options.h"

#include <boost/program_options.hpp>
#include <charconv>
#include <sstream>

namespace kwik::testbed
{

namespace
{

namespace po = boost::program_options;

constexpr int EXIT_USAGE = 2;

po::options_description
Describe()
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("help,h", "show this text");
    add("listen",
        po::value<std::string>()->default_value("127.0.0.1:4433"),
        "IPv4 address and UDP port to serve on; port 0 takes any free one");
    add("key",
        po::value<std::string>()->default_value("kwikd.key"),
        "file with the host key; made if it does not exist");
    add("content", po::value<std::string>(), "folder whose files are served as file/PATH");
    add("uploads",
        po::value<std::string>(),
        "folder that keeps what clients upload, and serves it as upload/NAME; without it, what is "
        "uploaded is dropped");
    add("uploads-max",
        po::value<std::string>()->default_value("1000000000"),
        "how many bytes that folder may have");
    add("peer",
        po::value<std::vector<std::string>>()->composing(),
        "ADDRESS:PORT=PIN of another server that clients may use too; may be repeated");
    add("security",
        po::value<std::string>()->default_value("standard"),
        "what is demanded of peers: standard, high or maximum");
    add("client-keys",
        po::value<std::string>(),
        "`any`: each client proves a key; or a file with the pins of those that may come, one a "
        "line");
    add("capacity",
        po::value<std::int64_t>(),
        "client paths wanted at most; servers that ask are told the load");
    add("congestion-control", po::value<std::string>()->default_value("bbr"), "cubic, bbr or reno");
    return description;
}

Address
ReadAddress(const std::string& text, const char* option)
{
    const auto address = ParseIpv4(text);
    if (!address.IsOk())
    {
        throw po::error(std::string("--") + option + " " + text +
                        ": not an IPv4 address and port; write for example 127.0.0.1:4433");
    }
    return address.Value();
}

ServerInfo
ReadPeer(const std::string& text)
{
    const auto equals = text.find('=');
    const auto pin = equals == std::string::npos ? std::nullopt : ParsePin(text.substr(equals + 1));
    if (!pin)
    {
        throw po::error("--peer " + text +
                        ": write ADDRESS:PORT=PIN; a server prints its pin (64 hexadecimal digits) "
                        "when it starts");
    }
    return {ReadAddress(text.substr(0, equals), "peer"), *pin, {}};
}

CongestionControl
ReadCongestionControl(const std::string& name)
{
    if (name == "cubic")
    {
        return CongestionControl::Cubic;
    }
    if (name == "bbr")
    {
        return CongestionControl::Bbr;
    }
    if (name == "reno")
    {
        return CongestionControl::Reno;
    }
    throw po::error("--congestion-control " + name + ": allowed are cubic, bbr, reno");
}

ByteCount
ReadSize(const std::string& text)
{
    std::uint64_t bytes = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, bytes);
    if (error != std::errc() || rest != end || bytes > 1ULL << 60)
    {
        throw po::error("--uploads-max " + text + ": write a number of bytes, as in 1000000000");
    }
    return {bytes};
}

std::filesystem::path
ReadFolder(const po::variables_map& values, const char* option)
{
    const std::filesystem::path folder = values[option].as<std::string>();
    if (!std::filesystem::is_directory(folder))
    {
        throw po::error(std::string("--") + option + " " + folder.string() + ": no such folder");
    }
    return folder;
}

std::uint32_t
ReadCapacity(std::int64_t told)
{
    constexpr std::int64_t MOST = 1'000'000;
    if (told < 0 || told > MOST)
    {
        throw po::error("--capacity " + std::to_string(told) + ": allowed are 0 to 1000000");
    }
    return static_cast<std::uint32_t>(told);
}

SecurityConfig
ReadSecurity(const po::variables_map& values)
{
    SecurityConfig security;
    const std::string name = values["security"].as<std::string>();
    const auto level = ParseSecurityLevel(name);
    if (!level)
    {
        throw po::error("--security " + name + ": allowed are standard, high, maximum");
    }
    security.level = *level;
    if (values.contains("client-keys"))
    {
        const auto keys = values["client-keys"].as<std::string>();
        const bool isAny = keys == "any";
        security.clientKeys = isAny ? ClientKeys::Any : ClientKeys::Listed;
        security.allowedClients = isAny ? std::vector<KeyPin>() : LoadPins(keys);
    }
    return security;
}

DaemonOptions
Read(const po::variables_map& values)
{
    DaemonOptions options;
    options.listen = ReadAddress(values["listen"].as<std::string>(), "listen");
    options.keyFile = values["key"].as<std::string>();
    options.congestionControl =
        ReadCongestionControl(values["congestion-control"].as<std::string>());
    options.security = ReadSecurity(values);
    if (values.contains("capacity"))
    {
        options.capacity = ReadCapacity(values["capacity"].as<std::int64_t>());
    }
    if (values.contains("content"))
    {
        options.content = ReadFolder(values, "content");
    }
    if (values.contains("uploads"))
    {
        options.uploads = ReadFolder(values, "uploads");
    }
    options.uploadsMost = ReadSize(values["uploads-max"].as<std::string>());
    if (values.contains("peer"))
    {
        for (const std::string& peer : values["peer"].as<std::vector<std::string>>())
        {
            options.peers.push_back(ReadPeer(peer));
        }
    }
    return options;
}

} // namespace

ParsedDaemonOptions
ParseDaemonOptions(int argc, const char* const* argv)
{
    const po::options_description description = Describe();
    try
    {
        const int style =
            po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
        po::variables_map values;
        po::store(po::command_line_parser(argc, argv).options(description).style(style).run(),
                  values);
        po::notify(values);
        if (values.contains("help"))
        {
            std::ostringstream text;
            text << "kwikd - a Kwik server: serves files and generated content to Kwik clients,\n"
                    "and keeps what they upload\n\n"
                 << "Prints `listening ADDRESS:PORT pin PIN` when it is ready, then one line an\n"
                 << "event. Ends on SIGINT and SIGTERM.\n\n"
                 << description << "\nExample:\n  kwikd --listen 127.0.0.1:4433 --content public\n";
            return {std::nullopt, text.str(), 0};
        }
        return {Read(values), {}, 0};
    }
    catch (const po::error& error)
    {
        return {std::nullopt,
                std::string("kwikd: ") + error.what() + "\nTry kwikd --help.\n",
                EXIT_USAGE};
    }
}

} // namespace kwik::testbed
