"""Entropy: only programs of experiments replace GnuTLS's random numbers with a seeded sequence.

In a process that serves or dials strangers that would be a security hole. kwiklab-sim and
kwiklab-replay open no socket; kwiklab-host opens one in a network of its own and, while it is
recorded, takes the seed from the kernel (docs/decisions/0018-a-host-is-recorded-at-its-borders.md).
"""

import objects

SEEDED = "gnutls_rnd"
PROGRAMS = ("kwiklab-sim", "kwiklab-host", "kwiklab-replay")


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
            if path.name not in PROGRAMS and defines(path, SEEDED):
                found.append(f"{name}: defines {SEEDED}, which only {', '.join(PROGRAMS)} may")
    return found
