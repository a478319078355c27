"""Shows that a second definition of GnuTLS's source of random numbers is found."""

import subprocess
import unittest

import entropy
from planted import PlantedTree

SEEDED = 'extern "C" int gnutls_rnd() { return 0; }\n'
USER = 'extern "C" int gnutls_rnd();\nint f() { return gnutls_rnd(); }\n'
MAIN = "int main() {}\n"


class Entropy(PlantedTree):

    def link(self, name, source, *options):
        made = self.compile(f"{name}.cc", source)
        subprocess.run(["c++", "-o", self.build / name, *options, made], check=True)

    def test_programs_of_experiments_may_define_it(self):
        for name in entropy.PROGRAMS:
            self.link(name, SEEDED + MAIN)
        self.link("kwikd", MAIN)
        self.assert_found(entropy.check(self.tree()))

    def test_another_program_is_found(self):
        self.link("kwiklab-sim", SEEDED + MAIN)
        self.link("kwikd", SEEDED + MAIN)
        self.assert_found(entropy.check(self.tree()), "kwikd: defines gnutls_rnd")

    def test_a_static_library_is_found(self):
        made = self.compile("a.cc", SEEDED)
        subprocess.run(["ar", "rcs", self.build / "libkwik_a.a", made], check=True)
        self.assert_found(entropy.check(self.tree()), "libkwik_a.a: defines gnutls_rnd")

    def test_a_shared_library_is_found(self):
        self.compile("a.cc", SEEDED)
        subprocess.run(["c++", "-shared", "-fPIC", "-o", self.build / "liba.so", self.root / "a.cc"],
                       check=True)
        self.assert_found(entropy.check(self.tree()), "liba.so: defines gnutls_rnd")

    def test_using_it_is_not_defining_it(self):
        made = self.compile("a.cc", USER)
        subprocess.run(["ar", "rcs", self.build / "libkwik_a.a", made], check=True)
        self.assert_found(entropy.check(self.tree()))


if __name__ == "__main__":
    unittest.main()
