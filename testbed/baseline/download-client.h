#ifndef KWIK_TESTBED_BASELINE_DOWNLOAD_CLIENT_H
#define KWIK_TESTBED_BASELINE_DOWNLOAD_CLIENT_H

namespace kwik::testbed
{

/// The end of a baseline that wants the content. It tells its DownloadReport what comes.
class DownloadClient
{
  public:
    virtual ~DownloadClient() = default;
    /// Throws std::runtime_error when it cannot, also later, from the event loop.
    virtual void Fetch() = 0;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_DOWNLOAD_CLIENT_H
