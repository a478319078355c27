#include "testbed/gateway/gateway-options.h"

#include "testbed/key-file.h"

#include <boost/program_options.hpp>
#include <charconv>
#include <sstream>

namespace kwik::testbed
{

namespace
{

namespace po = boost::program_options;

constexpr int EXIT_USAGE = 2;
constexpr std::size_t MOST_CONNECTIONS = 10'000;

constexpr const char* USAGE =
    "kwik-gateway - TCP programs over Kwik, unmodified\n\n"
    "Usage:\n"
    "  kwik-gateway serve --listen A:P [--forward NAME=HOST:PORT]... [--peer A:P=PIN]...\n"
    "  kwik-gateway dial --server A:P --pin PIN --accept HOST:PORT=NAME... [--fallback "
    "A:P=PIN]...\n"
    "                    [--repeatable NAME]...\n\n"
    "The one that dials takes TCP connections at HOST:PORT; each becomes a stream of the service\n"
    "NAME over all servers of a session, and the server that was dialled connects it to the TCP\n"
    "address that it forwards the service to. Servers of its --peer pass on what it serves: one "
    "of\n"
    "them may fail in the middle of a transfer, and nobody notices. A server without --forward is\n"
    "only that. docs/gateway.md has the whole of it.\n\n";

constexpr const char* EXAMPLES =
    "\nSIGTERM and SIGINT: what goes on has 10 s to end.\n\n"
    "Exit codes: 0 it has ended as asked; 2 the command line makes no sense; 3 it cannot serve.\n\n"
    "Examples:\n"
    "  kwik-gateway serve --listen 192.0.2.1:4433 --key a.key --forward web=localhost:80\n"
    "  kwik-gateway dial --server 192.0.2.1:4433 --pin PIN --accept localhost:8080=web\n"
    "  curl http://localhost:8080/\n";

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

/// Both sides of the last `=`; empty when there is none.
std::pair<std::string, std::string>
Split(const std::string& text)
{
    const auto equals = text.rfind('=');
    return equals == std::string::npos ? std::pair<std::string, std::string>()
                                       : std::pair(text.substr(0, equals), text.substr(equals + 1));
}

ServerInfo
ReadServer(const std::string& address, const std::string& pin, const char* option)
{
    const auto key = ParsePin(pin);
    if (!key)
    {
        throw po::error(std::string("--") + option + " " + pin +
                        ": not a pin; a server prints its own (64 hexadecimal digits) when it "
                        "starts");
    }
    return {ReadAddress(address, option), *key, {}};
}

GatewayService
ReadService(const std::string& name, const std::string& tcp, const std::string& option)
{
    const auto target = ParseTcpTarget(tcp);
    if (name.empty() || !target)
    {
        throw po::error("--" + option + ": write " +
                        (option == "accept" ? "HOST:PORT=NAME, for example localhost:8080=web"
                                            : "NAME=HOST:PORT, for example web=localhost:80"));
    }
    return {name, *target};
}

CongestionControl
ReadCongestionControl(const std::string& name)
{
    if (name == "cubic" || name == "reno")
    {
        return name == "cubic" ? CongestionControl::Cubic : CongestionControl::Reno;
    }
    if (name == "bbr")
    {
        return CongestionControl::Bbr;
    }
    throw po::error("--congestion-control " + name + ": allowed are cubic, bbr, reno");
}

std::size_t
ReadMost(const std::string& text)
{
    std::size_t most = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, most);
    if (error != std::errc() || rest != end || most == 0 || most > MOST_CONNECTIONS)
    {
        throw po::error("--most " + text + ": write a whole number from 1 to " +
                        std::to_string(MOST_CONNECTIONS));
    }
    return most;
}

using Texts = std::vector<std::string>;

po::options_description
Describe()
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("help,h", "show this text");
    add("listen", po::value<std::string>(), "UDP address of a server; dial takes any port");
    add("key", po::value<std::string>(), "file with the host key, made when there is none");
    add("forward", po::value<Texts>()->composing(), "serve: where a service's clients are taken");
    add("peer", po::value<Texts>()->composing(), "serve: a server that serves with this one");
    add("server", po::value<std::string>(), "dial: the server");
    add("pin", po::value<std::string>(), "dial: its pin");
    add("fallback",
        po::value<Texts>()->composing(),
        "dial: another server with the same services, for when the one before does not answer");
    add("accept", po::value<Texts>()->composing(), "dial: where a service's clients are expected");
    add("repeatable",
        po::value<Texts>()->composing(),
        "dial: a service that gives the same answer to the same bytes, so that a connection may go "
        "on at another server when its own is lost");
    add("congestion-control", po::value<std::string>()->default_value("bbr"), "cubic, bbr or reno");
    add("most",
        po::value<std::string>()->default_value("1000"),
        "TCP connections at once; further ones wait");
    return description;
}

