#!/usr/bin/env python3
"""cohorts.py MODULE FOLDER: rows of pyarrow, polars, DuckDB and nanoarrow into cohorts, and cohorts out to them.

Every type that is taken, in batches of 1, 7 and 10,000, sliced, with nulls and with dictionaries, must give the same
cohort; what breaks a rule is refused with the column and the row. Installs the packages by name into FOLDER when they
are not there yet; exits with 77 where that is impossible."""
import datetime
import gc
import os
import random
import sys
import unittest
import uuid

import packages

MODULE, FOLDER = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:3]
packages.install(FOLDER)

import duckdb  # noqa: E402
import nanoarrow  # noqa: E402
import polars  # noqa: E402
import pyarrow as pa  # noqa: E402

from interface import Cohort, Library, Refused  # noqa: E402

DAY = datetime.date(2026, 1, 5)
WHATS = ["dossier-open", "goal-set", "tier-enter/care/team-plan", "tier-enter/care/pressured", "dossier-close"]
BATCHES = (1, 7, 10000)


def identity(number):
    return uuid.UUID(int=(number + 1) << 64 | 7).bytes


def day(number):
    return DAY + datetime.timedelta(days=number)


def acts(count, dossiers=40, seed=1):
    draw = random.Random(seed)
    return {"dossier": [identity(draw.randrange(dossiers)) for _ in range(count)],
            "day": [day(draw.randrange(300)) for _ in range(count)],
            "what": [draw.choice(WHATS) for _ in range(count)]}


def plain(rows):
    return [(row["dossier"], row["day"], row["what"]) for row in rows]


def in_order(columns):
    """What a sealed cohort holds: by dossier as these came, by day, else as they came."""
    first = {}
    for number in columns["dossier"]:
        first.setdefault(number, len(first))
    rows = zip(columns["dossier"], columns["day"], columns["what"])
    return sorted(rows, key=lambda row: (first[row[0]], row[1]))


def sliced(array):
    """The same values with others around them in the same buffers."""
    around = pa.concat_arrays([array.slice(0, 3), array, array.slice(0, 2)])
    return around.slice(min(3, len(array)), len(array))


