#ifndef KWIK_EXPERIMENT_SCENARIO_CHECK_CONTEXT_H
#define KWIK_EXPERIMENT_SCENARIO_CHECK_CONTEXT_H

#include "experiment/scenario/scenario.h"
#include "experiment/scenario/world.h"
#include "experiment/schema/path-index.h"
#include "experiment/text/diagnostics.h"

#include <string>
#include <string_view>

namespace kwik::experiment
{

/// A scenario whose values were read one by one, for the checks of how they fit together. What
/// could not be read was reported already, and is not complained about again.
class CheckContext
{
  public:
    /// All must outlive the context.
    CheckContext(const Scenario& scenario, PathIndex& index, Diagnostics& diagnostics);

    const Scenario& Read() const;
    /// Whether a key was written, rather than left at its default.
    bool IsWritten(std::string_view path) const;
    /// Whether everything at and below @p path could be read and nothing there was refused.
    bool IsSound(std::string_view path) const;
    /// Notes that the value at @p path does not fit; the message begins with the key.
    void Refuse(std::string_view path, const std::string& why) const;
    /// The line of the value at @p path.
    std::uint32_t LineOf(std::string_view path) const;

    /// The host that the value at @p path names; nullptr, and an error, when there is none.
    const HostSpec* HostAt(std::string_view path, const std::string& name) const;
    /// The same for a host that must have a role.
    const HostSpec* HostAt(std::string_view path, const std::string& name, HostRole role) const;

  private:
    const Scenario& m_scenario;
    PathIndex& m_index;
    Diagnostics& m_diagnostics;
};

std::string TimeText(Duration span);

/// `links[3]`
std::string PathOf(std::string_view list, std::size_t index);

/// Before the network is made.
void CheckNetwork(const CheckContext& context);
void CheckTopology(const CheckContext& context);
void CheckKwik(const CheckContext& context);
void CheckWorkload(const CheckContext& context);
void CheckTimeline(const CheckContext& context);
/// What the scenario asks of links that are not simulated whole.
void CheckInterior(const CheckContext& context);
/// What the testbed cannot honour.
void CheckTestbed(const CheckContext& context);
void CheckExpectations(const CheckContext& context);
void CheckConclusions(const CheckContext& context);
void CheckValidation(const CheckContext& context);
/// What other transports than Kwik can do.
void CheckTransport(const CheckContext& context, World world);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_CHECK_CONTEXT_H
