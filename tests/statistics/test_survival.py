#!/usr/bin/env python3
"""test_survival.py LIBRARY: time until an event against published figures (shared/design/numbers.md, section 1.4; found
with R survival 3.5-3), and what becomes of input that is odd."""
import math
import sys
import unittest

from library import Failed, Library, near
from survival_data import Counted, read


def lung(group=None):
    rows = [row for row in read("lung") if group is None or row[group] != ""]
    return ([row["time"] for row in rows], [row["event"] for row in rows], None,
            None if group is None else [row[group] for row in rows])


def grouped(name):
    rows = read(name)
    names = sorted({row["group"] for row in rows})
    return ([row["time"] for row in rows], [row["event"] for row in rows], None,
            [names.index(row["group"]) for row in rows])


class Figures(unittest.TestCase):
    def figures(self, row, **wanted):
        for name, value in wanted.items():
            self.assertTrue(near(row[name], value, 1e-9), f"{name}: {row[name]!r}, not {value!r}")


class PublishedCurves(Figures):
    def test_lung_at_given_times(self):
        limits = {"log": (.3447215818, .4858376035), "plain": (.3390285838, .4794546651),
                  "log-log": (.3387142691, .4783807676)}
        with Counted(WIJK, *lung()) as counted:
            for interval, (lower, upper) in limits.items():
                early, middle, late = counted.curve(interval, at=(180, 365, 730))
                self.figures(early, survival=.7216706534, std_error=.02981241947)
                self.figures(middle, survival=.4092416245, std_error=.03582363817, lower=lower, upper=upper)
                self.figures(late, survival=.1156930983, std_error=.02829819732)
                self.assertEqual((middle["interval"], middle["level"]), (interval, .95))

    def test_gehan_treated(self):
        wanted = {6: (.8571428571, .07636035483), 7: (.8067226891, .08693528518), 10: (.7529411765, .09634965299),
                  13: (.6901960784, .1068147078), 16: (.6274509804, .1140538653), 22: (.5378151261, .1282337517),
                  23: (.4481792717, .1345914568)}
        with Counted(WIJK, *grouped("gehan")) as counted:
            rows = [row for row in counted.curve() if row["group"] == 0]
        self.assertEqual([row["time"] for row in rows if row["events"] > 0], sorted(wanted))
        for row in rows:
            if row["time"] in wanted:
                self.figures(row, survival=wanted[row["time"]][0], std_error=wanted[row["time"]][1])
        # Of those who left at 6, three had the event and one was censored: the event first.
        self.assertEqual((rows[0]["at_risk"], rows[0]["events"], rows[0]["censored"]), (21, 3, 1))
        self.assertEqual((rows[1]["at_risk"], rows[1]["events"]), (17, 1))

    def test_medians(self):
        with Counted(WIJK, *lung()) as counted:
            row, = counted.median()
            self.assertEqual((row["median"], row["lower"], row["upper"]), (310, 285, 363))
            self.assertEqual((row["subjects"], row["events"]), (228, 165))
        with Counted(WIJK, *grouped("aml")) as counted:
            self.assertEqual([row["median"] for row in counted.median()], [31, 23])

    def test_restricted_mean(self):
        with Counted(WIJK, *lung()) as counted:
            row, = counted.mean(730)
            self.figures(row, mean=357.0732516, std_error=16.21934424)

    def test_tests(self):
        with Counted(WIJK, *lung("sex")) as counted:
            men, women = counted.test()
            self.figures(men, observed=112, expected=91.58173903, chi2=10.32674195, p=.00131116452)
            self.figures(women, observed=53, expected=73.41826097, chi2=10.32674195)
            self.assertEqual((men["df"], men["subjects"], men["group"]), (1, 138, 1))
            self.figures(counted.test(1)[0], chi2=12.71415140, rho=1)
        with Counted(WIJK, *lung("ph_ecog")) as counted:
            rows = counted.test()
            self.figures(rows[0], chi2=21.96213168)
            self.assertEqual((len(rows), rows[0]["df"]), (4, 3))
        for name, chi2 in (("aml", 3.396388699), ("gehan", 16.79294099)):
            with Counted(WIJK, *grouped(name)) as counted:
                self.figures(counted.test()[1], chi2=chi2)


