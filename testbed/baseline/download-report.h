#ifndef KWIK_TESTBED_BASELINE_DOWNLOAD_REPORT_H
#define KWIK_TESTBED_BASELINE_DOWNLOAD_REPORT_H

#include "experiment/metrics/moment.h"
#include "experiment/run/run-journal.h"
#include "experiment/workload/delivery-checker.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/event/event.h"

#include <functional>
#include <string>

namespace kwik::testbed
{

/// What the application of a baseline gets: checked byte by byte, and written to the journal as
/// the only stream of the only session of its client.
class DownloadReport
{
  public:
    struct Subject
    {
        experiment::HostId client;
        std::string name;    ///< Of the client, for samples.
        std::string content; ///< That GeneratedContent knows.
        ByteCount size;
    };

    /// The journal outlives the report.
    DownloadReport(experiment::JournalWriter& journal,
                   const Subject& subject,
                   std::function<void()> onOver);

    /// Times never go back from call to call, but who knows only in the end when it began may say
    /// it then.
    void OnStart(Instant at);
    void OnBytes(Instant at, ByteView bytes);
    /// So many that nobody has looked at; what is beyond the end is left out.
    void OnUnseenBytes(Instant at, ByteCount count);
    /// Nothing before it has started.
    void Sample(Instant at);

    bool IsOver() const;
    const Subject& Of() const;

  private:
    void Deliver(Instant at, ByteCount bytes, ByteCount corrupted);

    experiment::JournalWriter& m_journal;
    Subject m_subject;
    std::function<void()> m_onOver;
    DeliveryChecker m_checker;
    ByteCount m_delivered;
    bool m_hasStarted{false};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_DOWNLOAD_REPORT_H
