#!/usr/bin/env python3
"""compare_peer.py WIJKTEAM: comparisons of random data with R, and the Newey-West errors with statsmodels too.

Runs with WIJK_TEST_FULL=1 only, and where R is there. Each kind of result is asked of 60 random sets, small, empty and
certain ones among them; the Seatbelts of R are the largest series."""
import csv
import io
import json
import math
import os
import random
import subprocess
import sys
import tempfile

SETS, TOLERANCE = 60, 1e-10
WIJKTEAM = os.path.abspath(sys.argv[1])
R = r"""
options(digits = 17)
put <- function(id, name, x) cat(paste(id, name, seq_along(x), ifelse(is.na(x), "NA", sprintf("%.17g", x)), sep = ","), sep = "\n")
between <- function(q, p, chance, size) {
  r <- q(chance); limit <- (r - (p(r) - chance) / (p(r) - p(r - 1))) / size
  limit
}
funnel <- function(id, d, share, t, chances = c(.001, .025, .975, .999)) {
  n <- d$b; ok <- n > 0
  if (is.na(t)) t <- sum(d$a) / sum(n)
  s2 <- if (share) t * (1 - t) / n else t / n
  y <- d$a / n; z <- ((y - t) / sqrt(s2))[ok]
  top <- if (share) 1 else Inf
  put(id, "target", t)
  if (t > 0 && (!share || t < 1)) {
    q <- quantile(z, c(.1, .9), type = 7); zw <- pmin(pmax(z, q[1]), q[2]); I <- length(z); w <- 1 / s2[ok]
    phi <- mean(zw^2); more <- sum(w) - sum(w^2) / sum(w)
    tau2 <- if (I * phi > I - 1 && more > 1e-9 * sum(w)) (I * phi - (I - 1)) / more else 0
    put(id, "phi", phi); put(id, "tau_squared", tau2); put(id, "chi_square", sum(z^2))
    for (k in 1:4) {
      put(id, paste0("additive", k), ifelse(ok, pmin(top, pmax(0, t + qnorm(chances[k]) * sqrt(s2 + tau2))), NA))
      put(id, paste0("multiplicative", k), ifelse(ok, pmin(top, pmax(0, t + qnorm(chances[k]) * sqrt(s2 * phi))), NA))
    }
  }
  for (k in 1:4) {
    p <- chances[k]; up <- k > 2
    exact <- if (share) qbeta(p, n * t + up, n - n * t + 1 - up) else qchisq(p, 2 * (n * t + up)) / 2 / n
    mid <- if (share) between(function(p) qbinom(p, n, t), function(r) pbinom(r, n, t), p, n)
           else between(function(p) qpois(p, n * t), function(r) ppois(r, n * t), p, n)
    if (t == 0 || (share && t == 1)) { mid <- rep(t, length(n)); if (share) exact <- NULL }
    if (!is.null(exact)) put(id, paste0("exact", k), ifelse(ok, pmin(top, pmax(0, exact)), NA))
    put(id, paste0("interpolated", k), ifelse(ok, pmin(top, pmax(0, mid)), NA))
  }
}
chart <- function(id, d) {
  ok <- d$b > 0; c <- sum(d$a) / sum(d$b)
  for (k in c("p", "u")) {
    s <- sqrt(if (k == "p") c * (1 - c) / d$b else c / d$b); z <- ((d$a / d$b - c) / s)[ok]
    sz <- if (sum(ok) > 1) mean(abs(diff(z))) / 1.128 else NA
    top <- if (k == "p") 1 else Inf
    put(id, k, ifelse(ok, pmin(top, c + 3 * s), NA))
    put(id, paste0("laney-", k), ifelse(ok, pmax(0, c - 3 * s * sz), NA))
  }
}
series <- function(id, y, after, season, lag) {
  t <- seq_along(y); post <- as.numeric(t >= after)
  X <- cbind(1, t, post, (t - after + 1) * post)
  if (season > 1) for (k in 2:season) X <- cbind(X, (t - 1) %% season == k - 1)
  f <- qr(X, tol = 1e-9); b <- qr.coef(f, y); e <- y - X %*% b; n <- nrow(X); B <- chol2inv(qr.R(f))
  U <- X * c(e); S <- crossprod(U)
  for (l in seq_len(lag)) { G <- crossprod(U[(l + 1):n, , drop = FALSE], U[1:(n - l), , drop = FALSE]); S <- S + (1 - l / (lag + 1)) * (G + t(G)) }
  put(id, "estimate", b); put(id, "newey-west", sqrt(diag(B %*% S %*% B)))
  put(id, "newey-west-corrected", sqrt(diag(B %*% S %*% B) * n / (n - ncol(X))))
  put(id, "ordinary", sqrt(diag(B) * sum(e^2) / (n - ncol(X)))); put(id, "durbin_watson", sum(diff(e)^2) / sum(e^2))
}
ratio <- function(id, d) {
  put(id, "lower", ifelse(d$b > 0, qchisq(.025, 2 * d$a) / 2 / d$b, NA)); put(id, "upper", ifelse(d$b > 0, qchisq(.975, 2 * (d$a + 1)) / 2 / d$b, NA))
}
if (length(commandArgs(TRUE)) > 1) { cat(sprintf("%.17g\n", log(as.data.frame(Seatbelts)$drivers)), sep = ""); quit() }
folder <- commandArgs(TRUE)[1]
plan <- read.csv(file.path(folder, "plan.csv"))
for (i in seq_len(nrow(plan))) {
  w <- plan[i, ]; d <- read.csv(file.path(folder, paste0(w$id, ".csv")))
  if (w$kind == "share" || w$kind == "rate") funnel(w$id, data.frame(a = d[[2]], b = d[[3]]), w$kind == "share", w$x)
  if (w$kind == "chart") chart(w$id, data.frame(a = d[[1]], b = d[[2]]))
  if (w$kind == "series") series(w$id, d$value, w$x, w$season, w$lag)
}
"""


