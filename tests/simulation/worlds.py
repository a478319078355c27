"""Effects, as in effects.py, of the keys that compare the two worlds; they need the testbed."""

import observables as see
from effects import ABSENT, ONE, Effect, becomes

# Far more than what a busy machine is late.
COMPARED = ONE | {"seeds": 2, "record": {"picture": "no"}}
WIDE = [{"metric": "delivered_bytes", "relative": "50 %"}]
MEASURED = see.compared("metric")
MARGIN = see.compared("margin")
ABSOLUTE = [{"metric": "delivered_bytes"}]


def seen(place, before, after, sees, holds, base=COMPARED):
    return Effect(base, place, before, after, sees, holds, is_campaign=True)


WORLD_EFFECTS = [
    seen("validate", ABSENT, WIDE, see.worlds,
         becomes(["simulation"] * 2, ["simulation"] * 2 + ["testbed"] * 2)),
    seen("validate.0.metric", "delivered_bytes", "completion_time", MEASURED,
         becomes(["delivered_bytes"], ["completion_time"]), COMPARED | {"validate": WIDE}),
    # Of 1 MB that every run delivers.
    seen("validate.0.relative", "50 %", "10 %", MARGIN, becomes([500_000], [100_000]),
         COMPARED | {"validate": WIDE}),
    seen("validate.0.absolute", "30 kB", "2 MB", MARGIN, becomes([30_000], [2_000_000]),
         COMPARED | {"validate": ABSOLUTE}),
]
