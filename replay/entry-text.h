#ifndef KWIK_REPLAY_ENTRY_TEXT_H
#define KWIK_REPLAY_ENTRY_TEXT_H

#include "protocol-core/base/instant.h"
#include "replay/record-entry.h"

#include <string>

namespace kwik::replay
{

/// Seconds with nine digits behind the point, as 1.234567890.
std::string SecondsText(Instant at);

/// What the entry says, in words, without its time.
std::string Describe(const Entry& entry);

/// What is not the same in two entries of one kind, as "deadline 1.5 s, 1.6 s"; empty for others.
std::string Contrast(const Entry& recorded, const Entry& replayed);

} // namespace kwik::replay

#endif // KWIK_REPLAY_ENTRY_TEXT_H
