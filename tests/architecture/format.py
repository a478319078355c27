"""Format: clang-format decides, and names are kebab-case."""

import os
import re
import subprocess
from pathlib import PurePosixPath

from tree import CPP

TOOL = "clang-format-19"
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z]+\Z")


def misnamed(tree):
    for path in tree.files(*CPP, ".py", ".sh", ".proto", ".yaml"):
        name = PurePosixPath(path).name
        if not KEBAB.match(name):
            yield f"{path}:1: write the name in kebab-case: {name.lower().replace('_', '-')}"


def unformatted(tree):
    """One process a core: clang-format itself takes one file after the other."""
    paths = tree.files(*CPP)
    shares = [paths[i::os.cpu_count()] for i in range(os.cpu_count())]
    runs = [subprocess.Popen([TOOL, "--dry-run", "-Werror", *share], cwd=tree.root,
                             stderr=subprocess.PIPE, text=True) for share in shares if share]
    for run in runs:
        output = run.communicate()[1]
        places = re.findall(r"^(\S+?:\d+):\d+: error: .*", output, re.MULTILINE)
        yield from (f"{place}: run {TOOL} -i" for place in dict.fromkeys(places))
        if run.returncode != 0 and not places:
            yield f"{TOOL} failed: {output.strip()}"


def check(tree):
    return [*misnamed(tree), *unformatted(tree)]
