#!/usr/bin/env python3
"""test_score.py LIBRARY: change of one person, levels, pairs and ranks against published figures (R effectsize 0.8.3,
scipy, Jacobson and Truax 1991), by hand, and what becomes of input that is odd."""
import itertools
import math
import random
import sys
import unittest

from library import Failed, Library, near

HIGHER, LOWER = 1, 2
JACOBSON_TRUAX, MAASSEN = 1, 2
LOST = -2**31
SLEEP = ([.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2], [1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4])


class Case(unittest.TestCase):
    def near(self, got, wanted, relative=1e-9):
        self.assertTrue(near(got, wanted, relative), f"{got!r}, not {wanted!r}")

    def refused(self, status, path, index, name, *arguments):
        with self.assertRaises(Failed) as caught:
            WIJK.result(name, *arguments)
        self.assertEqual((caught.exception.status, caught.exception.path, caught.exception.index),
                         (status, path, index))


class Change(Case):
    def error(self, variant, sd, sd_after, reliability):
        out = WIJK.ffi.new("double *", 7)
        try:
            WIJK.call("wijk_change_error", variant, sd, sd_after, reliability, out)
        except Failed as failed:
            self.assertEqual(out[0], 0)
            return failed.status, failed.path
        return out[0]

    def changes(self, before, after, critical=1.96, direction=HIGHER, cutoff=None, variant=JACOBSON_TRUAX, sd=7.5,
                sd_after=0, reliability=.8):
        return WIJK.result("wijk_reliable_changes", WIJK.context, WIJK.reals(before), WIJK.reals(after), len(before),
                           variant, sd, sd_after, reliability, critical, direction,
                           WIJK.ffi.NULL if cutoff is None else WIJK.reals([cutoff]))

    def test_the_example_of_jacobson_and_truax(self):
        self.near(self.error(JACOBSON_TRUAX, 7.5, 0, .8), 4.743416490)
        row, = self.changes([32.5], [47.5], cutoff=50)
        self.near(row["rci"], 3.162277660)
        self.assertEqual((row["class"], row["error"], row["change"]), ("improved", "jacobson-truax", 15))
        self.near(row["standard_error"], 4.743416490)

    def test_without_the_root_of_two_it_would_be_the_formula_of_1984(self):
        self.assertGreater(abs(self.error(JACOBSON_TRUAX, 7.5, 0, .8) - 3.354101966), 1)

    def test_maassen(self):
        self.near(self.error(MAASSEN, 7.5, 7.5, .8), 4.743416490)
        self.near(self.error(MAASSEN, 3, 4, .75), 2.5, 1e-15)
        self.assertEqual(self.changes([1], [2], variant=MAASSEN, sd_after=4)[0]["error"], "maassen")

    def test_cutoffs(self):
        wanted = {1: 55, 2: 45, 3: 50}
        out = WIJK.ffi.new("double *")
        for cutoff, score in wanted.items():
            WIJK.call("wijk_change_cutoff", cutoff, HIGHER, 40, 7.5, 60, 7.5, out)
            self.near(out[0], score, 1e-15)
            WIJK.call("wijk_change_cutoff", cutoff, LOWER, -40, 7.5, -60, 7.5, out)
            self.near(out[0], -score, 1e-15)
        WIJK.call("wijk_change_cutoff", 3, HIGHER, 40, 5, 60, 10, out)
        self.near(out[0], (10 * 40 + 5 * 60) / 15, 1e-15)
        for arguments in ((0, HIGHER, 1, 1, 2, 1), (4, HIGHER, 1, 1, 2, 1), (1, 3, 1, 1, 2, 1)):
            self.assertEqual(WIJK.lib.wijk_change_cutoff(*arguments, out, WIJK.error), WIJK.lib.WIJK_E_UNKNOWN)
        for place in range(4):
            values = [1, 1, 2, 1]
            values[place] = math.nan
            self.assertEqual(WIJK.lib.wijk_change_cutoff(1, HIGHER, *values, out, WIJK.error), WIJK.lib.WIJK_E_RANGE)
        self.assertEqual(WIJK.lib.wijk_change_cutoff(1, HIGHER, 1, 0, 2, 1, out, WIJK.error), WIJK.lib.WIJK_E_RANGE)

    def test_classes(self):
        """The cut-off itself is past it; a reliable change is further than the critical one; lower may be better."""
        before, after = [40, 40, 50, 40, 40, 60], [49, 60, 60, 50, 40, 45]
        wanted = ["unchanged", "recovered", "improved", "recovered", "unchanged", "deteriorated"]
        error = self.error(JACOBSON_TRUAX, 7.5, 0, .8)
        self.assertLess(9 / error, 1.96)
        self.assertGreater(10 / error, 1.96)
        self.assertEqual([row["class"] for row in self.changes(before, after, cutoff=50)], wanted)
        mirror = self.changes([-x for x in before], [-x for x in after], cutoff=-50, direction=LOWER)
        self.assertEqual([row["class"] for row in mirror], wanted)
        self.assertEqual([row["class"] for row in self.changes(before, after)],
                         ["improved" if name == "recovered" else name for name in wanted])
        exact = self.changes([0], [error * 2], critical=2)
        self.assertEqual((exact[0]["rci"], exact[0]["class"]), (2, "unchanged"))
        index, change_class = WIJK.ffi.new("double *"), WIJK.ffi.new("int32_t *")
        for x, y, name in zip(before, after, wanted):
            WIJK.call("wijk_reliable_change", x, y, error, 1.96, HIGHER, WIJK.reals([50]), index, change_class)
            self.assertEqual((index[0], change_class[0]),
                             ((y - x) / error, ["recovered", "improved", "unchanged", "deteriorated"].index(name) + 1))

    def test_what_is_refused(self):
        for arguments, wanted in (((JACOBSON_TRUAX, 0, 0, .8), "sd"), ((JACOBSON_TRUAX, -1, 0, .8), "sd"),
                                  ((JACOBSON_TRUAX, math.inf, 0, .8), "sd"), ((MAASSEN, 1, 0, .8), "sd_after"),
                                  ((JACOBSON_TRUAX, 1, 0, 1), "reliability"), ((MAASSEN, 1, 1, -.1), "reliability"),
                                  ((MAASSEN, 1, 1, math.nan), "reliability")):
            self.assertEqual(self.error(*arguments), ("WIJK_E_RANGE", wanted))
        self.assertEqual(self.error(3, 1, 1, .5), ("WIJK_E_UNKNOWN", "variant"))

        def refused(status, path, index, before=(1, 2), after=(1, 2), variant=1, sd=1, reliability=.5, critical=1.96,
                    direction=HIGHER, cutoff=None):
            self.refused(status, path, index, "wijk_reliable_changes", WIJK.context, WIJK.reals(before),
                         WIJK.reals(after), 2, variant, sd, 0, reliability, critical, direction,
                         WIJK.ffi.NULL if cutoff is None else WIJK.reals([cutoff]))
        refused("WIJK_E_RANGE", "before", 1, before=(1, math.nan))
        refused("WIJK_E_RANGE", "after", 0, after=(math.inf, 2))
        refused("WIJK_E_RANGE", "critical", -1, critical=0)
        refused("WIJK_E_RANGE", "cutoff", -1, cutoff=math.nan)
        refused("WIJK_E_RANGE", "sd", -1, sd=0)
        refused("WIJK_E_UNKNOWN", "direction", -1, direction=0)
        index, change_class = WIJK.ffi.new("double *"), WIJK.ffi.new("int32_t *")
        for arguments in ((math.nan, 1, 1, 1), (1, math.nan, 1, 1), (1, 1, 0, 1), (1, 1, 1, -1)):
            self.assertEqual(WIJK.lib.wijk_reliable_change(*arguments, HIGHER, WIJK.ffi.NULL, index, change_class,
                                                           WIJK.error), WIJK.lib.WIJK_E_RANGE)
            self.assertEqual((index[0], change_class[0]), (0, 0))


