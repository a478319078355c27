#ifndef KWIK_PATH_LOSS_METER_H
#define KWIK_PATH_LOSS_METER_H

#include "protocol-core/base/instant.h"

#include <cstdint>
#include <optional>

namespace kwik
{

/**
 * How much of what a peer sends is lost, from what it says that it has sent and what has come.
 *
 * A receiver cannot see what did not come: the peer has to tell. Its word travels behind what it
 * has sent before, so what has not come by then is lost, but for a few datagrams that overtake. A
 * verdict needs DATAGRAMS_MIN and WINDOW, so that one burst of losses is not the path's loss.
 */
class LossMeter
{
  public:
    static constexpr std::uint64_t DATAGRAMS_MIN = 100;
    static constexpr Duration WINDOW = std::chrono::seconds(2);

    /// Since the connection began. @returns the loss in millionths since the last verdict, when
    /// enough was sent since.
    std::optional<std::uint32_t> OnCounts(Instant now, std::uint64_t sent, std::uint64_t received);

  private:
    struct Counts
    {
        Instant at;
        std::uint64_t sent;
        std::uint64_t received;
    };

    std::optional<Counts> m_last;
};

} // namespace kwik

#endif // KWIK_PATH_LOSS_METER_H
