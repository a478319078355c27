#ifndef KWIK_TESTS_SUPPORT_WORLDS_NS3_WORLD_H
#define KWIK_TESTS_SUPPORT_WORLDS_NS3_WORLD_H

#include "helper/kwik-network.h"
#include "model/ns3-environment.h"
#include "tests/support/worlds/world.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace kwik::test
{

/// A WorldPlan on ns-3 nodes. One at a time in a process: ns-3's simulator is global.
class Ns3World : public World
{
  public:
    explicit Ns3World(const WorldPlan& plan);
    ~Ns3World() override;

    Environment& EnvironmentOf(const std::string& host) override;
    Address AddressOf(const std::string& host) const override;
    Instant Now() const override;
    void After(Duration after, std::function<void()> what) override;
    bool RunUntil(const std::function<bool()>& isDone, Duration limit) override;

  protected:
    using Hosts = std::vector<ns3::kwiklab::HostSpec>;
    using Links = std::vector<ns3::kwiklab::LinkSpec>;
    using NewNetwork =
        std::function<std::unique_ptr<ns3::kwiklab::KwikNetwork>(const Hosts&, const Links&)>;

    Ns3World(const WorldPlan& plan, const NewNetwork& newNetwork);

  private:
    void Check(const std::function<bool()>& isDone, int run);

    std::unique_ptr<ns3::kwiklab::KwikNetwork> m_network;
    std::map<std::string, std::unique_ptr<ns3::kwiklab::Ns3Environment>> m_hosts;
    bool m_wasDone{false};
    int m_run{0}; ///< Counts RunUntil(): what an earlier one has left in the queue checks nothing.
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_WORLDS_NS3_WORLD_H