class Outcomes(Case):
    def shares(self, improved, same, worse, lost, interval=1, level=.95):
        return WIJK.result("wijk_outcome_shares", WIJK.context, improved, same, worse, lost, interval, level)

    def test_those_who_were_lost_are_never_left_out_in_silence(self):
        better, same, worse = self.shares(81, 100, 82, 37)
        self.assertEqual([row["outcome"] for row in (better, same, worse)], ["improved", "same", "worse"])
        self.assertEqual((better["count"], better["known"], better["lost"]), (81, 263, 37))
        self.near(better["proportion"], 81 / 263, 1e-15)
        self.near(better["lower"], .2552885199)
        self.near(better["upper"], .3662095770)
        self.near(better["if_lost_improved"], 118 / 300, 1e-15)
        self.near(better["if_lost_worse"], 81 / 300, 1e-15)
        self.near(same["if_lost_improved"], 1 / 3, 1e-15)
        self.near(same["if_lost_worse"], 1 / 3, 1e-15)
        self.near(worse["if_lost_improved"], 82 / 300, 1e-15)
        self.near(worse["if_lost_worse"], 119 / 300, 1e-15)
        for rest in ("if_lost_improved", "if_lost_worse", "proportion"):
            self.near(sum(row[rest] for row in (better, same, worse)), 1, 1e-14)

    def test_named_interval(self):
        self.assertEqual(self.shares(1, 2, 3, 0, 2, .9)[0]["interval"], "exact")
        self.near(self.shares(81, 100, 82, 5, 2)[0]["upper"], .3676219226)

    def test_nobody_was_followed(self):
        for lost, worst in ((0, None), (4, 1)):
            row = self.shares(0, 0, 0, lost)[2]
            self.assertEqual((row["proportion"], row["lower"], row["upper"], row["if_lost_worse"]),
                             (None, None, None, worst))

    def test_what_is_refused(self):
        for place, name in enumerate(("improved", "same", "worse", "lost")):
            counts = [1, 1, 1, 1]
            counts[place] = -1
            self.refused("WIJK_E_RANGE", name, -1, "wijk_outcome_shares", WIJK.context, *counts, 1, .95)
        self.refused("WIJK_E_UNKNOWN", "interval", -1, "wijk_outcome_shares", WIJK.context, 1, 1, 1, 1, 3, .95)
        self.refused("WIJK_E_RANGE", "level", -1, "wijk_outcome_shares", WIJK.context, 1, 1, 1, 1, 1, 1)


