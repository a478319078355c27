"""What the compiler was told to make of protocol-core, and what came out."""

import json
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

CORE = "protocol-core"


class Compilation(NamedTuple):
    source: str  # relative to the root
    output: Path


def compilations(tree):
    """Our own sources of protocol-core, as often as they are compiled. Generated ones lie in the
    build folder and are not ours."""
    database = json.loads((tree.build / "compile_commands.json").read_text(encoding="utf-8"))
    core = tree.root / CORE
    for entry in database:
        source = Path(entry["directory"], entry["file"])
        if core in source.parents:
            words = shlex.split(entry["command"])
            output = Path(entry["directory"], words[words.index("-o") + 1])
            yield Compilation(source.relative_to(tree.root).as_posix(), output)


def nm(*arguments):
    """The lines that nm prints; a file without symbols has none."""
    run = subprocess.run(["nm", *map(str, arguments)], capture_output=True, text=True, check=False)
    return run.stdout.splitlines()
