#include "protocol-core/session/candidate-desk.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<CandidateDesk>);

namespace
{

bool
MayBeRecommended(CandidateVerdict verdict)
{
    return verdict == CandidateVerdict::Willing || verdict == CandidateVerdict::Unreachable;
}

} // namespace

CandidateDesk::CandidateDesk(const PathConfig& path,
                             const InquiryConfig& config,
                             const std::vector<ServerInfo>& directory,
                             const SigningSeed& key)
    : m_path(path),
      m_config(config),
      m_key(key),
      m_isAsking(config.patience > Duration{})
{
    OnDirectory(directory);
    m_isTouched = false;
}

void
CandidateDesk::OnDirectory(const std::vector<ServerInfo>& directory)
{
    m_directory = directory;
    for (const ServerInfo& server : directory)
    {
        // What was asked of one that is left out now comes to its end, and counts no more.
        m_inquiries.try_emplace(server.address, m_path, m_config, server, m_key);
    }
    m_isTouched = true;
}

void
CandidateDesk::OnAsked(Instant now)
{
    if (!m_isAsking || (m_isUnderWay && !IsSettled()))
    {
        return; // Who asks now hears what the one before hears.
    }
    m_isUnderWay = true;
    for (auto& [address, inquiry] : m_inquiries)
    {
        inquiry.OnAsked(now);
    }
}

void
CandidateDesk::OnCarrier(Instant now, const Address& candidate, const CarrierEvent& event)
{
    m_inquiries.at(candidate).OnCarrier(now, event);
    m_isTouched = true;
}

void
CandidateDesk::OnUnreachable(Instant now, const Address& candidate)
{
    if (const auto inquiry = m_inquiries.find(candidate); inquiry != m_inquiries.end())
    {
        inquiry->second.OnUnreachable(now);
        m_isTouched = true;
    }
}

void
CandidateDesk::OnTimeout(Instant now)
{
    for (auto& [address, inquiry] : m_inquiries)
    {
        if (inquiry.NextTimeout() <= now)
        {
            inquiry.OnTimeout(now);
            m_isTouched = true;
        }
    }
}

Instant
CandidateDesk::NextTimeout() const
{
    Instant next = NEVER;
    for (const auto& [address, inquiry] : m_inquiries)
    {
        next = std::min(next, inquiry.NextTimeout());
    }
    return next;
}

std::optional<CandidateDesk::Action>
CandidateDesk::PollAction()
{
    for (auto& [address, inquiry] : m_inquiries)
    {
        if (auto action = inquiry.PollAction())
        {
            return Action{address, std::move(*action)};
        }
    }
    return std::nullopt;
}

bool
CandidateDesk::IsSettled() const
{
    return !m_isAsking ||
           std::all_of(m_inquiries.begin(), m_inquiries.end(), [](const auto& entry) {
               return entry.second.Verdict().has_value();
           });
}

bool
CandidateDesk::TakeNews()
{
    if (!std::exchange(m_isTouched, false))
    {
        return false;
    }
    std::vector<Address> now;
    for (const Advice& advice : Advised())
    {
        now.push_back(advice.server.address);
    }
    const bool isNew = now != m_told;
    m_told = std::move(now);
    return isNew;
}

std::vector<Advice>
CandidateDesk::Advised() const
{
    std::vector<Advice> advised;
    for (const ServerInfo& server : m_directory)
    {
        const Inquiry& inquiry = m_inquiries.at(server.address);
        if (!m_isAsking || (inquiry.Verdict() && MayBeRecommended(*inquiry.Verdict())))
        {
            advised.push_back({server, inquiry.LoadPercent()});
            advised.back().server.capabilities = inquiry.Candidate().capabilities;
        }
    }
    return advised;
}

} // namespace kwik
