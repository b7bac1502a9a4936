#!/usr/bin/env python3
"""analysis.py WIJKTEAM PROGRAM: examples/c-analysis on the pathways of the examples, beside a count of the same events
that knows nothing of the library."""
import collections
import csv
import datetime
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["WIJK_SOURCE_ROOT"])
EVENTS = ROOT / "examples" / "data" / "sepsis-pathways.csv"
TIER = {"ER Registration": "er", "Return ER": "er", "Admission NC": "nc", "Admission IC": "ic"}
FROM, UNTIL = datetime.date(2014, 3, 1), datetime.date(2015, 2, 1)


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def count(first, until):
    """Transitions and days in a tier from `first` to before `until`; where everybody is at the end. The empty tier is
    outside; days there are those of the period without a tier."""
    cases = collections.defaultdict(list)
    with open(EVENTS, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["activity"] in TIER or row["activity"].startswith("Release"):
                cases[row["case"]].append((datetime.date.fromisoformat(row["time"][:10]), TIER.get(row["activity"], "")))
    moves, days, places = (collections.Counter() for _ in range(3))
    for events in cases.values():
        tier, since = "", first
        for day, to in events:
            if day >= until:
                break
            if to != tier and day >= first:
                moves["transitions", tier, to] += 1
            if to != tier:
                days["days", tier] += max(0, (day - since).days)
                tier, since = to, max(day, first)
        days["days", tier] += (until - since).days
        places["dossiers", tier] += 1
    return {key: number for counter in (moves, days, places) for key, number in counter.items() if number}


def read(text):
    found = {}
    for row in csv.DictReader(line for line in io.StringIO(text)):
        if row["counted"] == "counted":
            continue  # the header of the second table
        key = {"transitions": ("from", "to"), "days": ("from",), "dossiers": ("what",)}[row["counted"]]
        found[(row["counted"], *(row[column] for column in key))] = int(row["count"])
    return found


def main():
    wijkteam, program = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        store, acts = pathlib.Path(folder) / "pathways.db", pathlib.Path(folder) / "acts.jsonl"
        acts.write_text(run(sys.executable, ROOT / "examples" / "sepsis" / "acts.py", EVENTS), encoding="utf-8")
        run(wijkteam, "import", store, acts, "--policy", ROOT / "examples" / "data" / "sepsis-policy.json")
        for first, until in ((FROM, UNTIL), (datetime.date(2000, 1, 1), datetime.date(2030, 1, 1))):
            found, expected = read(run(program, store, "hospital", first, until)), count(first, until)
            for key in sorted(found.keys() | expected.keys()):
                if found.get(key) != expected.get(key):
                    sys.exit(f"{first} to {until}: {key}: the library counts {found.get(key)}, the events {expected.get(key)}")
        # All of time: the steps of the ladder that the figures of the examples show.
        steps = json.loads(run(sys.executable, ROOT / "tests" / "support" / "sepsis_figures.py", EVENTS))["steps"]
        shown = {f"{key[1]} to {key[2]}": number for key, number in found.items()
                 if key[0] == "transitions" and key[1] and key[2]}
        if shown != steps or sum(steps.values()) < 100:
            sys.exit(f"steps: {shown}, expected {steps}")
    print(f"{sum(expected[key] for key in expected if key[0] == 'dossiers'):,} pathways, {len(expected)} counts the same")


main()
