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
    hasMoved = HandUploads() || hasMoved;
    return HandDuplex(now) || hasMoved;
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
        else if (const auto* data = std::get_if<KdpData>(&message))
        {
            m_uploads.OnData(now, carrier, *path.Session(), *data);
        }
        else
        {
            OnDuplex(now, carrier, message);
        }
        return;
    }
    // What a relay sends for a session has to prove that session, so each has a path of its own.
    const RelayOwner owner{path.Upstream()->address, *path.Session()};
    if (!m_relays.contains(owner))
    {
        m_relays.emplace(owner, Entry<Relay>{{m_config.session.path, *path.Upstream()}});
    }
    m_relays.at(owner).machine.OnToken(path.UpstreamToken(), path.UpstreamExpiry());
    m_relays.at(owner).machine.OnUpload(now, carrier, std::move(message));
    Touch(owner);
}

bool
Endpoint::HandUploads()
{
    bool hasMoved = false;
    for (const RelayOwner& relay : m_readyRelays)
    {
        while (const auto reply = m_relays.at(relay).machine.PollUploadReply())
        {
            TellClient(reply->client, reply->message);
            hasMoved = true;
        }
    }
    while (auto action = m_uploads.PollAction())
    {
        hasMoved = true;
        if (const auto* reply = std::get_if<UploadReceiver::Reply>(&*action))
        {
            TellClient(reply->carrier, reply->message);
        }
        else if (const auto* violated = std::get_if<UploadReceiver::Violated>(&*action))
        {
            m_serverPaths.at(violated->carrier)->OnUploadViolated(violated->kind, violated->detail);
            m_readyServerPaths.insert(violated->carrier);
        }
        else if (const auto* widened = std::get_if<UploadReceiver::Widened>(&*action))
        {
            m_duplex.machine.OnWidened(widened->stream, widened->limit);
        }
        else if (auto* deliver = std::get_if<UploadReceiver::Deliver>(&*action))
        {
            if (deliver->content.empty())
            {
                HandDuplexBytes(std::move(*deliver));
                continue;
            }
            m_uploaded.Push(UploadedBytes{deliver->session,
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
