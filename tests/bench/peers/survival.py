#!/usr/bin/env python3
"""survival.py PROGRAM: states over time beside etm of R, and curves with a log-rank test beside statsmodels.

The same columns for both, turn about, the best of five, in time on a core; for states from columns of int32 on,
conversion and all, and from every state. Small data first, so that what a call costs at all cannot hide. Exits with 77
where the peers are not there."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
R = ("Rscript", os.path.join(HERE, "survival_etm.R"))
STATSMODELS = ("/usr/bin/python3", os.path.join(HERE, "survival_statsmodels.py"))
# What, how many rows, the peer, its rounds, and how many times faster the library is held to be (0: only told).
RUNS = (("states", 1000, R, 5, 0), ("states", 104305, R, 5, 0), ("states", 1044778, R, 5, 500),
        ("events", 1000, STATSMODELS, 5, 0), ("events", 100000, STATSMODELS, 5, 0),
        ("events", 1000000, STATSMODELS, 5, 100))
FIGURE = 1e-9


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stdout}{done.stderr}")
    first, *figures = done.stdout.splitlines()
    return float(first), [float(word) for line in figures for word in line.split()]


def there(*command):
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def main():
    program = sys.argv[1]
    if not there("Rscript", "-e", "library(etm)") or not there(STATSMODELS[0], "-c", "import statsmodels"):
        print("No comparison: r-cran-etm and python3-statsmodels of Debian are not there")
        return 77
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, rows, peer, rounds, wanted in RUNS:
            path = os.path.join(folder, f"{what}-{rows}.bin")
            subprocess.run([program, "make", what, str(rows), path], check=True)
            mine, theirs = [], []
            for _ in range(rounds):
                mine.append(run(program, what, path))
                theirs.append(run(*peer, path, "1"))
            best, other = min(mine)[0], min(theirs)[0]
            apart = max(abs(a - b) / max(abs(b), 1e-6) for a, b in zip(mine[0][1], theirs[0][1]))
            wrong += apart > FIGURE or len(mine[0][1]) != len(theirs[0][1])
            told = f"   limit {wanted}   ratio {other / best / wanted:5.2f}" if wanted else ""
            print(f"{what} {rows:>9,} rows: library {best * 1e3:9.3f} ms, peer {other * 1e3:10.1f} ms, "
                  f"{other / best:8.0f} times{told}; figures at most {apart:.1e} apart")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
