#!/usr/bin/env python3
"""run.py LIBRARY EVENTS FOLDER [ROWS...]: a cohort of the library beside DuckDB, on the same acts in one process.

Group by municipality and act, where every dossier is on a day, and transitions with days in a tier; turn about, the
best of five rounds each, DuckDB with two threads, the library with one and with two. What is timed of the library is
all of it: making tallies, counting, merging, and the table. Time is time on a core, so that a machine that does other
things too gives the same ratios: of DuckDB that of all its threads, halved as if they shared the work evenly; of the
library that of the longest thread and of what is done before and after it. Time that passed is told beside it. The results must be the same. Installs DuckDB by name into
FOLDER when it is not there; exits with 77 where that is impossible. ROWS are 100000 and 1000000 unless they are given;
with WIJK_TEST_FULL=1 also 100000000."""
import concurrent.futures
import csv
import ctypes
import gc
import io
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS, CHUNK, BASE, DAYS, CODES, ON = 5, 1 << 20, 18262, 1826, 16, 1200
FULL = 100_000_000
HELD = {"group by": 5, "occupancy": 10, "transitions": 20}  # times DuckDB, at the full number of rows
# Eight tiers, a closing, and seven acts that do nothing on the ladder.
ACTS = [(63, b"care", b"t%d" % i) for i in range(8)] + [(2, None, None)] + [(a, None, None) for a in (1, 4, 6, 31, 41, 43, 64)]
TIERS, CLOSES = "code < 8", "code = 8"


def install(folder):
    with open(os.path.join(HERE, "packages.txt"), encoding="utf-8") as file:
        packages = [line.split()[1] for line in file if not line.startswith("#")]
    if not os.path.isdir(os.path.join(folder, "duckdb")):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, *packages]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=280)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return done.stderr.strip().splitlines()[-1]
    sys.path.insert(0, folder)
    return None


class Library:
    """The calls that are needed; a status other than OK ends the run."""

    def __init__(self, path):
        self.so = ctypes.CDLL(path)
        self.so.wijk_buffer_data.restype = ctypes.c_void_p
        self.so.wijk_buffer_size.restype = ctypes.c_size_t
        self.so.wijk_cohort_bytes.restype = ctypes.c_uint64
        self.so.wijk_cohort_acts.restype = ctypes.c_uint32
        self.so.wijk_cohort_dossiers.restype = ctypes.c_uint32
        self.context = self.made("wijk_context_new", None, None, last=())

    def call(self, name, *arguments):
        status = getattr(self.so, name)(*arguments)
        if status != 0:
            sys.exit(f"{name}: {status}")

    def made(self, name, *arguments, last=(None,)):
        out = ctypes.c_void_p()
        self.call(name, *arguments, ctypes.byref(out), *last)
        return out

    def text(self, table):
        buffer = self.made("wijk_buffer_new", self.context, last=())
        self.call("wijk_table_write", table, 1, 0, buffer, None)
        text = ctypes.string_at(self.so.wijk_buffer_data(buffer), self.so.wijk_buffer_size(buffer)).decode()
        self.so.wijk_buffer_destroy(buffer)
        return list(csv.reader(io.StringIO(text)))


