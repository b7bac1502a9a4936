#!/usr/bin/env python3
"""layers.py ROOT: a room includes only what stands on lower floors, and neighbours only where they are listed here.

docs/policy/layers.md draws the same floors; this script checks the drawing too."""
import os
import re
import sys

FLOORS = {1: ["base", "catalog"], 2: ["act", "measure"], 3: ["policy", "journal"], 4: ["dossier", "store"],
          5: ["cohort"], 6: ["exchange"], 7: ["cli"]}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}

# Neighbours that may be used, and why.
SIDEWAYS = {
    ("catalog", "base"): "the vocabulary is kept with the allocator, texts and ids of base",
    ("base", "catalog"): "the texts of the statuses are made by the one generator",
    ("store", "dossier"): "wijk_store_save() takes a dossier; only its public header",
    ("measure", "act"): "results are tables",
}
SIDEWAYS_FILES = {
    ("base", "catalog"): {"catalog/status_table.inc"},
    ("store", "dossier"): {"wijkteam/dossier.h"},
}

# To which room a public header belongs.
PUBLIC = {"base.h": "base", "status.h": "base", "export.h": "base", "catalog.h": "catalog", "constants.h": "catalog",
          "act.h": "act", "acts.h": "act", "findings.h": "act", "table.h": "act", "measure.h": "measure", "survival.h": "measure", "compare.h": "measure",
          "score.h": "measure", "policy.h": "policy", "verdict.h": "measure",
          "journal.h": "journal", "dossier.h": "dossier", "store.h": "store", "exchange.h": "exchange", "arrow.h": "exchange",
          "cohort.h": "cohort", "monitor.h": "cohort",
          "wijkteam.h": "cli"}  # the umbrella: nobody inside the library needs it

# Each dependency stands behind one file or group of files.
DEPENDENCIES = {"sodium": r"base/hash\.c", "jansson": r"base/json\.c", "sqlite3": r"store/sqlite\w*\.[ch]"}
# What the library never does: read a clock, a locale or the environment, print, start threads, abort.
FORBIDDEN = {"stdio.h", "time.h", "locale.h", "threads.h", "pthread.h", "assert.h", "unistd.h", "signal.h", "errno.h",
             "setjmp.h", "wchar.h", "stdarg.h"}


def includes(path):
    with open(path, encoding="utf-8") as file:
        return re.findall(r"^\s*#\s*include\s+([<\"])([^>\"]+)[>\"]", file.read(), flags=re.M)


def allowed(room, other, name):
    if room == other or FLOOR[other] < FLOOR[room]:
        return True
    only = SIDEWAYS_FILES.get((room, other))
    return (room, other) in SIDEWAYS and (only is None or name in only)


def check_source(where, room, path):
    for bracket, name in includes(path):
        first, _, rest = name.partition("/")
        if bracket == '"':
            if room == "cli" and os.path.exists(os.path.join(os.path.dirname(path), name)):
                continue  # no part of the library: it names its own files directly
            if first not in FLOOR or not rest:
                yield f'{where}: "{name}" must be written as "room/file"'
            elif room == "cli":
                yield f"{where}: the command may use only the public headers, not {name}"
            elif not allowed(room, first, name):
                yield f"{where} (floor {FLOOR[room]}) must not include {name} (floor {FLOOR[first]})"
        elif first == "wijkteam":
            owner = PUBLIC.get(rest)
            if owner is None:
                yield f"{where}: {name} belongs to no room; add it to tests/checks/layers.py"
            elif not allowed(room, owner, name):
                yield f"{where} (floor {FLOOR[room]}) must not include {name} (floor {FLOOR[owner]})"
        elif name.removesuffix(".h") in DEPENDENCIES:
            if not re.fullmatch(DEPENDENCIES[name.removesuffix(".h")], where.removeprefix("src/")):
                yield f"{where}: {name} stands behind another file"
        elif name in FORBIDDEN and room != "cli":
            yield f"{where}: the library does not use {name}"


def check_public(where, header, path):
    room = PUBLIC.get(header)
    if room is None:
        yield f"{where} belongs to no room; add it to tests/checks/layers.py"
        return
    for _, name in includes(path):
        first, _, rest = name.partition("/")
        if first == "wijkteam" and rest in PUBLIC and not allowed(room, PUBLIC[rest], name):
            yield f"{where} (floor {FLOOR[room]}) must not include {name} (floor {FLOOR[PUBLIC[rest]]})"


def check_drawing(root):
    """Lines of the drawing look like "| 4 | dossier  store |", highest floor first."""
    with open(os.path.join(root, "docs", "policy", "layers.md"), encoding="utf-8") as file:
        drawn = [(int(floor), rooms.split()) for floor, rooms in
                 re.findall(r"^\s*\|\s*(\d)\s*\|([^|]*)\|", file.read(), flags=re.M)]
    wanted = sorted(((floor, rooms) for floor, rooms in FLOORS.items()), reverse=True)
    if drawn != wanted:
        yield f"docs/policy/layers.md draws {drawn}, the floors are {wanted}"


def main():
    root = sys.argv[1]
    problems = list(check_drawing(root))
    files = 0
    for room in sorted(os.listdir(os.path.join(root, "src"))):
        folder = os.path.join(root, "src", room)
        if not os.path.isdir(folder):
            continue
        if room not in FLOOR:
            problems.append(f"src/{room} stands on no floor; add it to tests/checks/layers.py and layers.md")
            continue
        for name in sorted(os.listdir(folder)):
            if name.endswith((".c", ".h")):
                problems += check_source(f"src/{room}/{name}", room, os.path.join(folder, name))
                files += 1
    public = os.path.join(root, "include", "wijkteam")
    for name in sorted(os.listdir(public)):
        if name.endswith(".h"):
            problems += check_public(f"include/wijkteam/{name}", name, os.path.join(public, name))
            files += 1
    print("\n".join(problems) or f"{files} files keep to their floors")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
