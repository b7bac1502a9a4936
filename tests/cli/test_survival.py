#!/usr/bin/env python3
"""test_survival.py PATH-OF-WIJKTEAM: time until an event and states over time, from files of figures."""
import csv
import io
import json
import unittest

from command import Command


class Figures(Command):
    """A file goes in by name and through standard input, and comes out as CSV and as JSON: twice the same."""

    def rows(self, name, text, *options):
        path = self.file("figures.csv", text)
        plain = self.run_it("stats", name, path, *options)
        self.assertEqual(self.run_it("stats", name, "-", *options, text=text), plain)
        rows = [dict(row) for row in csv.DictReader(io.StringIO(plain, newline=""))]
        from_json = json.loads(self.run_it("stats", name, path, *options, "--json"))["rows"]
        self.assertEqual([{key for key, cell in row.items() if cell != ""} for row in rows],
                         [set(row) for row in from_json])
        for row, other in zip(rows, from_json):
            for key, cell in other.items():
                self.assertEqual(type(cell)(row[key]), cell)
        return rows

    def head(self, name, text, *options):
        return self.run_it("stats", name, "-", *options, text=text).split("\r\n")[0]

    def bad(self, name, text, place, reason, *options):
        path = self.file("figures.csv", text)
        self.assertEqual(self.run_it("stats", name, path, *options, expect=2), "")
        where = f"{path}:{place}" if isinstance(place, int) else place
        self.assertTrue(self.err.startswith(f"wijkteam: {where}: "), self.err)
        self.assertIn(reason, self.err)
        said = self.err
        self.run_it("stats", name, path, *options, "--lang", "nl", expect=2)
        self.assertNotEqual(self.err, said)


