"""Banned: what the style refuses and a pattern can tell. Each with what to write instead."""

import re
from pathlib import Path
from typing import NamedTuple

from tree import CPP

SCRIPTS = (".py", ".sh", ".cmake", "CMakeLists.txt", "kwiklab", ".ci/run")
# The words are put together here so that this file does not hold them itself.
UNFINISHED = "|".join(["TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK"])
SKIPPED = "|".join([r"GTEST_" r"SKIP", r"DISABLED" r"_\w+"])
SLEEPS = "|".join(["sleep" "_for", "sleep" "_until", "u" "sleep", "nano" "sleep"])
APT_SOURCES = ("sources.list", "sources.list.d/*.list", "sources.list.d/*.sources")
# A clone may lie right below these; they are nobody's machine.
COMMON_FOLDERS = {"/", "/tmp", "/var/tmp", "/opt", "/srv", "/root", "/home", "/usr/src", "/usr/local/src"}


class Rule(NamedTuple):
    pattern: re.Pattern
    instead: str


def rule(pattern, instead):
    return Rule(re.compile(pattern, re.MULTILINE), instead)


def headers(names):
    return rf"#[ \t]*include[ \t]*<(?:{names})>"


CORE_RULES = [
    rule(headers("unordered_map|unordered_set"),
         "the order of iteration decides behaviour; use std::map or a sorted vector"),
    rule(headers("random"), "draw from base/prng.h, which is the same on every compiler"),
    rule(headers("thread|mutex|shared_mutex|condition_variable|future|semaphore|stop_token|barrier|latch"),
         "the core has one thread; take the Instant and the event as an argument"),
    rule(headers("iostream|fstream|filesystem|syncstream"),
         "the core has no files; return bytes or an event"),
    rule(r"\b(?:throw|try|catch)\b", "return a Result, or use KWIK_ASSERT for our own mistakes"),
    rule(r"^[ \t]*#[ \t]*(?:el)?if\w*\b.*\b(?:KWIK_)?(?:SIM|SIMULATION|NS3|TEST|TESTING|UNIT_TEST)\b",
         "all worlds run the same code; make the difference an Environment's"),
    rule(r"\b(?:system|steady|high_resolution)_clock\b", "take the Instant as an argument"),
    rule(r"\bgetenv\b", "make it a field of the configuration"),
    rule(r"(?<!static_)\bassert\s*\(|<cassert>|\bNDEBUG\b", "use KWIK_ASSERT, which is always on"),
    rule(r"(?<![.>:\w])Get[A-Z]\w*\s*\(", "name it after what it answers, without Get"),
    rule(r"(?<![.>:\w])Init(?:ialise|ialize)?\s*\(\s*\)", "finish the construction in the constructor"),
]
# The host is no machine: it is told how its world makes things.
MACHINE_RULES = [
    rule(r"\bstd::function\b", "a machine does not call back: say it as an Action"),
]
CPP_RULES = [
    rule(rf"\b(?:{SLEEPS})\b|(?<![.>\w])sleep\s*\(", "wait for the event, with a deadline"),
    rule(rf"\b(?:{SKIPPED})", "make the test run, or delete it"),
    rule(r"\busing\s+namespace\s+std\s*;", "write std::"),
    rule(r"\bstd::\w+_distribution\b", "differs between libraries; draw from base/prng.h"),
]
UNFINISHED_RULE = rule(rf"\b(?:{UNFINISHED})\b", "finish it, or open an issue")


def machine_hosts(apt=Path("/etc/apt")):
    """The archives this machine installs from: they differ from machine to machine."""
    text = "".join(file.read_text(encoding="utf-8", errors="replace")
                   for pattern in APT_SOURCES for file in apt.glob(pattern))
    return sorted(set(re.findall(r"\bhttps?://([\w.-]+\.[\w-]+)", text)))


def machine_rules(tree, hosts):
    parent = str(tree.root.parent)
    if parent not in COMMON_FOLDERS:
        yield rule(re.escape(parent) + "/", "a path of this machine; write it relative to the repository")
    for host in hosts:
        yield rule(re.escape(host), "a package archive's name; derive it from the machine's own settings")


def apply(rules, path, text):
    for banned in rules:
        for match in banned.pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {match.group().strip()}: {banned.instead}"


def check(tree, hosts=None):
    anywhere = list(machine_rules(tree, machine_hosts() if hosts is None else hosts))
    found = []
    for path in tree.paths:
        found += apply(anywhere, path, tree.text(path))
        if path.endswith(CPP + SCRIPTS):
            found += apply([UNFINISHED_RULE], path, tree.text(path))
        if path.endswith(CPP):
            found += apply(CPP_RULES, path, tree.code(path))
        if path.endswith(CPP) and path.startswith("protocol-core/"):
            found += apply(CORE_RULES, path, tree.code(path))
            if not path.startswith("protocol-core/host/"):
                found += apply(MACHINE_RULES, path, tree.code(path))
    return found
