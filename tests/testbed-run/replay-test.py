"""What hosts of real runs were told is written down, and told again they do the same."""

import json
import os
import random
import stat
import subprocess
import sys
import unittest

import record
from simulator import one_path
from testbed import PATIENT, Testbed, two_paths

RUNS = 4
SEED = 20261121


def faults(draw):
    """One thing that befalls a server, and two others, each at a random moment."""
    at, later = sorted(draw.sample(range(150, 1300), 2))
    times = [draw.randrange(150, 900) for _ in range(9)]
    link = draw.choice(["[client, near]", "[client, far]"])
    server = draw.choice(["near", "far"])
    return [draw.choice([
        f"{{at: {at} ms, crash: {server}}}, {{at: {later} ms, restart: {server}}}",
        f"{{at: {at} ms, suspend: {server}}}, {{at: {later} ms, resume: {server}}}",
    ])] + draw.sample([
        f"{{at: {times[0]} ms, link: {link}, state: down, for: {later - at} ms}}",
        f"{{at: {times[1]} ms, link: {link}, loss: {draw.randrange(1, 6)} %}}",
        f"{{at: {times[2]} ms, link: {link}, reordering: {draw.randrange(1, 20)} %}}",
        f"{{at: {times[3]} ms, link: {link}, duplication: {draw.randrange(1, 10)} %}}",
        f"{{at: {times[4]} ms, link: {link}, corruption: {draw.randrange(1, 4)} %}}",
        f"{{at: {times[5]} ms, link: {link}, rate: {draw.randrange(2, 9)} Mbit/s}}",
        f"{{at: {times[6]} ms, rebind: client}}",
        f"{{at: {times[7]} ms, migrate: {{host: client, via: near}}}}",
        f"{{at: {times[8]} ms, migrate: {{host: client, via: far}}}}",
    ], 2)


def story(draw):
    """A small scenario with faults; whether the bytes arrive in time is asked elsewhere."""
    workload = draw.choice(["download: {{from: near, to: client, size: {size}}}",
                            "upload: {{from: client, to: near, size: {size}}}"])
    text = two_paths(workload, size="1 MB", duration="6 s",
                     timeline=f"[{', '.join(faults(draw))}]")
    between = "  - {between: [near, far], rate: 100 Mbit/s, delay: 5 ms}\ndiscovery:"
    return text.replace("discovery:", between).split("expect:")[0]


class Replays(Testbed):
    def run_recorded(self, text, *options):
        self.plant("real.yaml", text)
        done = self.call("testbed", "run", "real.yaml", "--record", *PATIENT, *options)
        # A machine that was too slow makes a run that does not count, and a record that does.
        allowed = (0, 3) if "seed 1 INVALID" in done.stdout else (0,)
        self.assertIn(done.returncode, allowed, done.stderr + done.stdout)
        self.assertIn("\nrecords   results/real-testbed/real-testbed-seed1/*.kwikrec\n", done.stdout)
        return sorted((self.folder / "results/real-testbed/real-testbed-seed1").glob("*.kwikrec"))

    def replay(self, path, *options, status=0):
        done = self.call("replay", str(path), *options)
        self.assertEqual(done.returncode, status, f"{path}\n{done.stdout}{done.stderr}")
        return done

    def play(self, path):
        return json.loads(self.replay(path, "--json").stdout)

    def changed(self, changed, name="changed.kwikrec"):
        path = self.folder / name
        path.write_bytes(changed.data())
        return path


class Faults(Replays):
    def test_hosts_do_the_same_again_whatever_befell_them(self):
        runs = int(os.environ.get("KWIK_REPLAY_RUNS", RUNS))
        seed = int(os.environ.get("KWIK_REPLAY_SEED", SEED))
        for run in range(runs):
            text = story(random.Random(f"{seed} {run}"))
            print(f"seed {seed} run {run}:",
                  [line for line in text.splitlines() if line.startswith("timeline")], file=sys.stderr)
            with self.subTest(run=run):
                records = self.run_recorded(text)
                self.assertGreaterEqual(len(records), 3)
                lives = [self.play(path) for path in records]
                self.assertTrue(all(one["equal"] for one in lives))
                ends = {one["end"] for one in lives}
                self.assertEqual(ends, {"complete", "cut"} if "crash" in text else {"complete"})
                # They were worth it.
                self.assertGreater(sum(one["entries"].get("datagram", 0) for one in lives), 500)


