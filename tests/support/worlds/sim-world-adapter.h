#ifndef KWIK_TESTS_SUPPORT_WORLDS_SIM_WORLD_ADAPTER_H
#define KWIK_TESTS_SUPPORT_WORLDS_SIM_WORLD_ADAPTER_H

#include "tests/support/sim-world.h"
#include "tests/support/worlds/world.h"

#include <map>
#include <memory>

namespace kwik::test
{

/// A WorldPlan in a SimWorld.
class SimWorldAdapter final : public World
{
  public:
    explicit SimWorldAdapter(const WorldPlan& plan);

    Environment& EnvironmentOf(const std::string& host) override;
    Address AddressOf(const std::string& host) const override;
    Instant Now() const override;
    void After(Duration after, std::function<void()> what) override;
    bool RunUntil(const std::function<bool()>& isDone, Duration limit) override;

  private:
    struct Host
    {
        Address address;
        std::unique_ptr<SimEnvironment> environment;
    };

    void AddHost(const std::string& name);

    SimWorld m_world;
    std::map<std::string, Host> m_hosts;
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_WORLDS_SIM_WORLD_ADAPTER_H
