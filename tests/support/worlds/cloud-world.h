#ifndef KWIK_TESTS_SUPPORT_WORLDS_CLOUD_WORLD_H
#define KWIK_TESTS_SUPPORT_WORLDS_CLOUD_WORLD_H

#include "helper/kwik-cloud.h"
#include "tests/support/worlds/ns3-world.h"

namespace kwik::test
{

/// A WorldPlan on ns-3 nodes that a CloudSwitch joins.
class CloudWorld final : public Ns3World
{
  public:
    explicit CloudWorld(const WorldPlan& plan)
        : Ns3World(plan, [](const Hosts& hosts, const Links& links) {
              return std::make_unique<ns3::kwiklab::KwikCloud>(hosts, links);
          })
    {
    }
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_WORLDS_CLOUD_WORLD_H
