#ifndef KWIK_EXPERIMENT_METRICS_FINGERPRINT_H
#define KWIK_EXPERIMENT_METRICS_FINGERPRINT_H

#include "experiment/metrics/moment.h"
#include "experiment/text/digest.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/**
 * A hash over everything that a run does, in the order in which it does it: two runs with the same
 * fingerprint have sent the same datagrams at the same nanoseconds.
 *
 * Each entry is its kind, time, host and content with their lengths, so that no two sequences of
 * entries hash the same bytes. Numbers are little-endian whatever the machine is.
 */
class Fingerprint
{
  public:
    void AddObservation(Moment moment, std::string_view kind, std::string_view detail);
    void AddDatagram(Moment moment, ByteCount size);
    /// 32 hexadecimal digits over all entries so far.
    std::string Hex() const;

  private:
    void AddHead(char tag, Moment moment, std::uint64_t size);
    void AddText(std::string_view text);

    Digest m_digest;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_FINGERPRINT_H
