#ifndef KWIK_TESTBED_GATEWAY_REPEATING_FAR_END_H
#define KWIK_TESTBED_GATEWAY_REPEATING_FAR_END_H

#include "testbed/gateway/far-end.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace kwik::testbed
{

/**
 * A connection to a service that gives the same answer to the same bytes, such as a web server that
 * is asked for a file: when the server that led to it is lost, another one is dialled, is told all
 * that was written, and what it answers is dropped as far as it was read before. The last bytes
 * that were read are compared with it: another answer is a failure, never a mixture.
 *
 *   reading --the connection fails--> renewing --a server answers--> repeating
 *   repeating --as much was read as before--> reading
 *   repeating --another answer--> over
 *   renewing --nobody answers, or too much was written--> over
 *
 */
class RepeatingFarEnd final : public FarEnd
{
  public:
    /// Who has written more cannot be repeated.
    static constexpr std::size_t WRITTEN_MAX = 64U << 10;
    /// So much of what was read is compared.
    static constexpr std::size_t COMPARED = 4U << 10;
    /// A server that answers has to be found within this time.
    static constexpr std::chrono::seconds PATIENCE{30};
    /// Connections in a row that fail before they bring anything new.
    static constexpr int FAILURES_MAX = 8;

    /// Dials a server. Error Closed: there is no use in trying again.
    using Dialler = std::function<Result<KwikConnection>()>;

    /// @p first is the connection that is used first.
    RepeatingFarEnd(KwikConnection first, Dialler dial);

    Result<std::size_t> Read(MutableBytes into) override;
    Result<std::size_t> Write(ByteView bytes) override;
    void CloseWrite() override;
    void Abort() override;

  private:
    std::shared_ptr<KwikConnection> Current() const;
    /// Goes on at another server. @returns false when that cannot be
    bool Renew();
    /// Tells @p next all that was written.
    bool Repeat(KwikConnection& next);
    /// Takes @p bytes of an answer. @returns how many are new, moved to the front; nothing when it
    /// is another answer
    std::optional<std::size_t> TakeNew(MutableBytes bytes);
    bool IsAsBefore(ByteView repeated) const;
    void Finish();

    Dialler m_dial;
    mutable std::mutex m_mutex; ///< Of what follows.
    std::condition_variable m_changed;
    std::shared_ptr<KwikConnection> m_current;
    std::uint64_t m_renewals{0};
    std::string m_written;
    bool m_isForgotten{false}; ///< More was written than can be repeated.
    bool m_hasEndedWrite{false};
    bool m_isOver{false}; ///< Nobody reads any more.

    // Of the reader only.
    std::uint64_t m_read{0};     ///< What the reader was given.
    std::uint64_t m_position{0}; ///< In the answer of the current connection.
    std::string m_tail;          ///< The last of what was read.
    int m_failures{0};           ///< In a row.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_GATEWAY_REPEATING_FAR_END_H
