#!/usr/bin/env python3
"""test_compare.py PATH-OF-WIJKTEAM: stats funnel, standardise, spc, cusum, series; and the specifications of charts."""
import csv
import io
import json
import os
import unittest

from command import Command

SECRET = "Jansen-1987"  # never said again on standard error
TEAMS = "unit,events,n\nZuid,23,52\nNoord,45,60\nHaven,2,4\n\"Oud, West\",0,0\n"


class Compare(Command):
    def rows(self, command, text, *options):
        out = self.run_it("stats", command, self.file("in.csv", text), *options)
        return list(csv.DictReader(io.StringIO(out)))

    def bad(self, command, text, said, *options):
        self.assertEqual(self.run_it("stats", command, self.file("in.csv", text), *options, expect=2), "")
        self.assertIn(said, self.err)
        self.assertNotIn(SECRET, self.err)
        english = self.err
        self.run_it("stats", command, self.file("in.csv", text), *options, "--lang", "nl", expect=2)
        self.assertNotEqual(self.err, english)

    def test_what_is_wrong_is_said_in_json_too(self):
        path = self.file("in.csv", "value\n1\n2\n4\n3\n6\n")
        for option, value in (("--break", "99"), ("--lag", "-1"), ("--lag", "x"), ("--by", "x"), ("--json", "1")):
            self.run_it("stats", "series", path, option, value, "--break", "99" if option == "--break" else "3",
                        "--json", expect=2)
            said = [json.loads(line) for line in self.err.splitlines()]
            self.assertEqual(len(said), 1, self.err)
            self.assertTrue(said[0]["text"])
        self.assertEqual(said[0]["status"], "WIJK_E_ARGUMENT")

    # ---- funnel ----

    def test_funnel_keeps_the_order_of_the_file(self):
        rows = self.rows("funnel", TEAMS, "--minimum", "10", "--target", "0.6")
        self.assertEqual([row["unit"] for row in rows], ["Zuid", "Noord", "Haven", "Oud, West"])
        self.assertEqual([row["class"] for row in rows], ["low", "high", "too-small", "cannot-tell"])
        self.assertEqual(rows[3]["value"], "")
        self.assertEqual(list(rows[0])[:4], ["unit", "observed", "size", "value"])
        self.assertEqual(rows[0]["limits"], "interpolated")
        self.assertEqual(float(rows[1]["value"]), 0.75)

    def test_funnel_of_ratios(self):
        rows = self.rows("funnel", "unit,observed,expected\na,15,15\nb,31,20\nc,0,0\n", "--target", "1")
        self.assertAlmostEqual(float(rows[0]["upper_998"]), 2.082907302, 8)
        self.assertEqual([row["class"] for row in rows], ["within", "high", "cannot-tell"])
        self.assertEqual(rows[0]["limits"], "exact")
        rows = self.rows("funnel", "unit,observed,expected\na,15,15\n", "--target", "1", "--limits", "interpolated")
        self.assertAlmostEqual(float(rows[0]["upper_95"]), 1.505544362702613, 12)

    def test_a_reason_stands_beside_the_class(self):
        rows = self.rows("funnel", "reason,n,unit,events\ncrisis cases,52,Zuid,23\n,60,Noord,45\n")
        self.assertEqual([row["reason"] for row in rows], ["crisis cases", ""])
        answer = json.loads(self.run_it("stats", "funnel", self.path / "in.csv", "--json"))
        self.assertEqual(answer["rows"][0]["reason"], "crisis cases")
        self.assertEqual(answer["rows"][0]["size"], 52)

    def test_the_whole_of_a_funnel(self):
        rows = self.rows("funnel", TEAMS, "--over-dispersion", "multiplicative", "--fit")
        self.assertEqual(len(rows), 1)
        self.assertEqual((rows[0]["limits"], rows[0]["pooled"], rows[0]["units"], rows[0]["judged"]),
                         ("multiplicative", "true", "4", "3"))
        self.assertGreater(float(rows[0]["phi"]), 1)

    def test_bad_funnels(self):
        bad = lambda text, said, *options: self.bad("funnel", text, said, *options)
        bad(f"unit,events,n\n{SECRET},5,4\n", "in.csv:2: events: ")
        bad(f"unit,events,n\na,3,4\n{SECRET},3,-4\n", "in.csv:3: n: ")
        bad("unit,observed,expected\na,1.5,4\n", "in.csv:2: observed: ")
        bad("unit,observed,n\na,1,4\n", "in.csv: ")
        bad("unit,events,n,observed,expected\na,1,4,1,4\n", "in.csv: ")
        bad("events,n\n1,4\n", "unit")
        bad(TEAMS, "--target: ", "--target", "1.5")
        bad(TEAMS, "--minimum: ", "--minimum", "-1")
        bad(TEAMS, "--limits: ", "--limits", "wide")
        bad(TEAMS, "--limits: ", "--limits", "exact", "--over-dispersion", "additive")
        bad(TEAMS, "--over-dispersion: ", "--over-dispersion", "exact")

    # ---- standardisation ----

    def test_standardise_leads_to_a_funnel(self):
        text = "unit,stratum,events,n\nb,hard,20,50\na,easy,9,90\na,hard,8,20\nb,easy,3,20\nb,hard,11,30\n"
        rows = self.rows("standardise", text)
        self.assertEqual([(row["unit"], row["observed"], row["size"]) for row in rows], [("a", "17", "110"), ("b", "34", "100")])
        expected = [90 * 12 / 110 + 20 * 39 / 100, 20 * 12 / 110 + 80 * 39 / 100]
        for row, wanted in zip(rows, expected):
            self.assertAlmostEqual(float(row["expected"]), wanted, 12)
        out = self.run_it("stats", "standardise", self.path / "in.csv")
        self.assertEqual([row["class"] for row in self.rows("funnel", out)], ["within", "within"])
        self.bad("standardise", "unit,stratum,events,n\na,x,3,2\n", "in.csv:2: events: ")
        self.bad("standardise", "unit,stratum,events,n\na,x,3,9999999999\n", "in.csv:2: n: ")
        self.bad("standardise", text, "--interval: ", "--interval", "wide")

    # ---- over time ----

    def test_control_charts(self):
        text = "period,events,n\n2025-01,3,20\n2025-02,0,0\n2025-03,12,30\n2025-04,5,25\n"
        rows = self.rows("spc", text, "--chart", "laney-u")
        self.assertEqual([row["period"] for row in rows], ["2025-01", "2025-02", "2025-03", "2025-04"])
        self.assertEqual({row["chart"] for row in rows}, {"laney-u"})
        self.assertEqual([row["signal"] for row in rows], ["none", "", "none", "none"])
        self.assertEqual(float(rows[0]["centre"]), 20 / 75)
        self.assertNotIn("period", self.rows("spc", "events,n\n3,20\n")[0])
        self.bad("spc", "events,n\n3,2\n", "in.csv:2: events: ")
        self.bad("spc", "events,n\n3,4\n", "--chart: ", "--chart", "x")

    def test_cumulative_sums(self):
        rows = self.rows("cusum", "value\n1\n2\n2\n-1\n", "--h", "3")
        self.assertEqual([float(row["above"]) for row in rows], [0.5, 2, 3.5, 2])
        self.assertEqual([row["signal"] for row in rows], ["none", "none", "above-limits", "none"])
        rows = self.rows("cusum", "value\n1\n2\n2\n-1\n", "--h", "3", "--restart")
        self.assertEqual(float(rows[3]["above"]), 0)
        rows = self.rows("cusum", "event,risk\n1,0.2\n0,0.2\n", "--odds-ratio", "2")
        self.assertAlmostEqual(float(rows[0]["above"]), 0.5108256237659907, 15)
        self.bad("cusum", "event,risk\n2,0.2\n", "in.csv:2: event: ", "--odds-ratio", "2")
        self.bad("cusum", "event,risk\n1,1\n", "in.csv:2: risk: ", "--odds-ratio", "2")
        self.bad("cusum", "event,risk\n1,0.5\n", "--odds-ratio: ", "--odds-ratio", "1")
        self.bad("cusum", "value\n1\n", "--h: ", "--h", "0")
        self.bad("cusum", "value\n1\n", "--k: ", "--k", "-1")

    def test_series(self):
        waits = [31, 28, 35, 33, 36, 34, 38, 37, 30, 29, 27, 28, 24, 25, 22, 23, 19, 21]
        text = "period,value\n" + "".join(f"m{i + 1},{value}\n" for i, value in enumerate(waits))
        rows = self.rows("series", text, "--break", "m9")
        self.assertEqual([row["term"] for row in rows], ["level", "slope", "step", "slope-change"])
        self.assertAlmostEqual(float(rows[2]["estimate"]), -6.766666666666665, 12)
        self.assertAlmostEqual(float(rows[2]["std_error"]), 0.5761831620534279, 12)
        self.assertEqual(rows, self.rows("series", text, "--break", "9", "--lag", "2"))
        fit = self.rows("series", text, "--break", "9", "--fit", "--errors", "ordinary")[0]
        self.assertEqual((fit["errors"], fit["lag"], fit["degrees"]), ("ordinary", "", "14"))
        self.bad("series", text, "--break: ")
        self.bad("series", text, "--break: ", "--break", "1")
        self.bad("series", text, "--break: ", "--break", "2025-01")
        self.bad("series", text, "in.csv: ", "--break", "18")
        self.bad("series", text, "--lag: ", "--break", "9", "--lag", "18")
        self.bad("series", text, "--season: ", "--break", "9", "--season", "5000")
        self.bad("series", text, "--errors: ", "--break", "9", "--errors", "x")
        self.bad("series", text, "--level: ", "--break", "9", "--level", "1")