def ask(*words):
    done = subprocess.run([WIJKTEAM, "stats", *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stderr}")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def number(cell):
    return None if cell in ("", "NA", "NaN") else float(cell)


class Sets:
    def __init__(self, folder):
        self.folder, self.plan, self.ours = folder, [], {}

    def add(self, kind, header, rows, **more):
        name = f"{kind}{len(self.plan)}"
        path = os.path.join(self.folder, name + ".csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        self.plan.append({"id": name, "kind": kind, "x": "NA", "season": 0, "lag": 0, **more})
        return name, path

    def put(self, name, what, values):
        for place, value in enumerate(values, 1):
            self.ours[name, what, str(place)] = value


LIMITS = ("lower_998", "lower_95", "upper_95", "upper_998")


def add_funnel(sets, random_, share):
    count = random_.choice([1, 2, 3, 10, 40])
    rate = random_.choice([0.05, 0.3, 0.62, 0.95, 1.0, 0.0, 0.5])
    sizes = [random_.choice([0, 1, 5, 20, 300]) + random_.randrange(30) for _ in range(count - 1)] + [random_.randrange(1, 99)]
    seen = lambda n: sum(random_.random() < rate for _ in range(n))
    given = random_.random() < 0.3 and rate not in (0.0, 1.0)
    if share:
        rows = [[f"u{i}", seen(n), n] for i, n in enumerate(sizes)]
    else:
        rows = [[f"u{i}", seen(n), n and n * random_.uniform(0.5, 1.5)] for i, n in enumerate(sizes)]
    more = {"x": repr(rate)} if given else {}
    options = ["--target", repr(rate)] if given else []
    header = ["unit", "events", "n"] if share else ["unit", "observed", "expected"]
    name, path = sets.add("share" if share else "rate", header, rows, **more)
    for limits in ("interpolated", "exact", "additive", "multiplicative"):
        how = ["--limits", limits] if limits in ("interpolated", "exact") else ["--over-dispersion", limits]
        answer = ask("funnel", path, *options, *how)
        for place, column in enumerate(LIMITS, 1):
            sets.put(name, f"{limits}{place}", [number(row[column]) for row in answer])
    for column, value in ask("funnel", path, *options, "--fit")[0].items():
        if column in ("target", "phi", "tau_squared", "chi_square"):
            sets.put(name, column, [number(value)])


def add_chart(sets, random_):
    sizes = [random_.choice([0, 10, 50, 400]) + random_.randrange(1, 20) for _ in range(random_.choice([1, 2, 12, 60]))]
    rows = [[sum(random_.random() < 0.3 for _ in range(n)), n] for n in sizes]
    rows[0][0], rows[0][1] = rows[0][0] + 1, rows[0][1] + 2
    name, path = sets.add("chart", ["events", "n"], rows)
    for chart, column in (("p", "upper"), ("u", "upper"), ("laney-p", "lower"), ("laney-u", "lower")):
        sets.put(name, chart, [number(row[column]) for row in ask("spc", path, "--chart", chart)])


def add_series(sets, values, after, season, lag):
    name, path = sets.add("series", ["value"], [[repr(value)] for value in values], x=after, season=season, lag=lag)
    options = ["--break", after, "--season", season, "--lag", lag]
    for errors in ("ordinary", "newey-west", "newey-west-corrected"):
        answer = ask("series", path, *options, "--errors", errors)
        sets.put(name, "estimate", [number(row["estimate"]) for row in answer])
        sets.put(name, errors, [number(row["std_error"]) for row in answer])
    fit = ask("series", path, *options, "--fit")[0]
    sets.put(name, "durbin_watson", [number(fit["durbin_watson"])])
    return values, after, season, lag, {errors: [sets.ours[name, errors, str(i)] for i in range(1, len(answer) + 1)]
                                        for errors in ("newey-west", "newey-west-corrected")}


def random_series(sets, random_):
    count, season, lag = random_.choice([12, 30, 120, 400]), random_.choice([0, 4]), random_.choice([0, 1, 3, 8])
    noise, values = 0.0, []
    for i in range(count):
        noise = 0.6 * noise + random_.gauss(0, 1)
        values.append(100 + 0.3 * i + noise + (5 if i > count // 2 else 0))
    return add_series(sets, values, count // 2, season, lag)


def differs(ours, theirs, scale=1e-3):
    if ours is None or theirs is None:
        return (ours is None) != (theirs is None)
    return not math.isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=TOLERANCE * scale)


def check_statsmodels(all_series):
    """With the system's Python, which has Debian's statsmodels where that is installed."""
    code = """
import json, sys
import numpy, statsmodels.api as sm
out = []
for values, after, season, lag, _ in json.load(sys.stdin):
    t = numpy.arange(1, len(values) + 1)
    post = (t >= after) * 1.0
    columns = [numpy.ones(len(t)), t, post, (t - after + 1) * post]
    columns += [((t - 1) % season == k) * 1.0 for k in range(1, season)]
    fit = lambda corrected: sm.OLS(numpy.array(values), numpy.column_stack(columns)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": corrected})
    out.append({"newey-west": list(fit(False).bse), "newey-west-corrected": list(fit(True).bse)})
print(json.dumps(out))
"""
    done = subprocess.run(["/usr/bin/python3", "-c", code], input=json.dumps(all_series), capture_output=True, text=True)
    if done.returncode != 0:
        print("without statsmodels:", done.stderr.strip().splitlines()[-1:])
        return []
    return [f"series {i} {errors}: {a} is not {b} of statsmodels"
            for i, (series, theirs) in enumerate(zip(all_series, json.loads(done.stdout)))
            for errors in theirs for a, b in zip(series[4][errors], theirs[errors]) if differs(a, b)]


def main():
    if os.environ.get("WIJK_TEST_FULL") != "1":
        return print("skipped: in the full suite only") or 77
    random_ = random.Random(8)
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "compare.R")
        with open(script, "w", encoding="utf-8") as file:
            file.write(R)
        try:
            belts = subprocess.run(["Rscript", "--vanilla", script, folder, "seatbelts"], capture_output=True, text=True)
        except FileNotFoundError:
            return print("skipped: there is no R") or 77
        sets = Sets(folder)
        for _ in range(SETS):
            add_funnel(sets, random_, True)
            add_funnel(sets, random_, False)
            add_chart(sets, random_)
        series = [random_series(sets, random_) for _ in range(SETS)]
        drivers = [float(line) for line in belts.stdout.split()]
        series += [add_series(sets, drivers, 170, 0, 12), add_series(sets, drivers, 170, 12, 12)]
        with open(os.path.join(folder, "plan.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(sets.plan[0]))
            writer.writeheader()
            writer.writerows(sets.plan)
        done = subprocess.run(["Rscript", "--vanilla", script, folder], capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr)
        return 1
    theirs = {tuple(line.split(",")[:3]): number(line.split(",")[3]) for line in done.stdout.split()}
    wrong = [f"{key}: {sets.ours.get(key)} is not {value} of R" for key, value in theirs.items()
             if key not in sets.ours or differs(sets.ours[key], value)]
    wrong += check_statsmodels(series)
    names = {key[0] for key in theirs}
    last = [name for name in (entry["id"] for entry in sets.plan) if name.startswith("series")][-2:]
    for name, place, printed in ((last[0], "3", -0.339873019245), (last[1], "3", -0.242600636574), (last[1], "4", 0.006652233943)):
        if abs(sets.ours[name, "estimate", place] - printed) > 1e-11:
            wrong.append(f"Seatbelts, {name} {place}: {sets.ours[name, 'estimate', place]} is not {printed}")
    if len(names) < 4 * SETS:
        wrong.append(f"R answered for {len(names)} sets only")
    print("\n".join(wrong[:40]) or f"{len(theirs)} figures of {len(names)} sets as R has them")
    return 1 if wrong else 0


sys.exit(main())
