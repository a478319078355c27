"""kwikd as a service: what it tells the manager that has started it, and the unit file."""

import configparser
import os
import shutil
import socket
import subprocess
import unittest

from daemon import KWIKD, REPOSITORY, DaemonTest

UNIT = REPOSITORY / "testbed" / "kwikd" / "kwikd.service.in"


class Service(DaemonTest):
    def manager(self, name, watchdog=None, pid=None):
        """A socket as systemd's, and the environment that names it."""
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(told.close)
        told.settimeout(60)
        told.bind(name.replace("@", "\0", 1))
        environment = os.environ | {"NOTIFY_SOCKET": name}
        if watchdog:
            environment["WATCHDOG_USEC"] = str(watchdog)
        if pid:
            environment["WATCHDOG_PID"] = str(pid)
        return told, environment

    def words(self, told):
        return told.recv(4096).decode().split("\n")

    def test_it_tells_how_it_does(self):
        for name in (str(self.folder / "notify"), f"@kwikd-test-{os.getpid()}"):
            with self.subTest(name=name):
                told, environment = self.manager(name)
                self.plant("kwikd.yaml", "key: a.key\n")
                server = self.serve("--config", "kwikd.yaml", environment=environment)
                self.assertEqual(self.words(told),
                                 ["READY=1", f"STATUS=listening on {server.address}"])
                server.reload()
                first, second = self.words(told)
                self.assertEqual(first, "RELOADING=1")
                self.assertRegex(second, r"^MONOTONIC_USEC=\d+$")
                self.assertEqual(self.words(told)[0], "READY=1")
                server.drain()
                self.assertEqual(self.words(told)[0], "STOPPING=1")
                self.assertEqual(server.end(), "drained")

    def test_it_tells_the_watchdog_that_it_lives(self):
        told, environment = self.manager(str(self.folder / "notify"), watchdog=200_000)
        self.serve(environment=environment)
        self.assertEqual(self.words(told)[0], "READY=1")
        for _ in range(3):
            self.assertEqual(self.words(told), ["WATCHDOG=1"])

    def test_the_watchdog_of_another_process_is_not_its_own(self):
        told, environment = self.manager(str(self.folder / "notify"), watchdog=1000, pid=1)
        server = self.serve(environment=environment)
        self.assertEqual(self.words(told)[0], "READY=1")
        server.drain()
        self.assertEqual(self.words(told)[0], "STOPPING=1")

    def test_without_a_manager_it_runs(self):
        for name in ("", "relative", str(self.folder / "absent"), "/" + "long/" * 40):
            with self.subTest(name=name):
                server = self.serve(environment=os.environ | {"NOTIFY_SOCKET": name})
                server.drain()
                self.assertEqual(server.end(), "drained")

    def test_the_unit_is_one_that_systemd_knows(self):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read(UNIT)
        service = unit["Service"]
        self.assertEqual(service["Type"], "notify")
        self.assertIn("-HUP", service["ExecReload"])
        self.assertGreater(int(service["WatchdogSec"]), 0)
        for option in ("NoNewPrivileges", "ProtectSystem", "DynamicUser", "RestrictAddressFamilies"):
            self.assertIn(option, service)
        self.assertIn("AF_UNIX", service["RestrictAddressFamilies"])
        if shutil.which("systemd-analyze"):
            file = self.folder / "kwikd.service"
            file.write_text(UNIT.read_text(encoding="utf-8")
                            .replace("@CMAKE_INSTALL_FULL_BINDIR@/kwikd", str(KWIKD))
                            .replace("@CMAKE_INSTALL_FULL_SYSCONFDIR@", "/etc"), encoding="utf-8")
            done = subprocess.run(["systemd-analyze", "verify", file], text=True, check=False,
                                  capture_output=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
