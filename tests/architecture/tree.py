"""The files of a source tree, as the checks see them."""

import functools
import os
import re
import subprocess
from pathlib import Path

import lexer

CPP = (".h", ".cc")
# What .gitignore says, for a tree without git.
IGNORED = re.compile(r"build/|\.git(/|\Z)|(.*/)?__pycache__/|results/(?!README\.md\Z|baselines/)")


class Tree:
    """A source tree at `root`, and where it was built when a check needs objects."""

    def __init__(self, root, build=None):
        self.root = Path(root).resolve()
        self.build = Path(build).resolve() if build else None

    @functools.cached_property
    def paths(self):
        """Every file that is or would be committed, relative to the root, in order."""
        names = self._tracked() if (self.root / ".git").exists() else None
        return sorted(names if names is not None else self._walked())

    def files(self, *suffixes):
        return [path for path in self.paths if path.endswith(suffixes)]

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """C++ text without comments and the content of literals; every line stays where it was."""
        return lexer.strip(self.text(path))

    def _tracked(self):
        """None when git is not installed, or does not trust the folder."""
        try:
            run = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return [name for name in run.stdout.split("\0") if name and (self.root / name).is_file()]

    def _walked(self):
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = (Path(folder) / name).relative_to(self.root).as_posix()
                if not IGNORED.match(path):
                    yield path
