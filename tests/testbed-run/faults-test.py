"""What befalls hosts and links of the testbed: it is written down, and the bytes come whole."""

import unittest

from testbed import Testbed, two_paths


class Faults(Testbed):
    def survive(self, timeline, **changes):
        run = self.run_real(two_paths(timeline=timeline, **changes))
        self.assertEqual([one["pass"] for one in run["expectations"]], [True, True])
        self.expect_in_order_of_time()

    def expect_step(self, kind, subject, at, detail=""):
        """It happened, and not before its time."""
        rows = self.real_rows("SELECT subject, detail, t_ns FROM event "
                              f"WHERE node = '' AND kind = '{kind}'")
        self.assertEqual([row[:2] for row in rows], [(subject, '{"change":"' + detail + '"}')])
        self.assertGreaterEqual(rows[0][2], at * 1e9)

    def test_a_server_crashes_and_comes_back(self):
        self.survive("[{at: 0.5 s, crash: far}, {at: 1 s, restart: far}]", size="6 MB")
        self.expect_step("crash", "far", 0.5)
        self.expect_step("restart", "far", 1)
        # The one that came back knows nothing, and is asked again.
        self.assertEqual(self.kinds_of("far").count("server_path_accepted"), 2)

    def test_a_link_is_down_for_a_while(self):
        self.survive("[{at: 0.5 s, link: [client, far], state: down, for: 700 ms}]")
        self.expect_step("link_down", "client-far", 0.5)
        self.expect_step("link_up", "client-far", 1.2)

    def test_a_link_becomes_slower(self):
        self.survive("[{at: 0.5 s, link: [client, near], rate: 2 Mbit/s}]", size="2 MB")
        self.expect_step("link_change", "client-near", 0.5, "rate_bps=2000000")

    def test_a_server_stands_still_for_a_while(self):
        self.survive("[{at: 0.5 s, suspend: far}, {at: 1.2 s, resume: far}]")
        self.expect_step("suspend", "far", 0.5)
        self.expect_step("resume", "far", 1.2)

    def test_the_client_gets_another_port_and_moves(self):
        # Both have the same link for all that they send, so that only its address changes.
        self.survive("[{at: 0.4 s, rebind: client}, {at: 0.8 s, migrate: {host: client, via: near}}]",
                     size="2 MB")
        self.expect_step("rebind", "client", 0.4)
        self.expect_step("migrate", "client", 0.8, "via=near")


if __name__ == "__main__":
    unittest.main()
