#!/usr/bin/env python3
"""run.py LIBRARY FOLDER: the tier machine of the library beside XState (npm) and transitions (PyPI).

The same table (the care ladder of the built-in rule pack), guards (consulted, plan active, coordinator present) and
events for all three, in one run, turn about, the best of nine rounds each, in time on a core. Installs the two packages
by name into FOLDER when they are not there yet (packages.txt beside this file); exits with 77 where that is impossible.
Prints ratios; the peers keep no journal and say no findings, the library does both."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.environ["WIJK_SOURCE_ROOT"]
ROUNDS, SECONDS = 9, 0.25
SUBMIT, REPLAY = 3, 20  # how many times faster than the better peer the library is held to be
FACTS = {"client-consulted": ["consulted"], "children-consulted": [], "plan-active": ["plan"],
         "coordinator-present": ["coordinator"], "expert-advised": []}  # nobody is a child, no problem is known
TOUR = ("team-short", "team-plan", "specialised", "pressured", "compulsory", "pressured", "specialised", "team-plan",
        "team-short", "universal", "team-short")


def needs(pack, when):
    if "use" in when:
        return needs(pack, pack["conditions"][when["use"]])
    return FACTS[when["fact"]] if "fact" in when else sorted({one for part in when["all"] for one in needs(pack, part)})


def write_table(folder):
    """The pack without conditions for a plan, the table for the peers, and the events for all."""
    with open(os.path.join(ROOT, "src", "policy", "default.json"), encoding="utf-8") as file:
        pack = json.load(file)
    del pack["plan"]
    ladder = next(one for one in pack["ladders"] if one["key"] == "care")
    table = {"tiers": [tier["key"] for tier in ladder["tiers"]],
             "entries": [tier["key"] for tier in ladder["tiers"] if tier.get("entry")],
             "steps": [{"from": step["from"], "to": step["to"], "needs": needs(pack, step["when"])}
                       for step in ladder["steps"]]}
    events = [(name, "-", "yes") for name in ("OPEN", "JOIN", "OFFER", "ACCEPT", "DRAFT", "ACTIVATE")]
    events.append(("BEGIN", TOUR[0], "yes"))
    for number, tier in enumerate(TOUR[1:]):
        events.append(("PROPOSE", tier, "yes"))
        if number % 4 == 0:
            events.append(("DECIDE", tier, "no"))  # nobody was consulted yet
        events += [(name, tier, "yes") for name in ("CONSULT", "DECIDE", "ENTER")]
    for name, text in (("pack.json", json.dumps(pack)), ("table.json", json.dumps(table)),
                       ("events.txt", "".join(" ".join(event) + "\n" for event in events))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def install(folder):
    """The reason why a peer is not there, or None."""
    with open(os.path.join(HERE, "packages.txt"), encoding="utf-8") as file:
        packages = dict(line.split() for line in file if not line.startswith("#"))
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are not there: Debian has them as nodejs and npm"
    commands = {"node_modules/xstate": ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder,
                                        packages["npm"]],
                "python/transitions": [sys.executable, "-m", "pip", "install", "--quiet", "--target",
                                       os.path.join(folder, "python"), packages["pypi"]]}
    for path, command in commands.items():
        if not os.path.isdir(os.path.join(folder, path)):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=180)
            except (OSError, subprocess.TimeoutExpired) as error:
                return f"{command[-1]} cannot be installed: {error}"
            if done.returncode != 0 or not os.path.isdir(os.path.join(folder, path)):
                return f"{command[-1]} cannot be installed: {(done.stderr.strip() or done.stdout).splitlines()[-1]}"
    return None


def rates(best, name, *command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        sys.exit(f"{name}: {done.stdout}{done.stderr}")
    for line in done.stdout.split("\n")[:-1]:
        what, rate = line.split()
        key = f"{name}, {what}"
        best[key] = max(best.get(key, 0), int(rate))


def main():
    program, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    reason = install(folder)
    if reason:
        print("No comparison with XState and transitions:", reason)
        return 77
    write_table(folder)
    best, pack, table, events = {}, *(os.path.join(folder, name) for name in ("pack.json", "table.json", "events.txt"))
    for _ in range(ROUNDS):
        rates(best, "library", program, pack, events, str(SECONDS))
        rates(best, "XState", "node", os.path.join(HERE, "machine.mjs"), folder, table, events, str(SECONDS))
        rates(best, "transitions", sys.executable, os.path.join(HERE, "machine.py"), os.path.join(folder, "python"),
              table, events, str(SECONDS))
    for key, rate in best.items():
        print(f"{key:24}{rate:12,} events/s")
    peer = max(rate for key, rate in best.items() if not key.startswith("library"))
    for what, words, limit in (("submit", "submit, a frame an act", SUBMIT),
                               ("visits", "submit, a frame a tier", SUBMIT), ("replay", "replay", REPLAY)):
        ratio = best[f"library, {what}"] / peer
        print(f"{words + ' / the better peer':42}{ratio:8.1f} times   limit {limit:5.1f}   ratio {ratio / limit:5.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