class Km(Figures):
    # The children with 6-MP of Freireich and others (1963), and those with a placebo.
    TREATED = [(time, 1) for time in (6, 6, 6, 7, 10, 13, 16, 22, 23)] + [
        (time, 0) for time in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
    PLACEBO = [(time, 1) for time in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]
    ONE = "time,event\n" + "".join(f"{time},{event}\n" for time, event in TREATED)
    BOTH = "drug,event,time\n" + "".join(
        f'"{name}",{event},{time}\n' for name, rows in (("a, treated", TREATED), ("placebo", PLACEBO))
        for time, event in rows)

    def test_curve(self):
        self.assertEqual(self.head("km", self.ONE), "group,time,at_risk,events,survival,std_error,lower,upper,censored,"
                                                    "interval,level")
        rows = self.rows("km", self.ONE)
        at_ten = next(row for row in rows if row["time"] == "10")
        self.assertEqual((at_ten["group"], at_ten["at_risk"], at_ten["events"], at_ten["interval"]),
                         ("", "15", "1", "log"))
        self.assertAlmostEqual(float(at_ten["survival"]), .7529411765, 9)
        self.assertAlmostEqual(float(at_ten["std_error"]), .09634965299, 9)

    def test_times_groups_and_intervals(self):
        rows = self.rows("km", self.BOTH, "--by", "drug", "--at", "23,10,23", "--interval", "log-log", "--level", ".9")
        self.assertEqual([(row["group"], row["time"]) for row in rows],
                         [("a, treated", "10"), ("a, treated", "23"), ("placebo", "10"), ("placebo", "23")])
        self.assertEqual((rows[3]["survival"], rows[3]["std_error"], rows[3]["lower"]), ("0", "", ""))
        self.assertEqual({(row["interval"], row["level"]) for row in rows}, {("log-log", "0.9")})
        self.assertEqual(len(self.rows("km", self.BOTH, "--at", "10")), 1)  # drug is a column like any other
        named = self.BOTH.replace("drug", "group")
        self.assertEqual(len(self.rows("km", named, "--at", "10")), 2)

    def test_questions(self):
        treated, placebo = self.rows("km", self.BOTH, "--by", "drug", "--median")
        self.assertEqual((treated["median"], placebo["median"], placebo["subjects"]), ("23", "8", "21"))
        treated, placebo = self.rows("km", self.BOTH, "--by", "drug", "--logrank")
        self.assertAlmostEqual(float(treated["chi2"]), 16.79294099, 7)
        self.assertEqual((treated["df"], placebo["observed"], treated["rho"]), ("1", "21", "0"))
        self.assertEqual(self.rows("km", self.BOTH, "--by", "drug", "--logrank", "--rho", "1")[0]["rho"], "1")
        row, = self.rows("km", "time,event\n1,1\n2,0\n", "--rmst", "2")
        self.assertEqual((row["mean"], row["until"]), ("1.5", "2"))

    def test_late_entry(self):
        rows = self.rows("km", "entry,time,event\n0,2,1\n2,4,1\n1,4,0\n")
        self.assertEqual([(row["at_risk"], row["survival"]) for row in rows], [("2", "0.5"), ("2", "0.25")])

    def test_nobody(self):
        self.assertEqual(self.rows("km", "time,event\n"), [])

    def test_bad_rows(self):
        self.bad("km", "time,event\n1,1\n-2,0\n", 3, "time: a time must be 0 or more")
        self.bad("km", "time,event\n1,1\nnan,0\n", 3, "time: ")
        self.bad("km", "time,event\n1,1\n3,2\n", 3, "event: it must be 0 (censored) or 1")
        self.bad("km", "time,event\n1,\n", 2, "event: ")
        self.bad("km", "time,event,entry\n1,1,0\n2,1,2\n", 3, "time: a time must be 0 or more, and after its entry")
        self.bad("km", "time,event,entry\n1,1,-1\n", 2, "entry: it must be 0 or more")
        self.bad("km", "time,event,group\n1,1,a\n1,1,\n", 3, "group: ")
        self.bad("km", "time,status\n1,1\n", 1, "event")

    def test_bad_questions(self):
        self.bad("km", self.ONE, "--interval", "no such choice", "--interval", "logit")
        self.bad("km", self.ONE, "--level", "between 0 and 1", "--level", "1")
        self.bad("km", self.ONE, "--at", "0 or more", "--at", "-1,2")
        self.bad("km", self.ONE, "--rmst", "above 0", "--rmst", "0")
        self.bad("km", self.ONE, "--rho", "0 or more", "--logrank", "--rho=-1")
        self.bad("km", self.ONE, "--rho", "only with --logrank", "--rho", "1")
        self.bad("km", self.ONE, "--logrank", "one thing", "--median", "--logrank")
        self.bad("km", self.ONE, "--at", "one thing", "--median", "--at", "3")


class Cif(Figures):
    ROWS = "time,cause\n1,1\n2,2\n2,1\n3,0\n4,1\n4,2\n5,0\n6,2\n7,1\n8,0\n"

    def test_incidence(self):
        first, second = self.rows("cif", self.ROWS, "--at", "4")
        self.assertEqual((first["cause"], second["cause"], first["variance"]), ("1", "2", "aalen"))
        self.assertAlmostEqual(float(first["probability"]), .1 + .1 + .7 / 6, 14)
        self.assertAlmostEqual(float(second["probability"]), .1 + .7 / 6, 14)
        other = self.rows("cif", self.ROWS, "--at", "4", "--variance", "greenwood")
        self.assertEqual(other[0]["probability"], first["probability"])
        self.assertNotEqual(other[0]["std_error"], first["std_error"])
        self.assertEqual(other[0]["variance"], "greenwood")

    def test_bad(self):
        self.bad("cif", self.ROWS, "--variance", "no such choice", "--variance", "jackknife")
        self.bad("cif", "time,cause\n1,-1\n", 2, "cause: ")
        self.bad("cif", "time,cause\n1,1\n2,256\n", 3, "cause: it must be 0 (censored) or a cause from 1 to 255")


class Multistate(Figures):
    # The six subjects of the manual page of mstate.
    ROWS = ("id,entry,exit,from,to\na,0,1,well,ill\na,1,5,ill,dead\nb,0,1,well,dead\nc,0,6,well,ill\nc,6,9,ill,dead\n"
            "d,0,6,well,ill\nd,6,7,ill,dead\ne,0,8,well,dead\nf,0,9,well,ill\nf,9,12,ill,dead\n")

    def test_probabilities(self):
        self.assertTrue(self.head("multistate", self.ROWS).startswith("time,state,probability,std_error,"))
        rows = self.rows("multistate", self.ROWS, "--at", "1,6,12")
        found = [(row["time"], row["state"], round(6 * float(row["probability"]), 12)) for row in rows]
        self.assertEqual(found, [("1", "dead", 1), ("1", "ill", 1), ("1", "well", 4), ("6", "dead", 2), ("6", "ill", 2),
                                 ("6", "well", 2), ("12", "dead", 6), ("12", "ill", 0), ("12", "well", 0)])
        rows = self.rows("multistate", self.ROWS, "--from", "ill", "--start", "6", "--at", "7")
        self.assertEqual([(row["state"], row["probability"], row["from"], row["start"]) for row in rows],
                         [("dead", "0.5", "ill", "6"), ("ill", "0.5", "ill", "6"), ("well", "0", "ill", "6")])

    def test_expected_time(self):
        rows = self.rows("multistate", self.ROWS, "--elos", "12", "--from", "well")
        self.assertAlmostEqual(sum(float(row["expected"]) for row in rows), 12, 12)
        self.assertEqual([row["state"] for row in rows], ["dead", "ill", "well"])

    def test_states_that_are_left_and_entered_again(self):
        there_and_back = "id,entry,exit,from,to\n1,0,2,a,b\n1,2,3,b,a\n1,3,9,a,\n2,0,9,a,\n"
        rows = self.rows("multistate", there_and_back, "--at", "2,3")
        self.assertEqual([row["probability"] for row in rows], ["0.5", "0.5", "1", "0"])

    def test_nobody(self):
        self.assertEqual(self.rows("multistate", "id,entry,exit,from,to\n"), [])

    def test_bad(self):
        head = "id,entry,exit,from,to\n"
        self.bad("multistate", head + "x,0,3,a,b\nx,2,5,b,\n", 3, "entry: this stay overlaps an earlier one")
        self.bad("multistate", head + "x,2,5,b,\ny,0,9,a,\nx,0,3,a,b\n", 2, "entry: this stay overlaps")
        self.bad("multistate", head + "x,0,3,a,b\nx,3,5,a,\n", 3, "from: the stay before this one ended in another")
        self.bad("multistate", head + "x,0,3,a,a\n", 2, "to: a stay cannot end in the state that it is in")
        self.bad("multistate", head + "x,3,3,a,b\n", 2, "exit: it must be 0 or more, and after its entry")
        self.bad("multistate", head + "x,0,3,,b\n", 2, "from: ")
        self.bad("multistate", self.ROWS, "--from", "no such state", "--from", "lost")
        self.bad("multistate", self.ROWS, "--start", "0 or more", "--start=-1")
        self.bad("multistate", self.ROWS, "--at", "before the start", "--start", "5", "--at", "4")
        self.bad("multistate", self.ROWS, "--elos", "after the start", "--start", "5", "--elos", "5")
        many = "".join(f"{i},0,1,s{i},s{i + 1}\n" for i in range(256))
        self.bad("multistate", head + many, str(self.path / "figures.csv"), "from, to: there are more than 256")


if __name__ == "__main__":
    unittest.main()
