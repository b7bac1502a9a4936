#!/usr/bin/env python3
"""wijkteam monitor: indicators over many dossiers, reckoned anew here from the stories that were put in."""
import csv
import io
import json
import math
import unittest

from command import Command
from household import Story, as_text, name_id

SOUTH, NORTH = sorted((name_id("team south"), name_id("team north")))
YEAR = ("--period", "2026-01-01:2026-12-31", "--on", "2026-12-31")
Z = 1.959963984540054


def wilson(count, n):
    p, z2 = count / n, Z * Z
    half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    return middle - half, middle + half


def case(name, team, year, exit, kind="debts"):
    """A household that came in January with a problem and left in March."""
    story = Story(name, f"{year}-01-10")
    story.act("dossier-open", team=team, neighbourhood="Oud-Zuid" if team == SOUTH else "Noord")
    analysis = story.act("analysis-open")
    story.act("problem-identify", analysis=analysis, domain="finances", severity="serious", kind=kind, description="d")
    story.wait(60)
    story.act("dossier-close", exit=exit)
    return story.lines


def cases(team, year, dropped, stayed, kind="debts"):
    for i in range(dropped + stayed):
        yield from case(f"{team}-{year}-{kind}-{i}", team, year, "client-stopped" if i < dropped else "goals-reached",
                        kind)


