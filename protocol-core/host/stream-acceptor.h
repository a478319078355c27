#ifndef KWIK_HOST_STREAM_ACCEPTOR_H
#define KWIK_HOST_STREAM_ACCEPTOR_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/reset-cause.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <optional>
#include <string>

namespace kwik
{

/// The program that serves streams in both directions: it gets what clients send, in order.
class StreamAcceptor
{
  public:
    enum class Verdict : std::uint8_t
    {
        Accept,
        Refuse,
    };

    struct Offer
    {
        ServedStream stream;
        Address client;
        const std::string& service; ///< Whom the client wants to speak with.
    };

    virtual Verdict OnStreamOffered(Instant now, const Offer& offer) = 0;
    /// What was read has to be told with Host::Consume, or the client stops.
    virtual void OnServedBytes(Instant now,
                               const ServedStream& stream,
                               const SharedBytes& bytes,
                               StreamFinish finish) = 0;
    /// The stream takes bytes again, after a Write() that took less than it was given.
    virtual void OnServedWritable(Instant now, const ServedStream& stream) = 0;
    /// The client has everything.
    virtual void OnServedSent(Instant now, const ServedStream& stream) = 0;
    /// The stream is gone; without a cause both directions have come to their ends.
    virtual void OnServedEnded(Instant now,
                               const ServedStream& stream,
                               std::optional<ResetCause> cause) = 0;

  protected:
    ~StreamAcceptor() = default;
};

} // namespace kwik

#endif // KWIK_HOST_STREAM_ACCEPTOR_H
