"""The Arrow C interface of the library for Python, by ctypes and capsules: no package is needed to hand something out.

    library = Library(path)          # of the module that tests/arrow/maker.c makes
    table = library.table(...)       # an object that pyarrow, polars, DuckDB and nanoarrow take as it is
"""
import ctypes
import datetime
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t
from ctypes import c_uint32, c_uint64, c_uint8, c_void_p, cast, py_object

TABLES, CODE_LISTS, ACTS, RESULTS = 2, 5, 1, 8  # parts of the catalog
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


class Schema(Structure):
    NAME = b"arrow_schema"


class Array(Structure):
    NAME = b"arrow_array"


class Stream(Structure):
    NAME = b"arrow_array_stream"


Schema._fields_ = [("format", c_char_p), ("name", c_char_p), ("metadata", c_void_p), ("flags", c_int64),
                   ("n_children", c_int64), ("children", POINTER(POINTER(Schema))), ("dictionary", POINTER(Schema)),
                   ("release", CFUNCTYPE(None, POINTER(Schema))), ("private_data", c_void_p)]
Array._fields_ = [("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64),
                  ("n_children", c_int64), ("buffers", POINTER(c_void_p)), ("children", POINTER(POINTER(Array))),
                  ("dictionary", POINTER(Array)), ("release", CFUNCTYPE(None, POINTER(Array))),
                  ("private_data", c_void_p)]
Stream._fields_ = [("get_schema", CFUNCTYPE(c_int, POINTER(Stream), POINTER(Schema))),
                   ("get_next", CFUNCTYPE(c_int, POINTER(Stream), POINTER(Array))),
                   ("get_last_error", CFUNCTYPE(c_char_p, POINTER(Stream))),
                   ("release", CFUNCTYPE(None, POINTER(Stream))), ("private_data", c_void_p)]

DESTRUCTOR = CFUNCTYPE(None, c_void_p)
new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = py_object, [c_void_p, c_char_p, DESTRUCTOR]
pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.restype, pointer_of.argtypes = c_void_p, [py_object, c_char_p]
pointer_in = ctypes.PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(("PyCapsule_GetPointer", ctypes.pythonapi))
kept = {}  # structs that stand in a capsule, by address


def let_go(struct):
    if struct.release:
        struct.release(byref(struct))


def destructor(kind):
    @DESTRUCTOR
    def destroy(capsule):
        let_go(kept.pop(pointer_in(capsule, kind.NAME)))
    return destroy


DESTRUCTORS = {kind: destructor(kind) for kind in (Schema, Array, Stream)}


def capsule(struct):
    address = ctypes.addressof(struct)
    kept[address] = struct
    return new_capsule(address, struct.NAME, DESTRUCTORS[type(struct)])


def struct_in(capsule_object, kind):
    """The struct in a capsule of somebody else's: still theirs, until it is moved."""
    return cast(pointer_of(capsule_object, kind.NAME), POINTER(kind))


class Refused(Exception):
    """A status that is no success, the path of its error, and the item."""


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(path)
        returns = {"maker_context": c_void_p, "maker_table": c_void_p, "maker_live": c_size_t,
                   "wijk_table_rows": c_uint32, "wijk_table_columns": c_uint32, "wijk_table_int": c_int64,
                   "wijk_table_real": c_double, "wijk_table_cell_id": POINTER(c_uint8 * 16),
                   "wijk_table_text": c_void_p, "wijk_cohort_id": POINTER(c_uint8 * 16),
                   "wijk_catalog_name": c_char_p, "wijk_catalog_member_name": c_char_p,
                   "wijk_catalog_member_type": c_char_p, "wijk_status_name": c_char_p, "wijk_error_path": c_char_p,
                   "wijk_error_index": c_int64, "wijk_catalog_count": c_uint32}
        for name, kind in returns.items():
            getattr(self.c, name).restype = kind
        self.context = c_void_p(self.c.maker_context())

    def close(self):
        self.c.wijk_context_unref(self.context)
        return self.c.maker_live()

    def numbers(self):
        """Tables and results that are built from rows."""
        for part in (TABLES, RESULTS):
            for place in range(self.c.wijk_catalog_count(part)):
                number = self.c.wijk_catalog_number(part, place)
                table = self.c.maker_table(self.context, number, 1, 0, c_uint64(1))
                if table:
                    self.c.wijk_table_unref(c_void_p(table))
                    yield number

    def table(self, number, rows, nulls, seed):
        return Table(self, number, c_void_p(self.c.maker_table(self.context, number, rows, nulls, c_uint64(seed))))

    def tables(self, tables, rows):
        return Tables(self, tables, rows)

    def must(self, status, error=None):
        if status != 0:
            path = self.c.wijk_error_path(error).decode() if error else ""
            raise Refused(self.c.wijk_status_name(status).decode(), path, self.c.wijk_error_index(error) if error else -1)


class Table:
    def __init__(self, library, number, handle):
        self.library, self.number, self.handle = library, number, handle

    def __del__(self):
        self.library.c.wijk_table_unref(self.handle)

    def __arrow_c_schema__(self):
        schema = Schema()
        self.library.must(self.library.c.wijk_table_export_arrow(self.handle, byref(schema), None, None))
        return capsule(schema)

    def __arrow_c_array__(self, requested_schema=None):
        schema, array = Schema(), Array()
        self.library.must(self.library.c.wijk_table_export_arrow(self.handle, byref(schema), byref(array), None))
        return capsule(schema), capsule(array)

    def names(self):
        c = self.library.c
        part = TABLES if c.wijk_catalog_name(TABLES, self.number) else RESULTS
        return [(c.wijk_catalog_member_name(part, self.number, i).decode(),
                 c.wijk_catalog_member_type(part, self.number, i).decode(),
                 c.wijk_catalog_member_list(part, self.number, i)) for i in range(c.wijk_table_columns(self.handle))]

    def cell(self, column, row, kind, code_list):
        c, length = self.library.c, c_size_t()
        if c.wijk_table_is_null(self.handle, column, row):
            return None
        if kind in ("id", "ref", "person", "act"):
            return bytes(c.wijk_table_cell_id(self.handle, column, row).contents)
        if kind in ("key", "text"):
            at = c.wijk_table_text(self.handle, column, row, byref(length))
            return ctypes.string_at(at, length.value).decode()
        if kind == "real":
            return c.wijk_table_real(self.handle, column, row)
        value = c.wijk_table_int(self.handle, column, row)
        if kind == "bool":
            return value != 0
        if kind == "date":
            return datetime.date(1970, 1, 1) + datetime.timedelta(days=value)
        if kind == "time":
            return EPOCH + datetime.timedelta(microseconds=value)
        if kind == "act-type":
            return c.wijk_catalog_name(ACTS, c_int32(value)).decode()
        if kind == "code":
            return c.wijk_catalog_member_name(CODE_LISTS, code_list, c_int32(value)).decode()
        return value

    def rows(self):
        """What every peer must read: one dictionary a row."""
        names = self.names()
        return [{name: self.cell(column, row, kind, code_list) for column, (name, kind, code_list) in enumerate(names)}
                for row in range(self.library.c.wijk_table_rows(self.handle))]


class Tables:
    """Tables as one stream, in batches."""

    def __init__(self, library, tables, rows):
        self.library, self.list, self.batch = library, tables, rows

    def __arrow_c_stream__(self, requested_schema=None):
        stream = Stream()
        handles = (c_void_p * len(self.list))(*[table.handle for table in self.list])
        self.library.must(self.library.c.wijk_table_export_stream(self.library.context, handles,
                                                                  c_size_t(len(self.list)), c_uint32(self.batch),
                                                                  byref(stream), None))
        return capsule(stream)

    def rows(self):
        return [row for table in self.list for row in table.rows()]


class Cohort:
    """A cohort that is filled from whatever can be asked for a stream, then sealed, and then handed out."""
    DOSSIERS, ACTS, MEASUREMENTS, STAYS = 1, 2, 3, 4

    def __init__(self, library):
        self.library, self.handle, self.error = library, c_void_p(), c_void_p()
        library.must(library.c.wijk_error_new(library.context, byref(self.error)))
        library.must(library.c.wijk_cohort_new(library.context, byref(self.handle), self.error), self.error)

    def __del__(self):
        self.library.c.wijk_cohort_unref(self.handle)
        self.library.c.wijk_error_destroy(self.error)

    def append(self, what, source):
        """The stream is moved out of its capsule, as a consumer does."""
        holder = source.__arrow_c_stream__()
        theirs = struct_in(holder, Stream)
        ours = Stream.from_buffer_copy(theirs.contents)
        theirs.contents.release = CFUNCTYPE(None, POINTER(Stream))()
        status = self.library.c.wijk_cohort_append_arrow(self.handle, what, byref(ours), self.error)
        assert not ours.release, "the stream is always released"
        self.library.must(status, self.error)
        return self

    def seal(self):
        self.library.must(self.library.c.wijk_cohort_seal(self.handle, self.error), self.error)
        return self

    def __arrow_c_array__(self, requested_schema=None):
        schema, array = Schema(), Array()
        self.library.must(self.library.c.wijk_cohort_export_arrow(self.handle, byref(schema), byref(array), self.error),
                          self.error)
        return capsule(schema), capsule(array)

    def rows(self, what, batch=0):
        return CohortRows(self, what, batch)


class CohortRows:
    def __init__(self, cohort, what, batch):
        self.cohort, self.what, self.batch = cohort, what, batch

    def __arrow_c_stream__(self, requested_schema=None):
        stream, cohort = Stream(), self.cohort
        cohort.library.must(cohort.library.c.wijk_cohort_export_stream(cohort.handle, self.what, c_uint32(self.batch),
                                                                       byref(stream), cohort.error), cohort.error)
        return capsule(stream)
