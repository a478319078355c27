"""Shows that calls of the operating system and mutable globals are found in objects."""

import unittest
from pathlib import Path

import purity
from planted import PlantedTree

# What the core must never do, and what of it the check has to name.
IMPURE = {
    "socket": "#include <sys/socket.h>\nint f() { return socket(1, 2, 3); }",
    "clock_gettime": "#include <time.h>\nlong f() { timespec t; return clock_gettime(0, &t); }",
    "time": "#include <time.h>\nlong f() { return time(nullptr); }",
    "getrandom": "#include <sys/random.h>\nlong f(void* p) { return getrandom(p, 8, 0); }",
    "rand": "#include <stdlib.h>\nint f() { return rand(); }",
    "getenv": "#include <stdlib.h>\nconst char* f() { return getenv(\"A\"); }",
    "fopen": "#include <stdio.h>\nvoid* f() { return fopen(\"a\", \"r\"); }",
    "read": "#include <unistd.h>\nlong f(void* p) { return read(0, p, 1); }",
    "usleep": "#include <unistd.h>\nint f() { return usleep(1); }",
    "fprintf": "#include <stdio.h>\nvoid f(int i) { fprintf(stdout, \"%d\", i); }",
    "std::chrono::_V2::steady_clock::now":
        "#include <chrono>\nauto f() { return std::chrono::steady_clock::now(); }",
    "std::random_device": "#include <random>\nunsigned f() { std::random_device d; return d(); }",
    "std::thread": "#include <thread>\nvoid f(void (*g)()) { std::thread(g).detach(); }",
    "std::cout": "#include <iostream>\nvoid f() { std::cout.put('a'); }",
    "std::basic_filebuf": "#include <fstream>\nvoid f() { std::ofstream o(\"a\"); }",
    "crypto_box_keypair":
        "extern \"C\" int crypto_box_keypair();\nint f() { return crypto_box_keypair(); }",
    "gnutls_init": "extern \"C\" int gnutls_init();\nint f() { return gnutls_init(); }",
    "counter is a mutable global": "static int counter;\nint f() { return ++counter; }",
    "depth is a mutable global": "thread_local int depth = 1;\nint f() { return ++depth; }",
    "f()::calls is a mutable global": "int f() { static int calls; return ++calls; }",
}
PURE = """
#include <algorithm>
#include <cstring>
#include <map>
#include <string>
static constexpr const char* NAMES[] = {"a", "b"};
struct A { virtual ~A() = default; virtual int g() { return 1; } };
std::string f(std::map<std::string, int>& m, A& a, int i) { m["x"] = a.g(); return NAMES[i]; }
extern "C" int crypto_sign_seed_keypair();
int k(char* p) { std::memset(p, 0, 4); return crypto_sign_seed_keypair(); }
"""


class Purity(PlantedTree):

    def setUp(self):
        super().setUp()
        law = Path(__file__).with_name("purity.txt").read_text(encoding="utf-8")
        self.plant(purity.ALLOWED, law)

    def test_pure_code_passes(self):
        self.compile("protocol-core/path/a.cc", PURE)
        self.assert_found(purity.check(self.tree()))

    def test_every_way_into_the_world_is_found(self):
        for i, text in enumerate(IMPURE.values()):
            self.compile(f"protocol-core/path/a{i}.cc", text)
        found = purity.check(self.tree())
        for i, name in enumerate(IMPURE):
            with self.subTest(name):
                mine = [line for line in found if line.startswith(f"protocol-core/path/a{i}.cc:")]
                self.assertIn(name, "\n".join(mine))

    def test_a_library_is_allowed_only_where_the_list_says(self):
        text = IMPURE["gnutls_init"]
        self.compile("protocol-core/quic/a.cc", text)
        self.assert_found(purity.check(self.tree()))
        self.compile("protocol-core/wire/a.cc", text)
        self.assert_found(purity.check(self.tree()), "protocol-core/wire/a.cc:1: calls gnutls_init")

    def test_an_exception_to_a_pattern_is_refused(self):
        self.compile("protocol-core/quic/a.cc",
                     'extern "C" int gnutls_rnd();\nint f() { return gnutls_rnd(); }')
        self.assert_found(purity.check(self.tree()), "calls gnutls_rnd")

    def test_code_outside_the_core_may_ask_the_world(self):
        self.compile("testbed/a.cc", IMPURE["socket"])
        self.assert_found(purity.check(self.tree()))

    def test_generated_code_is_not_ours(self):
        self.compile("build/protocol-core/a.pb.cc", IMPURE["counter is a mutable global"])
        self.assert_found(purity.check(self.tree()))

    def test_an_object_that_is_missing_is_found(self):
        self.compile("protocol-core/path/a.cc", PURE).unlink()
        self.assert_found(purity.check(self.tree()), "was not built")


if __name__ == "__main__":
    unittest.main()
