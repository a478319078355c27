#include "experiment/run/sample-subjects.h"

#include <map>

namespace kwik::experiment
{

SampleSubjects::SampleSubjects(const Scenario& scenario)
{
    std::map<std::string, unsigned> count;
    for (const WorkloadSpec& workload : scenario.workload)
    {
        const std::string client = TransferOf(workload).client;
        const unsigned nth = ++count[client];
        m_clients.push_back(nth == 1 ? client : client + "." + std::to_string(nth));
    }
}

const std::string&
SampleSubjects::OfClient(std::size_t workload) const
{
    return m_clients[workload];
}

std::string
SampleSubjects::OfServer(std::size_t workload, const std::string& server) const
{
    return m_clients.size() == 1 ? server : m_clients[workload] + "/" + server;
}

} // namespace kwik::experiment
