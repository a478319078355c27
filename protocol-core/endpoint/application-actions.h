// What an Endpoint tells the programs that use its host.
#ifndef KWIK_ENDPOINT_APPLICATION_ACTIONS_H
#define KWIK_ENDPOINT_APPLICATION_ACTIONS_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"
#include "protocol-core/session/client-session.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <optional>
#include <string>
#include <variant>

namespace kwik
{

/// The next bytes of a download.
struct DeliverBytes
{
    SessionHandle session;
    StreamId stream;
    SharedBytes bytes;
    StreamFinish finish;
};

/// No server has what a stream was to carry.
struct RefuseStream
{
    SessionHandle session;
    StreamId stream;
};

/// A client has uploaded these bytes, the next ones of the stream, to us.
struct UploadedBytes
{
    SessionId session;
    StreamId stream;
    std::string content;
    SharedBytes bytes;
    StreamFinish finish;
};

/// An upload takes bytes again.
struct ResumeUpload
{
    SessionStream upload;
};

/// The server has all of an upload.
struct FinishUpload
{
    SessionStream upload;
};

/// A stream in both directions, at its client or at its server.
using DuplexStream = std::variant<SessionStream, ServedStream>;

/// The server has taken a stream in both directions.
struct AnswerStream
{
    SessionStream stream;
};

/// A stream in both directions is over before its time.
struct DropStream
{
    SessionStream stream;
    ResetCause cause;
};

/// A client wants to speak with a service of ours.
struct OfferStream
{
    ServedStream stream;
    Address client;
    std::string service;
};

/// The next bytes of a client, on a stream in both directions.
struct ServedBytes
{
    ServedStream stream;
    SharedBytes bytes;
    StreamFinish finish;
};

/// The stream takes bytes again.
struct ResumeServed
{
    ServedStream stream;
};

/// The client has all that we have written, and knows that it is all.
struct FinishServed
{
    ServedStream stream;
};

/// The stream is gone: both directions are at their ends, or there is a cause.
struct EndServed
{
    ServedStream stream;
    std::optional<ResetCause> cause;
};

struct EndSession
{
    SessionHandle session;
    SessionEnd end;
};

} // namespace kwik

#endif // KWIK_ENDPOINT_APPLICATION_ACTIONS_H