class Charts(Command):
    def chart(self, *words, name="chart.vl.json"):
        out = self.path / name
        self.run_it("chart", *words, "--out", out)
        self.assertEqual([path.name for path in self.path.glob(name + "*")], [name])  # nothing unfinished is left
        return json.loads(out.read_text(encoding="utf-8"))

    def test_funnel(self):
        file = self.file("teams.csv", 'unit,events,n,reason\nZuid,23,52,"crisis ""A"""\nNoord,45,60,\nHaven,2,4,\nDorp,0,0,\n')
        chart = self.chart("funnel", file, "--target", "0.6", "--minimum", "10")
        units = chart["datasets"]["units"]
        self.assertEqual([unit["unit"] for unit in units], ["Zuid", "Noord", "Haven"])  # Dorp has no value to draw
        self.assertEqual([unit["label"] for unit in units], ['Zuid: crisis "A"', "Noord", None])
        self.assertEqual(units[0]["class"], "below the 95 % limit")
        lines = chart["datasets"]["lines"]
        self.assertEqual({(line["limit"], line["side"]) for line in lines},
                         {("95 %", "lower"), ("95 %", "upper"), ("99.8 %", "lower"), ("99.8 %", "upper")})
        self.assertTrue(all(0 <= line["value"] <= 1 for line in lines))
        self.assertEqual(chart["layer"][1]["data"]["values"], [{"target": 0.6}])
        dutch = self.chart("funnel", file, "--lang", "nl", "--over-dispersion", "additive")
        self.assertEqual(dutch["title"]["text"], "Elke eenheid tegen de grenzen voor haar omvang")
        self.assertEqual(dutch["encoding"]["y"]["title"], "Aandeel")
        ratio = self.chart("funnel", self.file("smr.csv", "unit,observed,expected\na,15,15.5\nb,9,20\n"))
        self.assertEqual(ratio["encoding"]["x"]["title"], "Expected number")
        self.chart("funnel", self.file("none.csv", "unit,events,n\n"))

    def test_survival(self):
        file = self.file("time.csv", "time,event,team\n3,1,Zuid\n5,0,Zuid\n8,1,Noord\n9,1,Noord\n9,0,Noord\n")
        chart = self.chart("survival", file, "--by", "team", "--interval", "plain")
        points = [(point["group"], point["time"], point["survival"]) for point in chart["data"]["values"]]
        self.assertEqual([point[:2] for point in points],
                         [("Noord", 0), ("Noord", 8), ("Noord", 9), ("Zuid", 0), ("Zuid", 3), ("Zuid", 5)])
        for (_, _, found), wanted in zip(points, [1, 2 / 3, 1 / 3, 1, 0.5, 0.5]):
            self.assertAlmostEqual(found, wanted, 11)
        self.assertEqual([point["censored"] for point in chart["data"]["values"]], [0, 0, 1, 0, 0, 1])
        alone = self.chart("survival", file, "--lang", "nl")
        self.assertEqual({point["group"] for point in alone["data"]["values"]}, {"alle"})
        self.chart("survival", self.file("none.csv", "time,event\n"))
        out = self.path / "x.vl.json"
        for options in (["--interval", "x"], ["--level", "2"], ["--by", "street"]):
            self.run_it("chart", "survival", file, "--out", out, *options, expect=2)
        self.run_it("chart", "survival", self.file("bad.csv", "time,event\n1,2\n"), "--out", out, expect=2)
        self.assertIn("bad.csv:2: event: ", self.err)
        self.run_it("chart", "survival", self.file("bad.csv", "time,event\n1,1\n-1,1\n"), "--out", out, expect=2)
        self.assertFalse(out.exists())

    def test_where_to(self):
        file = self.file("teams.csv", TEAMS)
        self.run_it("chart", "funnel", file, expect=2)
        self.run_it("chart", "funnel", file, "--out", self.path / "x.pdf", expect=2)
        self.run_it("chart", "funnel", file, "--out", self.path / "no" / "x.vl.json", expect=2)
        self.run_it("chart", "funnel", self.file("bad.csv", "unit,events,n\na,5,4\n"), "--out", self.path / "x.vl.json", expect=2)
        self.assertEqual(list(self.path.glob("x*")), [])

    def test_without_vl_convert(self):
        file, path = self.file("teams.csv", TEAMS), os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        os.environ["PATH"] = str(self.path)
        self.run_it("chart", "funnel", file, "--out", self.path / "x.svg", expect=2)
        self.assertIn("pip install vl-convert-python", self.err)
        self.assertEqual(list(self.path.glob("x*")), [])

    def household(self):
        source = os.path.join(os.environ["WIJK_SOURCE_ROOT"], "examples", "data", "household.jsonl")
        self.run_it("import", self.store, source, expect=1)
        return "285ba350-6f5a-57db-bf12-5330b235f9c2"

    def test_tiers(self):
        dossier = self.household()
        chart = self.chart("tiers", self.store, "--on", "2026-12-01")
        values = chart["data"]["values"]
        self.assertEqual(chart["encoding"]["color"]["scale"]["domain"], ["team, with one plan", "specialised care"])
        by_day = {(value["day"], value["tier"]): value["households"] for value in values}
        days = sorted({value["day"] for value in values})
        self.assertEqual(days[0], "2026-01-28")
        for day in days:
            specialised = "2026-02-18" <= day < "2026-09-14"
            self.assertEqual(by_day[day, "specialised care"], int(specialised), day)
            self.assertEqual(by_day[day, "team, with one plan"], int(not specialised), day)
        self.assertNotIn(dossier, json.dumps(chart))
        self.run_it("chart", "tiers", self.store, "--ladder", "other", "--out", self.path / "x.vl.json", expect=2)

    def test_timeline(self):
        dossier = self.household()
        chart = self.chart("timeline", self.store, dossier, "--on", "2026-12-01")
        bars = [(bar["lane"], bar["from"], bar["until"]) for bar in chart["datasets"]["bars"]]
        self.assertIn(("tier: specialised care", "2026-02-18", "2026-09-14"), bars)
        self.assertIn(("pilot light", "2026-10-05", "2026-12-01"), bars)  # it lasts
        self.assertIn(("goal 2", "2026-01-26", "2026-10-05"), bars)
        points = chart["datasets"]["points"]
        self.assertIn({"lane": "goal 2, scored by: child", "day": "2026-05-11", "level": "-2"}, points)
        self.assertNotIn("Cato", json.dumps(chart))
        self.assertEqual(len(chart["layer"][0]["encoding"]["color"]["scale"]["range"]), 5)  # there was no pause
        named = self.chart("timeline", self.store, dossier, "--on", "2026-12-01", "--names")
        self.assertIn("goal 2: Cato is at school", [bar["lane"] for bar in named["datasets"]["bars"]])
        early = self.chart("timeline", self.store, dossier, "--on", "2026-03-01")
        self.assertEqual(early["datasets"]["points"], [])
        self.assertEqual(max(bar["until"] for bar in early["datasets"]["bars"]), "2026-03-01")
        self.run_it("chart", "timeline", self.store, "x", "--out", self.path / "x.vl.json", expect=2)


if __name__ == "__main__":
    unittest.main()
