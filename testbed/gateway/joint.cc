#include "testbed/gateway/joint.h"

#include <thread>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t PIECE = 64U << 10;

/// One direction.
struct Passage
{
    ByteCount bytes;
    std::string failure;
};

std::string
FailureText(const char* side, const Error& error)
{
    return std::string(side) + ": " + std::string(error.where);
}

void
PassToKwik(TcpStream& tcp, FarEnd& kwik, Passage& passage)
{
    ByteVector piece(PIECE);
    for (;;)
    {
        const auto count = tcp.Read(piece);
        if (!count.IsOk())
        {
            passage.failure = FailureText("TCP", count.Failure());
            kwik.Abort();
            return;
        }
        if (count.Value() == 0)
        {
            kwik.CloseWrite();
            return;
        }
        const auto written = kwik.Write(ByteView(piece).first(count.Value()));
        if (!written.IsOk())
        {
            passage.failure = FailureText("Kwik", written.Failure());
            tcp.Abort();
            return;
        }
        passage.bytes += ByteCount{count.Value()};
    }
}

void
PassToTcp(FarEnd& kwik, TcpStream& tcp, Passage& passage)
{
    ByteVector piece(PIECE);
    for (;;)
    {
        const auto count = kwik.Read(piece);
        if (!count.IsOk())
        {
            passage.failure = FailureText("Kwik", count.Failure());
            tcp.Abort();
            return;
        }
        if (count.Value() == 0)
        {
            tcp.EndWrite();
            return;
        }
        const auto written = tcp.Write(ByteView(piece).first(count.Value()));
        if (!written.IsOk())
        {
            passage.failure = FailureText("TCP", written.Failure());
            kwik.Abort();
            return;
        }
        passage.bytes += ByteCount{count.Value()};
    }
}

} // namespace

JointEnding
Join(TcpStream& tcp, FarEnd& kwik)
{
    Passage toKwik;
    Passage toTcp;
    std::thread other(PassToKwik, std::ref(tcp), std::ref(kwik), std::ref(toKwik));
    PassToTcp(kwik, tcp, toTcp);
    other.join();
    return {toKwik.bytes, toTcp.bytes, toTcp.failure.empty() ? toKwik.failure : toTcp.failure};
}

} // namespace kwik::testbed