class SmallCurves(Figures):
    """What can be worked out by hand."""

    def test_half_for_a_while(self):
        with Counted(WIJK, [1, 2, 3, 4], [1, 1, 1, 1]) as counted:
            self.assertEqual(counted.median("plain")[0]["median"], 2.5)
        with Counted(WIJK, [1, 2, 3, 4], [1, 1, 0, 0]) as counted:  # half until the end
            self.assertEqual(counted.median("plain")[0]["median"], 2)
        with Counted(WIJK, [1, 2, 3, 4], [1, 0, 0, 0]) as counted:
            self.assertIsNone(counted.median("plain")[0]["median"])

    def test_all_have_the_event(self):
        with Counted(WIJK, [1, 2], [1, 1]) as counted:
            first, last = counted.curve("log-log")
            self.figures(first, survival=.5, std_error=math.sqrt(.125))
            self.figures(last, survival=0, std_error=None, lower=None, upper=None)
            late, = counted.curve(at=[9])  # all had it: this is known of every later time
            self.figures(late, survival=0, at_risk=0, std_error=None)
            self.figures(counted.mean(9)[0], mean=1.5)

    def test_nobody_was_followed_that_long(self):
        with Counted(WIJK, [1, 2], [1, 0]) as counted:
            seen, unseen = counted.curve(at=[2, 3])
            self.figures(seen, survival=.5, at_risk=1)
            self.figures(unseen, survival=None, std_error=None, lower=None, at_risk=0)
            self.figures(counted.mean(3)[0], mean=None, std_error=None)
            self.figures(counted.mean(2)[0], mean=1.5)

    def test_all_censored_and_one_subject(self):
        with Counted(WIJK, [3, 5, 5], [0, 0, 0]) as counted:
            for row in counted.curve():
                self.figures(row, survival=1, std_error=0, lower=1, upper=1)
            self.assertEqual([row["censored"] for row in counted.curve()], [1, 2])
            for row in counted.curve("log-log"):
                self.figures(row, survival=1, lower=None, upper=None)
            self.figures(counted.median()[0], median=None, subjects=3)
            row, = counted.test()
            self.figures(row, observed=0, expected=0, chi2=None, p=None, df=0)
        with Counted(WIJK, [0], [1]) as counted:
            row, = counted.curve()
            self.figures(row, time=0, at_risk=1, survival=0)

    def test_nobody(self):
        with Counted(WIJK, [], []) as counted:
            self.assertEqual((counted.curve(), counted.curve(at=[1]), counted.median(), counted.mean(1), counted.test(),
                              counted.incidence()), ([], [], [], [], [], []))

    def test_groups_without_subjects_have_no_rows(self):
        with Counted(WIJK, [1, 2, 3], [1, 1, 1], None, [7, 2, 7]) as counted:
            self.assertEqual([row["group"] for row in counted.median()], [2, 7])
            self.assertEqual([row["group"] for row in counted.curve(at=[1, 2])], [2, 2, 7, 7])
            self.assertEqual([row["group"] for row in counted.test()], [2, 7])

    def test_who_enters_at_a_time_is_at_risk_after_it(self):
        with Counted(WIJK, [2, 4, 4], [1, 1, 0], [0, 2, 1]) as counted:
            first, second = counted.curve()
            self.assertEqual((first["at_risk"], second["at_risk"]), (2, 2))
            self.figures(second, survival=.25)

    def test_groups_that_never_meet(self):
        with Counted(WIJK, [1, 2, 5, 6], [1, 1, 1, 1], [0, 0, 4, 4], [0, 0, 1, 1]) as counted:
            self.figures(counted.test()[0], observed=2, expected=2, chi2=None, p=None)

    def test_events_since_the_time_before(self):
        with Counted(WIJK, [1, 2, 3, 4], [1, 0, 1, 1]) as counted:
            rows = counted.curve(at=[0, 3, 4])
            self.assertEqual([(row["at_risk"], row["events"], row["censored"]) for row in rows],
                             [(4, 0, 0), (2, 2, 1), (1, 1, 0)])

    def test_order_and_kind_of_times_play_no_part(self):
        time, event, _, group = grouped("gehan")
        with Counted(WIJK, time, event, None, group) as counted:
            wanted = counted.curve(), counted.test(), counted.incidence()
        with Counted(WIJK, time[::-1], event[::-1], None, group[::-1]) as counted:
            self.assertEqual((counted.curve(), counted.test(), counted.incidence()), wanted)
        # Halves are no whole days, so they are sorted and not counted on a grid.
        with Counted(WIJK, [float(t) / 2 for t in time], event, None, group) as counted:
            halves = [dict(row, time=row["time"] * 2) for row in counted.curve()]
            self.assertEqual(halves, wanted[0])
            self.assertEqual(counted.test(), wanted[1])