class Cohorts(unittest.TestCase):
    def setUp(self):
        self.library = Library(MODULE)

    def tearDown(self):
        gc.collect()
        self.assertEqual(self.library.close(), 0, "everything was released")

    def taken(self, what, source):
        return Cohort(self.library).append(what, source).seal()

    def acts_of(self, cohort):
        return plain(pa.table(cohort.rows(Cohort.ACTS)).to_pylist())

    def refused(self, what, source):
        cohort = Cohort(self.library)
        with self.assertRaises(Refused) as caught:
            cohort.append(what, source)
        return caught.exception.args

    # ---- out ----

    def test_a_cohort_is_the_same_in_every_way_out(self):
        columns = acts(2000)
        wanted = in_order(columns)
        cohort = self.taken(Cohort.ACTS, pa.table(columns))
        whole = pa.record_batch(cohort)
        whole.validate(full=True)
        nested = [(row["dossier"], act["day"], act["what"]) for row in whole.to_pylist() for act in row["acts"]]
        self.assertEqual(nested, wanted)
        self.assertEqual(set(row["team"] for row in whole.to_pylist()), {""})
        for batch in (0, *BATCHES):
            table = pa.table(cohort.rows(Cohort.ACTS, batch))
            table.validate(full=True)
            self.assertEqual(plain(table.to_pylist()), wanted)
            self.assertEqual(plain(polars.DataFrame(cohort.rows(Cohort.ACTS, batch)).to_dicts()), wanted)
        for own in (pa.table(cohort.rows(Cohort.ACTS)), cohort.rows(Cohort.ACTS, 100)):
            got = duckdb.sql("SELECT dossier, day, what FROM own").fetchall()  # found by its name
            self.assertEqual(got, wanted)
            count = duckdb.sql("SELECT count(*) FROM own WHERE what = 'goal-set' AND day < DATE '2026-03-01'").fetchall()
            self.assertEqual(count[0][0], sum(what == "goal-set" and when < datetime.date(2026, 3, 1)
                                           for _, when, what in wanted))
            del own
        self.assertEqual(len(nanoarrow.Array(cohort)), whole.num_rows)

    def test_units(self):
        columns = {"dossier": [identity(i) for i in range(9)], "municipality": ["Utrecht", "Zeist", None] * 3,
                   "team": ["b", "a", ""] * 3, "other": list(range(9))}
        wanted = [{"dossier": columns["dossier"][i], "municipality": columns["municipality"][i] or "",
                   "neighbourhood": "", "team": columns["team"][i]} for i in range(9)]
        for batch in BATCHES:
            cohort = self.taken(Cohort.DOSSIERS, pa.table(columns).to_reader(batch))
            for size in (0, 2):
                self.assertEqual(pa.table(cohort.rows(Cohort.DOSSIERS, size)).to_pylist(), wanted)
            self.assertEqual(pa.record_batch(cohort).drop_columns(["acts"]).to_pylist(), wanted)

    def test_nothing(self):
        schema = pa.schema([("dossier", pa.binary(16)), ("day", pa.date32()), ("what", pa.string())])
        for source in (schema.empty_table(), schema.empty_table().to_reader(),
                       pa.RecordBatchReader.from_batches(schema, [])):
            cohort = self.taken(Cohort.ACTS, source)
            self.assertEqual(pa.record_batch(cohort).num_rows, 0)
            for what in (Cohort.DOSSIERS, Cohort.ACTS, Cohort.MEASUREMENTS):
                self.assertEqual(pa.table(cohort.rows(what)).num_rows, 0)
        empty = schema.empty_table().to_batches()[:1] or [pa.record_batch([[], [], []], schema=schema)]
        some = pa.table(acts(5), schema=schema).to_batches()
        self.assertEqual(len(self.acts_of(self.taken(
            Cohort.ACTS, pa.RecordBatchReader.from_batches(schema, empty + some + empty)))), 5)

    # ---- in: the same rows in every form ----

    def test_batches_and_slices(self):
        columns = acts(10050)
        wanted = in_order(columns)
        table = pa.table(columns)
        part = pa.Table.from_arrays([sliced(column.combine_chunks()) for column in table.columns], table.column_names)
        for batch in BATCHES:
            for source in (table, part):
                cohort = self.taken(Cohort.ACTS, source.to_reader(batch))
                self.assertEqual(self.acts_of(cohort), wanted)

    def test_types(self):
        columns = acts(600)
        wanted = in_order(columns)
        ids = pa.array(columns["dossier"], pa.binary(16))
        names = pa.array([str(uuid.UUID(bytes=number)) for number in columns["dossier"]])
        days, whats = pa.array(columns["day"], pa.date32()), pa.array(columns["what"])
        texts = (pa.string(), pa.large_string(), pa.string_view())
        instants = [pa.timestamp(unit, zone) for unit in ("s", "ms", "us", "ns") for zone in (None, "UTC", "+00:00")]
        coded = [pa.dictionary(index, pa.string()) for index in (
            pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64())]
        raw = (pa.binary(), pa.large_binary(), pa.binary_view())
        forms = {"dossier": [ids, ids.dictionary_encode(), *(ids.cast(pa.binary()).cast(kind) for kind in raw),
                             *(names.cast(text) for text in texts), names.dictionary_encode()],
                 "day": [days, days.dictionary_encode(), days.cast(pa.date64()), days.cast(pa.string()),
                         *(days.cast(instant) for instant in instants)],
                 "what": [*(whats.cast(text) for text in texts), *(whats.dictionary_encode().cast(kind) for kind in coded)]}
        base = {"dossier": ids, "day": days, "what": whats}
        for name, arrays in forms.items():
            for array in arrays:
                for form in (array, sliced(array)):
                    table = pa.table({**base, name: form})
                    self.assertEqual(self.acts_of(self.taken(Cohort.ACTS, table.to_reader(77))), wanted, str(array.type))
        struct = pa.StructArray.from_arrays(list(base.values()), list(base))
        around = pa.concat_arrays([struct.slice(5, 9), struct, struct]).slice(9, len(struct))
        self.assertEqual(self.acts_of(self.taken(Cohort.ACTS, pa.chunked_array([around]))), wanted)

    def test_peers(self):
        columns = acts(500)
        wanted = in_order(columns)
        frame = polars.DataFrame(columns, schema={"dossier": polars.Binary, "day": polars.Date, "what": polars.String})
        texts = frame.with_columns(dossier=polars.Series([str(uuid.UUID(bytes=i)) for i in columns["dossier"]]))
        for form in (texts, texts.with_columns(what=polars.col("what").cast(polars.Categorical)), texts.lazy().collect(),
                     polars.concat([texts[:100], texts[100:]], rechunk=False)):
            self.assertEqual(self.acts_of(self.taken(Cohort.ACTS, form)), wanted)
        relation = duckdb.sql("SELECT dossier, day, what FROM texts")
        self.assertEqual(self.acts_of(self.taken(Cohort.ACTS, relation.to_arrow_table())), wanted)
        stream = nanoarrow.c_array_stream(pa.table(columns))
        self.assertEqual(self.acts_of(self.taken(Cohort.ACTS, stream)), wanted)

    def test_round_trip(self):
        """What comes out goes in again, batch by batch, and comes out the same."""
        first = self.taken(Cohort.ACTS, pa.table(acts(3000)))
        for batch in (1, 7, 0):
            again = Cohort(self.library).append(Cohort.DOSSIERS, first.rows(Cohort.DOSSIERS, batch))
            again.append(Cohort.ACTS, first.rows(Cohort.ACTS, batch)).seal()
            self.assertTrue(pa.record_batch(again).equals(pa.record_batch(first)))

    def test_measurements(self):
        draw = random.Random(3)
        rows = [{"dossier": identity(draw.randrange(5)), "subject": draw.choice([None, identity(90), identity(91)]),
                 "day": day(draw.randrange(50)), "scale": draw.choice(["zrm/finances", "gas"]),
                 "rater": draw.choice(["client", "child", None]), "thousandths": draw.randrange(-9, 9) * 250}
                for _ in range(400)]
        table = pa.table({name: [row[name] for row in rows] for name in rows[0]})
        first = {}
        for row in rows:
            first.setdefault(row["dossier"], len(first))
        wanted = sorted(({**row, "subject": row["subject"] or bytes(16), "rater": row["rater"] or ""} for row in rows),
                        key=lambda row: str((first[row["dossier"]], row["day"], row["scale"], row["rater"],
                                             row["subject"], row["thousandths"])))

        def got(source):
            out = pa.table(self.taken(Cohort.MEASUREMENTS, source).rows(Cohort.MEASUREMENTS, 33))
            out.validate(full=True)
            return sorted(out.to_pylist(), key=lambda row: str((first[row["dossier"]], row["day"], row["scale"],
                                                                row["rater"], row["subject"], row["thousandths"])))
        for batch in BATCHES:
            self.assertEqual(got(table.to_reader(batch)), wanted)
        values = [row["thousandths"] / 1000 for row in rows]
        bare = table.drop_columns(["thousandths"])
        for kind in (pa.float64(), pa.float32()):
            self.assertEqual(got(bare.append_column("value", pa.array(values, kind))), wanted)
        for kind in (pa.int16(), pa.int64()):
            self.assertEqual(got(table.set_column(5, "thousandths", table["thousandths"].cast(kind))), wanted)
        household = table.drop_columns(["subject", "rater"])
        for extra in ([], [("rater", pa.nulls(400)), ("subject", pa.nulls(400))]):
            source = household
            for name, column in extra:
                source = source.append_column(name, column)
            self.assertEqual({(row["subject"], row["rater"]) for row in got(source)}, {(bytes(16), "")})
        whole = bare.append_column("value", pa.array([2] * 400, pa.int8()))
        self.assertEqual({row["thousandths"] for row in got(whole)}, {2000})

    def test_stays(self):
        rows = [(0, "team-plan", 0, 10), (0, "pressured", 10, 20), (0, "team-plan", 25, None),
                (1, "pressured", 3, 3), (1, "team-plan", 3, 9), (2, "team-plan", 1, None), (3, "pressured", 5, 8)]
        table = pa.table({"dossier": pa.array([identity(i) for i, *_ in rows], pa.binary(16)), "ladder": ["care"] * 7,
                          "tier": [tier for _, tier, *_ in rows], "from": [day(start) for *_, start, _ in rows],
                          "until": [end and day(end) for *_, end in rows]})
        wanted = []
        for who, name, when in [(0, "tier-enter/care/team-plan", 0), (0, "tier-enter/care/pressured", 10),
                                (0, "dossier-close", 20), (0, "tier-enter/care/team-plan", 25),
                                (1, "tier-enter/care/pressured", 3), (1, "tier-enter/care/team-plan", 3),
                                (1, "dossier-close", 9), (2, "tier-enter/care/team-plan", 1),
                                (3, "tier-enter/care/pressured", 5), (3, "dossier-close", 8)]:
            wanted.append((identity(who), day(when), name))
        for batch in BATCHES:
            self.assertEqual(self.acts_of(self.taken(Cohort.STAYS, table.to_reader(batch))), wanted)
        for wrong, row in ((table.take([1, 0]), 1), (table.take([2, 1]), 1), (table.take([2, 2]), 1),
                           (table.take([0, 3, 5, 5]), 3)):
            for batch in BATCHES:
                self.assertEqual(self.refused(Cohort.STAYS, wrong.to_reader(batch)), ("WIJK_E_RANGE", "from", row))
        backwards = table.set_column(4, "until", pa.array([day(-1)] * 7))
        self.assertEqual(self.refused(Cohort.STAYS, backwards), ("WIJK_E_RANGE", "until", 0))

    # ---- in: what is refused ----

    def test_bad_values(self):
        columns = acts(20000)
        names = [str(uuid.UUID(bytes=number)) for number in columns["dossier"]]
        for name, value, kind, status in (
                ("dossier", None, pa.binary(16), "WIJK_E_MISSING"), ("dossier", bytes(16), pa.binary(16), "WIJK_E_ID"),
                ("dossier", "no id", pa.string(), "WIJK_E_ID"),
                ("dossier", b"x", pa.binary(), "WIJK_E_ID"), ("dossier", b"x" * 17, pa.large_binary(), "WIJK_E_ID"),
                ("day", None, pa.date32(), "WIJK_E_MISSING"),
                ("day", "2026-02-30", pa.string(), "WIJK_E_DATE"), ("day", 2932897, pa.date32(), "WIJK_E_DATE"),
                ("day", -10**15, pa.timestamp("s"), "WIJK_E_DATE"), ("what", None, pa.string(), "WIJK_E_MISSING"),
                ("what", "nothing", pa.string(), "WIJK_E_ACT_TYPE"), ("what", "", pa.string(), "WIJK_E_ACT_TYPE"),
                ("what", "tier-enter", pa.string(), "WIJK_E_MISSING"),
                ("what", "tier-enter/care", pa.string(), "WIJK_E_MISSING"),
                ("what", "tier-enter/Care/x", pa.string(), "WIJK_E_KEY"),
                ("what", "goal-set/care/x", pa.string(), "WIJK_E_ARGUMENT")):
            plain_day = {pa.string(): [str(one) for one in columns["day"]]}
            base = {"dossier": names if kind == pa.string() and name == "dossier" else columns["dossier"],
                    "day": plain_day.get(kind, columns["day"]) if name == "day" else columns["day"],
                    "what": columns["what"]}
            for place in (0, 9999, 19999):
                array = pa.array(base[name]).cast(kind) if name == "day" else pa.array(base[name], kind)
                bad = pa.array([value], pa.int64() if isinstance(value, int) else None)
                bad = bad.cast(pa.int32()).cast(kind) if kind == pa.date32() and value else bad.cast(kind)
                array = pa.concat_arrays([array.slice(0, place), bad, array.slice(place + 1)])
                self.assertEqual(self.refused(Cohort.ACTS, pa.table({**base, name: array}).to_reader(7000)),
                                 (status, name, place))

    def test_bad_bytes(self):
        bad = pa.array([b"ok", b"caf\xe9"]).view(pa.string())
        table = pa.table({"dossier": [identity(1), identity(2)], "team": bad})
        self.assertEqual(self.refused(Cohort.DOSSIERS, table), ("WIJK_E_UTF8", "team", 1))
        twice = pa.table({"dossier": [identity(1), identity(2), identity(1)]})
        self.assertEqual(self.refused(Cohort.DOSSIERS, twice), ("WIJK_E_DUPLICATE", "dossier", 2))

    def test_bad_columns(self):
        base = {"dossier": [identity(1)], "day": [DAY], "what": ["goal-set"]}
        for name in base:
            table = pa.table({key: value for key, value in base.items() if key != name})
            self.assertEqual(self.refused(Cohort.ACTS, table)[:2], ("WIJK_E_MISSING", name))
            twice = pa.Table.from_arrays([*map(pa.array, base.values()), pa.array(base[name])], [*base, name])
            self.assertEqual(self.refused(Cohort.ACTS, twice)[:2], ("WIJK_E_DUPLICATE", name))
        for name, arrays in {
                "dossier": [pa.array([1]), pa.array([b"0" * 15], pa.binary(15)), pa.array([1.5]),
                            pa.array([[identity(1)]])],
                "day": [pa.array([1]), pa.array([1], pa.time32("s")), pa.array([True]), pa.array([1.5]),
                        pa.array([DAY]).cast(pa.timestamp("s", "Europe/Amsterdam")), pa.array([1], pa.duration("s"))],
                "what": [pa.array([b"goal-set"]), pa.array([1]), pa.array([["goal-set"]]), pa.array([{"a": 1}]),
                         pa.array([b"goal-set"]).dictionary_encode(),
                         pa.RunEndEncodedArray.from_arrays([1], ["goal-set"])]}.items():
            for array in arrays:
                self.assertEqual(self.refused(Cohort.ACTS, pa.table({**base, name: array}))[:2], ("WIJK_E_TYPE", name),
                                 str(array.type))
        measured = {"dossier": [identity(1)], "day": [DAY], "scale": ["gas"], "value": [1]}
        for values, status in (([1.23456], "WIJK_E_RANGE"), ([float("nan")], "WIJK_E_RANGE"),
                               ([float("inf")], "WIJK_E_RANGE"), ([3e6], "WIJK_E_RANGE"), ([10**7], "WIJK_E_RANGE"),
                               ([None], "WIJK_E_TYPE")):
            table = pa.table({**measured, "value": values})
            self.assertEqual(self.refused(Cohort.MEASUREMENTS, table)[:2],
                             (status if values[0] is not None else "WIJK_E_MISSING", "value"))
        self.assertEqual(self.refused(Cohort.MEASUREMENTS, pa.table({**measured, "rater": ["nobody"]}))[:2],
                         ("WIJK_E_CODE", "rater"))
        self.assertEqual(self.refused(Cohort.MEASUREMENTS, pa.table({**measured, "thousandths": [1]}))[:2],
                         ("WIJK_E_DUPLICATE", "value"))
        del measured["value"]
        self.assertEqual(self.refused(Cohort.MEASUREMENTS, pa.table(measured))[:2], ("WIJK_E_MISSING", "value"))
        self.assertEqual(self.refused(Cohort.ACTS, pa.chunked_array([[1]]))[0], "WIJK_E_TYPE")

    def test_a_stream_that_fails(self):
        schema = pa.schema([("dossier", pa.binary(16)), ("day", pa.date32()), ("what", pa.string())])

        def batches():
            yield pa.record_batch(acts(10), schema=schema)
            raise OSError("gone")
        reader = pa.RecordBatchReader.from_batches(schema, batches())
        self.assertEqual(self.refused(Cohort.ACTS, reader)[0], "WIJK_E_IO")

    def test_a_sealed_cohort_takes_nothing(self):
        cohort = self.taken(Cohort.ACTS, pa.table(acts(3)))
        with self.assertRaises(Refused) as caught:
            cohort.append(Cohort.ACTS, pa.table(acts(3)))
        self.assertEqual(caught.exception.args[:2], ("WIJK_E_ARGUMENT", "cohort"))
        with self.assertRaises(Refused):
            pa.record_batch(Cohort(self.library))


if __name__ == "__main__":
    unittest.main(verbosity=1)
