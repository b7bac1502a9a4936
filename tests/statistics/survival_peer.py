#!/usr/bin/env python3
"""survival_peer.py LIBRARY: time until an event and states over time against R (survival, cmprsk, etm) on random data:
ties, left truncation, groups of one, nobody with an event, states that are left and entered again. Only in the full
setup; exits with 77 where R or a package is not there."""
import csv
import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime

from library import HERE, Library, near
from survival_data import Counted, States, read

SETS = 240
FIGURE = 1e-10


def missing():
    """Why there is no R to compare with, or None. Its packages are in the group full of tests/support/packages.txt."""
    try:
        load = "for (p in c('survival', 'cmprsk', 'etm')) library(p, character.only = TRUE)"
        done = subprocess.run(["Rscript", "-e", load], capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def draw_time(chance, whole):
    """Whole days out of few, so that there are ties, or any number."""
    return chance.randint(1, chance.choice((3, 12, 60))) if whole else round(chance.expovariate(.1) + .001, 6)


def draw_curves(chance, number):
    """(time, event, entry, group); entry -1 where nobody enters late."""
    whole, late = number % 3 != 0, number % 2 == 1
    groups = chance.choice((1, 2, 3, 5))
    share = chance.choice((0, .3, .7, 1))  # of those who have the event
    rows = []
    for _ in range(chance.choice((1, 2, 5, 20, 80))):
        time = draw_time(chance, whole)
        entry = (chance.randint(0, time - 1) if whole else round(time * chance.random() * .99, 6)) if late else -1
        rows.append((time, int(chance.random() < share), entry, chance.randrange(groups) * 3))
    return rows


def draw_causes(chance, number):
    """(time, cause, entry); entry 0 where nobody enters late."""
    whole, late = number % 3 != 0, number % 2 == 1
    rows = []
    for _ in range(chance.choice((1, 3, 10, 60, 150))):
        time = draw_time(chance, whole)
        entry = (chance.randint(0, time - 1) if whole else round(time * chance.random() * .99, 6)) if late else 0
        rows.append((time, chance.choice((0, 1, 1, 2, 3)), entry))
    return rows


def draw_states(chance, number):
    """(subject, entry, exit, from, to), and from when."""
    states, whole = chance.choice((2, 3, 5)), number % 3 != 0
    rows = []
    for subject in range(chance.choice((2, 6, 30, 120))):
        state, now = chance.randint(1, states), chance.choice((0, 0, draw_time(chance, whole)))
        for _ in range(chance.randint(1, 6)):
            end = round(now + draw_time(chance, whole), 6)
            to = chance.choice([other for other in range(states + 1) if other != state])
            rows.append((subject, now, end, state, to))
            if to == 0 or (to == states and number % 2):  # the last state is left in every second set only
                break
            state, now = to, end
    return rows, chance.choice((0, 0, 2))


def sepsis():
    """Pathways of patients with sepsis through the departments: where each was from one move to the next."""
    path = os.path.join(HERE, "..", "..", "examples", "data", "sepsis-pathways.csv")
    cases = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases.setdefault(row["case"], []).append((datetime.fromisoformat(row["time"]), row["activity"]))
    # On the emergency ward (1), on normal care (2), on intensive care (3), released (4).
    leads = {"ER Registration": 1, "Admission NC": 2, "Admission IC": 3, "Release A": 4, "Release B": 4, "Release C": 4,
             "Release D": 4, "Release E": 4, "Return ER": 1}
    rows = []
    for subject, name in enumerate(sorted(cases)):
        events = sorted(cases[name], key=lambda event: event[0])
        origin, state, since = events[0][0], None, 0.0
        for moment, activity in events:
            now = (moment - origin).total_seconds() / 3600
            to = leads.get(activity)
            if to is None or to == state:
                continue
            if state is not None and now > since:
                rows.append((subject, since, now, state, to))
            elif state is not None:
                continue  # two moves in one moment: the first is kept
            state, since = to, now
        end = (events[-1][0] - origin).total_seconds() / 3600
        if state is not None and end > since:
            rows.append((subject, since, end, state, 0))
    return rows, 0


class Checked:
    def __init__(self, peer):
        self.peer, self.figures, self.wrong = peer, 0, []

    def check(self, key, name, value, relative=FIGURE):
        """Against R, where R says something."""
        wanted = self.peer.get((*key, name), "absent")
        if wanted == "absent":
            return
        self.figures += 1
        if not near(value, wanted, relative):
            self.wrong.append(f"{key} {name}: {value!r}, R has {wanted!r}")


def read_peer(path):
    """(what, set, group, time, name) -> figure."""
    with open(path, encoding="utf-8", newline="") as file:
        return {(what, int(number), int(group), float(time), name): None if value == "NA" else float(value)
                for what, number, group, time, name, value in csv.reader(file)}


def write(folder, name, head, sets):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows((number, *row) for number, rows in enumerate(sets) for row in rows)


def check_curves(wijk, checked, number, rows):
    time, event, entry, group = zip(*rows)
    late = any(one >= 0 for one in entry)
    with Counted(wijk, time, event, entry if late else None, group) as counted:
        for kind in ("log", "log-log", "plain"):
            for row in counted.curve(kind, .9):
                key = ("km", number, row["group"], row["time"])
                for name in ("at_risk", "events", "survival", "std_error", "lower", "upper"):
                    checked.check(key, f"{kind} {name}", row[name])
            for row in counted.median(kind, .9):
                for name in ("median", "lower", "upper"):
                    checked.check(("median", number, row["group"], 0.0), f"{kind} {name}", row[name])
        for one in set(group):
            until = float(max(t for t, g in zip(time, group) if g == one)) * .8
            row = next(row for row in counted.mean(until) if row["group"] == one)
            for name in ("mean", "std_error"):
                checked.check(("mean", number, one, until), name, row[name])
        for rho in (0.0, 1.0, .5):
            for row in counted.test(rho):
                for name in ("observed", "expected", "chi2", "p"):
                    checked.check(("test", number, row["group"], rho), name, row[name])


def check_causes(wijk, checked, number, rows):
    time, cause, entry = zip(*rows)
    with Counted(wijk, time, cause, entry if any(entry) else None) as counted:
        for variance in ("aalen", "greenwood"):
            for row in counted.incidence(variance):
                key = (variance, number, row["cause"], row["time"])
                checked.check(key, "probability", row["probability"])
                checked.check(key, "variance", row["std_error"] ** 2, 1e-9)


def check_states(wijk, checked, number, rows, start):
    states = max(max(row[3:]) for row in rows)
    with States(wijk, [row[1:] for row in rows], states, [row[0] for row in rows]) as counted:
        for origin in range(1, states + 1):
            for row in counted.probabilities(origin, float(start)):
                key = (f"states {origin}", number, row["state"], row["time"])
                checked.check(key, "probability", row["probability"])
                checked.check(key, "variance", row["std_error"] ** 2)


def main():
    if os.environ.get("WIJK_TEST_FULL") != "1":
        print("only in the full setup")
        return 77
    reason = missing()
    if reason:
        print("R cannot be compared with:", reason)
        return 77
    chance = random.Random(20260301)
    curves = [draw_curves(chance, number) for number in range(SETS)]
    lung = [(int(row["time"]), int(row["event"]), -1, int(row["sex"])) for row in read("lung")]
    curves.append(lung)
    causes = [draw_causes(chance, number) for number in range(SETS)]
    states = [draw_states(chance, number) for number in range(SETS)]
    states.append(sepsis())
    with tempfile.TemporaryDirectory() as folder:
        write(folder, "km.csv", ("set", "time", "event", "entry", "group"), curves)
        write(folder, "cif.csv", ("set", "time", "event", "entry"), causes)
        write(folder, "states.csv", ("set", "id", "entry", "exit", "from", "to"), [rows for rows, _ in states])
        write(folder, "starts.csv", ("set", "start"), [[(start,)] for _, start in states])
        done = subprocess.run(["Rscript", os.path.join(HERE, "survival_peer.R"), folder], capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            print(done.stderr)
            return 1
        checked = Checked(read_peer(os.path.join(folder, "r.csv")))
    with Library(sys.argv[1]) as wijk:
        for number, rows in enumerate(curves):
            check_curves(wijk, checked, number, rows)
        for number, rows in enumerate(causes):
            check_causes(wijk, checked, number, rows)
        for number, (rows, start) in enumerate(states):
            check_states(wijk, checked, number, rows, start)
    print("\n".join(checked.wrong[:20]))
    print(f"{len(curves)} + {len(causes)} + {len(states)} data sets, {checked.figures} figures, {len(checked.wrong)} "
          f"differ from R; {len(states[-1][0])} stays of real pathways")
    return 1 if checked.wrong or checked.figures < 10000 else 0


if __name__ == "__main__":
    sys.exit(main())