class Cohort:
    def __init__(self, library):
        self.library, self.cohort = library, library.made("wijk_cohort_new", library.context)
        self.pool = concurrent.futures.ThreadPoolExecutor(2)
        code = ctypes.c_int32()
        for number, (act, ladder, tier) in enumerate(ACTS):
            library.call("wijk_cohort_code", self.cohort, act, ladder, tier, ctypes.byref(code), None)
            assert code.value == number
        self.units = []
        for i in range(342):
            library.call("wijk_cohort_unit", self.cohort, 2, b"m%03d" % i, ctypes.c_size_t(4), ctypes.byref(code), None)
            self.units.append(code.value)

    def add(self, numpy, first, end, count, dossier, day, code, municipality_of):
        ids = numpy.zeros((end - first, 2), dtype=numpy.uint64)
        ids[:, 0] = numpy.arange(first + 1, end + 1, dtype=numpy.uint64)
        units = numpy.array(self.units, dtype=numpy.int32)[municipality_of]
        at = lambda array: array.ctypes.data_as(ctypes.c_void_p)
        self.library.call("wijk_cohort_add_dossiers", self.cohort, at(ids), at(units), None, None,
                          ctypes.c_size_t(end - first), None)
        days = day[:count] + numpy.int32(BASE)
        self.library.call("wijk_cohort_add_acts", self.cohort, at(dossier), at(days), at(code), ctypes.c_size_t(count), None)

    def seal(self):
        self.library.call("wijk_cohort_seal", self.cohort, None)

    def tally(self, name, *arguments):
        return self.library.made("wijk_tally_new_" + name, self.cohort, 2, *arguments)

    def ask(self, threads, name, *arguments):
        """The table of a tally that was counted with so many threads; and how long that took on the longest."""
        library, start = self.library, time.thread_time()
        bounds = (ctypes.c_uint32 * (threads + 1))()
        library.call("wijk_cohort_parts", self.cohort, threads, bounds)
        tallies = [self.tally(name, *arguments) for _ in range(threads)]

        def part(i):
            start = time.thread_time()
            one = (ctypes.c_void_p * 1)(tallies[i])
            library.call("wijk_cohort_run", self.cohort, bounds[i], bounds[i + 1], one, ctypes.c_size_t(1), None)
            return time.thread_time() - start
        self.longest = part(0) if threads == 1 else max(self.pool.map(part, range(threads)))
        for other in tallies[1:]:
            library.call("wijk_tally_merge", tallies[0], other, None)
            library.so.wijk_tally_destroy(other)
        table = library.made("wijk_tally_table", tallies[0])
        library.so.wijk_tally_destroy(tallies[0])
        own = time.thread_time() - start  # with one thread the counting is in it
        return table, own + (self.longest if threads > 1 else 0)

    def close(self):
        self.pool.shutdown()
        self.library.so.wijk_cohort_unref(self.cohort)


def load(library, events, duckdb, numpy, rows):
    cohort = Cohort(library)
    db = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "4GB"})
    db.execute("CREATE TABLE acts (dossier INTEGER, municipality SMALLINT, day SMALLINT, code TINYINT)")
    columns = [numpy.empty(CHUNK, dtype=numpy.int32) for _ in range(4)]
    at = [column.ctypes.data_as(ctypes.c_void_p) for column in columns]
    first, end, done = 0, ctypes.c_uint32(), 0
    while done < rows:
        room = min(CHUNK, rows - done + 24)
        count = events.events_make(first, room, ctypes.byref(end), *at)
        dossier, municipality, day, code = (column[:count] for column in columns)
        starts = numpy.flatnonzero(numpy.diff(dossier, prepend=-1))
        cohort.add(numpy, first, end.value, count, dossier, day, code, municipality[starts])
        chunk = {"dossier": dossier, "municipality": municipality, "day": day, "code": code}
        db.execute("INSERT INTO acts SELECT * FROM chunk")
        first, done = end.value, done + count
    cohort.seal()
    return cohort, db, done


QUERIES = {
    "group by": ("acts", (-2**31, -2**31),
                 "SELECT municipality, code, count(*) FROM acts GROUP BY ALL"),
    "occupancy": ("occupancy", (b"care", BASE + ON), f"""
        SELECT municipality, CASE WHEN {TIERS} THEN code ELSE -1 END AS tier, count(*)
        FROM (SELECT dossier, any_value(municipality) AS municipality,
                     coalesce(arg_max(code, day) FILTER (day <= {ON} AND code <= 8), 8) AS code
              FROM acts GROUP BY dossier) GROUP BY ALL"""),
    "transitions": ("transitions", (b"care", BASE, BASE + DAYS), f"""
        SELECT municipality, tier, next, count(*), sum(coalesce(until, {DAYS}) - day)
        FROM (SELECT municipality, CASE WHEN {TIERS} THEN code ELSE -1 END AS tier, day,
                     lead(day) OVER w AS until,
                     lead(CASE WHEN {TIERS} THEN code ELSE -1 END) OVER w AS next
              FROM acts WHERE code <= 8 WINDOW w AS (PARTITION BY dossier ORDER BY day))
        GROUP BY ALL"""),
}
NAMES = {f"tier-enter/care/t{i}": i for i in range(8)}
NAMES.update({"dossier-close": 8, "dossier-open": 9, "member-join": 10, "member-hear": 11, "domain-assess": 12,
              "goal-set": 13, "action-start": 14, "setting-move": 15})


