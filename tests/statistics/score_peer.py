#!/usr/bin/env python3
"""score_peer.py LIBRARY: intervals of shares, rank correlation, effect sizes and rank tests against scipy, statsmodels
and R (effectsize), on random data: ties, one pair, none, all equal. Only in the full setup; exits with 77 where one of
them is not there."""
import csv
import math
import os
import random
import subprocess
import sys
import warnings

from library import Library

try:
    import numpy
    from scipy import stats
    from statsmodels.stats.proportion import proportion_confint
except ImportError as missing:
    print(missing)
    sys.exit(77)

SETS = 240
FIGURE = 1e-10


class Differences:
    """The largest relative difference of each figure, and what lies beyond what is allowed."""

    def __init__(self):
        self.largest, self.wrong = {}, []

    def compare(self, name, got, wanted, allowed=FIGURE, floor=0.0):
        if wanted is None or math.isnan(wanted):
            return
        off = abs(got - wanted) / max(abs(wanted), floor, 1e-300) if got is not None else math.inf
        self.largest[name] = max(self.largest.get(name, 0.0), off)
        if off > allowed:
            self.wrong.append((name, got, wanted, off))


def shares(wijk, chance, found):
    for _ in range(SETS):
        n = chance.choice((1, 2, 5, 30, 400, 100000))
        successes, level = chance.randint(0, n), chance.choice((.5, .9, .95, .998))
        for interval, method, allowed in ((1, "wilson", 1e-12), (2, "beta", 1e-10)):
            row, = wijk.result("wijk_proportions", wijk.context, wijk.wholes([successes]), wijk.wholes([n]),
                               wijk.ffi.NULL, 1, interval, level)
            lower, upper = proportion_confint(successes, n, 1 - level, method)
            # statsmodels says NaN for none or all by the exact method, and less than 0 by rounding.
            found.compare(method + " lower", row["lower"], 0.0 if math.isnan(lower) or lower < 1e-17 else lower,
                          allowed, 1e-4)
            found.compare(method + " upper", row["upper"], 1.0 if math.isnan(upper) else upper, allowed)


def draw_pairs(chance):
    """Two scores of some persons: whole numbers with ties, or any; sometimes all the same."""
    kind, count = chance.choice(("levels", "whole", "real", "same")), chance.choice((0, 1, 2, 3, 6, 12, 40, 90, 300))
    draw = {"levels": lambda: chance.randint(1, 5), "whole": lambda: chance.randint(-40, 400000000),
            "real": lambda: chance.gauss(50, 10), "same": lambda: 3}[kind]
    before = [draw() for _ in range(count)]
    after = [value + (chance.gauss(2, 6) if kind == "real" else chance.choice((0, 1)) * draw()) for value in before]
    return before, after


def spearman(wijk, chance, found):
    for _ in range(SETS):
        x, y = draw_pairs(chance)
        rho, p = wijk.ffi.new("double *"), wijk.ffi.new("double *")
        status = wijk.call("wijk_spearman", wijk.context, wijk.reals(x), wijk.reals(y), len(x), rho, p)
        if len(x) < 2 or len(set(x)) == 1 or len(set(y)) == 1:
            assert status == wijk.lib.WIJK_NONE and rho[0] == p[0] == 0
            continue
        wanted = stats.spearmanr(x, y)
        found.compare("spearman", rho[0], wanted.correlation, 1e-12, 1e-3)
        if len(x) > 2:
            found.compare("spearman p", p[0], wanted.pvalue, 1e-9 if abs(rho[0]) > .9999999 else FIGURE, 1e-250)


def paired(wijk, chance, found):
    for _ in range(SETS):
        before, after = draw_pairs(chance)
        rows = {row["statistic"]: row for row in wijk.result(
            "wijk_paired_statistics", wijk.context, wijk.reals(before), wijk.reals(after), len(before), .95)}
        differences = [b - a for a, b in zip(before, after)]
        moved = [difference for difference in differences if difference]
        if len(set(differences)) > 1:
            wanted = stats.ttest_rel(after, before)
            found.compare("t", rows["t"]["value"], wanted.statistic, FIGURE, 1e-3)
            found.compare("t p", rows["t"]["p_value"], wanted.pvalue, 1e-9)
            if len(set(before)) > 1 and len(set(after)) > 1 and len(before) > 2:
                found.compare("r", rows["r"]["value"], stats.pearsonr(before, after)[0], FIGURE, 1e-3)
        else:
            assert rows["t"]["value"] is None and rows["d-z"]["lower"] is None
        if not moved:
            assert rows["sign"]["value"] is None and rows["signed-rank-exact"]["p_value"] is None
            continue
        rose = sum(difference > 0 for difference in moved)
        found.compare("sign", rows["sign"]["p_value"], stats.binomtest(rose, len(moved)).pvalue)
        assert (rows["sign"]["value"], rows["sign"]["pairs"]) == (rose, len(moved))
        for name, correction in (("signed-rank-normal", False), ("signed-rank-corrected", True)):
            wanted = stats.wilcoxon(moved, correction=correction, mode="approx")
            found.compare(name, rows[name]["p_value"], wanted.pvalue)
        if len(set(map(abs, moved))) == len(moved) and len(moved) <= 50:
            found.compare("signed-rank-exact", rows["signed-rank-exact"]["p_value"],
                          stats.wilcoxon(moved, mode="exact").pvalue)
        elif len(set(map(abs, moved))) < len(moved):
            assert rows["signed-rank-exact"]["p_value"] is None


