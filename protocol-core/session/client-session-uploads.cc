// The part of ClientSession that lets the paths carry uploads.
#include "protocol-core/session/client-session.h"

namespace kwik
{

bool
ClientSession::SettleUploads()
{
    bool hasMoved = false;
    while (auto action = m_uploads.PollAction())
    {
        OnUploadAction(*action);
        hasMoved = true;
    }
    return hasMoved;
}

void
ClientSession::OnUploadAction(Uploads::Action& action)
{
    // A path may have closed since Uploads spoke of it; then Uploads has heard so by now.
    if (const auto* send = std::get_if<Uploads::SendFrame>(&action))
    {
        if (ClientPath* path = Find(send->path))
        {
            const ByteCount bytes{send->frame.payload.Size()};
            m_traffic[path->Server()].sent += bytes;
            m_reinjected += send->purpose == SegmentPurpose::Fresh ? ByteCount{} : bytes;
            path->SendFrame(send->frame);
        }
    }
    else if (const auto* announce = std::get_if<Uploads::Announce>(&action))
    {
        if (ClientPath* path = Find(announce->path))
        {
            path->SendKdpControl(announce->extent);
        }
    }
    else if (const auto* connect = std::get_if<Uploads::Connect>(&action))
    {
        if (ClientPath* path = Find(connect->path))
        {
            path->SendKdpControl(connect->connect);
        }
    }
    else if (const auto* end = std::get_if<Uploads::EndFrames>(&action))
    {
        for (auto& [id, record] : m_paths)
        {
            record.path.EndFrames(end->stream);
        }
    }
    else if (const auto* writable = std::get_if<UploadSender::Writable>(&action))
    {
        m_actions.Push(*writable);
    }
    else if (const auto* finished = std::get_if<UploadSender::Finished>(&action))
    {
        m_duplex.OnSent(finished->stream);
        m_actions.Push(*finished);
    }
    else
    {
        m_actions.Push(std::get<Event>(action));
    }
}

void
ClientSession::OnPathReady(Instant now, PathId id)
{
    const CarrierSnapshot& measured = m_paths.at(id).path.Measured();
    m_downloads.OnPathReady(now, id, measured.smoothedRtt);
    const Address server = m_paths.at(id).path.Server();
    m_uploads.OnPathReady(now, id, server, measured);
    m_duplex.OnPathReady(id,
                         server == m_primary ? DuplexClient::PathKind::ToPrimary
                                             : DuplexClient::PathKind::ToSecondary);
    if (m_steering.IsDraining(server) || m_steering.FitnessOf(server) == PathFitness::Unfit)
    {
        OnJudged(now, id);
    }
}

ByteCount
ClientSession::OnPathLost(Instant now, PathId id)
{
    m_duplex.OnPathLost(id);
    m_steering.OnLost(now, m_paths.at(id).path.Server());
    return m_downloads.OnPathSilent(now, id) + m_uploads.OnPathLost(now, id);
}

} // namespace kwik
