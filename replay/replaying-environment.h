#ifndef KWIK_REPLAY_REPLAYING_ENVIRONMENT_H
#define KWIK_REPLAY_REPLAYING_ENVIRONMENT_H

#include "protocol-core/env/environment.h"
#include "replay/score.h"
#include "replay/seeded-world.h"

#include <vector>

namespace kwik::replay
{

/// Gives a host what a record says that it was given, and compares what the host asks for.
class ReplayingEnvironment final : public Environment
{
  public:
    /// The references outlive the environment.
    ReplayingEnvironment(Score& score, SeededWorld& world);

    /// @pre the host is open
    void TellTimer(Instant now);
    /// That came together. @pre there is one, and all have one time
    void TellDatagrams(const std::vector<Entry>& datagrams);
    void TellMoved(const Entry& moved);

    Instant Now() const override;
    std::uint64_t Seed(std::string_view label) override;
    void FillEntropy(MutableBytes out) override;
    std::unique_ptr<Timer> NewTimer(Timer::Listener& listener) override;
    Result<std::unique_ptr<DatagramSocket>> OpenDatagram(
        std::uint16_t port,
        DatagramSocket::Listener& listener) override;

  private:
    class ReplayedTimer;
    class ReplayedSocket;

    Score& m_score;
    SeededWorld& m_world;
    Timer::Listener* m_timer{nullptr};
    DatagramSocket::Listener* m_socket{nullptr};
    Address m_local;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_REPLAYING_ENVIRONMENT_H
