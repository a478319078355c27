// The part of Endpoint that receives what clients upload, or forwards it to the primary.
#include "protocol-core/endpoint/endpoint.h"

#include <vector>

namespace kwik
{

bool
Endpoint::RunUploads(Instant now)
{
    bool hasMoved = false;
    const std::vector<CarrierId> ready(m_readyServerPaths.begin(), m_readyServerPaths.end());
    for (const CarrierId carrier : ready)
    {
        const auto path = m_serverPaths.find(carrier);
        while (auto message =
                   path == m_serverPaths.end() ? std::nullopt : path->second->PollUpload())
        {
            OnUpload(now, carrier, std::move(*message));
            hasMoved = true;
        }
    }
    return HandUploads() || hasMoved;
}

void
Endpoint::OnUpload(Instant now, CarrierId carrier, KdpMessage message)
{
    const ServerPath& path = *m_serverPaths.at(carrier);
    if (!path.Upstream())
    {
        if (const auto* extent = std::get_if<KdpStreamExtent>(&message))
        {
            m_uploads.OnExtent(now, carrier, *path.Session(), *extent);
        }
        else
        {
            m_uploads.OnData(now, carrier, *path.Session(), std::get<KdpData>(message));
        }
        return;
    }
    // What a relay sends for a session has to prove that session, so each has a path of its own.
    const RelayOwner owner{path.Upstream()->address, *path.Session()};
    if (!m_relays.contains(owner))
    {
        m_relays.emplace(
            owner,
            Entry<Relay>{{m_config.session.path, *path.Upstream(), path.UpstreamToken()}});
    }
    m_relays.at(owner).machine.OnUpload(now, carrier, std::move(message));
    Touch(owner);
}

bool
Endpoint::HandUploads()
{
    bool hasMoved = false;
    const auto tell = [this, &hasMoved](CarrierId carrier, const KdpMessage& message) {
        hasMoved = true;
        if (const auto path = m_serverPaths.find(carrier); path != m_serverPaths.end())
        {
            path->second->OnUploadReply(message);
            m_readyServerPaths.insert(carrier);
        }
    };
    for (const RelayOwner& relay : m_readyRelays)
    {
        while (const auto reply = m_relays.at(relay).machine.PollUploadReply())
        {
            tell(reply->client, reply->message);
        }
    }
    while (auto action = m_uploads.PollAction())
    {
        if (const auto* reply = std::get_if<UploadReceiver::Reply>(&*action))
        {
            tell(reply->carrier, reply->message);
        }
        else if (const auto* violated = std::get_if<UploadReceiver::Violated>(&*action))
        {
            m_serverPaths.at(violated->carrier)->OnUploadViolated(violated->kind, violated->detail);
            m_readyServerPaths.insert(violated->carrier);
        }
        else if (auto* deliver = std::get_if<UploadReceiver::Deliver>(&*action))
        {
            m_uploaded.Push(Uploaded{deliver->session,
                                     deliver->stream,
                                     std::move(deliver->content),
                                     std::move(deliver->bytes),
                                     deliver->finish});
        }
        else
        {
            m_uploaded.Push(std::get<Event>(*action));
        }
    }
    return hasMoved;
}

} // namespace kwik
