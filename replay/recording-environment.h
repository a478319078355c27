#ifndef KWIK_REPLAY_RECORDING_ENVIRONMENT_H
#define KWIK_REPLAY_RECORDING_ENVIRONMENT_H

#include "protocol-core/env/environment.h"
#include "replay/record-writer.h"
#include "replay/seeded-world.h"

namespace kwik::replay
{

/**
 * Stands between a host and its environment and writes down what passes, in both directions. The
 * host's randomness is of @p world instead, so that one seed stands for all of it.
 */
class RecordingEnvironment final : public Environment
{
  public:
    /// The references outlive the environment.
    RecordingEnvironment(Environment& inner, RecordWriter& record, SeededWorld& world);

    Instant Now() const override;
    std::uint64_t Seed(std::string_view label) override;
    void FillEntropy(MutableBytes out) override;
    /// @pre called once: a record has one timer
    std::unique_ptr<Timer> NewTimer(Timer::Listener& listener) override;
    /// @pre called once: a record has one socket
    Result<std::unique_ptr<DatagramSocket>> OpenDatagram(
        std::uint16_t port,
        DatagramSocket::Listener& listener) override;

  private:
    class RecordedTimer;
    class RecordedSocket;

    Environment& m_inner;
    RecordWriter& m_record;
    SeededWorld& m_world;
    bool m_hasTimer{false};
    bool m_hasSocket{false};
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORDING_ENVIRONMENT_H
