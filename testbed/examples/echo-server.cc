// echo-server: gives every client back what it writes, over Kwik. See docs/sockets.md.
#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"
#include "testbed/kwik-socket.h"

#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace
{

using namespace kwik;
using namespace kwik::testbed;

void
Serve(KwikConnection connection)
{
    ByteVector piece(64U << 10);
    auto count = connection.Read(piece);
    while (count.IsOk() && count.Value() > 0)
    {
        if (!connection.Write(ByteView(piece).first(count.Value())).IsOk())
        {
            return;
        }
        count = connection.Read(piece);
    }
    connection.CloseWrite();
}

} // namespace

/// Arguments: ADDRESS:PORT KEYFILE, then ADDRESS:PORT PIN of each server that serves with this one.
int
main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto listen = ParseIpv4(arguments.empty() ? "" : arguments[0]);
    if (arguments.size() < 2 || !listen.IsOk())
    {
        std::cerr << "usage: echo-server ADDRESS:PORT KEYFILE [PEER-ADDRESS:PORT PEER-PIN]...\n";
        return 2;
    }
    KwikNodeOptions options;
    options.listen = listen.Value();
    options.endpoint.key = LoadOrCreateKey(arguments[1]);
    options.endpoint.pin = PinOf(PublicKeyOf(options.endpoint.key));
    for (std::size_t i = 2; i + 1 < arguments.size(); i += 2)
    {
        const auto address = ParseIpv4(arguments[i]);
        const auto pin = ParsePin(arguments[i + 1]);
        if (!address.IsOk() || !pin)
        {
            std::cerr << "not a server: " << arguments[i] << " " << arguments[i + 1] << "\n";
            return 2;
        }
        options.endpoint.directory.push_back({address.Value(), *pin, {}});
    }
    auto node = KwikNode::Open(options);
    if (!node.IsOk())
    {
        std::cerr << "cannot listen: " << node.Failure().where << "\n";
        return 3;
    }
    auto listener = node.Value()->Listen("echo");
    std::cout << "listening " << ToString(node.Value()->LocalAddress()) << " pin "
              << ToHex(options.endpoint.pin) << std::endl;
    auto connection = listener.Value().Accept();
    while (connection.IsOk())
    {
        std::thread(Serve, std::move(connection.Value())).detach();
        connection = listener.Value().Accept();
    }
    return 0;
}
