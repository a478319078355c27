"""A simulation with predictable keys cannot reach the real world."""

import subprocess
import unittest
from pathlib import Path

from simulator import SIM, Simulation, one_path


class Sandbox(Simulation):
    def start(self):
        folder = self.new_folder()
        process = subprocess.Popen(self.command(folder, one_path(size="2 GB"), 1) +
                                   ["--progress", "1"], stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        process.stdout.readline()  # The first line of progress: it is simulating.
        return process

    def status(self, process, field):
        text = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        return dict(line.split(":\t", 1) for line in text.splitlines())[field].strip()

    def test_a_running_simulation_is_under_a_seccomp_filter(self):
        self.assertEqual(self.status(self.start(), "Seccomp"), "2")

    def test_a_running_simulation_has_no_socket(self):
        process = self.start()
        links = [link.readlink() for link in Path(f"/proc/{process.pid}/fd").iterdir()]
        self.assertEqual([link for link in links if "socket" in str(link)], [])

    def test_the_filter_forbids_sockets(self):
        # The program with a debugger's eye: ask the kernel to try, in the process itself.
        trace = self.folder / "trace"
        folder = self.new_folder()
        subprocess.run(["strace", "-f", "-e", "trace=socket,socketpair,connect,bind,sendto",
                        "-o", trace] + self.command(folder, one_path(), 1), check=True)
        calls = [line for line in trace.read_text(encoding="utf-8").splitlines()
                 if "(" in line and "+++" not in line]
        self.assertEqual(calls, [])

    def test_the_program_names_no_socket_call_of_its_own(self):
        symbols = subprocess.run(["nm", "--undefined-only", SIM], check=True, capture_output=True,
                                 text=True).stdout.split()
        for call in ("socket", "connect", "bind", "sendto", "sendmsg", "getaddrinfo"):
            self.assertNotIn(call, [symbol.split("@")[0] for symbol in symbols])


if __name__ == "__main__":
    unittest.main()
