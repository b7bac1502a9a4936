#!/usr/bin/env python3
"""report.py WIJKTEAM STORE [--json]: what the pathways look like, from the tables of the store."""
import csv
import io
import json
import subprocess
import sys

TIER_NAMES = {"er": "emergency room", "nc": "normal care", "ic": "intensive care"}


def rows(wijkteam, store, table):
    text = subprocess.run([wijkteam, "table", store, table, "--format", "csv"], check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(text)))


def middle(values):
    values = sorted(values)
    return values[len(values) // 2] if values else None


def dwell(stays, column):
    """How long the ended stays lasted, by tier or by setting."""
    days = {}
    for stay in stays:
        if stay["days"]:
            days.setdefault(stay[column], []).append(int(stay["days"]))
    return {key: {"stays": len(found), "shortest": min(found), "median": middle(found), "longest": max(found)}
            for key, found in sorted(days.items())}


def figures(wijkteam, store):
    dossiers, stays = rows(wijkteam, store, "dossiers"), rows(wijkteam, store, "tier-stays")
    settings, episodes = rows(wijkteam, store, "setting-stays"), rows(wijkteam, store, "episodes")
    before, steps = {}, {}
    for stay in stays:
        came_from = before.get(stay["dossier"])
        if stay["direction"] in ("up", "down"):
            key = f"{came_from} to {stay['tier']}"
            steps[key] = steps.get(key, 0) + 1
        before[stay["dossier"]] = stay["tier"]
    moves = {}
    for stay in settings:
        if stay["from-setting"]:
            key = f"{stay['from-setting']} to {stay['setting']}"
            moves[key] = moves.get(key, 0) + 1
    away = [int(e["days-away"]) for e in episodes if e["days-away"]]
    return {
        "pathways": len(dossiers),
        "stays": {t: sum(s["tier"] == t for s in stays) for t in TIER_NAMES},
        "days": {t: sum(int(s["days"]) for s in stays if s["tier"] == t and s["days"]) for t in TIER_NAMES},
        "dwell_tier": dwell(stays, "tier"),
        "dwell_setting": dwell(settings, "setting"),
        "open_stays": {t: sum(s["tier"] == t and not s["days"] for s in stays) for t in TIER_NAMES},
        "steps": dict(sorted(steps.items())),
        "setting_moves": len(settings) - len(episodes),  # the first setting of an episode is no move
        "moves": dict(sorted(moves.items())),
        "returns": len(away),
        "days_to_return": {"sum": sum(away), "median": middle(away), "longest": max(away, default=None)},
        "exits": {x: sum(e["exit"] == x for e in episodes) for x in sorted({e["exit"] for e in episodes} - {""})},
    }


def show(f):
    print(f"{f['pathways']:,} pathways")
    print(f"\n{'tier':<16}{'stays':>8}{'days in ended stays':>22}{'shortest':>10}{'median':>8}{'longest':>9}"
          f"{'not ended':>12}")
    for tier, label in TIER_NAMES.items():
        d = f["dwell_tier"][tier]
        print(f"{label:<16}{f['stays'][tier]:>8,}{f['days'][tier]:>22,}{d['shortest']:>10}{d['median']:>8}"
              f"{d['longest']:>9}{f['open_stays'][tier]:>12,}")
    print("\nsteps on the ladder")
    for step, count in f["steps"].items():
        print(f"  {step:<14}{count:>6,}")
    print(f"\nsetting moves (never counted as steps): {f['setting_moves']:,}")
    d = f["days_to_return"]
    print(f"returns after a release: {f['returns']:,}; days to return: median {d['median']}, longest {d['longest']}")


def main():
    if len(sys.argv) not in (3, 4) or (len(sys.argv) == 4 and sys.argv[3] != "--json"):
        sys.exit(__doc__)
    found = figures(sys.argv[1], sys.argv[2])
    if len(sys.argv) == 4:
        print(json.dumps(found, indent=1))
    else:
        show(found)


if __name__ == "__main__":
    main()
