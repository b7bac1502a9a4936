#!/usr/bin/env python3
"""abidiff.py check LIBRARY BASELINE HEADERS... | record ... | traps: types and functions against the recorded ABI.

What was learnt about the tools, and is proved by `traps`:
T1 a baseline without locations lets breaks of public structs through, so locations are kept (--short-locs);
T2 a library without debug information compares as equal, so its presence is asserted first;
T3 a suppression for "member added at the end" also hides a split of a reserved member, so there are none;
T4 only bit 8 of the exit status means "certainly broken", a changed parameter list is bit 4, so the gate is 4 and 8;
T5 a type is public when its file has the bare name of a public header, so internal headers get another name in the
   debug information (tests/abi/meson.build), and names that are not exported stay out of the baseline."""
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

SAME, ADDED, BROKEN = "same", "added", "broken"


class Unusable(Exception):
    """The comparison would mean nothing."""


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def header_folder(paths, folder):
    """One folder with all public headers: types that come from elsewhere are private."""
    target = os.path.join(folder, "wijkteam")
    os.makedirs(target, exist_ok=True)
    for path in paths:
        shutil.copy(path, target)
    return target


def assert_debug_information(library):
    _, sections = run(["readelf", "-SW", library])
    if ".debug_info" not in sections:
        raise Unusable(f"{library} has no debug information; the comparison would find nothing")


def record(library, baseline, header_paths):
    assert_debug_information(library)
    with tempfile.TemporaryDirectory() as folder:
        code, output = run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--short-locs", "--type-id-style",
                            "hash", "--no-elf-needed", "--headers-dir", header_folder(header_paths, folder),
                            "--drop-private-types", "--exported-interfaces-only",
                            "--out-file", baseline, library])
    if code:
        raise Unusable(output)
    with open(baseline, encoding="utf-8") as file:
        if "filepath=" not in file.read():
            raise Unusable("the baseline has no locations")


def compare(library, baseline, header_paths):
    """(SAME, ADDED or BROKEN, what abidiff says)"""
    assert_debug_information(library)
    with tempfile.TemporaryDirectory() as folder:
        base = ["abidiff", "--hd2", header_folder(header_paths, folder), "--drop-private-types"]
        kept = run([*base, "--no-added-syms", baseline, library])
        plain = run([*base, baseline, library])
        harmless = run([*base, "--harmless", baseline, library])
    for code, output in (kept, plain, harmless):
        if code & 3:
            raise Unusable(output)
    if kept[0] & 12:
        return BROKEN, kept[1]
    if plain[0] & 12 or harmless[0] & 12:
        return ADDED, harmless[1]
    return SAME, ""


def check(library, baseline, header_paths):
    result, text = compare(library, baseline, header_paths)
    print(text)
    if result == ADDED:
        print("New in the ABI. If intended: run tests/abi/record.sh and commit what it changed.")
    elif result == BROKEN:
        print("The ABI changed for programs that exist. A sized struct may grow at its end: run tests/abi/record.sh in "
              "the same commit, with a row in layout_history.c and sized_struct.c. Anything else: undo it.")
    else:
        print("same ABI")
    return 0 if result == SAME else 1


# ---- the traps, on a toy ----

TOY_HEADER = """
#include <stdint.h>
typedef struct toy toy;
enum toy_code { TOY_ONE = 1, TOY_TWO = 2 };
typedef struct toy_options { uint32_t struct_size; uint32_t reserved; uint64_t limit; } toy_options;
int32_t toy_make(const toy_options *options, toy **out);
int32_t toy_code_of(const toy *toy, enum toy_code code);
"""
TOY_SOURCE = """
#include "toy.h"
struct toy { int32_t inside; };
static struct toy only;
int32_t toy_make(const toy_options *options, toy **out) { *out = options ? &only : 0; return 0; }
int32_t toy_code_of(const toy *toy, enum toy_code code) { return toy ? toy->inside + (int32_t)code : 0; }
"""
ADD_HEADER = "int32_t toy_more(void);\n"
ADD_SOURCE = "int32_t toy_more(void) { return 1; }\n"


def toy(folder, name, header, source, *flags):
    here = os.path.join(folder, name)
    os.makedirs(here)
    for file, text in (("toy.h", header), ("toy.c", source)):
        with open(os.path.join(here, file), "w", encoding="utf-8") as out:
            out.write(text)
    library = os.path.join(here, "libtoy.so")
    code, output = run(["gcc", "-g", "-Og", "-fno-lto", "-shared", "-fPIC", "-o", library, *flags,
                        os.path.join(here, "toy.c")])
    if code:
        raise Unusable(output)
    return library, [os.path.join(here, "toy.h")]


def traps():
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        library, header = toy(folder, "old", TOY_HEADER, TOY_SOURCE)
        baseline = os.path.join(folder, "toy.abi")
        record(library, baseline, header)

        def expect(name, wanted, new_header, new_source):
            got, _ = compare(*(lambda built: (built[0], baseline, built[1]))(toy(folder, name, new_header, new_source)))
            print(f"{name}: {got}")
            if got != wanted:
                wrong.append(f"{name} should be {wanted}, is {got}")

        expect("nothing", SAME, TOY_HEADER, TOY_SOURCE)
        expect("private member", SAME, TOY_HEADER, TOY_SOURCE.replace("int32_t inside;", "int32_t inside, more;"))
        expect("function added", ADDED, TOY_HEADER + ADD_HEADER, TOY_SOURCE + ADD_SOURCE)
        expect("enumerator appended", ADDED, TOY_HEADER.replace("TOY_TWO = 2", "TOY_TWO = 2, TOY_THREE = 3"),
               TOY_SOURCE)
        expect("enumerator changed", BROKEN, TOY_HEADER.replace("TOY_TWO = 2", "TOY_TWO = 5"), TOY_SOURCE)
        expect("member appended", BROKEN, TOY_HEADER.replace("uint64_t limit;", "uint64_t limit, more;"), TOY_SOURCE)
        expect("reserved split", BROKEN, TOY_HEADER.replace("uint32_t reserved;", "uint16_t part; uint16_t reserved;"),
               TOY_SOURCE)
        expect("parameter added", BROKEN, TOY_HEADER.replace("toy **out);", "toy **out, int32_t more);"),
               TOY_SOURCE.replace("toy **out)", "toy **out, int32_t more)"))
        expect("function removed", BROKEN, TOY_HEADER.replace("int32_t toy_code_of", "/*").replace("code);", "*/"),
               re.sub(r"int32_t toy_code_of.*", "", TOY_SOURCE))
        stripped, stripped_header = toy(folder, "stripped", TOY_HEADER, TOY_SOURCE, "-s")
        try:
            compare(stripped, baseline, stripped_header)
            wrong.append("a stripped library was compared")
        except Unusable:
            print("stripped: refused")
    print("\n".join(wrong))
    return 1 if wrong else 0


def main():
    if not shutil.which("abidiff") or not shutil.which("gcc") or platform.machine() != "x86_64":
        print("abidiff, gcc or x86_64 is not there")
        return 77
    what, *rest = sys.argv[1:]
    try:
        if what == "traps":
            return traps()
        if what == "record":
            record(rest[0], rest[1], rest[2:])
            return 0
        return check(rest[0], rest[1], rest[2:])
    except Unusable as problem:
        print(problem)
        return 1


sys.exit(main())
