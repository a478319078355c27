#include "testbed/baseline/download-report.h"

#include <algorithm>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr SessionHandle SESSION{1};
constexpr StreamId STREAM{0};

} // namespace

DownloadReport::DownloadReport(experiment::JournalWriter& journal,
                               const Subject& subject,
                               std::function<void()> onOver)
    : m_journal(journal),
      m_subject(subject),
      m_onOver(std::move(onOver)),
      m_checker(subject.content)
{
}

void
DownloadReport::OnStart(Instant at)
{
    m_hasStarted = true;
    m_journal.OnWorkloadStart(at);
    m_journal.OnTransferOpened({at, m_subject.client}, 0, {SESSION, STREAM});
    m_journal.OnEvent({at, m_subject.client}, StreamOpened{SESSION, STREAM});
}

void
DownloadReport::OnBytes(Instant at, ByteView bytes)
{
    Deliver(at, ByteCount{bytes.size()}, m_checker.OnBytes(bytes));
}

void
DownloadReport::OnUnseenBytes(Instant at, ByteCount count)
{
    Deliver(at, std::min(count, m_subject.size - m_delivered), {});
}

void
DownloadReport::Sample(Instant at)
{
    if (m_hasStarted)
    {
        m_journal.OnSample({at, "delivered_bytes", m_subject.name, m_delivered.value});
    }
}

bool
DownloadReport::IsOver() const
{
    return m_delivered >= m_subject.size;
}

const DownloadReport::Subject&
DownloadReport::Of() const
{
    return m_subject;
}

void
DownloadReport::Deliver(Instant at, ByteCount bytes, ByteCount corrupted)
{
    if (IsOver() || bytes == ByteCount{})
    {
        return;
    }
    m_delivered += bytes;
    m_journal.OnDelivery({at, m_subject.client}, {SESSION, STREAM, bytes, corrupted});
    if (IsOver())
    {
        m_journal.OnEvent({at, m_subject.client}, StreamFinished{SESSION, STREAM, m_delivered});
        m_onOver();
    }
}

} // namespace kwik::testbed