class Levels(Case):
    def test_changes_and_transitions_by_counting_again(self):
        chance = random.Random(3)
        for _ in range(60):
            lowest, highest, domains = chance.choice(((1, 5), (-2, 2))) + (chance.randint(1, 13),)
            count, direction = chance.choice((0, 1, 40)), chance.choice((HIGHER, LOWER))
            levels = [LOST, *range(lowest, highest + 1)]
            domain = [chance.randrange(domains) for _ in range(count)]
            before, after = ([chance.choice(levels) for _ in range(count)] for _ in range(2))
            rows = WIJK.result("wijk_level_changes", WIJK.context, WIJK.codes(domain), domains, WIJK.codes(before),
                               WIJK.codes(after), count, lowest, highest, direction)
            best, worst = (highest, lowest) if direction == HIGHER else (lowest, highest)
            for number, row in enumerate(rows):
                here = [(a, b) for place, a, b in zip(domain, before, after) if place == number]
                known = [(a, b) for a, b in here if LOST not in (a, b)]
                gains = [(b - a) * (1 if direction == HIGHER else -1) for a, b in known]
                self.assertEqual(row, {
                    "domain": number, "known": len(known), "improved": sum(gain > 0 for gain in gains),
                    "same": gains.count(0), "worse": sum(gain < 0 for gain in gains),
                    "could_not_improve": sum(a == best for a, _ in known),
                    "could_not_decline": sum(a == worst for a, _ in known),
                    "lost": sum(a != LOST and b == LOST for a, b in here),
                    "without_baseline": sum(a == LOST for a, _ in here)})
            moves = WIJK.result("wijk_level_transitions", WIJK.context, WIJK.codes(before), WIJK.codes(after), count,
                                lowest, highest)
            wanted = list(itertools.product(levels[1:], levels[1:] + levels[:1])) + [(LOST, None)]
            self.assertEqual(len(moves), len(wanted))
            for row, (a, b) in zip(moves, wanted):
                found = sum(x == a and b in (y, None) for x, y in zip(before, after))
                known = sum(x == a and y != LOST for x, y in zip(before, after))
                self.assertEqual((row["from"], row["to"], row["count"]),
                                 (None if a == LOST else a, None if b == LOST else b, found))
                self.assertEqual(row["proportion"], found / known if known and b not in (LOST, None) else None)

    def test_one_domain(self):
        rows = WIJK.result("wijk_level_changes", WIJK.context, WIJK.ffi.NULL, 1, WIJK.codes([1, 5]),
                           WIJK.codes([2, 5]), 2, 1, 5, HIGHER)
        self.assertEqual((rows[0]["improved"], rows[0]["could_not_improve"], rows[0]["could_not_decline"]), (1, 1, 1))

    def test_what_is_refused(self):
        def refused(status, path, index, domains=(0, 1), domain_count=2, before=(1, 2), after=(1, 2), lowest=1,
                    highest=5, direction=HIGHER):
            self.refused(status, path, index, "wijk_level_changes", WIJK.context, WIJK.codes(domains), domain_count,
                         WIJK.codes(before), WIJK.codes(after), 2, lowest, highest, direction)
        refused("WIJK_E_RANGE", "domains", 1, domains=(0, 2))
        refused("WIJK_E_RANGE", "domains", 0, domains=(-1, 0))
        refused("WIJK_E_RANGE", "domain_count", -1, domain_count=0)
        refused("WIJK_E_RANGE", "before", 1, before=(1, 6))
        refused("WIJK_E_RANGE", "after", 0, after=(0, 1))
        refused("WIJK_E_RANGE", "lowest", -1, lowest=5)
        refused("WIJK_E_RANGE", "highest", -1, highest=101)
        refused("WIJK_E_UNKNOWN", "direction", -1, direction=3)
        self.refused("WIJK_E_ARGUMENT", "before", -1, "wijk_level_transitions", WIJK.context, WIJK.ffi.NULL,
                     WIJK.codes([1]), 1, 1, 5)
        self.refused("WIJK_E_RANGE", "after", 0, "wijk_level_transitions", WIJK.context, WIJK.codes([1]),
                     WIJK.codes([9]), 1, 1, 5)


