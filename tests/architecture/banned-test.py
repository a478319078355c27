"""Shows that every banned construct is found where it is banned, and only there."""

import unittest

import banned
from planted import PlantedTree

CORE = [
    "#include <unordered_map>", "# include <unordered_set>", "#include <random>", "#include <thread>",
    "#include <mutex>", "#include <iostream>", "#include <fstream>", "#include <cassert>",
    "void f() { throw 1; }", "void f() { try { g(); } catch (...) { } }", "#ifdef SIM", "#if defined(NS3)",
    "#elif KWIK_TEST", "auto a = std::chrono::system_clock::now();", "using C = std::chrono::steady_clock;",
    "auto a = std::getenv(NAME);", "void f() { assert(a); }", "#ifndef NDEBUG", "std::function<void()> f;",
    "int GetRtt() const;", "void Init();",
]
EVERYWHERE = [
    "void f() { std::this_thread::" + "sleep" + "_for(a); }", "void f() { u" + "sleep(1); }",
    "void f() { sleep(1); }", "void f() { GTEST_" + "SKIP(); }", "TEST(A, DISABLED" + "_B) {}",
    "using namespace std;", "std::uniform_int_distribution<int> d;",
]
UNFINISHED = ["TO" + "DO: more", "FIX" + "ME", "X" + "XX", "HA" + "CK around it"]
ALLOWED = """
#ifndef KWIK_BASE_SIMPLE_H
static_assert(true);
using namespace std::chrono_literals;
KWIK_ASSERT(a);
int a = reflection->GetType() + other.Init() + ns::GetIt();
const char* text = "throw; sleep(1); using namespace std;"; // try system_clock
int entry, retry, tryAgain;
#endif
"""


class Banned(PlantedTree):

    def found(self, path, text, hosts=()):
        file = self.plant(path, text + "\n")
        found = banned.check(self.tree(), hosts)
        file.unlink()
        return found

    def test_each_construct_is_found_in_the_core(self):
        for text in CORE + EVERYWHERE:
            with self.subTest(text):
                self.assertIn("protocol-core/base/a.cc:2: ", "".join(self.found("protocol-core/base/a.cc", "\n" + text)))

    def test_outside_the_core_only_what_is_banned_everywhere_is_found(self):
        for text in CORE:
            with self.subTest(text):
                self.assert_found(self.found("testbed/a.cc", text))
        for text in EVERYWHERE:
            with self.subTest(text):
                self.assertTrue(self.found("tests/unit/a-test.cc", text))

    def test_what_only_looks_alike_passes(self):
        self.assert_found(self.found("protocol-core/base/a.h", ALLOWED))

    def test_unfinished_work_is_found_in_sources_and_scripts(self):
        for path in ("model/a.cc", "tests/a.py", "setup/a.sh", "cmake/a.cmake", "CMakeLists.txt", "kwiklab"):
            for text in UNFINISHED:
                with self.subTest(path + text):
                    self.assert_found(self.found(path, "# // " + text), "finish it")

    def test_a_path_of_this_machine_is_found(self):
        text = f"see {self.root.parent}/data"
        self.assert_found(self.found("docs/a.md", text), "a path of this machine")

    def test_the_archive_of_this_machine_is_found(self):
        self.assert_found(self.found("docs/a.md", "get it from mirror.example", ["mirror.example"]), "mirror.example")
        self.assert_found(self.found("docs/a.md", "get it from mirrorXexample", ["mirror.example"]))

    def test_the_archives_are_read_from_both_formats(self):
        self.plant("apt/sources.list", "deb http://one.example/debian stable main\n")
        self.plant("apt/sources.list.d/b.list", "deb [a=b] https://two.example:8080/d stable main\n")
        self.plant("apt/sources.list.d/c.sources", "Types: deb\nURIs: http://three.example/d\n")
        hosts = banned.machine_hosts(self.root / "apt")
        self.assertEqual(hosts, ["one.example", "three.example", "two.example"])


if __name__ == "__main__":
    unittest.main()
