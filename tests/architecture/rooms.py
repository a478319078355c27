"""Rooms: every #include is one that rooms.txt lists."""

import fnmatch
import re
from pathlib import PurePosixPath

from tree import CPP

LAW = "tests/architecture/rooms.txt"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>|(\w+))', re.MULTILINE)
# The C++ standard's headers have neither a suffix nor a folder.
STANDARD = re.compile(r"[a-z_0-9]+$")


class Law:
    """What rooms.txt says."""

    def __init__(self, text):
        self.folders = {}  # folder -> room
        self.uses = {}  # room -> rooms
        self.headers = []  # (pattern, rooms), the first that matches counts
        self.faults = []
        self._groups = {}
        for number, line in enumerate(text.splitlines(), 1):
            self._read(number, line.split("#")[0].strip())

    def room_of(self, path):
        for folder in PurePosixPath(path).parents:
            if str(folder) in self.folders:
                return self.folders[str(folder)]
        return None

    def allowed(self, header):
        """The rooms that may include <header>; None for the standard's."""
        for pattern, rooms in self.headers:
            if fnmatch.fnmatchcase(header, pattern):
                return rooms
        return None if STANDARD.match(header) else set()

    def _read(self, number, line):
        if not line:
            return
        head, colon, names = line.partition(":")
        words = head.split()
        if not colon or [words[0], len(words)] not in (["room", 3], ["group", 2], ["header", 2]):
            self.faults.append(f"{LAW}:{number}: not `room`, `group` or `header`: {line}")
            return
        rooms = self._expand(number, names.split())
        if words[0] == "room":
            if words[1] in self.uses or words[2] in self.folders:
                self.faults.append(f"{LAW}:{number}: `{words[1]}` or its folder stands here twice")
            self.folders[words[2]] = words[1]
            self.uses[words[1]] = rooms
        elif words[0] == "group":
            self._groups[words[1]] = rooms
        else:
            self.headers.append((words[1], rooms))

    def _expand(self, number, names):
        rooms = set()
        for name in names:
            if name in self._groups:
                rooms |= self._groups[name]
            elif name in self.uses:
                rooms.add(name)
            else:
                self.faults.append(f"{LAW}:{number}: `{name}` is no room or group of a line above; "
                                   "rooms may not form a circle")
        return rooms


def includes(code):
    """(line, quoted, angled) of every #include; neither when a macro stands for the name."""
    for match in INCLUDE.finditer(code):
        yield code.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


def in_file(tree, law, path):
    room = law.room_of(path)
    if room is None:
        yield f"{path}:1: lies in no room; give its folder a line in {LAW}"
        return
    for line, quoted, angled in includes(tree.code(path)):
        where = f"{path}:{line}"
        if not quoted and not angled:
            yield f"{where}: a macro hides what is included; write the name"
        elif quoted:
            target = law.room_of(quoted)
            if target is None:
                yield f'{where}: "{quoted}" is in no room; write the path from the repository\'s root'
            elif target != room and target not in law.uses[room]:
                yield f"{where}: room {room} may not include room {target} ({quoted}); see {LAW}"
        else:
            allowed = law.allowed(angled)
            if allowed is not None and room not in allowed:
                yield f"{where}: room {room} may not include <{angled}>; see {LAW}"


def check(tree):
    law = Law(tree.text(LAW))
    found = list(law.faults)
    for path in tree.files(*CPP):
        found += in_file(tree, law, path)
    return found
