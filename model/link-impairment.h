#ifndef KWIK_MODEL_LINK_IMPAIRMENT_H
#define KWIK_MODEL_LINK_IMPAIRMENT_H

#include <ns3/error-model.h>
#include <ns3/random-variable-stream.h>

#include <cstdint>

namespace ns3::kwiklab
{

/**
 * What one direction of a link does to packets that arrive: drops all of them while it is down, and
 * otherwise each with a fixed probability, independently (Bernoulli).
 */
class LinkImpairment : public ErrorModel
{
  public:
    static TypeId GetTypeId();

    LinkImpairment();

    void SetLossPpm(std::uint32_t partsPerMillion);
    void SetUp();
    void SetDown();
    int64_t AssignStreams(int64_t stream);

  private:
    bool DoCorrupt(Ptr<Packet> packet) override;
    void DoReset() override;

    std::uint32_t m_lossPpm{0};
    bool m_isUp{true};
    Ptr<UniformRandomVariable> m_draw;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_LINK_IMPAIRMENT_H
