#ifndef KWIK_TESTS_UNIT_CORE_UPLOAD_VIEW_H
#define KWIK_TESTS_UNIT_CORE_UPLOAD_VIEW_H

#include "protocol-core/stream/upload/upload-scheduler.h"

#include <vector>

namespace kwik::test
{

/// A path with an empty window of @p window bytes.
inline UploadPath
IdlePath(std::uint32_t id, Duration rtt, std::uint64_t window)
{
    UploadPath path{};
    path.path = PathId{id};
    path.smoothedRtt = rtt;
    path.congestionWindow = ByteCount{window};
    return path;
}

/// The same, with nothing of its window left.
inline UploadPath
FullPath(std::uint32_t id, Duration rtt, std::uint64_t window)
{
    UploadPath path = IdlePath(id, rtt, window);
    path.inFlight = path.congestionWindow;
    return path;
}

/// A view of @p paths, with segments of 1,000 bytes and end-to-end windows that never end.
inline UploadView
ViewOf(const std::vector<UploadPath>& paths, std::uint64_t unsent)
{
    UploadView view{};
    view.now = Instant(std::chrono::seconds(1));
    view.paths = paths;
    view.sendable = ByteCount{unsent};
    view.unsent = ByteCount{unsent};
    view.window = ByteCount{std::uint64_t{1} << 40};
    view.segmentMin = ByteCount{500};
    view.segmentMax = ByteCount{1'000};
    return view;
}

inline std::optional<UploadChoice>
Next(std::uint32_t path)
{
    return UploadChoice{PathId{path}, UploadChoice::What::Next};
}

inline std::optional<UploadChoice>
Copy(std::uint32_t path)
{
    return UploadChoice{PathId{path}, UploadChoice::What::Copy};
}

inline constexpr std::optional<UploadChoice> WAIT = std::nullopt;

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_UPLOAD_VIEW_H
