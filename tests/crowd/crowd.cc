#include "tests/crowd/crowd.h"

#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iostream>

namespace kwik::test
{

class Crowd::Member final : public Application
{
  public:
    Member(Crowd& crowd, Host& host, std::size_t number)
        : m_crowd(crowd),
          m_host(host),
          m_number(number),
          m_session(host.Dial(crowd.m_options.server, *this))
    {
    }

    void Fetch(std::size_t content)
    {
        const auto& contents = m_crowd.m_options.contents;
        const auto& [name, bytes] = contents[(m_number + content) % contents.size()];
        m_expected = bytes;
        m_host.OpenStream(m_session, name);
    }

    void Leave()
    {
        m_host.CloseSession(m_session);
    }

    void OnStreamBytes(Instant,
                       SessionStream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override
    {
        const ByteView view = bytes.View();
        if (view.size() > m_expected.size() ||
            !std::equal(view.begin(), view.end(), m_expected.begin()))
        {
            m_crowd.Fail(Name() + " has got other bytes than the server has");
            return;
        }
        m_expected = m_expected.subspan(view.size());
        if (finish != StreamFinish::Final)
        {
            return;
        }
        if (!m_expected.empty())
        {
            m_crowd.Fail(Name() + " has not got all bytes");
            return;
        }
        m_crowd.OnFetched();
    }

    void OnStreamRefused(Instant, SessionStream) override
    {
        m_crowd.Fail(Name() + " was refused its content");
    }

    void OnSessionEnded(Instant, SessionHandle, SessionEnd end) override
    {
        if (end == SessionEnd::Lost)
        {
            m_crowd.Fail(Name() + " was lost");
        }
    }

  private:
    std::string Name() const
    {
        return "session " + std::to_string(m_number);
    }

    Crowd& m_crowd;
    Host& m_host;
    std::size_t m_number;
    SessionHandle m_session;
    ByteView m_expected; ///< What is still to come of the download that is under way.
};

Crowd::Crowd(boost::asio::io_context& loop, CrowdOptions options)
    : m_loop(loop),
      m_timer(loop),
      m_options(std::move(options))
{
    testbed::RealHostOptions host;
    host.listen = Ipv4(0, 0);
    host.acceptance = Acceptance::Refuse;
    host.quic.idleTimeout = m_options.idleTimeout;
    for (std::size_t i = 0; i < SOCKETS; ++i)
    {
        host.endpoint.name = "crowd-" + std::to_string(i);
        host.endpoint.key = testbed::NewKey();
        host.endpoint.pin = PinOf(PublicKeyOf(host.endpoint.key));
        auto opened = testbed::RealHost::Open(m_loop, host, *this, m_nothing);
        KWIK_ASSERT(opened.IsOk());
        m_hosts.push_back(std::move(opened.Value()));
    }
}

Crowd::~Crowd() = default;

void
Crowd::Start()
{
    Advance();
}

const std::string&
Crowd::Fault() const
{
    return m_fault;
}

std::size_t
Crowd::Repairs() const
{
    return m_paths - std::min(m_paths, m_members.size());
}

void
Crowd::OnEvent(Instant, const Event& event)
{
    m_paths += std::holds_alternative<PathOpened>(event) ? 1 : 0;
}

void
Crowd::Advance()
{
    while (m_round != Round::Rest && m_begun < m_options.sessions &&
           m_begun - m_fetched < BUSY_MAX && m_fault.empty())
    {
        if (m_round == Round::First)
        {
            Host& host = m_hosts[m_begun % SOCKETS]->Kwik();
            m_members.push_back(std::make_unique<Member>(*this, host, m_begun));
        }
        m_members[m_begun]->Fetch(m_round == Round::First ? 0 : 1);
        ++m_begun;
    }
}

void
Crowd::OnFetched()
{
    ++m_fetched;
    if (m_fetched == m_options.sessions)
    {
        OnRoundDone();
    }
    else
    {
        // Not from inside a delivery: one member's end would begin the next, and so on.
        boost::asio::post(m_loop, [this] { Advance(); });
    }
}

void
Crowd::OnRoundDone()
{
    m_begun = 0;
    m_fetched = 0;
    if (m_round == Round::First)
    {
        Say("open");
        m_round = Round::Rest;
        After(m_options.idleFor, &Crowd::BeginSecond);
        return;
    }
    Say("again");
    m_round = Round::Rest;
    After(GOODBYE_EVERY, &Crowd::SayGoodbyes);
}

void
Crowd::BeginSecond()
{
    Say("idle");
    m_round = Round::Second;
    Advance();
}

void
Crowd::SayGoodbyes()
{
    const std::size_t end = std::min(m_begun + GOODBYES, m_members.size());
    for (; m_begun < end; ++m_begun)
    {
        m_members[m_begun]->Leave();
    }
    if (m_begun < m_members.size())
    {
        After(GOODBYE_EVERY, &Crowd::SayGoodbyes);
        return;
    }
    Say("closed");
    m_loop.stop();
}

void
Crowd::Fail(const std::string& fault)
{
    m_fault = m_fault.empty() ? fault : m_fault;
    m_loop.stop();
}

void
Crowd::After(Duration time, void (Crowd::*next)())
{
    m_timer.expires_after(time);
    m_timer.async_wait([this, next](const boost::system::error_code& error) {
        if (!error)
        {
            (this->*next)();
        }
    });
}

void
Crowd::Say(const char* stage) const
{
    std::cout << stage << " " << m_members.size() << std::endl;
}

} // namespace kwik::test
