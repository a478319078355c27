#ifndef KWIK_MODEL_OUTAGE_LOG_H
#define KWIK_MODEL_OUTAGE_LOG_H

#include "protocol-core/base/instant.h"

#include <vector>

namespace ns3::kwiklab
{

/**
 * When something was up and when it was down, so that what passed it can be judged afterwards. It
 * is up at first. Grows by each outage, of which a run has a list from the start.
 */
class OutageLog
{
  public:
    /// Times never fall from call to call.
    void SetUp(kwik::Instant now);
    void SetDown(kwik::Instant now);

    bool IsUp() const;
    /// What happens at @p when itself counts. @pre nothing before @p when will be noted any more
    bool WasUpAt(kwik::Instant when) const;

  private:
    std::vector<kwik::Instant> m_turns; ///< Down, up, down, and so on.
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_OUTAGE_LOG_H
