#include "experiment/scenario/check-context.h"

namespace kwik::experiment
{

void
CheckTestbed(const CheckContext& context)
{
    const Scenario& scenario = context.Read();
    if (scenario.interior == Interior::Cloud && context.IsSound("interior"))
    {
        context.Refuse("interior",
                       "the testbed passes every packet over every link; write 'packets', or run "
                       "this in the simulation");
    }
    if (scenario.record.pcap && context.IsSound("record.pcap"))
    {
        context.Refuse("record.pcap",
                       "the testbed does not capture packets; write 'no', or run this in the "
                       "simulation");
    }
    constexpr std::size_t MOST_HOSTS = 250;
    if (scenario.hosts.size() > MOST_HOSTS && context.IsSound("hosts"))
    {
        context.Refuse(scenario.network ? "network" : "hosts",
                       "there are " + std::to_string(scenario.hosts.size()) +
                           " hosts, and the testbed has a network namespace for each of at most " +
                           std::to_string(MOST_HOSTS));
    }
}

} // namespace kwik::experiment
