"""Licences: REUSE.toml says which folder has which, and what includes ns-3 is GPL-2.0-only."""

import re
import tomllib

import rooms
from tree import CPP

TABLE = "REUSE.toml"
GPL = "GPL-2.0-only"


def glob(pattern):
    """A REUSE path pattern: `*` stays within a folder, `**` does not."""
    parts = re.split(r"(\*\*|\*)", pattern)
    text = "".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts)
    return re.compile(text + r"\Z")


def annotations(tree):
    """(patterns, licence) in the order of the file; the last that matches counts."""
    for entry in tomllib.loads(tree.text(TABLE))["annotations"]:
        paths = entry["path"] if isinstance(entry["path"], list) else [entry["path"]]
        yield [glob(path) for path in paths], entry["SPDX-License-Identifier"]


def licence_of(table, path):
    licence = None
    for patterns, name in table:
        if any(pattern.match(path) for pattern in patterns):
            licence = name
    return licence


def uses_ns3(tree, path):
    return any(angled and angled.startswith("ns3/") or quoted and re.match(r"(model|helper)/", quoted)
               for _, quoted, angled in rooms.includes(tree.code(path)))


def check(tree):
    table = list(annotations(tree))
    found = [f"{TABLE}:1: {name} has no text in LICENSES/{name}.txt"
             for _, name in table if f"LICENSES/{name}.txt" not in tree.paths]
    for path in tree.paths:
        licence = licence_of(table, path)
        if licence is None:
            found.append(f"{path}:1: has no licence; give its folder a line in {TABLE}")
        elif path.endswith(CPP) and licence != GPL and uses_ns3(tree, path):
            found.append(f"{path}:1: is linked with ns-3 ({GPL}), but {TABLE} gives it {licence}; "
                         "move it to a folder of that licence")
    return found
