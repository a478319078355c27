// kwik-gateway: TCP programs over Kwik, unmodified.
#include "testbed/gateway/gateway.h"

#include <csignal>
#include <exception>
#include <iostream>
#include <signal.h>

namespace kwik::testbed
{

namespace
{

/// As of kwiklab: something could not be done.
constexpr int EXIT_BROKEN = 3;

int
Serve(const GatewayOptions& options)
{
    // Before there are threads, which inherit it.
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGINT);
    sigaddset(&endings, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &endings, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    const Gateway gateway(options, [](const std::string& line) { std::cerr << line << "\n"; });
    for (const std::string& place : gateway.Places())
    {
        std::cout << place << std::endl;
    }
    int signal = 0;
    sigwait(&endings, &signal);
    pthread_sigmask(SIG_UNBLOCK, &endings, nullptr); // The second one ends it at once.
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
        const auto parsed = ParseGatewayOptions(argc, argv);
        if (!parsed.options)
        {
            (parsed.exitCode == EXIT_SUCCESS ? std::cout : std::cerr) << parsed.message;
            return parsed.exitCode;
        }
        return Serve(*parsed.options);
    }
    catch (const std::exception& error)
    {
        std::cerr << "kwik-gateway: " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}
