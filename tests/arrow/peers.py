#!/usr/bin/env python3
"""peers.py MODULE FOLDER: what pyarrow, polars, DuckDB and nanoarrow read of what the library hands out.

Every table and result, whole and as streams in batches of any size, without values, with some and with all; filtered
and projected; released on other threads. Installs the packages by name into FOLDER when they are not there yet
(packages.txt beside this file); exits with 77 where that is impossible."""
import concurrent.futures
import gc
import os
import sys
import unittest

import packages

MODULE, FOLDER = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:3]
packages.install(FOLDER)

import duckdb  # noqa: E402
import nanoarrow  # noqa: E402
import polars  # noqa: E402
import pyarrow  # noqa: E402

from interface import Library  # noqa: E402

COUNTS = (0, 1, 9, 700)


class Peers(unittest.TestCase):
    def setUp(self):
        self.library = Library(MODULE)
        self.numbers = list(self.library.numbers())
        self.assertGreater(len(self.numbers), 30)

    def tearDown(self):
        gc.collect()
        self.assertEqual(self.library.close(), 0, "everything was released")

    def samples(self):
        for number in self.numbers:
            for rows in COUNTS:
                for nulls in (0, 3, 8):
                    yield self.library.table(number, rows, nulls, number + rows)

    def streams(self):
        for number in self.numbers:
            tables = [self.library.table(number, rows, 2, rows + 1) for rows in (0, 5, 0, 600)]
            for batch in (0, 1, 7, 513):
                yield self.library.tables(tables, batch)

    def test_pyarrow(self):
        for table in self.samples():
            batch = pyarrow.record_batch(table)
            batch.validate(full=True)
            self.assertEqual(batch.to_pylist(), table.rows())
            self.assertEqual([field.nullable for field in batch.schema][1:], [True] * (batch.num_columns - 1))
        for stream in self.streams():
            whole = pyarrow.table(stream)
            whole.validate(full=True)
            self.assertEqual(whole.to_pylist(), stream.rows())

    def test_pyarrow_types(self):
        wanted = {"id": pyarrow.binary(16), "ref": pyarrow.binary(16), "person": pyarrow.binary(16),
                  "act": pyarrow.binary(16), "int": pyarrow.int64(), "bool": pyarrow.bool_(), "date": pyarrow.date32(),
                  "time": pyarrow.timestamp("us", "UTC"), "real": pyarrow.float64(), "key": pyarrow.string(),
                  "text": pyarrow.string(), "code": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
                  "act-type": pyarrow.dictionary(pyarrow.int32(), pyarrow.string())}
        for number in self.numbers:
            table = self.library.table(number, 1, 0, 1)
            self.assertEqual([(field.name, field.type) for field in pyarrow.schema(table)],
                             [(name, wanted[kind]) for name, kind, _ in table.names()])

    def test_polars(self):
        for table in self.samples():
            self.assertEqual(polars.DataFrame(table).to_dicts(), table.rows())
        for stream in self.streams():
            self.assertEqual(polars.DataFrame(stream).to_dicts(), stream.rows())

    def test_nanoarrow(self):
        for table in self.samples():
            array = nanoarrow.Array(table)
            self.assertEqual(len(array), self.library.c.wijk_table_rows(table.handle))
            view = nanoarrow.c_array(table).view()
            self.assertEqual(view.n_children, len(table.names()))
        for number in self.numbers:
            table = self.library.table(number, 700, 3, number)
            rows = table.rows()
            whole = nanoarrow.c_array(table)
            for place, (name, kind, _) in enumerate(table.names()):
                if kind in ("code", "act-type"):  # it gives dictionaries as their places
                    names = nanoarrow.Array(whole.child(place).dictionary).to_pylist()
                    got = [None if code is None else names[code] for code in indices(whole.child(place))]
                else:
                    got = nanoarrow.Array(whole.child(place)).to_pylist()
                self.assertEqual([plain(value) for value in got], [plain(row[name]) for row in rows], name)

    def test_duckdb(self):
        """By the replacement scan of Python. duckdb_arrow_scan() of its C API is not used: it gives wrong answers."""
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for stream in self.streams():
                data = pyarrow.table(stream)  # noqa: F841: DuckDB finds it by its name
                columns = connection.execute("SELECT * FROM data").fetchall()
                names = [name for name, _, _ in stream.list[0].names()]
                self.assertEqual([tuple(plain(value) for value in row) for row in columns],
                                 [tuple(plain(row[name]) for name in names) for row in stream.rows()])

    def test_duckdb_without_pyarrow(self):
        """Straight from our capsule, with a filter and a projection that are pushed down."""
        with duckdb.connect() as connection:
            stays = next(number for number in self.numbers
                         if self.library.c.wijk_catalog_name(2, number) == b"tier-stays")
            tables = [self.library.table(stays, 3000, 2, seed) for seed in range(4)]
            rows = [row for table in tables for row in table.rows()]
            for batch in (0, 100):
                stream = self.library.tables(tables, batch)  # noqa: F841: DuckDB finds it by its name
                got = connection.execute("SELECT days, direction, \"from\" FROM stream WHERE direction = 'up' "
                                         "AND \"from\" < DATE '2000-01-01' AND emergency").fetchall()
                wanted = [(row["days"], row["direction"], row["from"]) for row in rows
                          if row["from"] and row["from"].year < 2000 and row["direction"] == "up" and row["emergency"]]
                self.assertGreater(len(wanted), 100)
                self.assertEqual(sorted(got, key=str), sorted(wanted, key=str))

    def test_released_elsewhere(self):
        """Many threads read and release parts of the same tables, long after these are gone."""
        tables = [self.library.table(number, 700, 2, 3) for number in self.numbers]
        wanted = [table.rows() for table in tables]
        parts = [pyarrow.table(self.library.tables([table], 64)) for table in tables]
        del tables

        def read(place):
            rows = parts[place].to_pylist()
            parts[place] = None
            return rows
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(pool.map(read, range(len(parts)))), wanted)

    def test_nobody_reads(self):
        """A capsule that nobody consumes releases what is in it."""
        table = self.library.table(self.numbers[0], 10, 0, 1)
        table.__arrow_c_schema__()
        table.__arrow_c_array__()
        self.library.tables([table], 3).__arrow_c_stream__()

    def test_parts_of_parts(self):
        for number in self.numbers[:10]:
            table = self.library.table(number, 700, 3, 1)
            rows, batch = table.rows(), pyarrow.record_batch(table)
            for begin, count in ((0, 1), (1, 7), (63, 65), (699, 1), (700, 0)):
                self.assertEqual(batch.slice(begin, count).to_pylist(), rows[begin:begin + count])


def indices(array):
    """The places in a dictionary that an array holds."""
    view = array.view()
    validity, codes = list(view.buffer(0).elements()) if view.buffer(0).size_bytes else None, list(view.buffer(1))
    places = range(array.offset, array.offset + array.length)
    return [None if validity and not validity[i] else codes[i] for i in places]


def plain(value):
    return value.timestamp() if hasattr(value, "timestamp") else bytes(value) if isinstance(value, bytes) else value


if __name__ == "__main__":
    unittest.main(verbosity=1)
