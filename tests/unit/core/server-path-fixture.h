#ifndef KWIK_TESTS_UNIT_CORE_SERVER_PATH_FIXTURE_H
#define KWIK_TESTS_UNIT_CORE_SERVER_PATH_FIXTURE_H

#include "protocol-core/session/kcp-channel.h"
#include "protocol-core/session/server-path.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::test
{

/// The key of the server number @p number.
SigningSeed ServerKey(std::uint64_t number);
KeyPin ServerPin(std::uint64_t number);

/// The server number 1, which knows number 2 and number 3 in its directory, and a client's path.
class PathToServer
{
  public:
    using Message = KcpChannel::Message;

    PathToServer();

    /// Sends one KCP message as the client.
    void Say(Message message);
    /// Says a good hello with @p token.
    void SayHello(const std::string& token = {});
    /// ... whose header names @p session.
    void SayHelloOf(const std::string& session, const std::string& token);
    /// The hello of a server that asks how this one does.
    void SayQuery(const std::string& token);
    void Send(CarrierStreamId stream, ByteView bytes);
    /// Takes what the server did since the last call into the lists below.
    void Collect();

    /// The only ServerHello so far, if there is one.
    std::optional<::kwik::kcp::v3::ServerHello> Hello() const;

    Instant now{std::chrono::seconds(100)};
    ServerContext context;
    ServerPath path;
    std::vector<Message> said; ///< By the server.
    std::vector<Event> events;
    std::vector<CarrierFarewell> farewells;
    std::vector<RangeServer::Lookup> lookups;

  private:
    KcpChannel m_client;
};

/// A token for @p audience that server number @p issuer has signed.
std::string TokenFor(std::uint64_t issuer,
                     const KeyPin& audience,
                     Instant expiry,
                     std::optional<KeyPin> client = std::nullopt);
/// What a server shows that only asks.
std::string QueryTokenFor(std::uint64_t issuer, const KeyPin& audience, Instant expiry);

/// The path was closed for that, and told it last.
void ExpectViolation(const PathToServer& client, Violation kind, const std::string& detail);

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_SERVER_PATH_FIXTURE_H
