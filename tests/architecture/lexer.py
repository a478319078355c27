"""A lexer for C++ that is just good enough to find code, and never takes a literal for it."""

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""
    (?P<directive>^[ \t]*\#(?:\\\n|/\*.*?\*/|[^\n])*)
  | (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)")
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<character>(?:u8|[uUL])?'(?:\\.|[^'\\\n])*')
  | (?P<number>\.?\d(?:[eEpP][+-]|'?[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<space>\s+)
  | (?P<mark>::|->|<=>|<=|>=|==|!=|&&|\|\||\+\+|--|.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE)

COMMENT = re.compile(r"//(?:\\\n|[^\n])*|/\*.*?\*/", re.DOTALL)


class Token(NamedTuple):
    kind: str
    text: str
    line: int


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def _without_content(match):
    """What strip() leaves of one token."""
    kind, text = match.lastgroup, match.group()
    if kind == "comment":
        return _blank(text)
    if kind in ("raw", "string", "character"):
        quote = "'" if kind == "character" else '"'
        return quote + _blank(text[1:-1]) + quote
    if kind == "directive":
        return COMMENT.sub(lambda comment: _blank(comment.group()), text)
    return text


def strip(text):
    """The text without comments and the content of literals. Directives stay."""
    return "".join(_without_content(match) for match in TOKEN.finditer(text))


def tokens(text):
    """The tokens of the code proper: no comments, no space, no directives; literals are empty."""
    line = 1
    found = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in ("raw", "string", "character"):
            found.append(Token("literal", '""', line))
        elif kind in ("number", "word", "mark"):
            found.append(Token(kind, match.group(), line))
        line += match.group().count("\n")
    return found
