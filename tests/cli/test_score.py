#!/usr/bin/env python3
"""test_score.py PATH-OF-WIJKTEAM: scores of one person and shares, from files of figures."""
import csv
import io
import json
import unittest

from command import Command


class Figures(Command):
    """A file goes in by name and through standard input, and comes out as CSV and as JSON: twice the same."""

    def rows(self, words, text, *options):
        path = self.file("figures.csv", text)
        plain = self.run_it(*words, path, *options)
        self.assertEqual(self.run_it(*words, "-", *options, text=text), plain)
        rows = [dict(row) for row in csv.DictReader(io.StringIO(plain, newline=""))]
        from_json = json.loads(self.run_it(*words, path, *options, "--json"))["rows"]
        self.assertEqual(len(rows), len(from_json))
        for row, other in zip(rows, from_json):
            self.assertEqual({name: cell for name, cell in row.items() if cell != ""}.keys(), other.keys())
            for name, cell in other.items():
                self.assertEqual(type(cell)(row[name]), cell)
        return from_json

    def bad(self, words, text, place, reason, *options):
        path = self.file("figures.csv", text)
        self.assertEqual(self.run_it(*words, path, *options, expect=2), "")
        where = f"{path}:{place}" if isinstance(place, int) else place
        self.assertTrue(self.err.startswith(f"wijkteam: {where}: "), self.err)
        self.assertIn(reason, self.err)
        said = self.err
        self.run_it(*words, path, *options, "--lang", "nl", expect=2)
        self.assertNotEqual(self.err, said)


class Gas(Figures):
    GOALS = "id,weight,level\nb,9,1\na,1,-1\na,2,0\nb,6,0\na,3,1\nb,4,-1\na,4,2\n"

    def test_scores_of_each_id_in_the_order_of_the_file(self):
        rows = self.rows(["score", "gas"], self.GOALS)
        self.assertEqual([(row["id"], row["goals"]) for row in rows], [("b", 3), ("a", 4)])
        self.assertAlmostEqual(rows[0]["t_score"], 53.52322413, 8)
        self.assertAlmostEqual(rows[1]["t_score"], 64.00280084, 8)
        self.assertEqual(self.run_it("score", "gas", "-", text=self.GOALS).splitlines()[0], "id,goals,t_score")

    def test_rho_and_equal_weights(self):
        text = "id,level\nx,1\nx,1\nx,1\n"
        self.assertAlmostEqual(self.rows(["score", "gas"], text)[0]["t_score"], 63.69306394, 8)
        self.assertAlmostEqual(self.rows(["score", "gas"], text, "--rho", "0")[0]["t_score"], 67.320508, 6)
        self.assertAlmostEqual(self.rows(["score", "gas"], text, "--rho=1")[0]["t_score"], 60, 12)

    def test_what_is_missing(self):
        text = "id,weight,level\nx,1,1\nx,1,\ny,0,2\n"
        self.assertEqual(self.rows(["score", "gas"], text), [{"id": "x", "goals": 1}, {"id": "y", "goals": 0}])
        self.assertEqual(self.rows(["score", "gas"], text, "--drop-missing"),
                         [{"id": "x", "goals": 1, "t_score": 60, "dropped": 1}, {"id": "y", "goals": 0, "dropped": 0}])

    def test_other_levels(self):
        text = "id,level\nx,-3\n"
        self.bad(["score", "gas"], text, 2, "level: a level must be from the lowest to the highest")
        self.assertEqual(self.rows(["score", "gas"], text, "--lowest", "-3"), [{"id": "x", "goals": 1, "t_score": 20}])
        self.bad(["score", "gas"], text, "--lowest", "below the highest", "--lowest", "2")
        self.bad(["score", "gas"], text, "--lowest", "a whole number", "--lowest", "-2.5")

    def test_what_is_bad(self):
        gas = ["score", "gas"]
        self.bad(gas, "id,weight,level\na,1,2\na,1,2.5\n", 3, "level: a whole number is wanted")
        self.bad(gas, "id,weight,level\nb,1,1\na,1,2\nb,1,0\na,-1,2\n", 5, "weight: a weight must be 0 or more")
        self.bad(gas, "id,weight,level\na,,2\n", 2, "weight: a value is wanted")
        self.bad(gas, "id,level\na,99999999999\n", 2, "level: a level must be")
        self.bad(gas, "id,level\n,1\n", 2, "id: a value is wanted")
        self.bad(gas, "id,weight\na,1\n", 1, "level: the header has no such column")
        self.bad(gas, self.GOALS, "--rho", "from 0 to 1", "--rho", "1.5")
        for number in ("x", "nan", "inf", "0x1", "1,2", "", "1e999", "0.3."):
            self.bad(gas, self.GOALS, "--rho", "a number is wanted", "--rho", number)
        self.run_it("score", "gas", str(self.path / "nothing.csv"), expect=2)

    def test_nobody(self):
        self.assertEqual(self.rows(["score", "gas"], "id,level\n"), [])


