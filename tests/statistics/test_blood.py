#!/usr/bin/env python3
"""test_blood.py LIBRARY: the blood values of 1,050 real pathways as repeated measurements.

Three scales, values in thousandths, handed to a cohort as columns. What the tally of first and last measurements
counts, whole and in seven parts that are merged, is compared with a count on the rows of the file."""
import collections
import csv
import datetime
import os
import sys

import library

DATA = os.path.join(os.environ["WIJK_SOURCE_ROOT"], "..", "shared", "data", "sepsis-events.csv")
SCALES = ("crp", "leucocytes", "lactic_acid")
NO_DAY, PARTS = -2 ** 31, 7
EPOCH = datetime.date(1970, 1, 1)


def read():
    """(case, day, scale, value in thousandths), in the order of the file."""
    with open(DATA, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = (datetime.date.fromisoformat(row["time"][:10]) - EPOCH).days
            for scale in SCALES:
                if row[scale]:
                    yield row["case"], day, scale, round(float(row[scale]) * 1000)


def expected(rows, scale):
    """How many cases went from a first level to a last one; None when all was on one day."""
    taken = collections.defaultdict(list)
    for case, day, of, value in rows:
        if of == scale:
            taken[case].append((day, value))
    counts = collections.Counter()
    for values in taken.values():
        values.sort(key=lambda one: one[0])
        counts[values[0][1], values[-1][1] if values[-1][0] > values[0][0] else None] += 1
    return counts


def fill(wijk, rows):
    """A sealed cohort with a dossier for every case."""
    lib, none = wijk.lib, wijk.ffi.NULL
    cohort = wijk.made("wijk_cohort", "wijk_cohort_new", wijk.context)
    number = {case: place for place, case in enumerate(sorted({row[0] for row in rows}))}
    ids = wijk.ffi.new("wijk_id[]", [{"bytes": list((place + 1).to_bytes(16, "big"))} for place in number.values()])
    wijk.call("wijk_cohort_add_dossiers", cohort, ids, none, none, none, len(number))
    scales, code = {}, wijk.ffi.new("int32_t *")
    for scale in SCALES:
        wijk.call("wijk_cohort_scale", cohort, scale.encode(), len(scale), code)
        scales[scale] = code[0]
    case, day, scale, value = map(wijk.codes, zip(*((number[case], day, scales[scale], value)
                                                    for case, day, scale, value in rows)))
    wijk.call("wijk_cohort_add_measurements", cohort, case, none, day, scale, none, value, len(rows))
    wijk.call("wijk_cohort_seal", cohort)
    return cohort


def pairs(wijk, cohort, scale, parts):
    """What a tally counts, made in parts that are merged from the last to the first."""
    lib = wijk.lib
    whole = wijk.made("wijk_tally", "wijk_tally_new_pairs", cohort, lib.WIJK_UNIT_EVERYTHING, scale.encode(), NO_DAY,
                      NO_DAY)
    bounds = wijk.ffi.new("uint32_t[]", parts + 1)
    wijk.must(wijk.lib.wijk_cohort_parts(cohort, parts, bounds))
    for part in reversed(range(parts)):
        one = wijk.made("wijk_tally", "wijk_tally_new_like", whole)
        wijk.call("wijk_cohort_run", cohort, bounds[part], bounds[part + 1], wijk.ffi.new("wijk_tally *[]", [one]), 1)
        wijk.call("wijk_tally_merge", whole, one)
        lib.wijk_tally_destroy(one)
    counts = collections.Counter()
    for row in wijk.result("wijk_tally_table", whole):
        first, last = (None if level is None else round(level * 1000) for level in (row["first"], row["last"]))
        counts[first, last] += row["count"]
    lib.wijk_tally_destroy(whole)
    return counts


def main():
    if not os.path.isfile(DATA):
        print("the data is not there")
        return 77
    rows = list(read())
    with library.Library(sys.argv[1]) as wijk:
        cohort = fill(wijk, rows)
        for scale in SCALES:
            right = expected(rows, scale)
            for parts in (1, PARTS):
                if pairs(wijk, cohort, scale, parts) != right:
                    sys.exit(f"{scale}, in {parts} parts: the tally is not what stands in the file")
            lost = sum(count for (_, last), count in right.items() if last is None)
            lower = sum(count for (first, last), count in right.items() if last is not None and last < first)
            print(f"{scale}: {sum(right.values())} patients, {lost} measured on one day only, {lower} lower at the end")
        wijk.lib.wijk_cohort_unref(cohort)
    return 0


if __name__ == "__main__":
    sys.exit(main())
