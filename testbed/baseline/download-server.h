#ifndef KWIK_TESTBED_BASELINE_DOWNLOAD_SERVER_H
#define KWIK_TESTBED_BASELINE_DOWNLOAD_SERVER_H

#include <functional>

namespace kwik::testbed
{

/// The end of a baseline that has the content.
class DownloadServer
{
  public:
    virtual ~DownloadServer() = default;
    /// Throws std::runtime_error when it cannot. @p onReady: a client may come.
    virtual void Open(std::function<void()> onReady) = 0;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_DOWNLOAD_SERVER_H
