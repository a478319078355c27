#include "replay/replaying-environment.h"

#include "protocol-core/base/assert.h"

namespace kwik::replay
{

class ReplayingEnvironment::ReplayedTimer final : public Timer
{
  public:
    explicit ReplayedTimer(Score& score)
        : m_score(score)
    {
    }

    void Arm(Instant deadline) override
    {
        m_score.Check({.kind = EntryKind::Armed, .at = deadline});
    }

  private:
    Score& m_score;
};

class ReplayingEnvironment::ReplayedSocket final : public DatagramSocket
{
  public:
    explicit ReplayedSocket(ReplayingEnvironment& owner)
        : m_owner(owner)
    {
    }

    SendStatus Send(const Address& to, ByteView payload) override
    {
        return static_cast<SendStatus>(m_owner.m_score.Check({.kind = EntryKind::Sent,
                                                              .peer = to,
                                                              .size = payload.size(),
                                                              .digest = DigestOf(payload)}));
    }

    Address LocalAddress() const override
    {
        return m_owner.m_local;
    }

  private:
    ReplayingEnvironment& m_owner;
};

ReplayingEnvironment::ReplayingEnvironment(Score& score, SeededWorld& world)
    : m_score(score),
      m_world(world)
{
}

void
ReplayingEnvironment::TellTimer(Instant now)
{
    m_world.OnTime(now);
    m_timer->OnTimer(now);
}

void
ReplayingEnvironment::TellDatagrams(const std::vector<Entry>& datagrams)
{
    std::vector<DatagramSocket::Arrival> arrivals;
    for (const Entry& datagram : datagrams)
    {
        arrivals.push_back({datagram.peer, AsBytes(datagram.blob)});
    }
    const Instant now = datagrams.front().at;
    m_world.OnTime(now);
    m_socket->OnDatagrams(now, arrivals);
}

void
ReplayingEnvironment::TellMoved(const Entry& moved)
{
    m_local = moved.peer;
    m_world.OnTime(moved.at);
    m_socket->OnLocalAddress(moved.at, moved.peer);
}

Instant
ReplayingEnvironment::Now() const
{
    const Instant now = m_score.Answer(EntryKind::Clock).at;
    m_world.OnTime(now);
    return now;
}

std::uint64_t
ReplayingEnvironment::Seed(std::string_view label)
{
    return m_world.Seed(label);
}

void
ReplayingEnvironment::FillEntropy(MutableBytes out)
{
    m_world.FillEntropy(out);
}

std::unique_ptr<Timer>
ReplayingEnvironment::NewTimer(Timer::Listener& listener)
{
    KWIK_ASSERT(m_timer == nullptr);
    m_timer = &listener;
    return std::make_unique<ReplayedTimer>(m_score);
}

Result<std::unique_ptr<DatagramSocket>>
ReplayingEnvironment::OpenDatagram(std::uint16_t, DatagramSocket::Listener& listener)
{
    KWIK_ASSERT(m_socket == nullptr);
    m_socket = &listener;
    m_local = m_score.Answer(EntryKind::Opened).peer;
    return std::unique_ptr<DatagramSocket>(std::make_unique<ReplayedSocket>(*this));
}

} // namespace kwik::replay
