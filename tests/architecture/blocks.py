"""The functions of a C++ file, found by saying of each brace what it opens."""

from dataclasses import dataclass, field

import lexer
import statement as st

SCOPES = {"file", "namespace", "class"}
BODIES = {"function", "lambda", "control", "plain"}
# After their closing brace the statement they are part of goes on.
PARTS = {"initialiser", "lambda", "class", "enum"}


@dataclass
class Function:
    """A definition, or a declaration when `first` is `last`."""

    name: str
    parameters: list
    first: int
    last: int = 0
    nesting: int = 0


@dataclass
class Block:
    kind: str
    words: list = field(default_factory=list)  # the statement so far
    function: Function = None
    nesting: int = 0
    closed: str = ""  # the head of the block that was closed last


class Scanner:
    """Collects `functions` and `faults`, each a (line, text)."""

    def __init__(self, text):
        self.functions = []
        self.faults = []
        self.blocks = [Block("file")]
        for token in lexer.tokens(text):
            self._take(token.text, token.line)
        if len(self.blocks) != 1:
            self.faults.append((1, "the braces are not balanced"))

    def _take(self, word, line):
        block = self.blocks[-1]
        if block.kind in BODIES and word != "{":
            self._require_braces(block, word, line)
        if word == "{":
            self._open(block, line)
        elif word == "}":
            self._close(line)
        elif word == ";" and st.open_parentheses(block.words) == 0:
            self._end_statement(block, line)
        elif word == ":" and self._is_label(block):
            block.words = []
        else:
            block.words.append(word)

    @staticmethod
    def _is_label(block):
        first = block.words[:1]
        if block.kind == "class":
            return block.words in (["public"], ["protected"], ["private"])
        return block.kind in BODIES and first in (["case"], ["default"])

    def _require_braces(self, block, word, line):
        words = block.words
        if words == ["else"] and word != "if" or words == ["do"]:
            self.faults.append((line, f"the body of `{words[0]}` has no braces"))
        elif st.open_parentheses(words) == 0 and _is_control(words) and words[-1] == ")":
            if not (word == ";" and block.closed == "do"):
                self.faults.append((line, f"the body of `{words[0]}` has no braces"))

    def _open(self, block, line):
        kind = _classify(block)
        nesting = block.nesting + 1 if kind == "control" else block.nesting
        opened = Block(kind, function=block.function, nesting=nesting)
        if kind in ("function", "lambda"):
            opened.function = _function(kind, block.words, line)
            opened.nesting = 0
            self.functions.append(opened.function)
        elif opened.function:
            opened.function.nesting = max(opened.function.nesting, opened.nesting)
        self.blocks.append(opened)

    def _close(self, line):
        if len(self.blocks) == 1:
            self.faults.append((line, "a brace is closed that none has opened"))
            return
        closed = self.blocks.pop()
        block = self.blocks[-1]
        if closed.kind in ("function", "lambda"):
            closed.function.last = line
        if closed.kind in PARTS:
            block.words += ["{", "}"]
        else:
            block.closed = block.words[0] if block.words else ""
            block.words = []

    def _end_statement(self, block, line):
        words = st.without_prefix(block.words)
        if block.kind in SCOPES and words[:1] not in (["using"], ["typedef"], ["static_assert"]):
            group = st.parameter_group(words)
            if group:
                function = Function(words[group[0] - 1], st.parameters(words[slice(*group)]), line)
                function.last = line
                self.functions.append(function)
        block.words = []


def _is_control(words):
    """Is it nothing but the head of an `if`, `for`, `while`, `switch` or `catch`?"""
    head = words[1:] if words[:1] == ["else"] else words
    if head[:1] and head[0] in st.BRANCHES and "(" in head:
        return st.skip_group(head, head.index("(")) == len(head)
    return False


def _classify(block):
    words = st.without_prefix(block.words)
    if st.lambda_parameters(words) is not None:
        return "lambda"
    if block.kind == "initialiser" or st.open_parentheses(words) > 0:
        return "initialiser"
    if words and words[-1] in ("try", "do", "else") or _is_control(words):
        return "control"
    if not words:
        return "plain"
    if "namespace" in words[:2] or words == ["extern", '""']:
        return "namespace"
    if _is_class(words):
        return "enum" if "enum" in words[:2] else "class"
    return _classify_declarator(words) if block.kind in SCOPES else "initialiser"


def _is_class(words):
    heads = [word for word in words[:4] if word in st.CLASS_KEYS]
    return bool(heads) and "=" not in words and st.parameter_group(words) is None


def _classify_declarator(words):
    """A function's body, or the braces that give a variable or a member its value."""
    group = st.parameter_group(words)
    if not group or words[-1] == "requires":
        return "initialiser"
    rest = words[group[1]:]
    # After the `:` of a constructor, `name{` is a member and `){` or `}{` its body.
    if ":" in rest and (st.is_word(words[-1]) or words[-1] == ">"):
        return "initialiser"
    return "function"


def _function(kind, words, line):
    words = st.without_prefix(words)
    if kind == "lambda":
        return Function("lambda", st.lambda_parameters(words), line)
    begin, end = st.parameter_group(words)
    name = "operator" if "operator" in words[:begin] else words[begin - 1]
    return Function(name, st.parameters(words[begin:end]), line)
