#include "tests/unit/core/model-server.h"

#include <algorithm>

namespace kwik::test
{

using namespace std::chrono_literals;

ModelServer::ModelServer(BitRate rate, Duration roundTrip)
    : m_rate(rate),
      m_roundTrip(roundTrip)
{
}

void
ModelServer::Ask(Instant now, const DownloadScheduler::Action& action)
{
    m_inbox.push_back({now + m_roundTrip / 2, action});
}

void
ModelServer::SetRate(BitRate rate)
{
    m_rate = rate;
}

void
ModelServer::SetLink(bool isUp)
{
    m_isUp = isUp;
}

bool
ModelServer::IsUp() const
{
    return m_isUp;
}

Duration
ModelServer::RoundTrip() const
{
    return m_roundTrip;
}

void
ModelServer::Tick(Instant now, Prng& prng)
{
    while (m_isUp && !m_inbox.empty() && m_inbox.front().when <= now)
    {
        Read(m_inbox.front().what);
        m_inbox.pop_front();
    }
    if (m_isUp)
    {
        Serve(now, prng);
    }
}

std::optional<ModelServer::Arrival>
ModelServer::Hear(Instant now)
{
    if (!m_isUp || m_outbox.empty() || m_outbox.front().when > now)
    {
        return std::nullopt;
    }
    const Arrival arrival = m_outbox.front().what;
    m_outbox.pop_front();
    return arrival;
}

void
ModelServer::Read(const DownloadScheduler::Action& action)
{
    if (const auto* request = std::get_if<DownloadScheduler::RequestRange>(&action))
    {
        const bool isUrgent = request->purpose == RangePurpose::Rescued;
        const auto place =
            std::find_if(m_transfers.begin(), m_transfers.end(), [isUrgent](const Transfer& other) {
                return isUrgent && other.request.purpose != RangePurpose::Rescued;
            });
        m_transfers.insert(place, Transfer{*request, request->bytes.begin});
    }
    else if (const auto* trim = std::get_if<DownloadScheduler::TrimRange>(&action))
    {
        for (Transfer& transfer : m_transfers)
        {
            if (transfer.request.range == trim->range)
            {
                transfer.request.bytes.end = std::max(trim->end, transfer.sent);
            }
        }
    }
    else
    {
        const RangeId range = std::get<DownloadScheduler::AbandonRange>(action).range;
        m_transfers.remove_if(
            [range](const Transfer& transfer) { return transfer.request.range == range; });
    }
}

void
ModelServer::Serve(Instant now, Prng& prng)
{
    m_quota += BytesIn(m_rate, 1ms);
    const Instant when = now + m_roundTrip / 2;
    while (!m_transfers.empty())
    {
        Transfer& transfer = m_transfers.front();
        const auto& [range, path, stream, bytes, purpose, rank] = transfer.request;
        const ByteCount size = std::min(bytes.end - transfer.sent, m_quota);
        if (size > ByteCount{})
        {
            Send(when, {range, stream, {transfer.sent, transfer.sent + size}});
        }
        transfer.sent += size;
        m_quota -= size;
        if (transfer.sent < bytes.end)
        {
            return;
        }
        Send(when + 1ms * prng.Below(4), {range, stream, {}});
        m_transfers.pop_front();
    }
    m_quota = {};
}

void
ModelServer::Send(Instant when, const Arrival& arrival)
{
    // Datagrams of one path keep their order.
    const Instant last = m_outbox.empty() ? when : m_outbox.back().when;
    m_outbox.push_back({std::max(when, last), arrival});
}

} // namespace kwik::test
