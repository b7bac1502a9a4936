#!/usr/bin/env python3
"""constants.py check|record: compare the numbers in the public headers with constants.json.

A number that programs were compiled with must never change or go. A new one is recorded with the version that brought
it: tests/abi/record.sh. The compiler in CC says what each constant is."""
import json
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
SNAPSHOT = os.path.join(HERE, "constants.json")
MOVING = {"WIJK_VERSION_MAJOR", "WIJK_VERSION_MINOR", "WIJK_VERSION_PATCH", "WIJK_VERSION_NUMBER",
          "WIJK_VERSION_STRING"}  # tests/abi/versions.py looks after these


def values():
    """{name: value} of every constant, as the compiler sees it."""
    found = headers.paths(SOURCE, BUILD)
    names = sorted((set(headers.enumerators(found)) | set(headers.macros(found))) - MOVING)
    lines = ["#include <inttypes.h>", "#include <stdio.h>", "#include <wijkteam/wijkteam.h>", "int main(void) {"]
    lines += [f'    printf("%s %" PRId64 "\\n", "{name}", (int64_t)({name}));' for name in names]
    lines += ["    return 0;", "}"]
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "constants")
        with open(program + ".c", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        include = [f"-I{os.path.dirname(path)}" for path in headers.folders(SOURCE, BUILD)]
        subprocess.run([*shlex.split(os.environ.get("CC", "cc")), "-std=c11", *include, "-o", program, program + ".c"],
                       check=True)
        output = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return {name: int(value) for name, value in (line.split() for line in output.splitlines())}


def main():
    now = values()
    try:
        with open(SNAPSHOT, encoding="utf-8") as file:
            then = json.load(file)
    except FileNotFoundError:
        then = {}
    changed = [f"{name} was {old['value']} and is {now.get(name, 'gone')}" for name, old in sorted(then.items())
               if now.get(name) != old["value"]]
    added = sorted(set(now) - set(then))

    if sys.argv[1] == "record":
        since = ".".join(os.environ["WIJK_VERSION"].split(".")[:2])
        if changed:
            print("\n".join(changed))
            if "--accept-changes" not in sys.argv:
                print("Programs hold these numbers. Only before a release, when nobody does yet: "
                      "tests/abi/record.sh --accept-changes")
                return 1
        entries = [f'  "{name}": {{"value": {value}, "since": "{then.get(name, {}).get("since", since)}"}}'
                   for name, value in sorted(now.items())]
        with open(SNAPSHOT, "w", encoding="utf-8") as file:
            file.write("{\n" + ",\n".join(entries) + "\n}\n")
        print(f"{len(entries)} constants, {len(added)} new")
        return 0

    for line in changed:
        print("CHANGED: " + line)
    for name in added:
        print(f"new: {name} = {now[name]}")
    if added and not changed:
        print("if intended: run tests/abi/record.sh and commit what it changed")
    if not changed and not added:
        print(f"{len(now)} constants as they were")
    return 1 if changed or added else 0


sys.exit(main())
