"""Downloads over networks with other packets than Ethernet's, in a namespace of our own."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["KWIK_BUILD"])
SIZE = 20_000_000

# In a network of its own: argv is the packet size of its only device, and a folder with the file.
STORY = """
import json, pathlib, re, subprocess, sys
mtu, folder, build = int(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
subprocess.run(["ip", "link", "set", "lo", "up", "mtu", str(mtu)], check=True)

def counters():
    lines = [line.split() for line in pathlib.Path("/proc/net/snmp").read_text().splitlines()]
    return {f"{names[0]}{name}": int(value) for names, values in zip(lines[::2], lines[1::2])
            for name, value in zip(names[1:], values[1:])}

with subprocess.Popen([build / "testbed/kwikd", "--listen", "127.0.0.1:0", "--key",
                       folder / "host.key", "--content", folder, "--log-level", "error",
                       "--metrics", "127.0.0.1:9100"], stdout=subprocess.PIPE,
                      text=True) as server:
    _, address, _, pin = server.stdout.readline().split()
    done = subprocess.run([build / "cli/kwiklab", "dial", "--server", address, "--pin", pin,
                           "--get", "file/content.bin", "--output", folder / "got.bin"],
                          capture_output=True, text=True)
    from urllib.request import urlopen
    page = urlopen("http://127.0.0.1:9100/metrics", timeout=20).read().decode()
    server.terminate()
sent = {name: float(re.search(f"^kwik_sent_{name}_total (.*)$", page, re.M)[1])
        for name in ("datagrams", "bytes")}
print(json.dumps({"status": done.returncode, "error": done.stderr, **sent, **counters()}))
"""


class PathMtu(unittest.TestCase):
    def download(self, mtu):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            content = os.urandom(SIZE)
            (folder / "content.bin").write_bytes(content)
            done = subprocess.run(["unshare", "--user", "--map-root-user", "--net",
                                   sys.executable, "-c", STORY, str(mtu), folder, BUILD],
                                  capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            told = json.loads(done.stdout)
            self.assertEqual(told["status"], 0, told["error"])
            self.assertEqual((folder / "got.bin").read_bytes(), content)
        # RFC 9000 section 14: no datagram is cut to pieces.
        self.assertEqual(told["Ip:FragCreates"], 0)
        return told["bytes"] / told["datagrams"]

    def test_datagrams_are_as_large_as_the_network_carries(self):
        mean = {mtu: self.download(mtu) for mtu in (1280, 1300, 1492, 1500, 9000, 65536)}
        for mtu in (1280, 1300, 1492, 1500, 9000):
            # Those that were tried in vain count as sent.
            self.assertLess(mean[mtu], (mtu - 28) * 1.05)
        # More than the 1200 bytes of the start; in sizes of which smaller networks carry none.
        self.assertGreater(mean[1500], 1280)
        self.assertGreater(mean[9000], 1500)
        self.assertGreater(mean[65536], 1500)


if __name__ == "__main__":
    unittest.main()