class Monitor(Command):
    def put(self, *parts):
        lines = sorted((line for part in parts for line in part), key=lambda line: line["recorded"])
        self.run_it("import", self.store, self.file("acts.jsonl", as_text(lines)))

    def monitor(self, *options, expect=0):
        return list(csv.DictReader(io.StringIO(self.run_it("monitor", self.store, *YEAR, *options, expect=expect))))

    def row(self, rows, indicator, unit=""):
        return next(row for row in rows if row["indicator"] == indicator and row["unit"] == unit)

    def near(self, text, wanted):
        self.assertAlmostEqual(float(text), wanted, delta=1e-12)

    def test_verdicts(self):
        self.put(cases(SOUTH, 2025, 2, 38), cases(SOUTH, 2026, 20, 20), cases(NORTH, 2025, 20, 20),
                 cases(NORTH, 2026, 1, 79))
        rows = self.monitor("--by", "team")
        self.assertEqual([row["unit"] for row in rows], sorted(row["unit"] for row in rows))  # by name, never by value
        south, north = self.row(rows, "drop-out", SOUTH), self.row(rows, "drop-out", NORTH)
        self.assertEqual((south["n"], south["count"], south["verdict"], south["class"]), ("40", "20", "worse", "effect"))
        self.assertEqual((north["n"], north["count"], north["verdict"]), ("80", "1", "better"))
        self.assertEqual((south["interval"], south["series_break"], south["too_small"]), ("wilson", "none", "false"))
        self.near(south["value"], 0.5)
        self.near(south["before"], 0.05)
        self.near(south["target"], 0.1)
        for row in (south, north, self.row(rows, "drop-out")):
            lower, upper = wilson(int(row["count"]), int(row["n"]))
            self.near(row["lower"], lower)
            self.near(row["upper"], upper)
        whole = self.row(rows, "drop-out")
        self.assertEqual((whole["n"], whole["count"], whole["before_n"]), ("120", "21", "80"))
        self.assertLess(float(north["change_upper"]), 0)
        self.assertGreater(float(south["change_lower"]), 0)
        self.assertIn(f"{SOUTH}/drop-out", self.err)
        self.assertIn("WK5040", self.err)
        self.assertNotIn(f"{NORTH}/drop-out", self.err)

    def test_track(self):
        """A floor that is broken asks for an improvement track, until there is one."""
        self.put(cases(SOUTH, 2025, 2, 38), cases(SOUTH, 2026, 20, 20))
        self.monitor("--by", "team")
        self.assertIn(f"{SOUTH}/drop-out", self.err)
        file = Story("file of team south", "2026-06-01")
        track = file.act("improvement-start", unit=SOUTH, indicator="drop-out", year=2026, measures="call twice",
                         review="2026-09-01")
        self.put(file.lines)
        rows = self.monitor("--by", "team")
        self.assertNotIn(f"{SOUTH}/drop-out", self.err)
        self.assertEqual(self.row(rows, "drop-out", SOUTH)["track"], track)
        file.wait(150)
        file.act("improvement-end", improvement=track, achievement="not-achieved")
        self.put(file.lines[1:])
        rows = self.monitor("--by", "team")
        self.assertIn(f"{SOUTH}/drop-out", self.err)
        self.assertEqual(self.row(rows, "drop-out", SOUTH)["track"], "")

    def test_small(self):
        """Of too few nothing is said: no value, no limits, no verdict."""
        self.put(cases(SOUTH, 2026, 5, 4))
        row = self.row(self.monitor(), "drop-out")
        self.assertEqual((row["n"], row["too_small"], row["verdict"]), ("9", "true", "cannot-tell"))
        for name in ("count", "value", "lower", "upper", "lost_none", "lost_all", "before", "change_lower"):
            self.assertEqual(row[name], "", name)

    def test_lost(self):
        """Those who were not asked again stand beside the figure, with what they could make of it."""
        lines = []
        for i in range(20):
            story = Story(f"goal {i}", "2026-01-10")
            story.act("dossier-open", team=SOUTH)
            goal = story.act("goal-set", plan=story.act("plan-draft"), title="t")
            story.act("goal-score", goal=goal, level=-2, rater="client")
            story.wait(60)
            if i < 12:
                story.act("goal-score", goal=goal, level=0 if i < 9 else -2, rater="client")
            story.act("goal-end", goal=goal, achievement="achieved")
            lines += story.lines
        self.put(lines)
        row = self.row(self.monitor(), "better-by-client")
        self.assertEqual((row["n"], row["count"], row["lost"]), ("12", "9", "8"))
        self.near(row["value"], 9 / 12)
        self.near(row["lost_none"], 9 / 20)
        self.near(row["lost_all"], 17 / 20)

    def test_break(self):
        """Other rules in between break the series: the year before is shown as n, and nothing is held against it."""
        self.put(cases(SOUTH, 2025, 2, 38))
        pack = json.loads(self.run_it("policy", "print"))
        pack["version"] = "another"
        rules = self.file("rules.json", json.dumps(pack))
        self.run_it("import", self.store, self.file("acts.jsonl", as_text(list(cases(SOUTH, 2026, 20, 20)))), "--policy",
                    rules)
        row = self.row(self.monitor("--policy", rules), "drop-out")
        self.assertEqual((row["series_break"], row["before_n"], row["before"], row["change_lower"]),
                         ("policy", "40", "", ""))
        self.assertNotIn("WK5040", self.err)

    def test_expand(self):
        """A figure leads to the dossiers that it was counted from, and they add up to it."""
        self.put(cases(SOUTH, 2026, 3, 10), cases(NORTH, 2026, 1, 11))
        rows = self.monitor("--by", "team", "--expand", "drop-out")
        self.assertEqual(len({row["dossier"] for row in rows}), 25)
        self.assertEqual(sum(int(row["count"]) for row in rows), 4)
        north = self.monitor("--by", "team", "--expand", "drop-out", "--unit", NORTH)
        self.assertEqual([row for row in rows if row["unit"] == NORTH], north)
        self.assertEqual(sum(int(row["of"]) for row in north), 12)
        whole = self.monitor("--expand", "drop-out")
        self.assertEqual({row["dossier"] for row in whole}, {row["dossier"] for row in rows})

    def test_compare(self):
        """Like for like: a team with the harder problems is not held against one with the easier ones."""
        counts = {(SOUTH, "addiction"): (20, 20), (SOUTH, "debts"): (1, 9), (NORTH, "addiction"): (5, 5),
                  (NORTH, "debts"): (12, 68)}
        self.put(*(cases(team, 2026, *share, kind) for (team, kind), share in counts.items()))
        file = Story("file of team south", "2026-06-01")
        file.act("variation-explain", unit=SOUTH, indicator="drop-out", why="a clinic in the neighbourhood")
        self.put(file.lines)
        rows = {row["unit"]: row for row in self.monitor("--compare", "drop-out")}
        self.assertEqual(list(rows), sorted(rows))
        rates = {kind: sum(a for (_, k), (a, _) in counts.items() if k == kind) /
                 sum(a + b for (_, k), (a, b) in counts.items() if k == kind) for kind in ("addiction", "debts")}
        for team, row in rows.items():
            expected = sum((a + b) * rates[kind] for (t, kind), (a, b) in counts.items() if t == team)
            observed = sum(a for (t, _), (a, _) in counts.items() if t == team)
            self.near(row["expected"], expected)
            self.near(row["ratio"], observed / expected)
            self.assertEqual((row["place"], int(row["count"])), ("within", observed))
        self.assertEqual((rows[SOUTH]["why"], rows[NORTH]["why"]), ("a clinic in the neighbourhood", ""))

    def test_units(self):
        self.put(cases(SOUTH, 2026, 3, 10), cases(NORTH, 2026, 1, 11))
        units = {row["unit"] for row in self.monitor("--by", "neighbourhood")}
        self.assertEqual(units, {"", "Oud-Zuid", "Noord"})
        pack = json.loads(self.run_it("policy", "print"))
        pack["municipality"] = "0546"
        rules = self.file("rules.json", json.dumps(pack))
        rows = self.monitor("--by", "municipality", "--policy", rules)
        self.assertEqual({row["unit"] for row in rows}, {"", "0546"})
        whole = json.loads(self.run_it("monitor", self.store, *YEAR, "--json"))
        self.assertEqual(len(whole["rows"]), len(self.monitor()))

    def test_effect(self):
        """A set that says nothing of effect is told of, whatever its values."""
        self.put(cases(SOUTH, 2026, 3, 10))
        pack = json.loads(self.run_it("policy", "print"))
        pack["indicators"] = [one for one in pack["indicators"] if one["class"] != "effect"]
        rows = self.monitor("--policy", self.file("rules.json", json.dumps(pack)))
        self.assertIn("WK8004", self.err)
        self.assertFalse([row for row in rows if row["class"] == "effect"])

    def test_misuse(self):
        self.put(cases(SOUTH, 2026, 0, 1))
        for words in (["--period", "2026"], ["--period", "2026-12-31:2026-01-01"], [],
                      ["--period", "2026-01-01:2026-12-31", "--by", "worker"],
                      ["--period", "2026-01-01:2026-12-31", "--unit", "x"],
                      ["--period", "2026-01-01:2026-12-31", "--expand", "happiness"],
                      ["--period", "2026-01-01:2026-12-31", "--compare", "happiness"],
                      ["--period", "2026-01-01:2026-12-31", "--compare", "drop-out", "--expand", "drop-out"]):
            self.run_it("monitor", self.store, *words, expect=2)

    def test_what_is_wrong_is_said_once_with_its_option(self):
        self.put(cases(SOUTH, 2026, 0, 3))
        for option, words in (("--expand", [*YEAR, "--expand", "happiness"]),
                              ("--compare", [*YEAR, "--compare", "happiness"]),
                              ("--period", ["--period", "0001-01-01:9999-12-31"])):
            self.run_it("monitor", self.store, *words, expect=2)
            self.assertEqual(self.err.count("\n"), 1, self.err)
            self.assertIn(f"wijkteam: {option}: ", self.err)


if __name__ == "__main__":
    unittest.main()
