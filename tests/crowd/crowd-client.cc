// crowd-client: many sessions with one kwikd, see crowd.h. Exit code 0 when all went well.
#include "protocol-core/base/address.h"
#include "testbed/key-file.h"
#include "tests/crowd/crowd.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace
{

using namespace kwik;

constexpr int EXIT_USAGE = 2;

ByteVector
BytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const ByteView bytes = AsBytes(text);
    return {bytes.begin(), bytes.end()};
}

test::CrowdOptions
Read(char** words)
{
    test::CrowdOptions options;
    options.server = {ParseIpv4(words[1]).Value(), testbed::ParsePin(words[2]).value(), {}};
    options.sessions = std::strtoull(words[3], nullptr, 10);
    options.idleTimeout = std::chrono::milliseconds(std::strtoll(words[4], nullptr, 10));
    options.idleFor = std::chrono::milliseconds(std::strtoll(words[5], nullptr, 10));
    for (const auto& file : std::filesystem::directory_iterator(words[6]))
    {
        options.contents.emplace_back("file/" + file.path().filename().string(),
                                      BytesOf(file.path()));
    }
    return options;
}

} // namespace

int
main(int argc, char** argv)
{
    if (argc != 7)
    {
        std::cerr << "usage: crowd-client ADDRESS:PORT PIN SESSIONS IDLE_TIMEOUT_MS IDLE_MS "
                     "FOLDER_OF_THE_SERVER\n";
        return EXIT_USAGE;
    }
    boost::asio::io_context loop;
    test::Crowd crowd(loop, Read(argv));
    crowd.Start();
    loop.run();
    std::cout << "repairs " << crowd.Repairs() << "\n";
    if (!crowd.Fault().empty())
    {
        std::cerr << "crowd-client: " << crowd.Fault() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