Texts
Listed(const po::variables_map& values, const char* option)
{
    return values.contains(option) ? values[option].as<Texts>() : Texts();
}

void
Refuse(const po::variables_map& values,
       const char* role,
       std::initializer_list<const char*> options)
{
    for (const char* const option : options)
    {
        if (values.contains(option))
        {
            throw po::error(std::string("--") + option + " says nothing to " + role);
        }
    }
}

std::string
Needed(const po::variables_map& values, const char* option)
{
    if (!values.contains(option))
    {
        throw po::error(std::string("--") + option + " is missing");
    }
    return values[option].as<std::string>();
}

void
ReadServe(const po::variables_map& values, GatewayOptions& options)
{
    Refuse(values, "serve", {"server", "pin", "fallback", "accept", "repeatable"});
    options.listen = ReadAddress(Needed(values, "listen"), "listen");
    for (const std::string& text : Listed(values, "forward"))
    {
        const auto [name, tcp] = Split(text);
        options.services.push_back(ReadService(name, tcp, "forward"));
    }
    for (const std::string& text : Listed(values, "peer"))
    {
        const auto [address, pin] = Split(text);
        options.peers.push_back(ReadServer(address, pin, "peer"));
    }
}

void
MarkRepeatable(const std::string& name, std::vector<GatewayService>& services)
{
    bool isKnown = false;
    for (GatewayService& service : services)
    {
        service.isRepeatable = service.isRepeatable || service.name == name;
        isKnown = isKnown || service.name == name;
    }
    if (!isKnown)
    {
        throw po::error("--repeatable " + name + ": no --accept leads to that service");
    }
}

void
ReadDial(const po::variables_map& values, GatewayOptions& options)
{
    Refuse(values, "dial", {"forward", "peer"});
    const std::string listen =
        values.contains("listen") ? values["listen"].as<std::string>() : "0.0.0.0:0";
    options.listen = ReadAddress(listen, "listen");
    options.servers.push_back(ReadServer(Needed(values, "server"), Needed(values, "pin"), "pin"));
    for (const std::string& text : Listed(values, "fallback"))
    {
        const auto [address, pin] = Split(text);
        options.servers.push_back(ReadServer(address, pin, "fallback"));
    }
    for (const std::string& text : Listed(values, "accept"))
    {
        const auto [tcp, name] = Split(text);
        options.services.push_back(ReadService(name, tcp, "accept"));
    }
    if (options.services.empty())
    {
        throw po::error("--accept is missing");
    }
    for (const std::string& name : Listed(values, "repeatable"))
    {
        MarkRepeatable(name, options.services);
    }
}

GatewayOptions
Read(const po::variables_map& values, const std::string& role)
{
    GatewayOptions options;
    options.keyFile = values.contains("key") ? values["key"].as<std::string>() : "";
    options.congestionControl =
        ReadCongestionControl(values["congestion-control"].as<std::string>());
    options.most = ReadMost(values["most"].as<std::string>());
    if (role != "serve" && role != "dial")
    {
        throw po::error(role.empty() ? "serve or dial?" : role + ": write serve or dial");
    }
    (role == "serve" ? ReadServe : ReadDial)(values, options);
    return options;
}

} // namespace

ParsedGatewayOptions
ParseGatewayOptions(int argc, const char* const* argv)
{
    const po::options_description description = Describe();
    try
    {
        const int style =
            po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
        const bool hasRole = argc > 1 && argv[1][0] != '-';
        const std::string role = hasRole ? argv[1] : "";
        const Texts words(argv + (hasRole ? 2 : 1), argv + argc);
        po::variables_map values;
        po::store(po::command_line_parser(words).options(description).style(style).run(), values);
        po::notify(values);
        if (values.contains("help"))
        {
            std::ostringstream text;
            text << USAGE << description << EXAMPLES;
            return {std::nullopt, text.str(), 0};
        }
        return {Read(values, role), {}, 0};
    }
    catch (const po::error& error)
    {
        return {std::nullopt,
                std::string("kwik-gateway: ") + error.what() + "\nTry kwik-gateway --help.\n",
                EXIT_USAGE};
    }
}

} // namespace kwik::testbed
