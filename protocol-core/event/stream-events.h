#ifndef KWIK_EVENT_STREAM_EVENTS_H
#define KWIK_EVENT_STREAM_EVENTS_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"

#include <string_view>

namespace kwik
{

struct StreamOpened
{
    static constexpr std::string_view KIND = "stream_opened";
    SessionHandle session;
    StreamId stream;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("stream", self.stream);
    }
};

/// The source has said how far the stream reaches so far.
struct StreamExtentLearned
{
    static constexpr std::string_view KIND = "stream_extent_learned";
    SessionHandle session;
    StreamId stream;
    ByteCount extent;
    bool isFinal;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("stream", self.stream);
        visit("extent_bytes", self.extent);
        visit("final", self.isFinal);
    }
};

struct RangeRequested
{
    static constexpr std::string_view KIND = "range_requested";
    SessionHandle session;
    StreamId stream;
    PathId path;
    ByteCount offset;
    ByteCount length;
    RangePurpose purpose;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("stream", self.stream);
        visit("path", self.path);
        visit("offset_bytes", self.offset);
        visit("length_bytes", self.length);
        visit("purpose", self.purpose);
    }
};

/// Every byte of the stream was handed to the application.
struct StreamFinished
{
    static constexpr std::string_view KIND = "stream_finished";
    SessionHandle session;
    StreamId stream;
    ByteCount bytes;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("stream", self.stream);
        visit("size_bytes", self.bytes);
    }
};

struct UploadOpened
{
    static constexpr std::string_view KIND = "upload_opened";
    SessionHandle session;
    StreamId stream;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("stream", self.stream);
    }
};

/// The server has acknowledged every byte of the upload and its end.
struct UploadFinished
{
    static constexpr std::string_view KIND = "upload_finished";
    SessionHandle session;
    StreamId stream;
    ByteCount bytes;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("stream", self.stream);
        visit("size_bytes", self.bytes);
    }
};

/// A server has handed every byte of an upload to its application.
struct UploadReceived
{
    static constexpr std::string_view KIND = "upload_received";
    SessionId session;
    StreamId stream;
    ByteCount bytes;
    ByteCount duplicates; ///< Came more than once.

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session_id", self.session);
        visit("stream", self.stream);
        visit("size_bytes", self.bytes);
        visit("duplicate_bytes", self.duplicates);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_STREAM_EVENTS_H
