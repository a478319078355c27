#include "replay/replay.h"

#include "experiment/scenario/load-scenario.h"
#include "experiment/scenario/realise.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace kwik::replay
{

namespace
{

/// The scenario as the host had it.
experiment::Scenario
ScenarioOf(const RecordHeader& header)
{
    const experiment::LoadedScenario loaded =
        experiment::ReadScenario({"scenario of the record", header.scenario},
                                 experiment::World::Testbed);
    if (!loaded.scenario)
    {
        throw RecordError("the scenario of the record is none for this program: " +
                          (loaded.diagnostics.empty() ? "" : loaded.diagnostics.front().message));
    }
    const experiment::HostSpec* host = experiment::FindHost(*loaded.scenario, header.host);
    if (host == nullptr || host->role == experiment::HostRole::Router)
    {
        throw RecordError("the scenario of the record has no client or server " + header.host);
    }
    return experiment::Realise(*loaded.scenario, header.seed);
}

ServerInfo
ServerIn(const Entry& dial)
{
    ServerInfo server{dial.peer, {}, dial.text, {}};
    std::memcpy(server.pin.data(), dial.blob.data(), server.pin.size());
    return server;
}

} // namespace

Replay::Replay(RecordReader& reader, const Options& options)
    : m_options(options),
      m_header(reader.Header()),
      m_scenario(ScenarioOf(m_header)),
      m_plan(m_scenario, m_header.seed),
      m_score(reader, options.watcher),
      m_world(m_header),
      m_env(m_score, m_world)
{
}

void
Replay::Play()
{
    Open();
    while (const std::optional<Entry> input = m_score.NextInput(m_options.until))
    {
        Tell(*input);
    }
    if (m_score.Damage() && !m_score.Found())
    {
        throw RecordError(*m_score.Damage());
    }
}

const Score&
Replay::Outcome() const
{
    return m_score;
}

const experiment::Scenario&
Replay::Scenario() const
{
    return m_scenario;
}

void
Replay::OnEntry(const Entry& entry)
{
    m_score.Check(entry);
}

void
Replay::Open()
{
    UseTlsWorld(m_world);
    m_host =
        std::make_unique<WorkloadHost>(WorkloadHost::Parts{m_env, m_plan, *this, m_options.traces},
                                       m_header.host);
}

void
Replay::Tell(const Entry& input)
{
    switch (input.kind)
    {
    case EntryKind::Timer:
        return m_env.TellTimer(input.at);
    case EntryKind::Datagram:
        return TellDatagrams(input);
    case EntryKind::Moved:
        return m_env.TellMoved(input);
    default:
        return TellApplication(input);
    }
}

void
Replay::TellDatagrams(const Entry& first)
{
    std::vector<Entry> datagrams{first};
    while (datagrams.back().flag != 0)
    {
        const std::optional<Entry> next = m_score.NextInput(m_options.until);
        if (!next)
        {
            return; // The record was cut before the host was told of them.
        }
        if (next->kind != EntryKind::Datagram || next->at != first.at)
        {
            Refuse("is not what came with the datagram before");
        }
        datagrams.push_back(*next);
    }
    m_env.TellDatagrams(datagrams);
}

void
Replay::TellApplication(const Entry& call)
{
    const SessionHandle session{static_cast<std::uint32_t>(call.session)};
    const SessionStream stream{session, StreamId{call.stream}};
    if (call.kind == EntryKind::Dial)
    {
        if (call.blob.size() != KeyPin{}.size())
        {
            Refuse("dials a server whose key cannot be");
        }
        const SessionHandle dialled = m_host->Dial(ServerIn(call));
        m_sessions.insert(dialled);
        return Returned(dialled.value);
    }
    if (session.value != call.session || !m_sessions.contains(session))
    {
        Refuse("names a session that was not dialled");
    }
    switch (call.kind)
    {
    case EntryKind::OpenStream: {
        const StreamId opened = m_host->OpenStream(session, call.text);
        m_streams.insert({session, opened});
        return Returned(opened.value);
    }
    case EntryKind::ReadUpTo:
        if (!m_streams.contains(stream))
        {
            Refuse("names a stream that was not opened");
        }
        return m_host->ReadUpTo(stream, ByteCount{call.size});
    case EntryKind::StartUpload:
        if (!m_content.SizeOf(call.text))
        {
            Refuse("uploads what there is not");
        }
        return Returned(m_host->StartUpload(session, m_content, call.text).value);
    default:
        return m_host->CloseSession(session);
    }
}

void
Replay::Returned(std::uint64_t id)
{
    m_score.Check({.kind = EntryKind::Returned, .size = id});
}

void
Replay::Refuse(const std::string& why) const
{
    throw RecordError("entry " + std::to_string(m_score.Number()) + " " + why);
}

} // namespace kwik::replay
