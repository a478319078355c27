#ifndef KWIK_QUIC_QUIC_TRACE_H
#define KWIK_QUIC_QUIC_TRACE_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"

#include <string_view>

namespace kwik
{

/// Receives the qlog of every connection (JSON-SEQ, draft-ietf-quic-qlog-main-schema), in pieces.
class QlogSink
{
  public:
    virtual void OnQlog(CarrierId connection, ByteView piece) = 0;

  protected:
    ~QlogSink() = default;
};

/// Receives the secrets of every connection in NSS key log format, one line a call, no newline.
class KeyLog
{
  public:
    virtual void OnSecret(std::string_view line) = 0;

  protected:
    ~KeyLog() = default;
};

/// What an engineer wants to see of QUIC itself. Sinks observe; they must not call back.
struct QuicTraces
{
    QlogSink* qlog{nullptr}; ///< Null when no qlog is wanted; outlives the endpoint.
    KeyLog* keyLog{nullptr}; ///< Null when no secrets are wanted; outlives the endpoint.
};

} // namespace kwik

#endif // KWIK_QUIC_QUIC_TRACE_H
