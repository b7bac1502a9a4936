"""The shared library as Python sees it, for tests of numbers: arrays in, rows of a result out.

    with Library(sys.argv[1]) as wijk:
        rows = wijk.result("wijk_survival_mean", counted, 730.0)
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

try:
    import cffi
except ImportError:
    print("python3-cffi is not there")
    sys.exit(77)


class Failed(Exception):
    """A call that answered with a status below zero: its name, the path and the index of the error."""

    def __init__(self, status, path, index):
        super().__init__(f"{status} {path} {index}")
        self.status, self.path, self.index = status, path, index


class Library:
    def __init__(self, path):
        self.ffi = cffi.FFI()
        self.ffi.cdef(headers.cleaned(headers.paths(os.environ["WIJK_SOURCE_ROOT"], os.environ["WIJK_BUILD_ROOT"])))
        self.lib = self.ffi.dlopen(path)
        self.context = self._new("wijk_context_new", self.ffi.NULL, self.ffi.NULL)
        self.error = self._new("wijk_error_new", self.context)

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.lib.wijk_error_destroy(self.error)
        self.lib.wijk_context_unref(self.context)

    def _new(self, name, *arguments):
        kind = {"wijk_context_new": "wijk_context **", "wijk_error_new": "wijk_error **"}[name]
        out = self.ffi.new(kind)
        assert getattr(self.lib, name)(*arguments, out) == 0
        return out[0]

    def reals(self, values):
        """An array of doubles; None is NULL."""
        return self.ffi.NULL if values is None else self.ffi.new("double[]", [float(value) for value in values])

    def codes(self, values):
        return self.ffi.NULL if values is None else self.ffi.new("int32_t[]", [int(value) for value in values])

    def wholes(self, values):
        return self.ffi.NULL if values is None else self.ffi.new("int64_t[]", [int(value) for value in values])

    def must(self, status):
        """Answer the status, or raise what went wrong."""
        if status < 0:
            raise Failed(self.ffi.string(self.lib.wijk_status_name(status)).decode(),
                         self.ffi.string(self.lib.wijk_error_path(self.error)).decode(),
                         self.lib.wijk_error_index(self.error))
        return status

    def call(self, name, *arguments):
        """A call that ends in an error object."""
        return self.must(getattr(self.lib, name)(*arguments, self.error))

    def made(self, kind, name, *arguments):
        """What a call makes that ends in an object of this kind and an error object; the caller frees it."""
        out = self.ffi.new(kind + " **")
        self.call(name, *arguments, out)
        return out[0]

    def result(self, name, *arguments):
        """A call that ends in a table and an error object: its rows, as dictionaries by the names of the columns with _
        for -; None where a cell has no value, codes as their names."""
        out = self.ffi.new("wijk_table **")
        self.must(getattr(self.lib, name)(*arguments, out, self.error))
        rows = self.rows(out[0])
        self.lib.wijk_table_unref(out[0])
        return rows

    def rows(self, table):
        lib, ffi = self.lib, self.ffi
        part, number = lib.WIJK_CATALOG_RESULTS, lib.wijk_table_get_id(table)
        columns = []
        for column in range(lib.wijk_table_columns(table)):
            name = ffi.string(lib.wijk_catalog_member_name(part, number, column)).decode().replace("-", "_")
            columns.append((name, self._cell(ffi.string(lib.wijk_catalog_member_type(part, number, column)).decode(),
                                             lib.wijk_catalog_member_list(part, number, column))))
        return [{name: None if lib.wijk_table_is_null(table, place, row) else read(table, place, row)
                 for place, (name, read) in enumerate(columns)} for row in range(lib.wijk_table_rows(table))]

    def _cell(self, kind, codes):
        lib, ffi = self.lib, self.ffi
        if kind == "real":
            return lib.wijk_table_real
        if kind == "code":
            return lambda table, column, row: ffi.string(lib.wijk_catalog_member_name(
                lib.WIJK_CATALOG_CODE_LISTS, codes, lib.wijk_table_int(table, column, row))).decode()
        if kind in ("text", "key"):
            def text(table, column, row):
                size = ffi.new("size_t *")
                return ffi.unpack(lib.wijk_table_text(table, column, row, size), size[0]).decode()
            return text
        return lib.wijk_table_int


def near(got, wanted, relative=1e-10):
    """Whether a figure is the wanted one; None is only None."""
    if got is None or wanted is None:
        return got is None and wanted is None
    return abs(got - wanted) <= relative * max(abs(wanted), 1e-300) or abs(got - wanted) <= 1e-14
