// The part of Endpoint that lets a server serve what another server holds.
#include "protocol-core/endpoint/endpoint.h"

namespace kwik
{

void
Endpoint::RunRelays(Instant now)
{
    bool isMoving = true;
    while (isMoving)
    {
        isMoving = RunUploads(now);
        for (const CarrierId carrier : m_readyServerPaths)
        {
            const auto path = m_serverPaths.find(carrier);
            while (auto wish =
                       path == m_serverPaths.end() ? std::nullopt : path->second->PollRelayWish())
            {
                Grant(now, carrier, *wish);
                isMoving = true;
            }
        }
        for (const RelayOwner& relay : m_readyRelays)
        {
            while (auto answer = m_relays.at(relay).machine.PollAnswer())
            {
                Hand(std::move(*answer));
                isMoving = true;
            }
        }
    }
}

void
Endpoint::Grant(Instant now, CarrierId carrier, const ServerPath::RelayWish& wish)
{
    if (const auto* started = std::get_if<RangeServer::RelayStarted>(&wish))
    {
        StartRelay(now, carrier, *started);
        return;
    }
    if (const auto* duplex = std::get_if<RangeServer::DuplexRead>(&wish))
    {
        ServerPath& path = *m_serverPaths.at(carrier);
        const ServedStream id{*path.Session(), duplex->stream};
        path.OnContent(duplex->transfer, m_duplex.machine.Read(id, duplex->bytes));
        return;
    }
    const RelayKey key{carrier, std::visit([](const auto& fact) { return fact.transfer; }, wish)};
    const RelayOwner relay = m_relayOf.at(key);
    if (const auto* read = std::get_if<RangeServer::RelayRead>(&wish))
    {
        m_relays.at(relay).machine.OnRead(key, read->offset, read->length);
    }
    else
    {
        m_relays.at(relay).machine.OnTransferEnded(key);
        m_relayOf.erase(key);
    }
    Touch(relay);
}

void
Endpoint::Hand(Relay::Answer answer)
{
    const auto path = m_serverPaths.find(answer.key.client);
    if (path != m_serverPaths.end())
    {
        path->second->OnContent(answer.key.transfer, std::move(answer.bytes));
        m_readyServerPaths.insert(answer.key.client);
    }
}

void
Endpoint::StartRelay(Instant now, CarrierId carrier, const RangeServer::RelayStarted& started)
{
    const ServerPath& path = *m_serverPaths.at(carrier);
    const ServerInfo& upstream = *path.Upstream();
    // What is not a content for all is the session's, so the relay has to prove it.
    const auto session = started.request.content.empty() ? path.Session() : std::nullopt;
    const RelayOwner owner{upstream.address, session};
    if (!m_relays.contains(owner))
    {
        m_relays.emplace(owner, Entry<Relay>{{m_config.session.path, upstream}});
    }
    m_relays.at(owner).machine.OnToken(path.UpstreamToken(), path.UpstreamExpiry());
    const RelayKey key{carrier, started.transfer};
    m_relayOf[key] = owner;
    const KdpRangeRequest& request = started.request;
    m_relays.at(owner).machine.OnTransfer(now,
                                          key,
                                          {request.stream,
                                           request.content,
                                           {request.offset, request.offset + request.length},
                                           request.priority});
    Touch(owner);
}

void
Endpoint::DropServerPath(CarrierId carrier)
{
    m_desk.machine.OnGone(carrier);
    for (auto next = m_relayOf.lower_bound({carrier, {}});
         next != m_relayOf.end() && next->first.client == carrier;)
    {
        m_relays.at(next->second).machine.OnTransferEnded(next->first);
        Touch(next->second);
        next = m_relayOf.erase(next);
    }
    if (const auto path = m_serverPaths.find(carrier); path != m_serverPaths.end())
    {
        m_serverContext.clients -= path->second->IsOfClient() ? 1 : 0;
        if (const auto session = path->second->Session())
        {
            m_goneServerPaths.push_back({*session, carrier});
        }
    }
    m_asking.erase(carrier);
    m_serverPaths.erase(carrier);
    m_readyServerPaths.erase(carrier);
}

} // namespace kwik
