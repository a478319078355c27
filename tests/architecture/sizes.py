"""Sizes: what a reader can hold in mind."""

import ast

import blocks
from tree import CPP

FILE_LINES = 400
TEST_LINES = 500
HEADER_LINES = 200
FUNCTION_LINES = 50
PARAMETERS = 5
NESTING = 3


def file_limit(path):
    if path.startswith("tests/"):
        return TEST_LINES
    return HEADER_LINES if path.endswith(".h") else FILE_LINES


def is_script(tree, path):
    """Python and shell, also when the name does not say so."""
    return path.endswith((".py", ".sh")) or \
        "." not in path.rsplit("/", 1)[-1] and tree.text(path).startswith("#!")


def too_long(tree, path):
    lines = tree.text(path).count("\n")
    if lines > file_limit(path):
        yield f"{path}:1: {lines} lines, at most {file_limit(path)}: split it by what it decides"


def in_cpp(tree, path):
    scan = blocks.Scanner(tree.text(path))
    for line, text in scan.faults:
        yield f"{path}:{line}: {text}"
    for function in scan.functions:
        where = f"{path}:{function.first}: {function.name}"
        lines = function.last - function.first + 1
        if lines > FUNCTION_LINES:
            yield f"{where} has {lines} lines, at most {FUNCTION_LINES}: extract its steps"
        # The library that calls a lambda decides what it passes.
        if len(function.parameters) > PARAMETERS and function.name != "lambda":
            yield (f"{where} has {len(function.parameters)} parameters, at most {PARAMETERS}: "
                   "give those that belong together a struct")
        if function.nesting > NESTING:
            yield (f"{where} nests {function.nesting} deep, at most {NESTING}: "
                   "return early, or extract the inner block")


def in_python(tree, path):
    for node in ast.walk(ast.parse(tree.text(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield (f"{path}:{node.lineno}: {node.name} has {lines} lines, "
                       f"at most {FUNCTION_LINES}: extract its steps")


def check(tree):
    found = []
    for path in tree.paths:
        if path.endswith(CPP):
            found += [*too_long(tree, path), *in_cpp(tree, path)]
        elif is_script(tree, path):
            found += too_long(tree, path)
        if path.endswith(".py"):
            found += in_python(tree, path)
    return found
