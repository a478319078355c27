"""One C++ statement or declaration up to its `;` or `{`, given as a list of token texts."""

CLASS_KEYS = {"class", "struct", "union", "enum"}
BRANCHES = {"if", "for", "while", "switch", "catch"}
# Parentheses after these hold no parameters.
NOT_A_NAME = {"alignas", "decltype", "noexcept", "explicit", "requires", "__attribute__", "throw"}
OPEN = {"(": ")", "[": "]", "{": "}"}


def is_word(text):
    return text[:1].isalpha() or text[:1] == "_"


def skip_group(words, at):
    """The index after the bracket that closes the one at `at`; the end when none does."""
    depth = 0
    for i in range(at, len(words)):
        if words[i] in OPEN:
            depth += 1
        elif words[i] in OPEN.values():
            depth -= 1
            if depth == 0:
                return i + 1
    return len(words)


def skip_angles(words, at):
    """The index after the `>` that closes the `<` at `at`."""
    depth, i = 0, at
    while i < len(words):
        if words[i] in OPEN:
            i = skip_group(words, i)
            continue
        depth += {"<": 1, ">": -1}.get(words[i], 0)
        i += 1
        if depth == 0:
            return i
    return len(words)


def open_parentheses(words):
    return sum((word in OPEN) - (word in OPEN.values()) for word in words)


def without_prefix(words):
    """The statement after its attributes and template heads."""
    i = 0
    while i < len(words):
        if words[i] == "template" and words[i + 1:i + 2] == ["<"]:
            i = skip_angles(words, i + 1)
        elif words[i:i + 2] == ["[", "["]:
            i = skip_group(words, i)
        elif words[i] == "alignas":
            i = skip_group(words, i + 1)
        else:
            break
    return words[i:]


def parameter_group(words):
    """(begin, end) of the parenthesised parameters of a function's declaration, or None."""
    i = 0
    while i < len(words):
        word, before = words[i], words[i - 1] if i else ""
        if word == "=":
            return None
        if word == "operator":
            i = words.index("(", i + 1) if "(" in words[i + 1:] else len(words)
            i += 2 if words[i:i + 2] == ["(", ")"] and words[i + 2:i + 3] == ["("] else 0
            return (i, skip_group(words, i)) if i < len(words) else None
        if word == "<" and is_word(before):
            i = skip_angles(words, i)
        elif word == "(" and (is_word(before) and before not in NOT_A_NAME or before == ">"):
            return i, skip_group(words, i)
        elif word in OPEN:
            i = skip_group(words, i)
        else:
            i += 1
    return None


def parameters(group):
    """The parameters, each a list of words, of a group with its parentheses."""
    inner, found, current, i = group[1:-1], [], [], 0
    while i < len(inner):
        end = i + 1
        if inner[i] in OPEN:
            end = skip_group(inner, i)
        elif inner[i] == "<" and i and is_word(inner[i - 1]):
            end = skip_angles(inner, i)
        if inner[i] == ",":
            found.append(current)
            current = []
        else:
            current = current + inner[i:end]
        i = end
    return found + [current] if current not in ([], ["void"]) else found


def _before_specifiers(words):
    """How many words are left of `mutable`, `noexcept` and a trailing return type."""
    end = len(words)
    arrow = end
    while arrow and (is_word(words[arrow - 1]) or words[arrow - 1] in {"::", "<", ">", "*", "&", ","}):
        arrow -= 1
    if arrow and words[arrow - 1] == "->":
        end = arrow - 1
    while end and words[end - 1] in {"mutable", "constexpr", "noexcept"}:
        end -= 1
    return end


def _group_start(words, end, opening, closing):
    """The index of the bracket that the one before `end` closes."""
    depth = 0
    for i in range(end - 1, -1, -1):
        depth += (words[i] == closing) - (words[i] == opening)
        if depth == 0:
            return i
    return 0


def lambda_parameters(words):
    """The parameters when what comes next is the body of a lambda, else None."""
    end = _before_specifiers(words)
    group = ["(", ")"]
    if end and words[end - 1] == ")":
        start = _group_start(words, end, "(", ")")
        group, end = words[start:end], start
    if end and words[end - 1] == ">":
        end = _group_start(words, end, "<", ">")
    if not end or words[end - 1] != "]":
        return None
    start = _group_start(words, end, "[", "]")
    before = words[start - 1] if start else ""
    if before in {")", "]", "["} or is_word(before) and before != "return":
        return None
    return parameters(group)
