"""Compiled: every source of protocol-core is compiled once, so all worlds run the same objects."""

import collections

import objects


def check(tree):
    times = collections.Counter(unit.source for unit in objects.compilations(tree))
    sources = [path for path in tree.files(".cc") if path.startswith(objects.CORE + "/")]
    return [f"{path}:1: is compiled {times[path]} times, not once; link the library instead"
            for path in sources if times[path] != 1]
