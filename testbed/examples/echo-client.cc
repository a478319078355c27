// echo-client: writes bytes to an echo-server on several streams at once, and compares what comes
// back. See docs/sockets.md.
#include "protocol-core/base/prng.h"
#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"
#include "testbed/kwik-socket.h"

#include <algorithm>
#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace
{

using namespace kwik;
using namespace kwik::testbed;

constexpr std::size_t PIECE = 64U << 10;

/// What stream @p number carries.
ByteVector
BytesOf(std::size_t number, std::size_t size)
{
    ByteVector bytes(size);
    Prng(number).Fill(bytes);
    return bytes;
}

/// Reads to the end. @returns whether exactly @p expected came
bool
Compare(KwikConnection& connection, ByteView expected)
{
    ByteVector piece(PIECE);
    std::size_t reached = 0;
    auto count = connection.Read(piece);
    while (count.IsOk() && count.Value() > 0)
    {
        const ByteView came = ByteView(piece).first(count.Value());
        if (came.size() > expected.size() - reached ||
            !std::equal(came.begin(), came.end(), expected.subspan(reached).begin()))
        {
            return false;
        }
        reached += came.size();
        count = connection.Read(piece);
    }
    return count.IsOk() && reached == expected.size();
}

bool
Talk(KwikNode& node, const ServerInfo& server, std::size_t number, std::size_t size)
{
    auto connection = node.DialWithConfig(
        {server, "echo", Blocking::Yes, SocketClock::now() + std::chrono::seconds(10)});
    if (!connection.IsOk())
    {
        std::cerr << "stream " << number << ": " << connection.Failure().where << "\n";
        return false;
    }
    const ByteVector bytes = BytesOf(number, size);
    std::thread writing([&connection, &bytes] {
        if (connection.Value().Write(bytes).IsOk())
        {
            connection.Value().CloseWrite();
        }
    });
    const bool isSame = Compare(connection.Value(), bytes);
    writing.join();
    return isSame;
}

} // namespace

/// Arguments: ADDRESS:PORT PIN of the server, how many streams, how many bytes on each.
int
main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto address = ParseIpv4(arguments.empty() ? "" : arguments[0]);
    const auto pin = ParsePin(arguments.size() < 2 ? "" : arguments[1]);
    if (arguments.size() != 4 || !address.IsOk() || !pin)
    {
        std::cerr << "usage: echo-client ADDRESS:PORT PIN STREAMS BYTES\n";
        return 2;
    }
    const std::size_t streams = std::stoul(arguments[2]);
    const std::size_t size = std::stoul(arguments[3]);
    KwikNodeOptions options;
    options.listen = ParseIpv4("127.0.0.1:0").Value();
    options.endpoint.key = NewKey();
    options.endpoint.pin = PinOf(PublicKeyOf(options.endpoint.key));
    auto node = KwikNode::Open(options);
    if (!node.IsOk())
    {
        std::cerr << "no socket: " << node.Failure().where << "\n";
        return 3;
    }
    std::atomic<std::size_t> good{0};
    std::vector<std::thread> talking;
    for (std::size_t i = 0; i < streams; ++i)
    {
        talking.emplace_back([&, i] {
            good += Talk(*node.Value(), {address.Value(), *pin, {}}, i, size) ? 1U : 0U;
        });
    }
    for (std::thread& thread : talking)
    {
        thread.join();
    }
    std::cout << good << " of " << streams << " streams came back as they were" << std::endl;
    return good == streams ? 0 : 1;
}