def unit(text):
    return int(text[1:])


def tier(text):
    return int(text[1:]) if text else -1


def same(name, ours, theirs):
    """Whether both found the same; what DuckDB leaves out of a window (before the first act) is left out of both."""
    if name == "group by":
        return {(unit(r[1]), NAMES[r[4]]): int(r[9]) for r in ours} == {r[:2]: r[2] for r in theirs}
    if name == "occupancy":
        return {(unit(r[1]), tier(r[4])): int(r[9]) for r in ours} == {r[:2]: r[2] for r in theirs}
    moves = {(unit(r[1]), tier(r[5]), tier(r[6])): int(r[9]) for r in ours if r[0] == "transitions" and r[5]}
    days = {(unit(r[1]), tier(r[5])): int(r[9]) for r in ours if r[0] == "days" and r[5]}
    their_days = {}
    for m, f, _, _, lasted in theirs:
        if f >= 0:
            their_days[m, f] = their_days.get((m, f), 0) + lasted
    return moves == {r[:3]: r[3] for r in theirs if r[2] is not None and r[1] >= 0 and r[1] != r[2]} and days == their_days


def compare(library, cohort, db, name, rows):
    tally, arguments, query = QUERIES[name]
    best, passed = {}, {}
    for _ in range(ROUNDS):
        for who in (1, 2, "duckdb"):
            start, on_core = time.perf_counter(), time.process_time()
            if who == "duckdb":
                theirs = db.execute(query).fetchall()
                taken = (time.process_time() - on_core) / 2
            else:
                table, taken = cohort.ask(who, tally, *arguments)
            wall = time.perf_counter() - start
            if who != "duckdb":
                ours = library.text(table)
                library.so.wijk_table_unref(table)
            best[who], passed[who] = min(best.get(who, taken), taken), min(passed.get(who, wall), wall)
    if not same(name, ours, theirs):
        sys.exit(f"{name}: the library and DuckDB do not say the same")
    ratio = best["duckdb"] / best[2]
    print(f"{rows:>11,} rows  {name:<12} library {best[1] * 1e3:8.2f} ms, 2 threads {best[2] * 1e3:8.2f} ms "
          f"(x{best[1] / best[2]:.2f})  DuckDB {best['duckdb'] * 1e3:8.1f} ms  {ratio:6.1f} times; "
          f"passed {passed[1] * 1e3:.1f}, {passed[2] * 1e3:.1f}, {passed['duckdb'] * 1e3:.1f} ms", flush=True)
    return ratio, best[1] / best[2]


def main():
    library_path, events_path, folder, *sizes = sys.argv[1:]
    reason = install(folder)
    if reason:
        print("skipped:", reason)
        return 77
    import duckdb  # noqa: E402
    import numpy  # noqa: E402
    library, events = Library(library_path), ctypes.CDLL(events_path)
    sizes = [int(size) for size in sizes] or [100_000, 1_000_000] + ([FULL] if os.environ.get("WIJK_TEST_FULL") else [])
    print("DuckDB", duckdb.__version__, "load", *os.getloadavg())
    failed = False
    for rows in sizes:
        cohort, db, done = load(library, events, duckdb, numpy, rows)
        used, dossiers = library.so.wijk_cohort_bytes(cohort.cohort), library.so.wijk_cohort_dossiers(cohort.cohort)
        ids = dossiers * 26  # 16 of the id, 6 of three units, 4 of where its acts begin
        print(f"{done:>11,} rows  {dossiers:,} dossiers, sealed in {used:,} bytes: {(used - ids) / done:.2f} an act and "
              f"26 a dossier, together {used / done:.2f} an act")
        for name in QUERIES:
            ratio, faster = compare(library, cohort, db, name, done)
            failed |= ratio < (HELD[name] if rows >= FULL else 1) or (rows >= FULL and faster < 1.8)
        failed |= rows >= FULL and (used - dossiers * 22) / done > 4
        cohort.close()
        db.close()
        del cohort, db
        gc.collect()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
