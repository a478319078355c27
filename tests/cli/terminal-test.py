"""kwiklab on a terminal: progress in place, colours, and neither when they are not wanted."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import unittest

from program import ENDLESS, KWIKLAB, Program

COLOUR = re.compile(r"\033\[[0-9;]*m")
PROGRESS = re.compile(r"\d+ %  \d+ of \d+ runs?")


class Terminal(Program):
    def open(self, *arguments, columns=80, **environment):
        """Starts kwiklab with all output to a terminal, from which it can be read."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([KWIKLAB, *arguments], cwd=self.folder, stdin=theirs,
                                   stdout=theirs, stderr=theirs, start_new_session=True,
                                   env=self.environment(**({"TERM": "xterm"} | environment)))
        os.close(theirs)
        self.addCleanup(os.close, ours)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, ours

    def read(self, terminal, until=None):
        """What is written up to the match, or to the end."""
        data = b""
        while until is None or not until.search(data.decode(errors="ignore")):
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # The other side has closed it.
                break
            if not piece:
                break
            data += piece
        text = data.decode()
        if until is not None:
            self.assertRegex(text, until)
        return text

    def run_on_terminal(self, *arguments, **options):
        process, terminal = self.open("run", *arguments, **options)
        text = self.read(terminal)
        self.assertEqual(process.wait(), 0, text)
        return text

    def test_progress_is_one_line_that_fits_and_goes_away(self):
        self.plant("one.yaml", size="20 MB")
        for columns in (60, 80, 100):
            with self.subTest(columns=columns):
                text = self.run_on_terminal("one.yaml", columns=columns)
                states = [part.split("\r\n")[0] for part in text.split("\r\033[K")[1:]]
                self.assertRegex(states[0], PROGRESS)
                for state in states:
                    if PROGRESS.search(state):
                        self.assertLess(len(COLOUR.sub("", state)), columns)
                self.assertNotRegex(states[-1], PROGRESS)

    def test_progress_tells_time_speed_and_what_is_left(self):
        self.plant("one.yaml", ENDLESS)
        process, terminal = self.open("run", "one.yaml", columns=120)
        self.read(terminal, until=re.compile(
            r" 0 of 1 run(  [\d hmins]+ left)?  [\d.]+x real time  one seed 1: [\d.]+ of 6000 s"))
        process.send_signal(signal.SIGTERM)
        self.read(terminal)
        self.assertEqual(process.wait(), 4)

    def test_ctrl_c_stops_kwiklab_and_its_simulators(self):
        self.plant("one.yaml", ENDLESS)
        # The terminal sends the signal to the group that it belongs to.
        process, terminal = self.open("run", "one.yaml")
        self.read(terminal, until=re.compile("real time"))
        os.killpg(process.pid, signal.SIGINT)
        self.assertIn("interrupted: 1 of 1 run missing", COLOUR.sub("", self.read(terminal)))
        self.assertEqual(process.wait(), 4)
        self.assertEqual(self.rows("SELECT state FROM run"), [("killed",)])

    def test_colours_mark_what_was_met(self):
        self.plant("one.yaml")
        self.assertIn("\033[32mmet\033[0m", self.run_on_terminal("one.yaml"))

    def test_no_color_keeps_the_progress_and_drops_the_colours(self):
        self.plant("one.yaml", size="20 MB")
        text = self.run_on_terminal("one.yaml", NO_COLOR="1")
        self.assertNotRegex(text, COLOUR)
        self.assertRegex(text, PROGRESS)

    def test_a_dumb_terminal_gets_plain_lines(self):
        self.plant("one.yaml")
        text = self.run_on_terminal("one.yaml", TERM="dumb")
        self.assertNotIn("\033", text)
        self.assertIn("one seed 1: started", text)

    def test_quiet_has_no_progress(self):
        self.plant("one.yaml")
        self.assertNotRegex(self.run_on_terminal("one.yaml", "--quiet"), PROGRESS)


if __name__ == "__main__":
    unittest.main()