class Pairs(Case):
    def statistics(self, before, after, level=.95):
        return {row["statistic"]: row for row in
                WIJK.result("wijk_paired_statistics", WIJK.context, WIJK.reals(before), WIJK.reals(after), len(before),
                            level)}

    def test_sleep(self):
        """Limits by the noncentral t of R itself; those that effectsize prints are off in the seventh digit."""
        rows = self.statistics(*SLEEP)
        wanted = {"t": 4.062127683, "d-z": 1.284557563, "g-z": 1.173924904, "d-av": .8334963413,
                  "d-av-rms": .8321810813, "d-rm": .8221766384, "r": .7951702058, "mean-difference": 1.58}
        for name, value in wanted.items():
            self.near(rows[name]["value"], value, 5e-10)
        for name, lower, upper in (("d-z", .4146276677, 2.118016509), ("g-z", .3789178149, 1.935602108)):
            self.near(rows[name]["lower"], lower, 3e-7)
            self.near(rows[name]["upper"], upper, 3e-7)
        self.near(rows["d-z"]["lower"], 1.3111680910235817 / math.sqrt(10), 1e-9)
        self.near(rows["d-z"]["upper"], 6.697756305516509 / math.sqrt(10), 1e-9)
        self.near(rows["mean-difference"]["lower"], .700114236723, 1e-11)
        self.near(rows["t"]["p_value"], .00283289019738, 1e-11)
        self.assertEqual((rows["sign"]["value"], rows["sign"]["pairs"]), (9, 9))
        self.near(rows["sign"]["p_value"], 2 / 512, 1e-14)

    def test_signed_ranks_by_counting_all_signs(self):
        """Every way to give five differences their signs: the chance of a sum is how many ways have one as far out."""
        sums = [sum(rank for rank, sign in zip(range(1, 6), signs) if sign)
                for signs in itertools.product((0, 1), repeat=5)]
        for signs in itertools.product((-1, 1), repeat=5):
            rows = self.statistics([0] * 5, [sign * size for sign, size in zip(signs, (3, 5, 7, 11, 13))])
            total = sum(rank for rank, sign in zip(range(1, 6), signs) if sign > 0)
            far = sum(abs(other - 7.5) >= abs(total - 7.5) for other in sums) / len(sums)
            self.assertEqual(rows["signed-rank-exact"]["value"], total)
            self.near(rows["signed-rank-exact"]["p_value"], far, 1e-15)

    def test_ties_are_not_called_exact(self):
        rows = self.statistics([0, 0, 0, 0], [1, 1, -2, 0])
        self.assertEqual((rows["signed-rank-exact"]["p_value"], rows["signed-rank-exact"]["pairs"]), (None, 3))
        self.assertIsNotNone(rows["signed-rank-corrected"]["p_value"])

    def test_what_does_not_exist_has_no_value(self):
        for before, after, mean in (([], [], None), ([3], [5], 2), ([1, 2, 3], [3, 4, 5], 2), ([.1, .2], [.3, .4], .2),
                                    ([2, 2], [2, 2], 0)):
            rows = self.statistics(before, after)
            self.assertEqual(len(rows), 12)
            if mean is None:
                self.assertIsNone(rows["mean-difference"]["value"])
            else:
                self.near(rows["mean-difference"]["value"], mean, 1e-15)
            for name in ("t", "d-z", "g-z", "d-rm"):
                self.assertEqual([rows[name][part] for part in ("value", "lower", "upper", "p_value")], [None] * 4)
        self.assertEqual(self.statistics([2, 2], [2, 2])["sign"]["p_value"], None)
        self.assertIsNone(self.statistics([2, 2, 2], [1, 2, 4])["r"]["value"])
        two = self.statistics([1, 2], [2, 4])
        self.assertIsNone(two["g-z"]["value"])  # the correction needs three pairs
        self.assertIsNotNone(two["d-z"]["lower"])

    def test_a_huge_effect_has_limits(self):
        for size in (1e2, 1e4, 1e6, 1e9):
            row = self.statistics([0] * 10, [size + place * .1 for place in range(10)])["d-z"]
            self.assertLess(row["lower"], row["value"])
            self.assertGreater(row["upper"], row["value"])
            # Then only chi-square is left of the chance: the limits are its quantiles.
            self.near(row["lower"] / row["value"], math.sqrt(2.7003894999803584 / 9), 1e-3)
            self.near(row["upper"] / row["value"], math.sqrt(19.02276780213923 / 9), 1e-3)

    def test_what_is_refused(self):
        for place, value in ((0, math.nan), (1, math.inf), (0, 1e101)):
            values = [[1., 2.], [3., 4.]]
            values[place][1] = value
            self.refused("WIJK_E_RANGE", ("before", "after")[place], 1, "wijk_paired_statistics", WIJK.context,
                         WIJK.reals(values[0]), WIJK.reals(values[1]), 2, .95)
        self.refused("WIJK_E_RANGE", "level", -1, "wijk_paired_statistics", WIJK.context, WIJK.reals([1]),
                     WIJK.reals([1]), 1, 0)


