"""GCC and Clang build simulators that do the same (DESIGN: determinism)."""

import subprocess
import unittest
from pathlib import Path

from simulator import Simulation

REPOSITORY = Path(__file__).resolve().parents[2]
CLANG = REPOSITORY / "build" / "clang"


class Compilers(Simulation):
    @classmethod
    def setUpClass(cls):
        for command in (["cmake", "--preset", "clang", "-DKWIK_TESTS=OFF"],
                        ["cmake", "--build", "--preset", "clang", "--target", "kwiklab-sim"]):
            done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True,
                                  check=False)
            if done.returncode != 0:
                raise AssertionError(f"{' '.join(command)}:\n{done.stdout[-4000:]}{done.stderr}")

    def test_both_compilers_give_the_same_fingerprints(self):
        for name in ("failover", "lossy", "primary-crash"):
            with self.subTest(scenario=name):
                scenario = (REPOSITORY / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
                gcc = self.simulate(scenario, seed=3)
                clang = self.simulate(scenario, seed=3, sim=CLANG / "cli" / "kwiklab-sim")
                self.assertEqual(gcc.fingerprint(), clang.fingerprint())


if __name__ == "__main__":
    unittest.main()