R_PROGRAM = r"""
suppressMessages(library(effectsize)); options(digits = 17)
data <- read.csv(file("stdin"))
limit <- function(t, df, p) {
    f <- function(x) pt(t, df, x, lower.tail = FALSE) - p
    width <- 8 * sqrt(1 + t^2 / (2 * df))
    uniroot(f, c(t - width, t + width), tol = 1e-13)$root
}
for (set in split(data, data$set)) {
    x <- set$before; y <- set$after; n <- length(x); d <- y - x
    t <- suppressWarnings(unname(t.test(d)$statistic))
    low <- suppressWarnings(limit(t, n - 1, .025)); high <- suppressWarnings(limit(t, n - 1, .975))
    g <- hedges_g(y, x, paired = TRUE); c <- cohens_d(y, x, paired = TRUE)
    cat(set$set[1], t, low / sqrt(n), high / sqrt(n), c$Cohens_d, g$Hedges_g,
        mean(d) / ((sd(x) + sd(y)) / 2), mean(d) / sqrt((var(x) + var(y)) / 2),
        mean(d) / sd(d) * sqrt(2 * (1 - cor(x, y))), t.test(d)$conf.int, "\n")
}
"""


def effect_sizes(wijk, chance, found):
    """Limits by pt() of R itself: effectsize 0.8.3 searches them with optim(), which stops up to 3 % away."""
    sets = []
    for _ in range(SETS):
        count = chance.choice((3, 5, 10, 30, 120))
        before = [chance.gauss(50, 10) for _ in range(count)]
        sets.append((before, [value + chance.gauss(chance.choice((0, 3, 12)), 6) for value in before]))
    text = "set,before,after\n" + "".join(f"{number},{x!r},{y!r}\n" for number, pairs in enumerate(sets)
                                            for x, y in zip(*pairs))
    try:
        done = subprocess.run(["Rscript", "-e", R_PROGRAM], input=text, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    if done.returncode != 0:
        return done.stderr.strip().splitlines()[-1]
    for row in csv.reader(done.stdout.splitlines(), delimiter=" "):
        before, after = sets[int(row[0])]
        t, low, high, d, g, d_av, rms, d_rm, mean_low, mean_high = map(float, filter(None, row[1:]))
        mine = {entry["statistic"]: entry for entry in wijk.result(
            "wijk_paired_statistics", wijk.context, wijk.reals(before), wijk.reals(after), len(before), .95)}
        found.compare("t of R", mine["t"]["value"], t)
        found.compare("d-z", mine["d-z"]["value"], d)
        found.compare("g-z", mine["g-z"]["value"], g)
        found.compare("d-av", mine["d-av"]["value"], d_av)
        found.compare("d-av-rms", mine["d-av-rms"]["value"], rms)
        found.compare("d-rm", mine["d-rm"]["value"], d_rm)
        found.compare("mean lower", mine["mean-difference"]["lower"], mean_low, FIGURE, 1e-3)
        found.compare("mean upper", mine["mean-difference"]["upper"], mean_high, FIGURE, 1e-3)
        if abs(t) * math.sqrt(1 + len(before) / 2) < 37:  # beyond, R says that pt() loses precision
            found.compare("d-z lower, pt()", mine["d-z"]["lower"], low, 1e-9, 1e-2)
            found.compare("d-z upper, pt()", mine["d-z"]["upper"], high, 1e-9, 1e-2)
    return None


def main():
    if os.environ.get("WIJK_TEST_FULL") != "1":
        print("only in the full setup")
        return 77
    found, chance = Differences(), random.Random(20261122)
    warnings.simplefilter("ignore")
    numpy.seterr(all="ignore")
    with Library(sys.argv[1]) as wijk:
        for compare in (shares, spearman, paired):
            compare(wijk, chance, found)
        why_not = effect_sizes(wijk, chance, found)
    for name, off in sorted(found.largest.items()):
        print(f"{name}: {off:.2g}")
    for wrong in found.wrong[:20]:
        print("WRONG", *wrong)
    if why_not:
        print(why_not)
    return 1 if found.wrong else 77 if why_not else 0


if __name__ == "__main__":
    sys.exit(main())