class Rci(Figures):
    SCORES = "id,before,after\na,32.5,47.5\nb,32.5,52\nc,40,\nd,50,35\ne,40,45\n"
    GIVEN = ("--sd", "7.5", "--reliability", "0.8", "--higher-is-better")

    def test_classes(self):
        rows = self.rows(["score", "rci"], self.SCORES, *self.GIVEN, "--cutoff", "50")
        self.assertEqual([row.get("class") for row in rows],
                         ["improved", "recovered", None, "deteriorated", "unchanged"])
        self.assertEqual((rows[0]["id"], rows[0]["change"]), ("a", 15))
        self.assertAlmostEqual(rows[0]["rci"], 3.162277660, 9)
        self.assertEqual(rows[2], {"id": "c"})  # who was lost keeps a row
        rows = self.rows(["score", "rci"], self.SCORES, *self.GIVEN[:4], "--lower-is-better", "--critical", "1")
        self.assertEqual([row.get("class") for row in rows],
                         ["deteriorated", "deteriorated", None, "improved", "deteriorated"])

    def test_maassen(self):
        rows = self.rows(["score", "rci"], "id,before,after\na,0,5\n", "--sd", "3", "--sd-after", "4", "--reliability",
                         ".75", "--higher-is-better", "--variant", "maassen")
        self.assertEqual((rows[0]["rci"], rows[0]["class"]), (2, "improved"))

    def test_what_is_bad(self):
        rci = ["score", "rci"]
        self.bad(rci, self.SCORES, "--sd", "above 0", "--sd", "0", *self.GIVEN[2:])
        self.bad(rci, self.SCORES, "--reliability", "below 1", *self.GIVEN[:2], "--reliability", "1", self.GIVEN[4])
        self.bad(rci, self.SCORES, "--critical", "above 0", *self.GIVEN, "--critical", "0")
        self.bad(rci, self.SCORES, "--sd", "must be given", *self.GIVEN[2:])
        self.bad(rci, self.SCORES, "--reliability", "must be given", *self.GIVEN[:2], self.GIVEN[4])
        self.bad(rci, self.SCORES, "--sd-after", "must be given", *self.GIVEN, "--variant", "maassen")
        self.bad(rci, self.SCORES, "--sd-after", "above 0", *self.GIVEN, "--variant", "maassen", "--sd-after", "-1")
        self.bad(rci, self.SCORES, "--variant", "no such choice", *self.GIVEN, "--variant", "hsu")
        which = "--higher-is-better, --lower-is-better"
        self.bad(rci, self.SCORES, which, "which of the two", *self.GIVEN[:4])
        self.bad(rci, self.SCORES, which, "which of the two", *self.GIVEN, "--lower-is-better")
        self.bad(rci, "id,before,after\na,x,1\n", 2, "before: a number is wanted", *self.GIVEN)
        self.bad(rci, "id,before,after\na,1,1e999\n", 2, "after: the number is too large", *self.GIVEN)
        self.bad(rci, "id,before\na,1\n", 1, "after: the header has no such column", *self.GIVEN)


class Pairs(Figures):
    def test_paired(self):
        text = "before,after\n0.7,1.9\n-1.6,0.8\n-.2,1.1\n-1.2,.1\n-.1,-.1\n3.4,4.4\n3.7,5.5\n.8,1.6\n0,4.6\n2,3.4\n"
        rows = {row["statistic"]: row for row in self.rows(["stats", "paired"], text)}
        self.assertAlmostEqual(rows["t"]["value"], 4.062127683, 8)
        self.assertAlmostEqual(rows["g-z"]["upper"], 1.935602, 5)
        self.assertNotIn("p_value", rows["signed-rank-exact"])  # there are ties
        wide = {row["statistic"]: row for row in self.rows(["stats", "paired"], text, "--level", "0.99")}
        self.assertLess(wide["d-z"]["lower"], rows["d-z"]["lower"])
        self.assertEqual(len(self.rows(["stats", "paired"], "before,after\n")), 12)

    def test_spearman(self):
        rows = self.rows(["stats", "spearman"], "x,y\n1,5\n2,6\n3,7\n4,8\n5,7\n")
        self.assertEqual(rows[0]["n"], 5)
        self.assertAlmostEqual(rows[0]["rho"], .8207826816681233, 14)
        self.assertAlmostEqual(rows[0]["p_value"], .08858700531, 10)
        self.assertEqual(self.rows(["stats", "spearman"], "x,y\n1,5\n"), [{"n": 1}])

    def test_what_is_bad(self):
        self.bad(["stats", "paired"], "before,after\n1,2\n1,\n", 3, "after: a value is wanted")
        self.bad(["stats", "paired"], "before,after\n1,2\n1e200,1\n", 3, "before: the number is too large")
        self.bad(["stats", "paired"], "before,after\n1,2\n", "--level", "between 0 and 1", "--level", "0")
        self.bad(["stats", "spearman"], "x,y\n1,2\n,1\n", 3, "x: a value is wanted")


