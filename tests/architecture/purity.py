"""Purity: the objects of protocol-core ask nothing of the world and keep nothing between calls."""

import fnmatch
import re

import objects

ALLOWED = "tests/architecture/purity.txt"
# C++ of the standard library is allowed but for this.
WORLD = re.compile(
    r"std::chrono::_V2::\w+::now|std::random_device|std::(this_)?thread|std::condition_variable"
    r"|std::(__\w+::)?filesystem|std::basic_(i|o|)fstream|std::basic_filebuf"
    r"|std::w?(cout|cin|cerr|clog)\b|boost::asio")
# Protobuf's headers include <iostream>; the C++ runtime keeps a pointer to its personality.
NOT_STATE = re.compile(r"std::__ioinit$|DW\.ref\.")


class Patterns:
    """What purity.txt allows. The last pattern that matches decides."""

    def __init__(self, text):
        self._lines = []  # (pattern of the file, pattern of the symbol)
        for line in text.splitlines():
            words = line.split("#")[0].split()
            file = words.pop(0)[:-1] if words and words[0].endswith(":") else "*"
            self._lines += [(file, word) for word in words]

    def allow(self, file, symbol):
        allowed = False
        for where, pattern in self._lines:
            refused = pattern.startswith("!")
            if fnmatch.fnmatchcase(file, where) and \
                    fnmatch.fnmatchcase(symbol, pattern[refused:]):
                allowed = not refused
        return allowed


def foreign(patterns, source, output):
    """What an object takes from elsewhere and may not."""
    mangled = objects.nm("--undefined-only", output)
    readable = objects.nm("--undefined-only", "--demangle", output)
    for line, name in zip(mangled, readable):
        symbol = line.split()[-1]
        name = name.strip().split(" ", 1)[-1].strip()
        if symbol.startswith("_Z"):
            if WORLD.match(name):
                yield f"{source}:1: calls {name}; ask the Environment for it"
        elif not patterns.allow(source, symbol):
            yield f"{source}:1: calls {symbol}, which {ALLOWED} does not list; ask the Environment"


def state(source, output):
    """Variables that outlive a call: everything in a section that can be written to."""
    for line in objects.nm("--format=sysv", "--demangle", output):
        columns = [column.strip() for column in line.rsplit("|", 6)]
        if len(columns) == 7 and re.match(r"\.t?(data|bss)(?!\.rel\.ro)", columns[6]) and \
                not NOT_STATE.match(columns[0]):
            yield f"{source}:1: {columns[0]} is a mutable global; give it to a machine"


def check(tree):
    patterns = Patterns(tree.text(ALLOWED))
    found = []
    for source, output in objects.compilations(tree):
        if not output.exists():
            found.append(f"{source}:1: was not built; build everything first")
            continue
        found += sorted({*foreign(patterns, source, output), *state(source, output)})
    return found
