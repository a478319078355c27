#ifndef KWIK_EXPERIMENT_METRICS_READ_EVENT_H
#define KWIK_EXPERIMENT_METRICS_READ_EVENT_H

#include "protocol-core/base/result.h"
#include "protocol-core/event/event.h"

#include <string_view>

namespace kwik::experiment
{

/**
 * The event whose kind and whose detail, as DetailOf gives it, these are: DetailOf(ReadEvent(k, d))
 * is d. What follows from other fields is not read.
 *
 * Errors: NotFound (no such kind), Malformed (no object, or a field that is missing or has no such
 * value).
 */
Result<Event> ReadEvent(std::string_view kind, std::string_view detail);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_READ_EVENT_H
