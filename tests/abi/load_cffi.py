#!/usr/bin/env python3
"""load_cffi.py LIBRARY: cffi reads the public headers with nothing but their comments and directives taken away,
finds every function in the library, and can do a small job with it."""
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


def main():
    found = headers.paths(os.environ["WIJK_SOURCE_ROOT"], os.environ["WIJK_BUILD_ROOT"])
    ffi = cffi.FFI()
    ffi.cdef(headers.cleaned(found))
    library = ffi.dlopen(sys.argv[1])

    missing = [function.name for function in headers.functions(found) if not hasattr(library, function.name)]
    if missing:
        print("declared, but not in the library: " + ", ".join(missing))
        return 1

    context = ffi.new("wijk_context **")
    assert library.wijk_context_new(ffi.NULL, ffi.NULL, context) == library.WIJK_OK
    error = ffi.new("wijk_error **")
    assert library.wijk_error_new(context[0], error) == library.WIJK_OK
    date = ffi.new("wijk_date *")
    assert library.wijk_date_parse(b"2026-03-01", 10, date, error[0]) == library.WIJK_OK
    assert date[0] == 20513 and library.wijk_date_weekday(date[0]) == 7
    assert library.wijk_date_parse(b"2026-02-30", 10, date, error[0]) == library.WIJK_E_DATE
    assert library.wijk_error_code(error[0]) == library.WIJK_E_DATE
    assert ffi.string(library.wijk_error_message(error[0], library.WIJK_DUTCH)) != b""
    library.wijk_context_unref(context[0])  # before what was made from it: order does not matter
    library.wijk_error_destroy(error[0])
    print(f"{len(headers.functions(found))} functions, version {ffi.string(library.wijk_version_string()).decode()}")
    return 0


sys.exit(main())
