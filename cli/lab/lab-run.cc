#include "cli/lab/lab-run.h"

#include "cli/lab/host-programs.h"
#include "cli/lab/lab-plan.h"
#include "experiment/run/timeline-telling.h"
#include "experiment/run/workload-player.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <stdexcept>

namespace kwik::lab
{

namespace
{

/// Probes over all links before a run.
constexpr Duration CALIBRATION_BUDGET = std::chrono::milliseconds(300);
/// From the moment at which all hosts are ready to the epoch.
constexpr Duration HEAD_START = std::chrono::milliseconds(50);
constexpr Duration LOOK_EVERY = std::chrono::milliseconds(200);
constexpr Duration START_PATIENCE = std::chrono::seconds(30);
constexpr Duration END_PATIENCE = std::chrono::seconds(10);
/// Of all journals together: a bound for the memory of this process.
constexpr std::size_t MOST_LINE_BYTES = std::size_t{1} << 30;

} // namespace

LabRun::LabRun(const experiment::Scenario& scenario, const LabRunOptions& options)
    : m_options(options),
      m_plan(scenario, options.seed),
      m_spec(LabSpecOf(scenario, options.seed)),
      m_lab(testbed::Lab::Build(m_spec)),
      m_emulatorEnd(m_loop),
      m_actions(experiment::TimelineActions(scenario)),
      m_open(scenario.workload.size())
{
    m_figures.calibration = m_lab->Calibrate(CALIBRATION_BUDGET);
}

LabRun::~LabRun()
{
    m_emulatorEnd.release(); // It is the lab's.
}

Duration
LabRun::Execute(experiment::RunObserver& observer)
{
    WatchEmulator();
    StartHosts();
    m_loop.run();
    if (m_failure)
    {
        throw std::runtime_error(*m_failure);
    }
    return TellAll(observer).time_since_epoch();
}

const LabFigures&
LabRun::Figures() const
{
    return m_figures;
}

void
LabRun::WatchEmulator()
{
    m_emulatorEnd.assign(m_lab->EndFile());
    m_emulatorEnd.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                             [this](boost::system::error_code error) {
                                 if (!error)
                                 {
                                     m_failure = "the emulator of the links has ended";
                                     m_loop.stop();
                                 }
                             });
}

void
LabRun::StartHosts()
{
    OpenMptcpPaths(m_plan.Of(), m_spec, *m_lab);
    for (const std::string& host : HostsWithPrograms(m_plan.Of()))
    {
        m_unready += 1;
        m_processes.push_back(NewProcess(m_plan.IdOf(host), 0));
        m_current[host] = m_processes.back().get();
    }
    GiveUpLater(START_PATIENCE, "the hosts are not ready in time");
}

std::unique_ptr<HostProcess>
LabRun::NewProcess(experiment::HostId id, std::uint64_t restarts)
{
    return std::make_unique<HostProcess>(
        HostProcess::Parts{m_loop, *m_lab, *this, id, m_plan.SpecOf(id).name},
        ProgramOf(m_plan.Of(), m_options, restarts));
}

void
LabRun::Begin()
{
    m_phase = Phase::Running;
    const auto epoch = std::chrono::steady_clock::now() + HEAD_START;
    m_epoch = std::chrono::nanoseconds(epoch.time_since_epoch()).count();
    m_clock.emplace(m_loop, testbed::RealClock(epoch), nullptr);
    for (const auto& [name, process] : m_current)
    {
        process->Tell("epoch " + std::to_string(m_epoch));
    }
    for (const experiment::TimelineAction& action : m_actions)
    {
        m_clock->After(action.at, [this, &action] { Play(action); });
    }
    m_clock->After(m_plan.Of().duration, [this] { End(); });
    LookRegularly();
}

void
LabRun::LookRegularly()
{
    const Instant now = m_clock->Now();
    m_figures.samples.push_back({now, EMULATOR, m_lab->Lag()});
    if (m_options.onProgress)
    {
        m_options.onProgress(now.time_since_epoch(), m_delivered);
    }
    m_clock->After(LOOK_EVERY, [this] { LookRegularly(); });
}

void
LabRun::Play(const experiment::TimelineAction& action)
{
    if (m_phase != Phase::Running)
    {
        return;
    }
    // What was received before a step belongs before it.
    for (const auto& [name, process] : m_current)
    {
        process->Tell("sample");
    }
    m_steps.push_back({m_clock->Now(), experiment::StepOf(action)});
    std::visit([this](const auto& what) { Do(what); }, action.what);
}

void
LabRun::Do(const experiment::CrashHost& crash)
{
    const experiment::HostId id = m_plan.IdOf(crash.host);
    m_lab->SetHostDown(id.value);
    if (HostProcess* process = Find(crash.host))
    {
        process->Kill();
        // The next one gets ready, so that it is there at once when its time has come.
        m_processes.push_back(NewProcess(id, ++m_restarts[crash.host]));
        m_current[crash.host] = m_processes.back().get();
    }
}

void
LabRun::Do(const experiment::RestartHost& restart)
{
    m_lab->SetHostUp(m_plan.IdOf(restart.host).value);
    if (HostProcess* process = Find(restart.host))
    {
        process->Tell("epoch " + std::to_string(m_epoch));
    }
}

