#ifndef KWIK_TESTS_PARITY_PARITY_STORY_H
#define KWIK_TESTS_PARITY_PARITY_STORY_H

#include "experiment/workload/delivery-checker.h"
#include "experiment/workload/generated-content.h"
#include "protocol-core/host/host.h"
#include "tests/support/worlds/world.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kwik::test
{

/// One event as every world should tell it: server addresses replaced by host names.
struct ToldEvent
{
    Instant when;
    std::string text;
};

/**
 * A story that can be told in any world: a client downloads from a primary and a mirror, and the
 * primary's power fails after @p crashAt bytes.
 */
class ParityStory final : private EventSink, private Application
{
  public:
    static WorldPlan Plan();

    ParityStory(World& world, ByteCount size, ByteCount crashAt);
    ~ParityStory();

    /// Until the download is complete and the dead path is closed.
    bool Run(Duration limit);

    const std::vector<ToldEvent>& Told() const;
    /// The texts until the dead path is closed, without those events whose number depends on how
    /// fast the world is.
    std::vector<std::string> Plot() const;
    const DeliveryChecker& Checker() const;

  private:
    void OnEvent(Instant now, const Event& event) override;
    void OnStreamBytes(Instant now,
                       SessionStream stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnStreamRefused(Instant now, SessionStream stream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;

    std::unique_ptr<Host> NewHost(const std::string& name);
    ServerInfo InfoOf(const std::string& name) const;
    bool IsOver() const;

    World& m_world;
    ByteCount m_crashAt;
    GeneratedContent m_content;
    DeliveryChecker m_checker;
    std::map<std::string, std::unique_ptr<Host>> m_hosts;
    std::vector<ToldEvent> m_told;
    bool m_isFinished{false};
    bool m_isDeadPathClosed{false};
};

} // namespace kwik::test

#endif // KWIK_TESTS_PARITY_PARITY_STORY_H
