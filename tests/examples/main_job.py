#!/usr/bin/env python3
"""main_job.py WIJKTEAM: what examples/quickstart.sh shows, checked.

The household: its acts are what write.py writes, exactly one is refused, with what is missing, and the timelines in both
languages are the expected ones (main_job.py WIJKTEAM --record writes them anew). The pathways: every figure of the
report equals an independent count over the events, from the derived copy and, when it is there, from the original.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["WIJK_SOURCE_ROOT"])
HERE = ROOT / "tests" / "examples"
EXAMPLES = ROOT / "examples"
WIJKTEAM = sys.argv[1]
failures = []


def run(*command, status=0):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != status:
        failures.append(f"{' '.join(map(str, command))}: exit {done.returncode}, expected {status}\n{done.stderr}")
    return done


def same(what, found, expected):
    if found != expected:
        failures.append(f"{what} differs")
        for number, (a, b) in enumerate(zip(found.splitlines(), expected.splitlines()), 1):
            if a != b:
                failures.append(f"  line {number}\n    got      {a}\n    expected {b}")
                break


def household(folder):
    acts = EXAMPLES / "data" / "household.jsonl"
    same("household.jsonl", run(sys.executable, EXAMPLES / "household" / "write.py").stdout, acts.read_text(encoding="utf-8"))
    store = folder / "household.db"
    said = run(WIJKTEAM, "import", store, acts, status=1)
    for word in ("WK4002", "client-consult", "92 taken", "1 refused"):
        if word not in said.stdout + said.stderr:
            failures.append(f"the import does not say {word}")
    dossier = json.loads(acts.read_text(encoding="utf-8").splitlines()[0])["dossier"]
    for language in ("en", "nl"):
        shown = run(WIJKTEAM, "show", store, dossier, "--lang", language).stdout
        expected = HERE / f"household-{language}.txt"
        if "--record" in sys.argv:
            expected.write_text(shown, encoding="utf-8")
        same(f"the timeline ({language})", shown, expected.read_text(encoding="utf-8"))
    run(WIJKTEAM, "journal", "verify", store)
    run(WIJKTEAM, "import", store, acts, status=1)


def pathways(folder, events):
    store, acts = folder / f"{events.stem}.db", folder / f"{events.stem}.jsonl"
    acts.write_text(run(sys.executable, EXAMPLES / "sepsis" / "acts.py", events).stdout, encoding="utf-8")
    run(WIJKTEAM, "import", store, acts, "--policy", EXAMPLES / "data" / "sepsis-policy.json")
    run(WIJKTEAM, "journal", "verify", store)
    report = run(sys.executable, EXAMPLES / "sepsis" / "report.py", WIJKTEAM, store, "--json").stdout
    counted = run(sys.executable, ROOT / "tests" / "support" / "sepsis_figures.py", events).stdout
    same(f"the report on {events.name}", report, counted)
    if '"pathways": 1050' not in counted:
        failures.append(f"{events.name} does not have 1,050 pathways")
    for period in PERIODS:
        flow(store, events, *period)


# The first day (of each case, or one for all), the last, the last on which returns are looked for, within how many days.
PERIODS = [("first", "2015-12-31", "2015-12-31", "30"), ("2014-03-01", "2014-08-31", "2014-12-31", "28"),
           ("2014-06-01", "2014-12-31", "2014-12-31", "182")]


def flow(store, events, first, last, seen, within):
    """Every figure of the flow in a period, also dwell times and returns forward and backward."""
    since = [] if first == "first" else ["--from", first]
    said = run(WIJKTEAM, "flow", store, *since, "--until", last, "--on", seen, "--within", within, "--json").stdout
    script = ROOT / "tests" / "support" / "sepsis_flow.py"
    counted = run(sys.executable, script, events, first, last, seen, within).stdout
    found, expected = ({(row["figure"], row.get("ladder"), row.get("key")): (row["count"], row["of"]) for row in rows
                        if row["count"] or row["of"]} for rows in (json.loads(said)["figures"], json.loads(counted)))
    for key in sorted(found.keys() | expected.keys(), key=str):
        if found.get(key) != expected.get(key):
            failures.append(f"flow of {events.name} until {last}: {key}: {found.get(key)}, not {expected.get(key)}")
    if len(expected) < 40:
        failures.append(f"flow of {events.name} until {last}: only {len(expected)} figures")


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        household(folder)
        pathways(folder, EXAMPLES / "data" / "sepsis-pathways.csv")
        original = ROOT.parent / "shared" / "data" / "sepsis-events.csv"
        if original.exists():
            pathways(folder, original)
    print("\n".join(failures) or "the household and the pathways are as expected")
    sys.exit(1 if failures else 0)


main()
