"""House: the documents and folders that everybody looks for are there."""

import os

EXECUTABLES = ["kwiklab", ".ci/run"]
DOCUMENTS = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "docs/architecture.md",
             "results/README.md"]
FOLDERS = ["protocol-core", "model", "helper", "testbed", "experiment", "scenarios", "analysis",
           "cli", "tests", "results", "docs", "cmake"]


def check(tree):
    paths = set(tree.paths)
    found = [f"{name}: is missing" for name in DOCUMENTS + EXECUTABLES if name not in paths]
    found += [f"{name}: is not executable" for name in EXECUTABLES
              if name in paths and not os.access(tree.root / name, os.X_OK)]
    found += [f"{folder}/: is missing" for folder in FOLDERS
              if not any(path.startswith(folder + "/") for path in paths)]
    return found
