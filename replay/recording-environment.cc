#include "replay/recording-environment.h"

#include "protocol-core/base/assert.h"

#include <optional>

namespace kwik::replay
{

class RecordingEnvironment::RecordedTimer final : public Timer, private Timer::Listener
{
  public:
    RecordedTimer(RecordingEnvironment& owner, Timer::Listener& listener)
        : m_owner(owner),
          m_listener(listener),
          m_inner(owner.m_inner.NewTimer(*this))
    {
    }

    void Arm(Instant deadline) override
    {
        m_owner.m_record.Append({.kind = EntryKind::Armed, .at = deadline});
        m_inner->Arm(deadline);
    }

  private:
    void OnTimer(Instant now) override
    {
        m_owner.m_record.Append({.kind = EntryKind::Timer, .at = now});
        m_owner.m_world.OnTime(now);
        m_listener.OnTimer(now);
    }

    RecordingEnvironment& m_owner;
    Timer::Listener& m_listener;
    std::unique_ptr<Timer> m_inner;
};

class RecordingEnvironment::RecordedSocket final : public DatagramSocket,
                                                   private DatagramSocket::Listener
{
  public:
    RecordedSocket(RecordingEnvironment& owner, DatagramSocket::Listener& listener)
        : m_owner(owner),
          m_listener(listener)
    {
    }

    std::optional<Error> Open(std::uint16_t port)
    {
        auto opened = m_owner.m_inner.OpenDatagram(port, *this);
        if (!opened.IsOk())
        {
            return opened.Failure();
        }
        m_inner = std::move(opened.Value());
        m_owner.m_record.Append({.kind = EntryKind::Opened, .peer = LocalAddress()});
        return std::nullopt;
    }

    SendStatus Send(const Address& to, ByteView payload) override
    {
        const SendStatus status = m_inner->Send(to, payload);
        m_owner.m_record.Append({.kind = EntryKind::Sent,
                                 .flag = static_cast<std::uint8_t>(status),
                                 .peer = to,
                                 .size = payload.size(),
                                 .digest = DigestOf(payload)});
        return status;
    }

    Address LocalAddress() const override
    {
        return m_inner->LocalAddress();
    }

  private:
    void OnDatagram(Instant now, const Address& from, ByteView payload) override
    {
        const Arrival arrival{from, payload};
        OnDatagrams(now, std::span(&arrival, 1));
    }

    void OnDatagrams(Instant now, std::span<const Arrival> arrivals) override
    {
        for (std::size_t i = 0; i < arrivals.size(); ++i)
        {
            const bool hasNext = i + 1 < arrivals.size();
            m_owner.m_record.Append({.kind = EntryKind::Datagram,
                                     .flag = static_cast<std::uint8_t>(hasNext ? 1 : 0),
                                     .at = now,
                                     .peer = arrivals[i].from,
                                     .blob = std::string(AsText(arrivals[i].payload))});
        }
        m_owner.m_world.OnTime(now);
        m_listener.OnDatagrams(now, arrivals);
    }

    void OnLocalAddress(Instant now, const Address& local) override
    {
        m_owner.m_record.Append({.kind = EntryKind::Moved, .at = now, .peer = local});
        m_owner.m_world.OnTime(now);
        m_listener.OnLocalAddress(now, local);
    }

    RecordingEnvironment& m_owner;
    DatagramSocket::Listener& m_listener;
    std::unique_ptr<DatagramSocket> m_inner;
};

RecordingEnvironment::RecordingEnvironment(Environment& inner,
                                           RecordWriter& record,
                                           SeededWorld& world)
    : m_inner(inner),
      m_record(record),
      m_world(world)
{
}

Instant
RecordingEnvironment::Now() const
{
    const Instant now = m_inner.Now();
    m_record.Append({.kind = EntryKind::Clock, .at = now});
    m_world.OnTime(now);
    return now;
}

std::uint64_t
RecordingEnvironment::Seed(std::string_view label)
{
    return m_world.Seed(label);
}

void
RecordingEnvironment::FillEntropy(MutableBytes out)
{
    m_world.FillEntropy(out);
}

std::unique_ptr<Timer>
RecordingEnvironment::NewTimer(Timer::Listener& listener)
{
    KWIK_ASSERT(!m_hasTimer);
    m_hasTimer = true;
    return std::make_unique<RecordedTimer>(*this, listener);
}

Result<std::unique_ptr<DatagramSocket>>
RecordingEnvironment::OpenDatagram(std::uint16_t port, DatagramSocket::Listener& listener)
{
    KWIK_ASSERT(!m_hasSocket);
    m_hasSocket = true;
    auto socket = std::make_unique<RecordedSocket>(*this, listener);
    if (const auto error = socket->Open(port))
    {
        return *error;
    }
    return std::unique_ptr<DatagramSocket>(std::move(socket));
}

} // namespace kwik::replay