class Shown(Replays):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = None

    def records(self):
        """Of one run, for all tests here: it takes real time."""
        cls = type(self)
        if cls.kept is None:
            cls.kept = {path.name: path.read_bytes() for path in
                        self.run_recorded(two_paths(
                            size="400 kB", timeline="[{at: 300 ms, crash: far}]"))}
        for name, data in cls.kept.items():
            (self.folder / name).write_bytes(data)
        return self.folder

    def client(self):
        return record.Record((self.records() / "client.kwikrec").read_bytes())

    def test_a_flipped_byte_of_a_datagram_is_located(self):
        client = self.client()
        number = client.numbers_of(record.DATAGRAM)[40]
        client.flip(number, len(client.content(number)) - 1)
        shown = json.loads(self.replay(self.changed(client), "--json", status=1).stdout)
        difference = shown["difference"]
        # QUIC does not take it, so that the host is silent where it did something.
        self.assertGreater(difference["entry"], number)
        self.assertLess(difference["entry"], number + 10)
        self.assertEqual(difference["t_ns"], client.time(number))
        self.assertIn("a datagram of", difference["told"])
        text = self.replay(self.changed(client), status=1).stdout
        self.assertIn(f"result    DIFFERENT from entry {difference['entry']} on", text)
        self.assertIn("the same build made the record".capitalize(), text)

    def test_a_timer_that_is_one_nanosecond_late_is_located(self):
        data = (self.records() / "near.kwikrec").read_bytes()
        found = 0
        for number in record.Record(data).numbers_of(record.TIMER)[20:]:
            if found == 6:
                break
            late = record.Record(data)
            late.move_in_time(number, 1)
            done = self.call("replay", str(self.changed(late)), "--json")
            self.assertIn(done.returncode, (0, 1), done.stderr)
            if done.returncode == 1:
                difference = json.loads(done.stdout)["difference"]
                # A datagram that is sent then has a longer way to its acknowledgement.
                self.assertGreater(difference["entry"], number)
                self.assertLess(difference["t_ns"] - late.time(number), 500_000_000)
                found += 1
        # Some timers find nothing to do.
        self.assertEqual(found, 6)

    def test_datagrams_that_came_together_are_told_together(self):
        client = self.client()
        together = [number for number in client.numbers_of(record.DATAGRAM)
                    if client.has_next(number)]
        self.assertTrue(together)
        for number in together:
            self.assertEqual(client.kinds()[number], record.DATAGRAM)
            self.assertEqual(client.time(number + 1), client.time(number))
        self.play(self.records() / "client.kwikrec")
        # Told one by one, most batches make the host do something in between.
        for number in together:
            client = self.client()
            client.part(number)
            done = self.call("replay", str(self.changed(client)), "--json")
            self.assertIn(done.returncode, (0, 1), done.stderr)
            if done.returncode == 1:
                break
        self.assertGreater(json.loads(done.stdout)["difference"]["entry"], number)

    def test_what_cannot_have_come_with_a_datagram_is_refused(self):
        client = self.client()
        kinds = client.kinds()
        for number in client.numbers_of(record.DATAGRAM)[40:]:
            inputs = [n for n in range(number + 1, len(kinds))
                      if kinds[n - 1] in (record.DATAGRAM, record.TIMER)]
            if kinds[inputs[0] - 1] == record.TIMER:
                break
        client.join(number)
        # Another input, or what the host did in between: neither is part of a batch.
        done = self.call("replay", str(self.changed(client)))
        self.assertIn(done.returncode, (1, 2), done.stdout)
        if kinds[number] == record.TIMER:
            self.assertIn("is not what came with the datagram before", done.stderr)

    def test_a_byte_of_an_output_is_located_exactly(self):
        for kind in (record.SENT, record.ARMED, record.EVENT):
            client = self.client()
            number = client.numbers_of(kind)[5]
            client.flip(number, len(client.content(number)) - (3 if kind == record.EVENT else 2))
            shown = json.loads(self.replay(self.changed(client), "--json", status=1).stdout)
            self.assertEqual(shown["difference"]["entry"], number)

    def test_a_flipped_byte_without_its_checksum_is_damage(self):
        data = bytearray((self.records() / "client.kwikrec").read_bytes())
        data[len(data) // 2] ^= 1
        damaged = self.folder / "damaged.kwikrec"
        damaged.write_bytes(data)
        self.assertRegex(self.replay(damaged, status=2).stderr,
                         r"entry \d+, at byte \d+: its checksum is wrong")

    def test_a_cut_tail_is_said_and_the_rest_is_played(self):
        data = (self.records() / "client.kwikrec").read_bytes()
        cut = self.folder / "cut.kwikrec"
        cut.write_bytes(data[:len(data) * 2 // 3])
        done = self.replay(cut)
        self.assertRegex(done.stdout, r"end       the record was cut after entry \d+")
        self.assertIn("EQUAL", done.stdout)

    def test_a_crash_ends_a_record(self):
        shown = self.play(self.records() / "far.kwikrec")
        self.assertEqual((shown["equal"], shown["end"], shown["host"]), (True, "cut", "far"))
        self.assertLess(shown["t_ns"], 400_000_000)
        self.assertGreater(shown["t_ns"], 100_000_000)

    def test_events_log_and_traces_are_there_afterwards(self):
        path = self.records() / "client.kwikrec"
        shown = self.play(path)
        events = self.replay(path, "--events").stdout.split("\n\n")[0].splitlines()
        self.assertEqual(len(events), shown["entries"]["event"])
        self.assertRegex(events[0], r"^ +\d+ +\d\.\d{9}   event session_state_changed \{")
        log = self.replay(path, "--log").stdout.split("\n\n")[0].splitlines()
        self.assertEqual(len(log), len(record.Record(path.read_bytes()).frames) - 1)
        self.replay(path, "--qlog", "traces")
        traces = {file.name for file in (self.folder / "traces").iterdir()}
        self.assertLessEqual({"client-1.sqlog", "client-2.sqlog", "keys.log"}, traces)
        self.assertGreater((self.folder / "traces/keys.log").stat().st_size, 500)

    def test_it_stops_at_the_time_that_is_wanted(self):
        path = self.records() / "client.kwikrec"
        shown = json.loads(self.replay(path, "--until", "0.2 s", "--json").stdout)
        self.assertEqual((shown["end"], shown["equal"]), ("until", True))
        self.assertLessEqual(shown["t_ns"], 200_000_000)
        self.assertGreater(shown["t_ns"], 100_000_000)

    def test_mutated_records_are_refused_or_differ_and_never_crash(self):
        print("seed", SEED, file=sys.stderr)
        draw = random.Random(SEED)
        statuses = {0: 0, 1: 0, 2: 0}
        original = self.client()
        calls = [number for kind in (record.OPENED, record.DIAL, record.OPEN_STREAM,
                                     record.CLOSE_SESSION, record.CLOCK)
                 for number in original.numbers_of(kind)]
        for turn in range(80):
            mutant = self.client()
            number = draw.choice(calls) if turn % 2 else draw.randrange(1, len(mutant.frames))
            content = bytearray(mutant.content(number))
            content[draw.randrange(len(content) if turn % 3 else 1)] = draw.randrange(256)
            mutant.replace(number, bytes(content))  # Its checksum is right.
            done = self.call("replay", str(self.changed(mutant)))
            self.assertIn(done.returncode, (0, 1, 2), f"turn {turn}: {done.stderr}")
            statuses[done.returncode] += 1
        self.assertGreater(statuses[1], 10)
        self.assertGreater(statuses[2], 10)

    def test_headers_that_make_no_sense_are_refused(self):
        for old, new in ((b'"host":"client"', b'"host":"nobody"'),
                         (b'"seed":1', b'"seed":-1'),
                         (b"role: server", b"role: pirate"),
                         (b'"scenario":', b'"no":')):
            client = self.client()
            self.assertIn(old, client.content(0))
            client.replace(0, client.content(0).replace(old, new, 1))
            self.replay(self.changed(client), status=2)


class Written(Replays):
    def test_only_the_owner_may_read_it_and_the_store_names_it(self):
        records = self.run_recorded(one_path(size="100 kB"))
        self.assertEqual([path.name for path in records], ["client.kwikrec", "server.kwikrec"])
        for path in records:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertEqual(self.real_rows("SELECT kind, path FROM artefact WHERE kind = 'record' "
                                        "ORDER BY path"),
                         [("record", f"real-testbed/real-testbed-seed1/{path.name}") for path in records])

    def test_at_its_limit_it_ends_and_says_so(self):
        records = self.run_recorded(one_path(size="2 MB"), "--record-limit", "1 MiB")
        client = self.play(records[0])
        self.assertEqual((client["end"], client["equal"]), ("limit", True))
        self.assertLessEqual(records[0].stat().st_size, 2 ** 20)
        self.assertIn("--record-limit", self.replay(records[0]).stdout)

    def test_nothing_is_recorded_in_the_simulation(self):
        self.plant("real.yaml", one_path())
        done = self.call("run", "real.yaml", "--record")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--record: a simulated run is repeated by its seed", done.stderr)

    def test_a_debugger_finds_where_a_host_ends_itself(self):
        records = self.run_recorded(one_path(size="1 MB"))  # Whose log fills a pipe.
        program = os.path.join(os.environ["KWIK_BUILD"], "cli/kwiklab-replay")
        # The place is told by the handler of the signal with which an assertion ends a process.
        script = f"ulimit -c 0; exec {program} {records[0]} --log"
        with subprocess.Popen(["bash", "-c", script], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            process.stdout.readline()
            process.send_signal(6)
            words = process.stderr.read()
            process.stdout.read()
        self.assertIn("after entry", words)
        self.assertEqual(process.returncode, -6)


if __name__ == "__main__":
    unittest.main()
