"""Runs one check: run.py CHECK ROOT [BUILD]. Prints what it found; exit 1 when that is anything."""

import importlib
import sys

import tree


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    check = importlib.import_module(arguments[0])
    found = check.check(tree.Tree(*arguments[1:]))
    for violation in found:
        print(violation)
    print(f"{arguments[0]}: {len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
