"""The commands that only read: check, show, list, schema, and the command line itself."""

import json
import os
import unittest

from program import REPOSITORY, Program

MALFORMED = sorted((REPOSITORY / "tests" / "malformed").glob("*.yaml"))


class Check(Program):
    def test_every_malformed_scenario_is_refused_with_its_place(self):
        self.assertGreater(len(MALFORMED), 100)
        for file in MALFORMED:
            with self.subTest(file=file.name):
                done = self.call("check", str(file))
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertRegex(done.stderr, rf"^{file}:(\d+:\d+: )?.*error: ")
        self.assertEqual(self.tree(), [])

    def test_all_mistakes_of_all_files_are_named_at_once(self):
        many = str(REPOSITORY / "tests" / "malformed" / "many-errors.yaml")
        self.plant("good.yaml")
        files = self.document("check", many, "good.yaml", many, status=2)["files"]
        self.assertEqual([(file["ok"], len(file["errors"])) for file in files],
                         [(False, 7), (True, 0), (False, 7)])
        self.assertEqual(sorted(files[0]["errors"][0]), ["column", "file", "line", "message"])

    def test_a_good_file_is_ok_and_says_what_is_in_it(self):
        self.plant("good.yaml")
        done = self.good("check", "good.yaml")
        self.assertEqual(done.stdout, "good.yaml: ok: 2 hosts, 1 link, 0 timeline events, "
                                      "1 expectation, 1 seed\n")

    def test_files_that_mean_the_same_have_the_same_hash(self):
        self.plant("a.yaml", rate="10 Mbit/s")
        self.plant("b.yaml", rate="10000 kbit/s")
        self.plant("c.yaml", rate="11 Mbit/s")
        files = self.document("check", "a.yaml", "b.yaml", "c.yaml")["files"]
        self.assertEqual(files[0]["hash"], files[1]["hash"])
        self.assertNotEqual(files[0]["hash"], files[2]["hash"])


class Readers(Program):
    def test_what_show_prints_means_the_same(self):
        self.plant("a.yaml")
        self.plant("shown.yaml", self.good("show", "a.yaml").stdout)
        self.plant("json.yaml", self.good("show", "a.yaml", "--json").stdout)
        files = self.document("check", "a.yaml", "shown.yaml", "json.yaml")["files"]
        self.assertEqual(len({file["hash"] for file in files}), 1, files)

    def test_list_finds_the_scenarios_of_the_working_directory_first(self):
        self.plant("scenarios/failover.yaml")
        scenarios = self.document("list")["scenarios"]
        self.assertEqual(scenarios[0]["file"], "scenarios/failover.yaml")
        names = [scenario["name"] for scenario in scenarios]
        self.assertEqual(len(names), len(set(names)))
        self.assertIn("lossy", names)

    def test_list_knows_tags(self):
        names = [scenario["name"] for scenario in
                 self.document("list", "--tag", "failover")["scenarios"]]
        self.assertIn("failover", names)
        self.assertNotIn("single-path", names)

    def test_list_refuses_a_tag_that_no_scenario_has(self):
        for form in ([], ["--json"]):
            done = self.call("list", "--tag", "nope", *form)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("no scenario has the tag nope", done.stderr)

    def test_the_schema_is_the_one_in_docs(self):
        schema = self.good("schema", "--json").stdout
        self.assertEqual(schema, (REPOSITORY / "docs" / "scenario.schema.json").read_text("utf-8"))
        self.assertEqual(json.loads(schema)["$schema"],
                         "https://json-schema.org/draft/2020-12/schema")


class CommandLine(Program):
    def test_every_command_explains_itself_with_examples(self):
        text = self.good("--help").stdout
        for command in ("run", "check", "show", "list", "schema", "dial"):
            with self.subTest(command=command):
                self.assertRegex(text, rf"(?m)^  {command} ")
                help_text = self.good(command, "--help").stdout
                self.assertIn(f"Usage: kwiklab {command}", help_text)
                self.assertRegex(help_text, rf"Examples:\n.*kwik(lab {command}|d)")
                longest = max(help_text.splitlines(), key=len)
                self.assertLessEqual(len(longest), 100, longest)

    def test_the_version_is_the_one_that_runs_are_marked_with(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        ((commit, dirty, build_type),) = self.rows(
            "SELECT git_commit, git_dirty_hash, build_type FROM run")
        changed = f"+{dirty}" if dirty else ""
        self.assertEqual(self.good("--version").stdout,
                         f"kwiklab {commit}{changed}-{build_type}\n")

    def test_output_that_cannot_be_written_is_no_success(self):
        self.plant("one.yaml")
        for arguments in (["run", "one.yaml", "--quiet"], ["run", "one.yaml", "--quiet", "--json"],
                          ["check", "one.yaml"], ["show", "one.yaml"], ["list"], ["schema"],
                          ["--help"], ["list", "--help"], ["--version"]):
            with self.subTest(arguments=arguments), open("/dev/full", "w") as full:
                done = self.call_into(full, *arguments)
                self.assertEqual((done.returncode, done.stderr),
                                 (3, "kwiklab: standard output could not be written to its end\n"))

    def test_a_reader_that_has_seen_enough_is_no_failure(self):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w") as closed:
            # Python leaves SIGPIPE ignored to its children only when it is told so.
            done = self.call_into(closed, "schema", restore_signals=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_an_option_is_never_guessed(self):
        self.plant("one.yaml")
        for arguments in (["run", "--see", "3"], ["run", "--resum"], ["run", "--js"],
                          ["check", "--jso"], ["show", "--j"], ["list", "--ta", "quick"],
                          ["schema", "--nonsense"], ["dial", "--serv", "1.2.3.4:5"]):
            with self.subTest(arguments=arguments):
                done = self.call(*arguments, "one.yaml")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                option = next(word for word in arguments if word.startswith("--"))
                self.assertIn(f"no option '{option}'", done.stderr)
        self.assertEqual(self.tree(), ["one.yaml"])

    def test_a_misspelt_option_or_command_is_answered_with_the_right_one(self):
        self.assertIn("did you mean '--verify'?", self.call("run", "--verfiy").stderr)
        done = self.call("chekc")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'check'?", done.stderr)

    def test_numbers_are_read_strictly(self):
        self.plant("one.yaml")
        for option, value in (("--seed", "-1"), ("--seed", "0"), ("--seeds", "1e3"),
                              ("--seeds", "10001"), ("--jobs", "0"), ("--jobs", "2x")):
            with self.subTest(option=option, value=value):
                done = self.call("run", "one.yaml", option, value)
                self.assertEqual(done.returncode, 2)
                self.assertIn(f"{option} {value}: write a whole number from 1 to", done.stderr)
        self.assertEqual(self.tree(), ["one.yaml"])

    def test_what_contradicts_itself_is_refused(self):
        self.plant("one.yaml")
        self.plant("other/one.yaml")
        for arguments in (["--seed", "1", "--seeds", "2", "one.yaml"], [],
                          ["--tag", "quick", "one.yaml"], ["--tag", "no-such-tag"],
                          ["one.yaml", "other/one.yaml"], ["--store", "other", "one.yaml"],
                          ["--store", "other/", "one.yaml"], ["--store", "", "one.yaml"]):
            with self.subTest(arguments=arguments):
                done = self.call("run", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(self.tree(), ["one.yaml", "other", "other/one.yaml"])


if __name__ == "__main__":
    unittest.main()
