"""What is left when a run on the testbed is stopped: by Ctrl-C, by kill -9."""

import os
import signal
import time
import unittest

from program import children, wait_for_end
from simulator import one_path
from testbed import PATIENT, Testbed, hosts_of

LONG = one_path(size="500 MB", duration="600 s")


class Stopped(Testbed):
    def start_run(self):
        """@return the campaign, its driver, and the hosts, when the run goes on"""
        self.plant("real.yaml", LONG)
        process = self.start("testbed", "run", "real.yaml", *PATIENT)
        self.read_until(process, "real on the testbed, seed 1: started")
        (driver,) = children(process.pid)
        while len(hosts := hosts_of(driver)) < 2:
            time.sleep(0.01)
        return process, driver, hosts

    def expect_free(self):
        """Nothing of it runs, and the store can be used."""
        self.plant("real.yaml", one_path(size="500 kB"))
        done = self.call("testbed", "run", "real.yaml", "--resume", *PATIENT)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.real_rows("SELECT state FROM run WHERE state <> 'killed'"),
                         [("ok",)])
        self.assertIn("Nothing is left", self.good("testbed", "clean").stdout)

    def test_an_interrupted_run_is_not_finished_and_leaves_nothing(self):
        process, driver, hosts = self.start_run()
        process.send_signal(signal.SIGINT)
        process.communicate()
        self.assertEqual(process.returncode, 4)
        for member in (driver, *hosts):
            wait_for_end(member)
        self.expect_free()

    def test_everything_ends_with_a_driver_that_is_killed(self):
        process, driver, hosts = self.start_run()
        emulator = children(driver)  # The kernel ends it a moment after the driver.
        os.kill(driver, signal.SIGKILL)
        _, stderr = process.communicate()
        self.assertEqual(process.returncode, 3)
        self.assertIn("kwiklab-lab was killed by signal 9 (Killed)", stderr)
        for member in [*hosts, *emulator]:
            wait_for_end(member)
        self.expect_free_after_failure()

    def expect_free_after_failure(self):
        self.assertEqual(self.real_rows("SELECT state FROM run"), [("failed",)])
        self.assertIn("Nothing is left", self.good("testbed", "clean").stdout)

    def test_everything_ends_with_a_kwiklab_that_is_killed(self):
        process, driver, hosts = self.start_run()
        process.kill()
        process.wait()
        for member in (driver, *hosts):
            wait_for_end(member)
        self.expect_free()

    def test_a_host_that_dies_is_a_failed_run_with_a_reason(self):
        process, _, hosts = self.start_run()
        os.kill(hosts[0], signal.SIGSEGV)
        _, stderr = process.communicate()
        self.assertEqual(process.returncode, 3)
        self.assertRegex(stderr, "failed: (client|server): kwiklab-host was killed by signal 11")


if __name__ == "__main__":
    unittest.main()
