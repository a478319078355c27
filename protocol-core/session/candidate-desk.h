#ifndef KWIK_SESSION_CANDIDATE_DESK_H
#define KWIK_SESSION_CANDIDATE_DESK_H

#include "protocol-core/session/inquiry.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kwik
{

/// A server that may be recommended, and how loaded it says it is.
struct Advice
{
    ServerInfo server;
    std::uint32_t loadPercent;
};

/// What a server knows of all others in its directory: one Inquiry each (PROTOCOL section 2, step
/// 5). With no patience at all nobody is asked, and all are recommended.
class CandidateDesk
{
  public:
    using Action = std::pair<Address, Inquiry::Action>;

    CandidateDesk(const PathConfig& path,
                  const InquiryConfig& config,
                  const std::vector<ServerInfo>& directory,
                  const SigningSeed& key);

    void OnAsked(Instant now);
    /// Other servers than before. @pre none that stays has another key
    void OnDirectory(const std::vector<ServerInfo>& directory);
    void OnCarrier(Instant now, const Address& candidate, const CarrierEvent& event);
    void OnUnreachable(Instant now, const Address& candidate);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// Whether of every candidate something is known.
    bool IsSettled() const;
    /// Whether others may be recommended than when this was asked last.
    bool TakeNews();
    /// Those that may be recommended, in the order of the directory.
    std::vector<Advice> Advised() const;

  private:
    PathConfig m_path;
    InquiryConfig m_config;
    SigningSeed m_key;
    bool m_isAsking;
    bool m_isUnderWay{
        false}; ///< All have been asked; until they are settled nobody is asked again.
    std::vector<ServerInfo> m_directory;
    std::map<Address, Inquiry> m_inquiries;
    bool m_isTouched{false};     ///< A verdict may have changed.
    std::vector<Address> m_told; ///< Who was advised when TakeNews() looked last.
};

} // namespace kwik

#endif // KWIK_SESSION_CANDIDATE_DESK_H
