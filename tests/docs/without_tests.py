#!/usr/bin/env python3
"""without_tests.py: a copy of the project without tests/ configures, and makes its pages, which say once that they have
no examples."""
import os
import shutil
import subprocess
import sys
import tempfile

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        copy, build = os.path.join(folder, "copy"), os.path.join(folder, "build")
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("tests", "build", "build-*", ".git", "__pycache__"))
        for command in (["meson", "setup", build, copy], ["ninja", "-C", build, "docs/findings.md"]):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                print(" ".join(command), done.stdout, done.stderr, sep="\n")
                return 1
        text = markdown.read(os.path.join(build, "docs", "findings.md"))
    said = text.count("Made without examples")
    print(f"the page says {said} times that it has no examples, and has {len(markdown.blocks(text))}")
    return 0 if said == 1 and not markdown.blocks(text) else 1


sys.exit(main())
