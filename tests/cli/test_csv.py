#!/usr/bin/env python3
"""test_csv.py PATH-OF-CSV-READER: files of figures, as the commands read and write them."""
import csv
import io
import json
import math
import os
import random
import unittest
import unittest.mock

from command import Command

SECRET = "Jansen-1987"  # never said again on standard error


class Csv(Command):
    def read(self, text, *columns, options=(), expect=0):
        path = self.file("figures.csv", text)
        self.run_it(*options, path, *columns, expect=expect)
        self.assertNotIn(SECRET, self.err)
        return self.out

    def rows(self, text, *columns):
        out = json.loads(self.read(text, *columns, options=["--json"]))
        self.assertEqual(list(out), ["rows"])
        return out["rows"]

    def bad(self, text, line, reason, *columns, column=None, dutch=None):
        """All that is said of a bad file: place and reason, to people in two languages and to machines."""
        self.assertEqual(self.read(text, *columns, expect=2), "")
        place = f"wijkteam: {self.path}/figures.csv:" + (f"{line}:" if line else "")
        self.assertEqual(self.err, f"{place} {column + ': ' if column else ''}{reason}\n")
        self.assertEqual(self.read(text, *columns, options=["--nl"], expect=2), "")
        self.assertTrue(self.err.startswith(place))
        self.assertNotIn(reason, self.err)
        if dutch:
            self.assertIn(dutch, self.err)
        self.read(text, *columns, options=["--json"], expect=2)
        said = json.loads(self.err)
        self.assertEqual((said.get("line"), said.get("column_name"), said["text"]), (line, column, reason))
        return said["status"]

    # ---- what is right ----

    def test_columns_are_found_by_name(self):
        text = "other,event,time,\r\nx,1,2.5,y\r\n,0,3e2,\r\n"
        self.assertEqual(self.rows(text, "time/real-required-filled", "event/whole-required"),
                         [{"time": 2.5, "event": 1}, {"time": 300, "event": 0}])
        self.assertEqual(self.read(text, "time/real", "event/whole"), "time,event\r\n2.5,1\r\n300,0\r\n")

    def test_line_ends_and_marks(self):
        wanted = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]
        for end in ("\n", "\r\n"):
            for last in ("", end, end + end, end * 3):
                text = end.join(["a,b", "1,x", "", "2,y"]) + last
                self.assertEqual(self.rows(text, "a/whole", "b/text"), wanted)
                self.assertEqual(self.rows(b"\xEF\xBB\xBF" + text.encode(), "a/whole", "b/text"), wanted)
        self.assertEqual(self.rows('\ufeff"a",b\n1,x\n2,"y"', "a/whole", "b/text"), wanted)

    def test_quotes(self):
        text = 'a,"b ""c"""\r\n"1","x, ""y""\r\nz"\r\n2,""\r\n3,\r\n"4"," "\r\n'
        self.assertEqual(self.rows(text, "a/whole", 'b "c"/text'),
                         [{"a": 1, 'b "c"': 'x, "y"\r\nz'}, {"a": 2, 'b "c"': ""}, {"a": 3}, {"a": 4, 'b "c"': " "}])

    def test_a_file_with_one_column_may_have_rows_without_a_value(self):
        self.assertEqual(self.rows("a\n1\n\n3\n", "a/real"), [{"a": 1}, {}, {"a": 3}])
        self.bad("a\n1\n\n3\n", 3, "a value is wanted here", "a/real-filled", column="a")

    def test_columns_that_are_not_there(self):
        self.assertEqual(self.rows("a\n1\n", "a/whole", "b/real-filled", "c/text", "d/whole"), [{"a": 1}])
        self.assertEqual(self.read("a\n1\n", "a/whole", "b/real", "c/text", "d/whole"), "a,b,c,d\r\n1,,,\r\n")

    def test_no_rows(self):
        for text in ("a,b", "a,b\n", "a,b\r\n\r\n"):
            self.assertEqual(self.rows(text, "a/whole-required-filled"), [])
            self.assertEqual(self.read(text, "a/whole"), "a\r\n")

    def test_numbers_are_what_was_typed(self):
        for text in ("0", "-0.0", "+1.5", ".5", "5.", "1e-7", "1E+300", "0.1", "123456789.123456789", "4.9e-324",
                     "1.7976931348623157e308", "007", "0.30000000000000004", "1e-400"):
            self.assertEqual(self.rows(f"x\n{text}\n", "x/real")[0]["x"], float(text))
        for text in ("0", "-1", "+7", "9223372036854775807", "-9223372036854775807", "-0", "0000012"):
            self.assertEqual(self.rows(f"x\n{text}\n", "x/whole")[0]["x"], int(text))

    def test_reals_come_back_the_same(self):
        draw = random.Random(5)
        values = [math.ldexp(draw.uniform(-1, 1), draw.randint(-300, 300)) for _ in range(2000)]
        text = "x\r\n" + "".join(f"{value!r}\r\n" for value in values)
        again = [float(row["x"]) for row in csv.DictReader(io.StringIO(self.read(text, "x/real")))]
        self.assertEqual(again, values)

    def test_the_locale_changes_nothing(self):
        with unittest.mock.patch.dict(os.environ, LC_ALL="nl_NL.UTF-8", LANG="nl_NL.UTF-8"):
            self.assertEqual(self.read("x\n0.5\n", "x/real"), "x\r\n0.5\r\n")

    def test_standard_input(self):
        self.run_it("-", "a/whole", text="a\n1\n")
        self.assertEqual(self.out, "a\r\n1\r\n")
        self.run_it("-", "a/whole", text="a\nx\n", expect=2)
        self.assertTrue(self.err.startswith("wijkteam: -:2: a: "))

    def test_texts_are_safe_for_a_spreadsheet(self):
        text = "name-of\n=1+1\n+31\n-x\n@a\n\uff1dx\nplain\n"
        self.assertEqual(self.read(text, "name-of/text"), "name_of\r\n'=1+1\r\n'+31\r\n'-x\r\n'@a\r\n'\uff1dx\r\nplain\r\n")
        self.assertEqual(self.rows(text, "name-of/text")[0], {"name_of": "=1+1"})

    def test_large_files(self):
        """Rows and texts beyond every first piece of memory, and rows that lie over the pieces that are read."""
        count = 70000
        text = "id,note,x\n" + "".join(f'{i},"n{i % 1000},{"z" * (i % 97)}",{i}.5\n' for i in range(count))
        rows = self.rows(text, "x/real", "id/whole", "note/text")
        self.assertEqual(rows, [{"x": i + .5, "id": i, "note": f"n{i % 1000},{'z' * (i % 97)}"} for i in range(count)])

    def test_groups_are_in_order_of_their_bytes(self):
        names = [f"g{i:04}" for i in range(3000)]
        order = names * 2
        random.Random(7).shuffle(order)
        text = "g,x\n" + "".join(f"{name},1\n" for name in order) + ",2\n"
        out = json.loads(self.read(text, "g/text", options=["--json", "--groups"]))["rows"]
        self.assertEqual([(row["group_number"], row["name"]) for row in out[:-1]],
                         [(int(name[1:]), name) for name in order])
        self.assertEqual(out[-1], {"line": 6002, "group_number": -1})
        self.assertEqual(json.loads(self.read("g,x\n", "g/text", options=["--json", "--groups"])), {"rows": []})

    # ---- what is wrong ----

    def test_bad_cells(self):
        for text in ("x", "0x10", "inf", "nan", "-", "1e", "1,5", " 1", "1 ", "1.5.5", "e5", ".", "--1", "1_000", SECRET):
            cell = f'"{text}"'
            self.assertEqual(self.bad(f"id,x\n1,2\n3,{cell}\n", 3, "a number is wanted, with a decimal point", "x/real",
                                      column="x", dutch="decimale punt"), "WIJK_E_SYNTAX")
            self.bad(f"id,x\n1,2\n3,{cell}\n", 3, "a whole number is wanted", "x/whole", column="x")
        self.bad("x\n1.0\n", 2, "a whole number is wanted", "x/whole", column="x")
        for text in ("1e309", "-1e999"):
            self.bad(f"x\n{text}\n", 2, "the number is too large", "x/real", column="x")
        for text in ("9223372036854775808", "-9223372036854775808", "9" * 50):
            self.bad(f"x\n{text}\n", 2, "the number is too large", "x/whole", column="x")
        for kind in ("real", "whole", "text"):
            self.bad("x,y\n,1\n", 2, "a value is wanted here", f"x/{kind}-filled", column="x")
        self.bad('x,y\n"",1\n', 2, "a value is wanted here", "x/real-filled", column="x")

    def test_the_line_of_a_row_is_where_it_begins(self):
        self.bad('x,y\n1,"a\nb\nc"\n\nz,"d\ne"\n', 6, "a number is wanted, with a decimal point", "x/real", column="x")

    def test_bad_rows(self):
        for row in ("1", "1,2,3", "1,2,", ",,,"):
            self.bad(f"x,y\n{row}\n", 2, "there are other cells than the header has columns", "x/real")
        stray = "there is a quote in a cell that does not begin with one, or text after the last one"
        for row in ('a"b,1', '"a"b,1', '"a" ,1', 'a""b,1', '"a"\r,1'):
            self.bad(f"x,y\n{row}\n", 2, stray, "x/text")
        for row in ('"a,1', '"', '1,"', '1,"a""'):
            self.bad(f"x,y\n1,2\n{row}\nmore,text\n", 3, "a cell begins with a quote that is never closed", "x/text")
        for row in ("a\rb,1", "\r\r,1", "1,2\r\r", "a,1\r2,3"):
            self.bad(f"x,y\n{row}\n", 2, "there is a carriage return that ends no line", "x/text")

    def test_bad_bytes(self):
        for text in (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80", b"caf\xe9",
                     b"\xe0\x80\xaf", b"\xf8\x88\x80\x80\x80"):
            for row in (text + b",1", b'"' + text + b'",1', b'"\n' + text + b'",1'):
                status = self.bad(b"x,y\n1,2\n" + row + b"\n", 3, "the text is not UTF-8", "y/whole")
                self.assertEqual(status, "WIJK_E_UTF8")
            self.bad(text + b",y\n1,2\n", 1, "the text is not UTF-8", "y/whole")
        self.bad(b"x,y\n1,2\n\x003,4\n", 3, "there is a zero byte", "y/whole")
        self.bad("x,y\n1,2\n".encode("utf-16"), 1, "there is a zero byte", "y/whole")
        for text in ("é", "€", "\U0001f600", "\u07ff", "\uffff"):
            self.assertEqual(self.rows(f"x\n{text}\n", "x/text"), [{"x": text}])

    def test_bad_headers(self):
        self.bad("", None, "there is no header", "x/real")
        self.bad("y\n1\n", 1, "the header has no such column", "x/real-required", column="x")
        self.bad("X, x\n1,2\n", 1, "the header has no such column", "x/real-required", column="x")
        self.assertEqual(self.bad("x,y,x\n1,2,3\n", 1, "two columns of the header have this name", "x/real",
                                  column="x"), "WIJK_E_DUPLICATE")
        self.bad(f"{SECRET},x,{SECRET}\n1,2,3\n", 1, "two columns of the header have the same name", "x/real")
        self.bad("x;y\n1;2\n", 1,
                 "the header has no such column; cells are divided by commas, not by semicolons", "x/real-required",
                 column="x")

    def test_limits(self):
        most = 1024
        names = [f"c{i}" for i in range(most)]
        row = ",".join(str(i) for i in range(most))
        self.assertEqual(self.rows(f"{','.join(names)}\n{row}\n", "c1023/whole"), [{"c1023": 1023}])
        self.bad(f"{','.join(names)},more\n{row},1\n", 1, "there are more columns than can be read", "c1/whole")
        self.bad(f"{','.join(names)}\n{row},1\n", 2, "there are more columns than can be read", "c1/whole")
        room = 1 << 20
        self.assertEqual(len(self.rows("x\n" + "a" * (room - 1), "x/text")[0]["x"]), room - 1)
        long = "the row is longer than can be read"
        for text in ("a" * (room + 1), '"' + "a" * room + '"', '"' + "a\n" * (room // 2) + '"', '"' + '""' * room + '"',
                     '"' + "a" * room + "\n" * 5 + "\nb\n"):
            self.assertEqual(self.bad("x\n1\n" + text + "\n", 3, long, "x/text"), "WIJK_E_LIMIT")

    def test_no_file(self):
        self.run_it(self.path / "nothing.csv", "x/real", expect=2)
        self.assertIn("nothing.csv", self.err)
        self.run_it(self.path, "x/real", expect=2)
        self.assertNotEqual(self.err, "")


if __name__ == "__main__":
    unittest.main()
