#!/usr/bin/env python3
"""tree.py ROOT: what belongs in the project and what does not.

Only the folders and files that the README names stand at the top; no file holds a path of somebody's machine or the
address of a package registry; scripts that are run can be run; code has no blanks at the end of a line and ends in one
line end."""
import os
import re
import subprocess
import sys

FOLDERS = {"include", "src", "tests", "examples", "docs"}
FILES = {"README.md", "LICENSE", "CHANGELOG.md", "meson.build", "meson_options.txt"}
# Folders of people and of build machines. /usr, /etc and /tmp are the same everywhere.
MACHINE = re.compile(r"(?<![\w.$}/-])/(?:home|root|work|Users|mnt|srv|workspace|builds)/[\w.]")
REGISTRY = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|crates\.io|proxy\.golang\.org|"
                      r"repo\d?\.maven|conda\.anaconda\.org|(?:deb|security|snapshot)\.debian\.org)\b")
CODE = (".c", ".h", ".py", ".sh", ".build", ".map", ".txt")
BINARY = (".wijk", ".bin", ".png", ".journal", ".frames", ".db")


def tracked(root):
    done = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, text=True)
    if done.returncode == 0 and done.stdout:
        return [name for name in done.stdout.split("\0") if name and os.path.isfile(os.path.join(root, name))]
    names = []
    for folder, inner, found in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith("build") and name not in (".git", "__pycache__")]
        names += [os.path.relpath(os.path.join(folder, name), root) for name in found]
    return names


def check(root, name):
    top, _, rest = name.partition("/")
    if not top.startswith(".") and top not in (FOLDERS if rest else FILES):
        yield f"{name}: {top} does not belong at the top"
    path = os.path.join(root, name)
    with open(path, "rb") as file:
        data = file.read()
    if name.endswith(BINARY) or "/corpus/" in name or b"\0" in data:
        return
    text = data.decode("utf-8")
    if data.startswith(b"#!") and not os.access(path, os.X_OK) and name.endswith(".sh"):
        yield f"{name} starts with #! but may not be executed"
    if name == "tests/checks/tree.py":
        return
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, what in ((MACHINE, "path of a machine"), (REGISTRY, "address of a registry")):
            if pattern.search(line):
                yield f"{name}:{number}: {what}: {pattern.search(line).group(0)}"
        if line != line.rstrip() and name.endswith(CODE):
            yield f"{name}:{number}: blanks at the end of the line"
    if name.endswith(CODE) and text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield f"{name} does not end in one line end"


def main():
    root = sys.argv[1]
    names = tracked(root)
    problems = [problem for name in names for problem in check(root, name)]
    print("\n".join(problems) or f"{len(names)} files")
    return 1 if problems else 0


sys.exit(main())
