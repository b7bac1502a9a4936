#!/usr/bin/env python3
"""sepsis_figures.py FILE.csv: the figures of the pathways straight from the events, without the library."""
import collections
import csv
import datetime
import json
import sys

TIER = {"ER Registration": "er", "Return ER": "er", "Admission NC": "nc", "Admission IC": "ic"}
cases = collections.defaultdict(list)
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")):
    if row["activity"] in TIER or row["activity"].startswith("Release"):
        cases[row["case"]].append((datetime.date.fromisoformat(row["time"][:10]), row["activity"], row["group"]))
stays, days, open_stays, steps, exits = (collections.Counter() for _ in range(5))
moves, away = 0, []
for events in cases.values():
    tier = since = unit = released = None
    for day, activity, group in events:
        if activity.startswith("Release"):
            days[tier] += (day - since).days
            exits[activity.lower().replace(" ", "-")] += 1
            tier, unit, released = None, None, day
            continue
        if tier is None and released:
            away.append((day - released).days)
        if TIER[activity] != tier:
            if tier is not None:
                days[tier] += (day - since).days
                steps[f"{tier} to {TIER[activity]}"] += 1
            tier, since = TIER[activity], day
            stays[tier] += 1
        moves += unit is not None and unit != group
        unit = group
    open_stays[tier] += tier is not None
away.sort()
every = lambda counter: {t: counter[t] for t in ("er", "nc", "ic")}
print(json.dumps({"pathways": len(cases), "stays": every(stays), "days": every(days), "open_stays": every(open_stays),
    "steps": dict(sorted(steps.items())), "setting_moves": moves, "returns": len(away),
    "days_to_return": {"sum": sum(away), "median": away[len(away) // 2], "longest": away[-1]},
    "exits": dict(sorted(exits.items()))}, indent=1))
