"""Links: what the documents point at is there."""

import posixpath
import re
from urllib.parse import unquote

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
INLINE = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)>?")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def prose(text):
    """The lines outside of fenced blocks, each with its number."""
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if mark and fence is None:
            fence = mark.group(1)
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = None
        elif fence is None:
            yield number, line


def anchors(text):
    """The anchors of the headings, made as GitHub and GitLab make them."""
    found = {}
    for _, line in prose(text):
        heading = HEADING.match(line)
        if heading:
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1))
            name = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            found[name] = found.get(name, -1) + 1
    return {name if count == 0 else f"{name}-{count}"
            for name, last in found.items() for count in range(last + 1)}


def targets(text):
    """The line and target of every link."""
    for number, line in prose(text):
        bare = CODE.sub("", line)
        for target in INLINE.findall(bare) + DEFINITION.findall(bare):
            yield number, target


def check(tree):
    paths = set(tree.paths)
    folders = {parent for path in paths for parent in parents(path)}
    found = []
    for page in tree.files(".md"):
        for line, target in targets(tree.text(page)):
            if SCHEME.match(target):
                continue
            name, _, anchor = unquote(target).partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), name)) if name else page
            if path not in paths and path not in folders:
                found.append(f"{page}:{line}: {target}: there is no such file")
            elif anchor and path.endswith(".md") and anchor not in anchors(tree.text(path)):
                found.append(f"{page}:{line}: {target}: there is no such heading")
    return found


def parents(path):
    """The folders that a file lies in, the root as `.`."""
    while path:
        path = posixpath.dirname(path)
        yield path or "."
