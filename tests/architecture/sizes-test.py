"""Shows that the check of sizes finds what is too large, and nothing else."""

import unittest

import sizes
from planted import PlantedTree


def function(lines, parameters=""):
    return f"void\nLong({parameters})\n{{\n" + "    f();\n" * (lines - 2) + "}\n"


def nested(depth):
    return "void f()\n{\n" + "if (a)\n{\n" * depth + "g();\n" + "}\n" * depth + "}\n"


class Sizes(PlantedTree):

    def found(self, path, text):
        self.plant(path, text)
        return sizes.check(self.tree())

    def test_a_file_of_the_largest_size_passes_and_one_line_more_does_not(self):
        for path, limit in (("a/b.cc", 400), ("a/b.h", 200), ("tests/b.cc", 500), ("a/b.py", 400),
                            ("a/b.sh", 400)):
            with self.subTest(path):
                self.assert_found(self.found(path, "\n" * limit))
                self.assert_found(self.found(path, "\n" * (limit + 1)), f"at most {limit}")
                (self.root / path).unlink()

    def test_a_script_without_a_suffix_is_a_script(self):
        self.assert_found(self.found("run", "#!/bin/sh\n" + "\n" * 400), "401 lines")

    def test_a_function_of_50_lines_passes_and_of_51_does_not(self):
        self.assert_found(self.found("a.cc", function(50)))
        self.assert_found(self.found("a.cc", function(51)), "Long has 51 lines")

    def test_a_long_function_is_found_wherever_it_stands(self):
        long = function(51)
        places = {
            "namespace": f"namespace a::b\n{{\n{long}}}\n",
            "class": f"template <typename T>\nclass A final : public B<T>\n{{\n  public:\n{long}}};\n",
            "constructor": long.replace("void\nLong()", "A::A(int x)\n    : m_a{x},\n      m_b(x)"),
            "operator": long.replace("Long()", "operator()(int x) const noexcept"),
            "lambda": f"auto l = [&](int x) mutable -> std::vector<int> {long[long.index('{'):]};\n",
            "trailing": long.replace("void\nLong()", "auto f(int x) -> std::map<int, int>"),
            "requires": long.replace("void", "template <typename T>\n    requires(sizeof(T) > 1)\nvoid"),
        }
        for place, text in places.items():
            with self.subTest(place):
                self.assert_found(self.found("a.cc", text), "has 51 lines")

    def test_a_long_table_is_no_function(self):
        rows = "    {1, 2},\n" * 60
        self.assert_found(self.found("a.cc", f"const std::map<int, int> TABLE = {{\n{rows}}};\n"))
        self.assert_found(self.found("a.cc", f"enum class Colour : int\n{{\n{rows}}};\n".replace("{1, 2}", "A")))

    def test_five_parameters_pass_and_six_do_not(self):
        five = "std::map<int, int> a, int b = f(1, 2), int c = {}, void (*d)(int, int), int e"
        self.assert_found(self.found("a.cc", function(5, five)))
        self.assert_found(self.found("a.cc", function(5, five + ", int f")), "Long has 6 parameters")

    def test_six_parameters_of_a_declaration_are_found(self):
        declared = "class A\n{\n    virtual int f(int, int, int, int, int, int) const = 0;\n};\n"
        self.assert_found(self.found("a.h", declared), "f has 6 parameters")

    def test_a_callback_takes_what_its_library_passes(self):
        text = "void f()\n{\n    set([](int, int, int, int, int, int) { return 0; });\n}\n"
        self.assert_found(self.found("a.cc", text))

    def test_three_levels_pass_and_four_do_not(self):
        self.assert_found(self.found("a.cc", nested(3)))
        self.assert_found(self.found("a.cc", nested(4)), "f nests 4 deep")

    def test_else_if_is_not_deeper_than_if(self):
        chain = "void f()\n{\nif (a)\n{\n}\n" + "else if (b)\n{\n}\n" * 5 + "}\n"
        self.assert_found(self.found("a.cc", chain))

    def test_a_branch_without_braces_is_found(self):
        for body in ("if (a) g();", "if (a)\n{\n}\nelse g();", "for (;;) g();", "while (a) g();", "do g(); while (a);"):
            with self.subTest(body):
                found = self.found("a.cc", f"void f()\n{{\n{body}\n}}\n")
                self.assertIn("has no braces", found[0])
        self.assert_found(self.found("a.cc", "void f()\n{\n    do\n    {\n    } while (a);\n}\n"))

    def test_braces_in_literals_and_comments_do_not_count(self):
        text = 'void f()\n{\n    g("{", \'{\', R"x({"{)x", 1\'000); // {\n    /* { */\n}\n#define A {\n'
        self.assert_found(self.found("a.cc", text))

    def test_braces_that_do_not_match_are_found(self):
        self.assert_found(self.found("a.cc", "void f()\n{\n"), "not balanced")
        self.assert_found(self.found("a.cc", "void f()\n{\n}}\n"), "none has opened")

    def test_a_long_python_function_is_found(self):
        self.assert_found(self.found("a.py", "def f():\n" + "    g()\n" * 50), "f has 51 lines")


if __name__ == "__main__":
    unittest.main()