class Incidences(Figures):
    TIME, CAUSE = (1, 2, 2, 3, 4, 4, 5, 6, 7, 8), (1, 2, 1, 0, 1, 2, 0, 2, 1, 0)

    def test_by_hand(self):
        with Counted(WIJK, self.TIME, self.CAUSE) as counted:
            rows = [row for row in counted.incidence() if row["time"] == 4]
            # 1/10 + 9/10 * 1/9 + 7/10 * 1/6, and 9/10 * 1/9 + 7/10 * 1/6
            self.figures(rows[0], probability=1 / 10 + 1 / 10 + 7 / 60, events=1, at_risk=6, cause=1)
            self.figures(rows[1], probability=1 / 10 + 7 / 60, cause=2)

    def test_one_cause_is_one_minus_the_curve(self):
        time, event, entry, group = lung()
        with Counted(WIJK, time, event, entry, group) as counted:
            for variance in ("greenwood", "aalen"):
                for row, curve in zip(counted.incidence(variance), counted.curve()):
                    self.assertTrue(near(row["probability"], 1 - curve["survival"], 1e-12))
                    if variance == "greenwood":
                        self.assertTrue(near(row["std_error"], curve["std_error"], 1e-9))
                    self.assertEqual(row["variance"], variance)

    def test_causes_and_the_curve_add_up(self):
        with Counted(WIJK, self.TIME, self.CAUSE) as counted:
            rows, curve = counted.incidence(), counted.curve()
            for place, point in enumerate(curve):
                parts = sum(row["probability"] for row in rows[2 * place:2 * place + 2])
                self.assertTrue(near(parts + point["survival"], 1, 1e-14))

    def test_cause_without_events_and_late_times(self):
        with Counted(WIJK, [1, 2, 3], [1, 3, 0]) as counted:
            rows = counted.incidence(at=[2, 5])
            self.figures(rows[1], cause=2, probability=0, std_error=0, events=0)
            self.figures(rows[3], time=5, probability=None, std_error=None)


class Refusals(unittest.TestCase):
    def refused(self, status, path, index, call):
        with self.assertRaises(Failed) as caught:
            call()
        self.assertEqual((caught.exception.status, caught.exception.path, caught.exception.index),
                         (status, path, index))

    def test_rows(self):
        for bad in (math.nan, math.inf, -math.inf, -1):
            self.refused("WIJK_E_RANGE", "time", 1, lambda: Counted(WIJK, [1, bad], [1, 1]))
            self.refused("WIJK_E_RANGE", "entry", 0, lambda: Counted(WIJK, [1, 2], [1, 1], [bad, 0]))
        self.refused("WIJK_E_RANGE", "time", 2, lambda: Counted(WIJK, [1, 2, 3], [1, 1, 1], [0, 0, 3]))
        self.refused("WIJK_E_RANGE", "event", 1, lambda: Counted(WIJK, [1, 2], [1, -1]))
        self.refused("WIJK_E_RANGE", "event", 1, lambda: Counted(WIJK, [1, 2], [1, 256]))
        self.refused("WIJK_E_RANGE", "group", 0, lambda: Counted(WIJK, [1, 2], [1, 1], None, [-1, 0]))
        self.refused("WIJK_E_RANGE", "group", 1, lambda: Counted(WIJK, [1, 2], [1, 1], None, [0, 65536]))

    def test_questions(self):
        with Counted(WIJK, [1, 2], [1, 0]) as counted:
            for level in (0, 1, -1, 2, math.nan):
                self.refused("WIJK_E_RANGE", "level", -1, lambda: counted.curve(level=level))
                self.refused("WIJK_E_RANGE", "level", -1, lambda: counted.median(level=level))
            for at, index in (((-1,), 0), ((1, 1), 1), ((2, 1), 1), ((math.nan,), 0), ((1, math.inf), 1)):
                self.refused("WIJK_E_RANGE", "at", index, lambda: counted.curve(at=at))
                self.refused("WIJK_E_RANGE", "at", index, lambda: counted.incidence(at=at))
            for until in (0, -1, math.nan, math.inf):
                self.refused("WIJK_E_RANGE", "until", -1, lambda: counted.mean(until))
            for rho in (-1, math.nan, math.inf):
                self.refused("WIJK_E_RANGE", "rho", -1, lambda: counted.test(rho))
            for code in (0, 4, -1):
                self.refused("WIJK_E_CODE", "interval", -1, lambda: WIJK.result(
                    "wijk_survival_median", counted.handle, code, .95))
            for code in (0, 3):
                self.refused("WIJK_E_CODE", "variance", -1, lambda: WIJK.result(
                    "wijk_survival_incidence", counted.handle, code, 1, .95, WIJK.ffi.NULL, 0))

    def test_nothing_to_ask(self):
        null = WIJK.ffi.NULL
        self.refused("WIJK_E_ARGUMENT", "survival", -1, lambda: WIJK.result("wijk_survival_mean", null, 1.0))
        self.refused("WIJK_E_ARGUMENT", "survival", -1, lambda: WIJK.result("wijk_survival_test", null, 0.0))
        out = WIJK.ffi.new("wijk_survival **")
        self.refused("WIJK_E_ARGUMENT", "time", -1, lambda: WIJK.call(
            "wijk_survival_new", WIJK.context, null, null, null, null, 1, out))
        WIJK.lib.wijk_survival_destroy(null)


if __name__ == "__main__":
    with Library(sys.argv.pop(1)) as WIJK:
        sys.exit(not unittest.main(exit=False).result.wasSuccessful())
