#include "testbed/host/host-run.h"

#include <chrono>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace kwik::testbed
{

namespace
{

/// The keys of all hosts would be one file; each process has a part of it.
std::string
KeysName(const HostOptions& options)
{
    return "keys-" + options.host + "-" + std::to_string(options.restarts) + ".part";
}

} // namespace

HostRun::HostRun(const HostOptions& options, const Subject& subject)
    : m_options(options),
      m_subject(subject),
      m_plan(subject.scenario, options.seed),
      m_driver(m_loop,
               {options.control, options.journal},
               {[this](const std::string& line) { OnControl(line); }, [this] { Stop(); }}),
      m_traces(subject.scenario.record, options.artefacts, KeysName(options))
{
}

void
HostRun::Execute()
{
    m_driver.SayReady();
    if (m_options.epoch)
    {
        Begin(*m_options.epoch);
    }
    m_loop.run();
    if (m_host)
    {
        m_player->SampleNow();
        m_driver.Flush();
    }
    m_traces.Close();
    if (m_record)
    {
        m_record->Close();
    }
    m_driver.Finish();
}

void
HostRun::Fail(const std::string& why)
{
    m_driver.SayFailed(why);
}

void
HostRun::OnControl(const std::string& line)
{
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "epoch" && !m_host)
    {
        std::int64_t epoch = 0;
        words >> epoch;
        return Begin(epoch);
    }
    if (what == "stop")
    {
        return Stop();
    }
    if (!m_host)
    {
        return; // Nothing befalls a host that has not begun.
    }
    if (what == "sample")
    {
        return m_player->SampleNow();
    }
    if (what == "rebind")
    {
        return m_host->Rebind();
    }
    if (what == "move")
    {
        std::string address;
        words >> address;
        const Result<Address> parsed = ParseIpv4(address);
        if (parsed.IsOk())
        {
            return m_host->Move(parsed.Value());
        }
    }
    if (what == "pace")
    {
        experiment::PaceDownload pace;
        words >> pace.workload >> pace.rate.bitsPerSecond;
        return m_player->SetPace(pace);
    }
    throw std::runtime_error("no control line: " + line);
}

void
HostRun::Begin(std::int64_t epoch)
{
    m_realClock.emplace(SteadyAt(epoch));
    LoopObserver& observer = *this;
    m_clock.emplace(m_loop, *m_realClock, &observer);
    m_journal.emplace(*m_clock, m_plan.IdOf(m_options.host));
    m_player.emplace(
        experiment::WorkloadPlayer::Parts{m_plan, m_options.seed, *m_clock, *m_journal, [this] {
                                              m_driver.SayOver();
                                          }});
    OpenHost();
    m_player->AddClient(m_options.host, m_host->Port());
    for (std::size_t i = 0; i < m_plan.Of().workload.size(); ++i)
    {
        m_player->Schedule(i);
    }
    m_player->SampleRegularly();
    m_driver.Begin(*m_clock, *m_journal);
}

void
HostRun::OpenHost()
{
    const QuicTraces traces = m_traces.TracesOf(m_options.host);
    for (std::uint64_t i = 0; i < m_options.restarts; ++i)
    {
        m_traces.OnRestart(m_options.host);
    }
    std::optional<ScenarioHost::Recording> recording;
    if (m_options.recordLimit > 0)
    {
        StartRecord();
        recording.emplace(ScenarioHost::Recording{*m_header, *m_record});
    }
    LoopObserver& observer = *this;
    m_host.emplace(ScenarioHost::Parts{m_loop, *m_realClock, m_plan, *m_journal, observer, traces},
                   m_options.host,
                   recording);
    m_host->Serve(*m_player);
}

void
HostRun::StartRecord()
{
    m_header.emplace();
    m_header->scenario = m_subject.text;
    m_header->seed = m_options.seed;
    m_header->host = m_options.host;
    m_header->restarts = m_options.restarts;
    m_header->entropy = replay::NewEntropySeed();
    m_header->unixStart = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    m_header->build = m_options.build;
    m_header->libraries = TlsLibraries();
    const auto folder = std::filesystem::path(m_options.artefacts);
    std::filesystem::create_directories(folder);
    m_record.emplace(folder / replay::RecordName(m_options.host, m_options.restarts),
                     *m_header,
                     m_options.recordLimit);
}

void
HostRun::Stop()
{
    m_loop.stop();
}

void
HostRun::OnSent(ByteCount size)
{
    m_journal->OnDatagramsSent({m_clock->Now(), m_plan.IdOf(m_options.host)}, {1, size});
}

void
HostRun::OnTimerServed(std::chrono::steady_clock::time_point due)
{
    m_driver.OnTimerServed(due);
}

} // namespace kwik::testbed
