#!/usr/bin/env python3
"""quickstart.py: examples/quickstart.sh runs in a fresh copy of the project and shows what the README shows."""
import os
import shutil
import subprocess
import sys
import tempfile

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]


def main():
    lines = markdown.joined(os.path.join(SOURCE, "README.md"), "console").split("\n")
    shown = [line for line in lines if line and not line.startswith("$ ") and line != "..."]
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "libwijkteam")
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("build", "build-*", ".git", "__pycache__", "subprojects"))
        done = subprocess.run(["sh", os.path.join(copy, "examples", "quickstart.sh")], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
    printed = set(done.stdout.split("\n"))
    missing = [line for line in shown if line not in printed]
    if done.returncode != 0 or missing or not shown:
        print(done.stdout, f"exit {done.returncode}", "not shown:", *missing, sep="\n")
        return 1
    print(f"all {len(shown)} lines of the README")
    return 0


sys.exit(main())
