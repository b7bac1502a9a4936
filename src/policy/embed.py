#!/usr/bin/env python3
"""embed.py PACK.json OUT.c: the built-in rule pack as a C array, one line of the pack a line."""
import pathlib
import sys


def literal(line):
    """A C string of the line's bytes; octal escapes always have three digits, so that no digit can join them."""
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in line) + '"'


source, target = map(pathlib.Path, sys.argv[1:])
lines = source.read_bytes().splitlines(keepends=True)
target.write_text("\n".join([
    "/* Made from default.json by embed.py. */",
    '#include "policy/compile.h"',
    "",
    "const char wijk__default_pack[] =",
    *("    " + literal(line) for line in lines),
    "    ;",
    "const size_t wijk__default_pack_length = sizeof wijk__default_pack - 1;",
    ""]), encoding="ascii")
