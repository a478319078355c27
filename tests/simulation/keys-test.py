"""Every key of a scenario does what it says; a key that is silently without effect is a lie."""

import copy
import json
import re
import unittest
from pathlib import Path

import observables as see
from breakage import OUTAGE_EFFECTS
from crowd import CROWD_EFFECTS, crowd_for
from effects import DRAWING, EFFECTS, STORMY, STORMY_UPLOAD, replaced
from simulator import Simulation
from steering import STEERING_EFFECTS
from transports import AT_MOST, BESIDE, TRANSPORT_EFFECTS
from worlds import COMPARED, WIDE, WORLD_EFFECTS

ALL = [*EFFECTS, *OUTAGE_EFFECTS, *CROWD_EFFECTS, *STEERING_EFFECTS, *WORLD_EFFECTS,
       *TRANSPORT_EFFECTS]
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "scenario.schema.json"

# Ends of ranges that make no sense together with the rest of the scenario.
REFUSED = {
    ("duration", "1 ms"): "is not before the end of the run",
    ("kwik.paths.min", 64): "more than max, which is 8",
    ("kwik.detector.degraded_after", 999): "must be less than failed_after, which is 3",
    ("kwik.download.range_max", "1 KiB"): "more than range_max, which is 1 KiB",
    ("kwik.scaling.up", "1 %"): "up must be more than down; they are 1 % and 30 %",
    ("kwik.scaling.down", "999 %"): "up must be more than down; they are 80 % and 999 %",
    ("timeline[].pace.workload", 1_000_000): "there are 1 workloads, counted from 0",
    ("workload[].download.at", "720 h"): "is not before the end of the run",
    ("workload[].upload.at", "720 h"): "is not before the end of the run",
    ("workload[].arrivals.at", "720 h"): "is not before the end of the run",
    ("workload[].arrivals.for", "720 h"): "is not before the end of the run",
    ("timeline[].at", "720 h"): "is not before the end of the run",
    ("timeline[].repeat.every", "1 us"): "must be more than for, which is 200 ms",
    ("timeline[].repeat.every", "720 h"): "the last begins at 2592001 s",
    ("timeline[].repeat.times", 1000): "the last begins at ",
}
# Of a change of a link only one is made at a time, and not at once and slowly.
CHANGES = {"rate", "delay", "jitter", "corruption", "duplication", "reordering", "held_back"}
OF_CROWDS = re.compile(r"network|churn|discovery\[\]\.nearest|workload\[\]\.arrivals")
RANGE = re.compile(r"\((?:duration|rate|size|share|whole number), (.+) to (.+)\)$")


def keys_of(schema, shape, prefix=""):
    """Every key of the table, as "links[].delay", and its shape; the schema is made from it."""
    if "$ref" in shape:
        shape = schema["$defs"][shape["$ref"].removeprefix("#/$defs/")]
    if "items" in shape:
        yield from keys_of(schema, shape["items"], prefix + "[]")
    if isinstance(shape.get("additionalProperties"), dict):
        yield from keys_of(schema, shape["additionalProperties"], prefix + ".NAME")
    for name, value in shape.get("properties", {}).items():
        key = f"{prefix}.{name}".lstrip(".")
        yield key, value
        yield from keys_of(schema, value, key)


def with_room_for(key, scenario):
    """A scenario that a value of this key fits into."""
    if OF_CROWDS.match(key):
        return crowd_for(key)
    if key.startswith("beside"):
        return BESIDE if key.endswith("at_least") else AT_MOST
    if key.startswith("validate"):
        return COMPARED | {"validate": WIDE}
    scenario = copy.deepcopy(scenario)
    first = scenario["timeline"][0]
    word = key.removeprefix("timeline[].")
    if word in CHANGES:
        del first["loss"]
    if word.startswith("pace."):
        scenario["timeline"] = [{"at": "1 s", "pace": {"workload": 0, "rate": "4 Mbit/s"}}]
        scenario["workload"][0]["download"]["pace"] = "4 Mbit/s"
    if word == "over":
        del first["for"]
    if word.startswith("repeat."):
        first["repeat"] = {"every": "300 ms", "times": 2}
    return scenario


def ends_of_ranges(schema):
    for key, shape in keys_of(schema, schema):
        for value in RANGE.findall(shape.get("description", "")):
            yield from ((key, int(end) if end.isdigit() else end) for end in value)


def place_of(key):
    """Where a scenario with a storm has this key."""
    return key.replace("[]", ".0").replace("hosts.NAME", "hosts.mirror")


class Keys(Simulation):
    def seen(self, effect, value, runs):
        text = json.dumps(effect.scenario(value), indent=1)
        if effect.is_campaign:
            return effect.sees(self.plan(text))
        if text not in runs:
            runs[text] = self.execute(text)
        return effect.sees(runs[text])

    def errors_in(self, scenario):
        return see.checked(self.plan(json.dumps(scenario, indent=1)))

    def test_every_key_of_the_table_has_an_effect_written_down(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        table = {key for key, _ in keys_of(schema, schema)}
        self.assertGreater(len(table), 100)
        self.assertEqual(sorted({effect.key() for effect in ALL}), sorted(table))

    def test_a_change_of_one_key_alone_has_the_effect_that_is_written_down(self):
        runs = {}
        for effect in ALL:
            with self.subTest(key=effect.key(), before=effect.before, after=effect.after):
                before = self.seen(effect, effect.before, runs)
                after = self.seen(effect, effect.after, runs)
                self.assertNotEqual(before, after)
                self.assertTrue(effect.holds(before, after), f"before {before}, after {after}")

    def test_both_ends_of_every_range_can_be_run(self):
        ends = list(ends_of_ranges(json.loads(SCHEMA.read_text(encoding="utf-8"))))
        self.assertGreater(len(ends), 60)
        for key, end in ends:
            scenario = with_room_for(key, STORMY_UPLOAD if ".upload." in key else STORMY)
            with self.subTest(key=key, end=end):
                if key.startswith("sweep"):
                    self.assertEqual(self.errors_in(replaced(DRAWING, place_of(key), end)),
                                     "")
                    continue
                text = json.dumps(replaced(scenario, place_of(key), end), indent=1)
                done = self.attempt(text)
                refusal = REFUSED.get((key, end))
                self.assertEqual(done.returncode, 2 if refusal else 0, done.stderr)
                self.assertIn(refusal or "", done.stderr)


if __name__ == "__main__":
    unittest.main()