class Spearman(Case):
    def spearman(self, x, y):
        rho, p = WIJK.ffi.new("double *", 7), WIJK.ffi.new("double *", 7)
        status = WIJK.call("wijk_spearman", WIJK.context, WIJK.reals(x), WIJK.reals(y), len(x), rho, p)
        return (rho[0], p[0]) if status == 0 else status

    def test_published(self):
        rho, p = self.spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])
        self.near(rho, .8207826816681233, 1e-15)
        self.near(p, .08858700531, 1e-10)

    def test_counting_and_sorting_agree(self):
        chance = random.Random(5)
        for count in (2, 3, 50, 2000, 5000):
            x = [chance.randint(-3, 60) for _ in range(count)]
            y = [chance.randint(-3, 60) for _ in range(count)]
            if len(set(x)) == 1 or len(set(y)) == 1:
                continue
            found = self.spearman(x, y)
            far = [value * 1e15 + .5 for value in x]
            self.assertEqual(self.spearman(far, [value / 7 for value in y]), found)
            self.assertEqual(self.spearman([-value for value in far], y)[0], -found[0])

    def test_signs_of_zero_and_the_ends(self):
        self.assertEqual(self.spearman([0., -0., 1], [0, 0, 1]), (1, 0))
        self.assertEqual(self.spearman([1e300, -1e300, 5e-324, 0], [4, 1, 3, 2]), (1, 0))
        self.assertEqual(self.spearman([1, 2], [2, 1]), (-1, 1))

    def test_none(self):
        for x, y in (([], []), ([1], [2]), ([1, 1], [1, 2]), ([1, 2, 3], [4, 4, 4])):
            self.assertEqual(self.spearman(x, y), WIJK.lib.WIJK_NONE)

    def test_what_is_refused(self):
        for x, y, path in (([1, math.nan], [1, 2], "x"), ([1, 2], [1, math.inf], "y")):
            with self.assertRaises(Failed) as caught:
                self.spearman(x, y)
            self.assertEqual((caught.exception.path, caught.exception.index), (path, 1))


if __name__ == "__main__":
    with Library(sys.argv.pop(1)) as WIJK:
        unittest.main()
