#ifndef KWIK_TESTBED_HOST_SCENARIO_HOST_H
#define KWIK_TESTBED_HOST_SCENARIO_HOST_H

#include "experiment/run/run-observer.h"
#include "experiment/run/workload-player.h"
#include "replay/recorded-host.h"
#include "testbed/asio-environment.h"

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>

namespace kwik::testbed
{

/// A client or server of a scenario on real sockets, of which a record may be written.
class ScenarioHost final : private replay::HostAudience
{
  public:
    /// The references outlive the host.
    struct Parts
    {
        boost::asio::io_context& loop;
        const RealClock& clock;
        const experiment::HostPlan& plan;
        experiment::RunObserver& observer;
        LoopObserver& loopObserver;
        QuicTraces traces;
    };

    /// A record to be written, and what it begins with. It outlives the host.
    struct Recording
    {
        const replay::RecordHeader& header;
        replay::RecordWriter& record;
    };

    /// Opens its socket. Throws std::runtime_error when that cannot be.
    ScenarioHost(const Parts& parts,
                 const std::string& name,
                 const std::optional<Recording>& recording);

    /// Who wants to know what is delivered; before the loop runs.
    void Serve(experiment::WorkloadPlayer& player);
    /// As a workload uses it.
    experiment::HostPort& Port();

    /// Throw std::runtime_error when the kernel refuses.
    void Rebind();
    void Move(const Address& address);

  private:
    void OnEvent(Instant now, const Event& event) override;
    void OnDelivered(Instant now,
                     const SessionStream& stream,
                     const SharedBytes& bytes,
                     StreamFinish finish) override;
    void OnRefused(Instant now, const SessionStream& stream) override;
    void OnUploaded(Instant now,
                    const UploadSink::Upload& upload,
                    const SharedBytes& bytes,
                    StreamFinish finish) override;
    void OnUploadFinished(Instant now, const SessionStream& upload) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;

    experiment::RunObserver& m_observer;
    experiment::HostId m_id;
    experiment::WorkloadPlayer* m_player{nullptr};
    AsioEnvironment m_env;
    std::unique_ptr<replay::WorkloadHost> m_host; ///< One of the two.
    std::unique_ptr<replay::RecordedHost> m_recorded;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_SCENARIO_HOST_H
