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
moves, away, ways = 0, [], collections.Counter()
in_tier, in_unit = collections.defaultdict(list), collections.defaultdict(list)
for events in cases.values():
    tier = since = unit = unit_since = released = None
    for day, activity, group in events:
        group = "unit-" + group.lower().replace("?", "unknown")
        if unit is not None and (activity.startswith("Release") or unit != group):
            in_unit[unit].append((day - unit_since).days)
        if activity.startswith("Release"):
            days[tier] += (day - since).days
            in_tier[tier].append((day - since).days)
            exits[activity.lower().replace(" ", "-")] += 1
            tier, unit, released = None, None, day
            continue
        if tier is None and released:
            away.append((day - released).days)
        if TIER[activity] != tier:
            if tier is not None:
                days[tier] += (day - since).days
                in_tier[tier].append((day - since).days)
                steps[f"{tier} to {TIER[activity]}"] += 1
            tier, since = TIER[activity], day
            stays[tier] += 1
        if unit != group:
            moves += unit is not None
            if unit is not None:
                ways[f"{unit} to {group}"] += 1
            unit, unit_since = group, day
    open_stays[tier] += tier is not None
away.sort()
every = lambda counter: {t: counter[t] for t in ("er", "nc", "ic")}
def lasted(found):
    return {key: {"stays": len(all_days), "shortest": min(all_days), "median": sorted(all_days)[len(all_days) // 2],
                  "longest": max(all_days)} for key, all_days in sorted(found.items())}


print(json.dumps({"pathways": len(cases), "stays": every(stays), "days": every(days),
    "dwell_tier": lasted(in_tier), "dwell_setting": lasted(in_unit), "open_stays": every(open_stays),
    "steps": dict(sorted(steps.items())), "setting_moves": moves,
    "moves": dict(sorted(ways.items())), "returns": len(away),
    "days_to_return": {"sum": sum(away), "median": away[len(away) // 2], "longest": away[-1]},
    "exits": dict(sorted(exits.items()))}, indent=1))
