"""kwiklab doctor: what this machine can do for the testbed."""

import subprocess
import unittest

from program import KWIKLAB, Program

NAMES = {"lab", "user_namespaces", "tun", "real_time", "timers", "cores", "udp_gso", "udp_gro",
         "netem", "mptcp", "mptcp_tools", "iperf3_tools", "quic_tools"}

# A user without rights, in a user namespace that permits no further one.
FORBIDDEN = """
echo 0 > /proc/sys/user/max_user_namespaces &&
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""


class Doctor(Program):
    def test_what_it_found_is_there_or_has_a_price(self):
        done = self.call("doctor")
        lines = done.stdout.splitlines()
        self.assertEqual(done.returncode, 0 if "The testbed works here." in lines else 3)
        for before, line in zip(lines, lines[1:]):
            if before.startswith("  no "):
                self.assertRegex(line, r"^       \S")

    def test_the_document_has_figures_where_the_testbed_works(self):
        done = self.call("doctor", "--json")
        self.assertIn(done.returncode, (0, 3))
        document = self.document("doctor", status=done.returncode)
        self.assertEqual(document["works"], done.returncode == 0)
        self.assertEqual(set(document["has"]), NAMES)
        self.assertEqual(document["has"]["lab"], document["works"])
        self.assertEqual(document["works"], not document["refusal"])
        self.assertGreater(document["timer_lateness"]["count"], 0)
        self.assertEqual(document["real_time_lateness"]["count"] > 0, document["has"]["real_time"])
        self.assertEqual(document["packets_per_s"] > 1000, document["works"])

    def test_where_no_user_namespace_is_permitted_it_says_so_and_what_would_help(self):
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "sh", "-c", FORBIDDEN, "sh", KWIKLAB, "doctor"],
            capture_output=True, text=True, env=self.environment(), cwd=self.folder, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("The testbed does not work here.", done.stdout)
        self.assertIn("sysctl -w user.max_user_namespaces=10000", done.stdout)


if __name__ == "__main__":
    unittest.main()
