#ifndef KWIK_BASE_MACHINE_H
#define KWIK_BASE_MACHINE_H

#include "protocol-core/base/instant.h"

#include <concepts>
#include <optional>

namespace kwik
{

/**
 * The one shape of every state machine in protocol-core.
 *
 * Inputs are `On...(now, ...)` calls. After any input the owner drains PollAction() until it is
 * empty, then reads NextTimeout(). No machine holds a pointer to its owner.
 */
template <typename M>
concept Machine = requires(M machine, const M view, Instant now) {
    typename M::Action;
    { machine.PollAction() } -> std::same_as<std::optional<typename M::Action>>;
    { machine.OnTimeout(now) } -> std::same_as<void>;
    { view.NextTimeout() } -> std::same_as<Instant>;
};

} // namespace kwik

#endif // KWIK_BASE_MACHINE_H
