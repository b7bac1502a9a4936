#!/usr/bin/env python3
"""sepsis_flow.py FILE.csv FROM UNTIL SEEN WITHIN: what `wijkteam flow` should say of the pathways, straight from the
events, without the library: days, steps, moves, returns and dwell times of a period, its last day included; returns are
looked for until the day SEEN. FROM may be `first`: of each case, the day of its first event."""
import collections
import csv
import datetime
import json
import sys

TIER = {"ER Registration": "er", "Return ER": "er", "Admission NC": "nc", "Admission IC": "ic"}
HEIGHT = {"er": 1, "nc": 2, "ic": 3}
DAY = datetime.timedelta(days=1)


def read(path):
    cases = collections.defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["activity"] in TIER or row["activity"].startswith("Release"):
                day = datetime.date.fromisoformat(row["time"][:10])
                cases[row["case"]].append((day, row["activity"], "unit-" + row["group"].lower().replace("?", "unknown")))
    return cases


def days_of(events, first, last):
    """The days of the period from the first event on, and those of them on which the case was open; day by day."""
    day, place, is_open, known, opened = events[0][0], 0, False, 0, 0
    while day <= last:
        while place < len(events) and events[place][0] == day:
            is_open = events[place][1] in TIER
            place += 1
        if day >= first:
            known += 1
            opened += is_open
        day += DAY
    return known, opened


def count(cases, first, last, seen, within):
    figures = collections.Counter()

    def add(figure, more, of, **about):
        figures[figure, about.get("ladder"), about.get("key"), "count"] += more
        figures[figure, about.get("ladder"), about.get("key"), "of"] += of

    def both(figure, more, of):  # in all, and of the only ladder
        add(figure, more, of)
        add(figure, more, of, ladder="hospital")

    for events in cases.values():
        begin = first or events[0][0]
        if events[0][0] > last:
            continue
        known, opened = days_of(events, begin, last)
        add("days-working", opened, opened)
        for kind in ("waiting-provider", "waiting-client", "pilot-light", "paused"):
            add("days-" + kind, 0, opened)
        add("days-closed", known - opened, known)
        moves = ups = downs = to_down = 0
        tier = unit = tier_since = unit_since = released = None
        for place, (day, activity, group) in enumerate(events):
            counts = begin <= day <= last
            leaves = activity not in TIER
            if counts and tier is not None and (leaves or TIER[activity] != tier):
                add("dwell-tier", (day - tier_since).days, 1, ladder="hospital", key=tier)
            if counts and unit is not None and (leaves or group != unit):
                add("dwell-setting", (day - unit_since).days, 1, key=unit)
            if leaves:
                if counts and day + within * DAY <= seen:
                    soon = place + 1 < len(events) and (events[place + 1][0] - day).days <= within
                    add("exits-returned", int(soon and events[place + 1][0] <= seen), 1)
                tier = unit = None
                released = day
                continue
            if tier is None and counts:
                add("starts-returning", int(released is not None and (day - released).days <= within), 1)
            if tier is not None and TIER[activity] != tier and counts:
                up = HEIGHT[TIER[activity]] > HEIGHT[tier]
                ups, downs = ups + up, downs + (not up)
                to_down += 0 if up else (day - tier_since).days
            moves += counts and unit is not None and group != unit
            if TIER[activity] != tier:
                tier, tier_since = TIER[activity], day
            if group != unit:
                unit, unit_since = group, day
        both("steps-up", ups, opened)
        both("steps-down", downs, opened)
        add("setting-moves", moves, opened)
        both("days-to-step-down", to_down, downs)
        for figure in ("steps-consulted", "steps-dissented"):
            both(figure, 0, ups + downs)
        both("overrides", 0, ups)
    return figures


def main():
    path, first, last, seen, within = sys.argv[1:]
    first = None if first == "first" else datetime.date.fromisoformat(first)
    last, seen = datetime.date.fromisoformat(last), datetime.date.fromisoformat(seen)
    figures = count(read(path), first, last, seen, int(within))
    rows = sorted({key[:3] for key in figures}, key=str)
    print(json.dumps([{"figure": figure, "ladder": ladder, "key": key, "count": figures[figure, ladder, key, "count"],
                       "of": figures[figure, ladder, key, "of"]} for figure, ladder, key in rows], indent=1))


main()
