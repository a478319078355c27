#ifndef KWIK_EXPERIMENT_SCENARIO_KWIK_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_KWIK_SPEC_H

#include "protocol-core/quic/quic-config.h"
#include "protocol-core/session/session-config.h"

namespace kwik::experiment
{

/// The protocol settings of every host: the core's own structures, so that the core alone says what
/// a default is. Clients use session and quic, servers use server and quic.
struct KwikSpec
{
    SessionConfig session;
    ServerConfig server;
    QuicConfig quic;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_KWIK_SPEC_H
