#!/usr/bin/env python3
"""cases.py RUN_CASES: what the guide tells in the language of the domain cases (tests/cases/README.md) is so.

In each document the blocks marked `case`, one after the other, are a file of cases. run_cases judges it, with the
setups of tests/cases; each line has the number that it has in the document."""
import os
import re
import subprocess
import sys
import tempfile

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
CASES = os.path.join(SOURCE, "tests", "cases")


def only_cases(text):
    """The document without all that stands in no block of cases; as many lines as before."""
    lines = [""] * len(text.split("\n"))
    for block in markdown.blocks(text):
        if block.kind == "case":
            lines[block.line:block.line + len(block.lines)] = block.lines
    return "\n".join(lines)


def run(run_cases, texts):
    """What run_cases says of some files; what a few cases do not cover, it tells of as well."""
    with tempfile.TemporaryDirectory() as folder:
        exceptions = os.path.join(folder, "none.txt")
        open(exceptions, "w", encoding="utf-8").close()
        paths = []
        for name, text in texts.items():
            paths.append(os.path.join(folder, name.replace("/", ":")))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run([run_cases, os.path.join(CASES, "packs"), exceptions,
                               os.path.join(CASES, "setups.case"), *paths], capture_output=True, text=True)
    said = done.stdout + done.stderr
    for name in texts:
        said = said.replace(name.replace("/", ":"), name)
    return [line for line in said.split("\n") if line and not line.startswith("no case shows")]


def main():
    texts = {name: only_cases(markdown.read(os.path.join(SOURCE, name))) for name in markdown.documents(SOURCE)}
    texts = {name: text for name, text in texts.items() if text.strip()}
    asked = sum(len(re.findall(r"^case ", text, flags=re.M)) for text in texts.values())
    *wrong, last = run(sys.argv[1], texts) or [""]
    passed = re.fullmatch(r"(\d+) passed, \d+ failed, 0 skipped", last)
    if wrong or not passed or int(passed.group(1)) != asked or asked < 6:
        print(*wrong, f"of {asked} cases: {last}", sep="\n")
        return 1
    print(f"{asked} cases in " + ", ".join(texts))
    return 0


sys.exit(main())