void
LabRun::Do(const experiment::SuspendHost& suspend)
{
    Find(suspend.host)->Signal(SIGSTOP);
}

void
LabRun::Do(const experiment::ResumeHost& resume)
{
    Find(resume.host)->Signal(SIGCONT);
}

void
LabRun::Do(const experiment::RebindHost& rebind)
{
    Find(rebind.host)->Tell("rebind");
}

void
LabRun::Do(const experiment::MigrateHost& migrate)
{
    const std::size_t link = m_plan.LinkIndex({migrate.host, migrate.via});
    const Address address = m_lab->AddressOn(m_plan.IdOf(migrate.host).value, link);
    Find(migrate.host)->Tell("move " + ToString(address));
}

void
LabRun::Do(const experiment::PaceDownload& pace)
{
    const std::string client = experiment::TransferOf(m_plan.Of().workload[pace.workload]).client;
    Find(client)->Tell("pace " + std::to_string(pace.workload) + " " +
                       std::to_string(pace.rate.bitsPerSecond));
}

void
LabRun::Do(const experiment::ChangeLink& change)
{
    const std::size_t link = m_plan.LinkIndex(change.link);
    for (const std::size_t sender : {0U, 1U})
    {
        if (const auto& value = change.values[sender])
        {
            testbed::DirectionShape& shape = m_spec.links[link].shapes[sender];
            Apply(shape, change.property, *value);
            m_lab->Change({link, sender}, shape);
        }
    }
}

void
LabRun::End()
{
    if (m_phase == Phase::Ending)
    {
        return;
    }
    m_phase = Phase::Ending;
    m_end = m_clock->Now();
    m_figures.lags[EMULATOR] = m_lab->Lag();
    for (const auto& process : m_processes)
    {
        process->Signal(SIGCONT); // Who is suspended cannot come to an end.
        process->Tell("stop");
    }
    GiveUpLater(END_PATIENCE, "the hosts do not come to an end");
}

void
LabRun::GiveUpLater(Duration patience, const std::string& why)
{
    auto timer = std::make_shared<boost::asio::steady_timer>(m_loop, patience);
    timer->async_wait([this, timer, why, phase = m_phase](boost::system::error_code error) {
        if (!error && m_phase == phase)
        {
            m_failure = m_failure.value_or(why);
            m_loop.stop();
        }
    });
}

Instant
LabRun::TellAll(experiment::RunObserver& observer)
{
    // Each journal is in the order of time; what is at one time stays in the order of arrival.
    std::stable_sort(m_lines.begin(), m_lines.end(), [](const auto& one, const auto& other) {
        return one.at < other.at;
    });
    Instant last = m_end;
    auto step = m_steps.begin();
    for (const experiment::JournalLine& line : m_lines)
    {
        for (; step != m_steps.end() && step->at < line.at; ++step)
        {
            observer.OnTimelineStep(step->at, step->what);
        }
        if (!experiment::Replay(line, observer))
        {
            throw std::runtime_error("a journal cannot be read: " + line.text);
        }
        last = std::max(last, line.at);
    }
    for (; step != m_steps.end(); ++step)
    {
        observer.OnTimelineStep(step->at, step->what);
    }
    observer.OnEnd(last);
    return last;
}

HostProcess*
LabRun::Find(const std::string& host)
{
    const auto found = m_current.find(host);
    return found == m_current.end() ? nullptr : found->second;
}

void
LabRun::OnReady(HostProcess&)
{
    if (m_phase == Phase::Starting && --m_unready == 0)
    {
        Begin();
    }
}

void
LabRun::OnLine(experiment::JournalLine line)
{
    m_lineBytes += line.text.size() + sizeof(line);
    if (m_lineBytes > MOST_LINE_BYTES)
    {
        m_failure = "the journals of this run are longer than 1 GiB";
        m_loop.stop();
        return;
    }
    if (m_options.onProgress)
    {
        m_delivered += experiment::DeliveredIn(line.text);
    }
    m_lines.push_back(std::move(line));
}

void
LabRun::OnTransferOver()
{
    if (--m_open == 0)
    {
        m_clock->After(experiment::DRAIN, [this] { End(); });
    }
}

void
LabRun::OnLag(HostProcess& host, const testbed::LagReport& lag)
{
    m_figures.samples.push_back({m_clock->Now(), host.Name(), lag});
    m_figures.lags[host.Name()] = lag;
}

void
LabRun::OnFailure(HostProcess&, const std::string& why)
{
    m_failure = m_failure.value_or(why);
    m_loop.stop();
}

void
LabRun::OnEnd(HostProcess&)
{
    const bool isOver = std::all_of(m_processes.begin(), m_processes.end(), [](const auto& one) {
        return one->HasEnded();
    });
    if (isOver)
    {
        for (std::size_t link = 0; link < m_spec.links.size(); ++link)
        {
            for (const std::size_t sender : {0U, 1U})
            {
                m_figures.portDrops += m_lab->Counters({link, sender}).portDrops;
            }
        }
        m_loop.stop();
    }
}

} // namespace kwik::lab
