"""What the tests of kwikd share: servers to start, whose logs are read, and their metrics."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))

from program import BUILD, REPOSITORY, Program  # pylint: disable=wrong-import-position

KWIKD = BUILD / "testbed" / "kwikd"


class Server:
    """A running kwikd that logs JSON."""

    def __init__(self, test, *options, environment=None):
        self.process = subprocess.Popen(
            [KWIKD, *options, "--log-format", "json"], cwd=test.folder, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment)
        test.addCleanup(self.process.stdout.close)
        test.addCleanup(self.process.stderr.close)
        test.addCleanup(self.process.wait)
        test.addCleanup(self.process.kill)
        # listening ADDRESS:PORT pin PIN
        _, self.address, _, self.pin = self.process.stdout.readline().split()
        self.metrics = self.until("listening").get("metrics")

    def until(self, event):
        """The next line of the log about this event."""
        for line in self.process.stderr:
            told = json.loads(line)
            if told["event"] == event:
                return told
        raise AssertionError(f"never logged {event}")

    def signal(self, number):
        os.kill(self.process.pid, number)

    def reload(self):
        self.signal(signal.SIGHUP)

    def drain(self):
        self.signal(signal.SIGTERM)
        self.until("draining")

    def end(self):
        """Waits for the end. @return how it has ended"""
        how = self.until("ended")["how"]
        assert self.process.wait() == 0
        return how

    def get(self, path):
        """@return status, content type and body of an HTTP request"""
        try:
            with urllib.request.urlopen(f"http://{self.metrics}{path}", timeout=60) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    def figures(self):
        return parse(self.get("/metrics")[2])[0]


SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)+)\})? (\S+)')


def parse(page):
    """Reads the text exposition format 0.0.4, strictly. @return samples and types of metrics"""
    samples, types, named = {}, {}, None
    for line in page.removesuffix("\n").split("\n"):
        if line.startswith("# HELP "):
            named = line.split(" ", 3)[2]
            assert named not in types, f"{named} twice"
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name == named and kind in ("counter", "gauge", "histogram"), line
            types[name] = kind
        else:
            match = SAMPLE.fullmatch(line)
            assert match, f"no sample: {line!r}"
            name, labels, value = match.groups()
            base = re.sub("_(bucket|sum|count)$", "", name) if types[named] == "histogram" else name
            assert base == named, f"{name} among {named}"
            key = name + ("{" + labels + "}" if labels else "")
            assert key not in samples, f"{key} twice"
            samples[key] = float(value)
    return samples, types


class DaemonTest(Program):
    def serve(self, *options, **more):
        return Server(self, "--listen", "127.0.0.1:0", *options, **more)

    def pair(self, *options):
        """Two servers that serve together."""
        pins = {}
        addresses = {}
        for name in "ab":
            one = self.serve("--key", f"{name}.key")
            addresses[name], pins[name] = one.address, one.pin
            one.process.kill()
            one.process.wait()
        return [Server(self, "--listen", addresses[name], "--key", f"{name}.key", "--peer",
                       f"{addresses[other]}={pins[other]}", *options)
                for name, other in ("ab", "ba")]

    def dial(self, server, content):
        """Begins a download that is checked byte by byte."""
        return self.start("dial", "--server", server.address, "--pin", server.pin, "--get", content,
                          "--verbose", "--json")

    def finish(self, client):
        """@return what the client says at its end"""
        said, _ = client.communicate()
        return json.loads(said)
