// What an Endpoint tells the programs that use its host.
#ifndef KWIK_ENDPOINT_APPLICATION_ACTIONS_H
#define KWIK_ENDPOINT_APPLICATION_ACTIONS_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"
#include "protocol-core/session/client-session.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <string>

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

struct EndSession
{
    SessionHandle session;
    SessionEnd end;
};

} // namespace kwik

#endif // KWIK_ENDPOINT_APPLICATION_ACTIONS_H
