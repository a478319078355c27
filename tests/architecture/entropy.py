"""Entropy: only kwiklab-sim replaces GnuTLS's random numbers with a seeded sequence.

In a process that opens a real socket that would be a security hole.
"""

import objects

SEEDED = "gnutls_rnd"
SIMULATOR = "kwiklab-sim"


def is_program_or_library(path):
    """An object ends up in one of these and is judged there."""
    if path.suffix in (".a", ".o"):
        return path.suffix == ".a"
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def defines(path, symbol):
    dynamic = ["--dynamic"] if ".so" in path.name else []
    lines = objects.nm("--defined-only", *dynamic, path)
    return any(line.split()[-1:] == [symbol] for line in lines)


def check(tree):
    found = []
    for path in sorted(tree.build.rglob("*")):
        if path.is_file() and not path.is_symlink() and is_program_or_library(path):
            name = path.relative_to(tree.build)
            if path.name != SIMULATOR and defines(path, SEEDED):
                found.append(f"{name}: defines {SEEDED}, which only {SIMULATOR} may")
    return found
