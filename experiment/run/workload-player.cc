#include "experiment/run/workload-player.h"

#include <algorithm>

namespace kwik::experiment
{

WorkloadPlayer::WorkloadPlayer(Parts parts)
    : m_parts(std::move(parts)),
      m_subjects(m_parts.plan.Of())
{
    const Scenario& scenario = m_parts.plan.Of();
    for (const auto& [address, name] : HostPlan::ServerAddresses(scenario))
    {
        m_serverNames[address] = name;
    }
    for (std::size_t i = 0; i < scenario.workload.size(); ++i)
    {
        Play& play = m_plays.emplace_back();
        play.spec = TransferOf(scenario.workload[i]);
        play.client = m_parts.plan.IdOf(play.spec.client);
        play.content = GeneratedName(play.spec.size, m_parts.seed + i);
    }
}

void
WorkloadPlayer::AddClient(const std::string& client, HostPort& host)
{
    for (Play& play : m_plays)
    {
        if (play.spec.client == client)
        {
            play.host = &host;
        }
    }
}

void
WorkloadPlayer::Schedule(std::size_t workload)
{
    if (m_plays[workload].host != nullptr)
    {
        // Hosts start in an event of their own at the same instant; this comes after it.
        RunClock& clock = m_parts.clock;
        clock.After(m_plays[workload].spec.at - clock.Now().time_since_epoch(),
                    [this, &clock, workload] {
                        clock.After(Duration{}, [this, workload] { Start(workload); });
                    });
    }
}

void
WorkloadPlayer::Start(std::size_t index)
{
    Play& play = m_plays[index];
    m_parts.observer.OnWorkloadStart(m_parts.clock.Now());
    play.checker.emplace(play.content);
    play.session = play.host->Dial(m_parts.plan.InfoOf(play.spec.primary));
    m_playOf[{play.client, *play.session}] = index;
    const SessionStream stream{*play.session, Open(play)};
    m_parts.observer.OnTransferOpened({m_parts.clock.Now(), play.client}, index, stream);
    if (play.spec.pace)
    {
        play.reader =
            std::make_unique<PacedReader>(m_parts.clock, *play.host, stream, *play.spec.pace);
    }
}

StreamId
WorkloadPlayer::Open(Play& play)
{
    return play.spec.direction == TransferDirection::Upload
               ? play.host->StartUpload(*play.session, m_uploadSource, play.content)
               : play.host->OpenStream(*play.session, play.content);
}

void
WorkloadPlayer::SetPace(const PaceDownload& pace)
{
    Play& play = m_plays[pace.workload];
    play.spec.pace = pace.rate; // Of a download that has not begun, too.
    if (play.reader)
    {
        play.reader->SetRate(pace.rate);
    }
}

void
WorkloadPlayer::OnDelivery(HostId host,
                           const SessionStream& stream,
                           ByteView bytes,
                           StreamFinish finish)
{
    Play* download = Find(host, stream.session);
    if (download == nullptr)
    {
        return;
    }
    const ByteCount corrupted = download->checker->OnBytes(bytes);
    m_parts.observer.OnDelivery(
        {m_parts.clock.Now(), host},
        {stream.session, stream.stream, ByteCount{bytes.size()}, corrupted});
    if (finish == StreamFinish::Final)
    {
        OnOver(host, stream.session);
    }
}

void
WorkloadPlayer::OnUploaded(HostId server,
                           const std::string& content,
                           ByteView bytes,
                           StreamFinish finish)
{
    const auto upload = std::find_if(m_plays.begin(), m_plays.end(), [&](const Play& one) {
        return one.spec.direction == TransferDirection::Upload && one.content == content &&
               m_parts.plan.IdOf(one.spec.primary) == server;
    });
    if (upload == m_plays.end())
    {
        return;
    }
    if (!upload->checker)
    {
        upload->checker.emplace(content); // Its client is elsewhere.
    }
    const ByteCount corrupted = upload->checker->OnBytes(bytes);
    m_parts.observer.OnUploadPiece(m_parts.clock.Now(),
                                   {static_cast<std::size_t>(upload - m_plays.begin()),
                                    ByteCount{bytes.size()},
                                    corrupted,
                                    finish == StreamFinish::Final});
}

void
WorkloadPlayer::OnUploadFinished(HostId host, const SessionStream& upload)
{
    OnOver(host, upload.session);
}

void
WorkloadPlayer::OnSessionEnd(HostId host, SessionHandle session, SessionEnd end)
{
    if (end == SessionEnd::Lost)
    {
        OnOver(host, session);
    }
}

std::size_t
WorkloadPlayer::CountTransfers() const
{
    return static_cast<std::size_t>(
        std::count_if(m_plays.begin(), m_plays.end(), [](const Play& play) {
            return play.host != nullptr;
        }));
}

void
WorkloadPlayer::OnOver(HostId host, SessionHandle session)
{
    if (const Play* play = Find(host, session))
    {
        const auto index = static_cast<std::size_t>(play - m_plays.data());
        // Not from inside the delivery: the host is in the middle of its work.
        m_parts.clock.After(Duration{}, [this, index] { Finish(index); });
    }
}

void
WorkloadPlayer::Finish(std::size_t index)
{
    Play& play = m_plays[index];
    if (play.isDone)
    {
        return;
    }
    Report(index);
    play.isDone = true;
    play.reader.reset();
    play.host->CloseSession(*play.session);
    m_parts.onOver();
}

void
WorkloadPlayer::SampleRegularly()
{
    SampleNow();
    m_parts.clock.After(m_parts.plan.Of().record.sampleEvery, [this] { SampleRegularly(); });
}

void
WorkloadPlayer::SampleNow()
{
    for (std::size_t i = 0; i < m_plays.size(); ++i)
    {
        if (m_plays[i].session && !m_plays[i].isDone)
        {
            Report(i);
        }
    }
}

void
WorkloadPlayer::Report(std::size_t index)
{
    Play& play = m_plays[index];
    const SessionReport report = play.host->Report(*play.session);
    m_parts.observer.OnSample({m_parts.clock.Now(),
                               "delivered_bytes",
                               m_subjects.OfClient(index),
                               play.checker->Delivered().value});
    m_parts.observer.OnDuplicateBytes(report.duplicates - play.last.duplicates);
    m_parts.observer.OnReinjectedBytes(report.reinjected - play.last.reinjected);
    ReportShares(index, report);
    ReportPaths(index, report);
    play.last = report;
}

void
WorkloadPlayer::ReportShares(std::size_t index, const SessionReport& report)
{
    const Play& play = m_plays[index];
    const bool isUpload = play.spec.direction == TransferDirection::Upload;
    for (const ServerShare& share : report.shares)
    {
        const std::vector<ServerShare>& known = play.last.shares;
        const auto last = std::find_if(known.begin(), known.end(), [&share](const auto& one) {
            return one.server == share.server;
        });
        const ServerShare before = last == known.end() ? ServerShare{} : *last;
        m_parts.observer.OnPathBytes(
            {share.server, share.received - before.received, share.sent - before.sent});
        const std::string subject = m_subjects.OfServer(index, m_serverNames.at(share.server));
        m_parts.observer.OnSample({m_parts.clock.Now(),
                                   isUpload ? "sent_bytes" : "received_bytes",
                                   subject,
                                   isUpload ? share.sent.value : share.received.value});
    }
}

void
WorkloadPlayer::ReportPaths(std::size_t index, const SessionReport& report)
{
    const Instant now = m_parts.clock.Now();
    for (const PathReport& path : report.paths)
    {
        const std::string subject = m_subjects.OfServer(index, m_serverNames.at(path.server));
        m_parts.observer.OnSample(
            {now, "rtt_ns", subject, static_cast<std::uint64_t>(path.smoothedRtt.count())});
        m_parts.observer.OnSample({now, "outstanding_bytes", subject, path.outstanding.value});
    }
}

WorkloadPlayer::Play*
WorkloadPlayer::Find(HostId host, SessionHandle session)
{
    const auto found = m_playOf.find({host, session});
    return found == m_playOf.end() ? nullptr : &m_plays[found->second];
}

} // namespace kwik::experiment