class Shares(Figures):
    SHARES = "successes,n\n81,263\n15,148\n0,20\n1,29\n"

    def test_wilson(self):
        rows = self.rows(["stats", "wilson"], self.SHARES)
        wanted = [(.2552885199, .3662095770), (.06238639953, .1604872417), (0, .1611251581),
                  (.006113214293, .1717552188)]
        for row, (lower, upper) in zip(rows, wanted, strict=True):
            self.assertAlmostEqual(row["lower"], lower, 9)
            self.assertAlmostEqual(row["upper"], upper, 9)
            self.assertEqual((row["interval"], row["level"]), ("wilson", 0.95))

    def test_exact(self):
        rows = self.rows(["stats", "exact"], self.SHARES)
        wanted = [(.2527367456, .3676219226), (.05784401008, .1616504903), (0, .1684334710),
                  (.0008726468836, .1776442955)]
        for row, (lower, upper) in zip(rows, wanted, strict=True):
            self.assertAlmostEqual(row["lower"], lower, 9)
            self.assertAlmostEqual(row["upper"], upper, 9)
            self.assertEqual(row["interval"], "exact")

    def test_nobody_and_level(self):
        rows = self.rows(["stats", "wilson"], "successes,n\n0,0\n1,2\n", "--level", "0.5")
        self.assertEqual(rows[0], {"successes": 0, "n": 0, "interval": "wilson", "level": 0.5})
        self.assertLess(rows[1]["upper"] - rows[1]["lower"], 0.5)

    def test_a_finite_population(self):
        text = "successes,n,population\n3,10,10\n3,10,1000000000\n"
        rows = self.rows(["stats", "wilson"], text, "--finite")
        self.assertEqual((rows[0]["interval"], rows[0]["lower"], rows[0]["upper"]), ("wilson-finite", 0.3, 0.3))
        self.assertAlmostEqual(rows[1]["lower"], self.rows(["stats", "wilson"], text)[1]["lower"], 7)
        self.bad(["stats", "wilson"], self.SHARES, 1, "population", "--finite")
        self.bad(["stats", "wilson"], "successes,n,population\n3,10,9\n", 2, "population: it must be n or more",
                 "--finite")

    def test_what_is_bad(self):
        for kind in (["stats", "wilson"], ["stats", "exact"]):
            self.bad(kind, "successes,n\n1,2\n3,2\n", 3, "successes: it must be from 0 to n")
            self.bad(kind, "successes,n\n-1,2\n", 2, "successes: it must be from 0 to n")
            self.bad(kind, "successes,n\n0,-1\n", 2, "n: it must be 0 or more")
            self.bad(kind, "successes,n\n1.5,2\n", 2, "successes: a whole number is wanted")
            self.bad(kind, self.SHARES, "--level", "between 0 and 1", "--level", "1")
        self.bad(["stats", "exact"], self.SHARES, "--finite", "does not go with", "--finite")


class Options(Command):
    def test_options_of_commands_with_figures(self):
        self.assertIn("--rho R", self.run_it("score", "gas", "--help"))
        self.assertIn("correlatie", self.run_it("score", "gas", "--help", "--lang", "nl"))
        self.assertIn("wijkteam score gas FILE", self.run_it("score", "--help"))
        self.run_it("stats", "nothing", expect=2)
        self.assertIn("wijkteam stats wilson FILE", self.err)
        for words in (["--rho"], ["score", "gas", "-", "--rho"], ["check", self.store, "--rho", "1"],
                      ["stats", "wilson", "-", "--finite=1"], ["stats", "wilson", "--on", "2026-01-01", "-"],
                      ["score", "gas", "-", *["--rho=0.3"] * 100]):
            self.run_it(*words, expect=2)
            self.assertNotEqual(self.err, "")

    def test_the_last_time_counts(self):
        out = self.run_it("stats", "wilson", "-", "--level", "0.5", "--level=0.9", text="successes,n\n1,2\n")
        self.assertIn(",0.9,", out)


if __name__ == "__main__":
    unittest.main()
