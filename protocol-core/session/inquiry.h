#ifndef KWIK_SESSION_INQUIRY_H
#define KWIK_SESSION_INQUIRY_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/event/event.h"
#include "protocol-core/registry/server-info.h"
#include "protocol-core/session/client-path.h"
#include "protocol-core/session/session-config.h"
#include "protocol-core/trust/session-token.h"

#include <optional>
#include <variant>

namespace kwik
{

/**
 * What a server knows of another one that it could recommend: whether that takes clients, how
 * loaded it is, and what it can do (PROTOCOL section 2, step 5).
 *
 *   nothing known --OnAsked--> Asking --answer, closed, patience over--> known for `validFor`
 *
 * It asks over a path of its own, opened with the first question and kept for the next ones. Who
 * does not answer in time counts as silent until it does; who cannot be reached from here at all is
 * a matter of the network between servers, and says nothing of the one between it and the client.
 */
class Inquiry
{
  public:
    struct Connect
    {
        CarrierTarget target;
    };

    using Action =
        std::variant<Connect, WriteStream, RankStream, AbortStream, CloseConnection, Event>;

    /// @p key signs who asks.
    Inquiry(const PathConfig& path,
            const InquiryConfig& config,
            const ServerInfo& candidate,
            const SigningSeed& key);

    /// A client wants to know; nothing is asked while what is known is fresh.
    void OnAsked(Instant now);
    void OnCarrier(Instant now, const CarrierEvent& event);
    /// The world has no way to the candidate.
    void OnUnreachable(Instant now);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// Nothing while the answer is awaited.
    const std::optional<CandidateVerdict>& Verdict() const;
    std::uint32_t LoadPercent() const;
    const ServerInfo& Candidate() const;

  private:
    void Open(Instant now);
    void Greet(Instant now);
    void Ask(Instant now);
    void OnPathAction(Instant now, ClientPath::Action& action);
    void OnAnswer(Instant now, const ::kwik::kcp::v3::ServerCapabilityResponse& answer);
    void OnPathLost(Instant now);
    void Settle(Instant now, CandidateVerdict verdict);
    void Drain(Instant now);

    PathConfig m_pathConfig;
    InquiryConfig m_config;
    ServerInfo m_candidate;
    SigningSeed m_key;
    std::optional<ClientPath> m_path;
    bool m_isGreeted{false};
    Instant m_askedAt{NEVER}; ///< The question that waits for its answer; NEVER without one.
    Instant m_freshUntil{};
    std::optional<CandidateVerdict> m_verdict;
    std::uint32_t m_loadPercent{0};
    BoundedQueue<Action, 1024> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_INQUIRY_H
