#!/usr/bin/env python3
"""library.py CHECK LIBRARY.so LIBRARY.a: look at the built library from outside.

symbols    the exported names are those of the headers and of the version script, in the node of their version
prefix     no global name outside wijk_, in either library; none of the internal wijk__ names is exported
undefined  only what undefined-allowed.txt allows is imported, and each part only where it may be
elf        soname, needed libraries, no text relocations, no executable stack, full RELRO, no start-up code, control
           flow protection
globals    nothing that can be written"""
import fnmatch
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
NEEDED = {"libc.so.6", "libm.so.6", "libsodium.so.23", "libjansson.so.4", "libsqlite3.so.0"}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def map_nodes(text):
    """[(version, {names}, previous node)] of the version script, oldest first."""
    nodes = []
    for version, body, previous in re.findall(r"WIJKTEAM_([0-9.]+)\s*\{(.*?)\}\s*(\w*)[^;]*;",
                                              headers.without_comments(text), flags=re.S):
        public = body.split("local:")[0].replace("global:", "")
        nodes.append((version, {name.strip() for name in public.split(";") if name.strip()}, previous))
    return nodes


def exported(library):
    """{name: node} of a shared library's defined dynamic symbols."""
    result = {}
    for line in run("nm", "-D", "--defined-only", library).splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":
            plain, _, node = name.partition("@@")
            result[plain] = node
    return result


def compare(problems, what, left, right, left_name, right_name):
    for name in sorted(left - right):
        problems.append(f"{what}: {name} is in {left_name}, not in {right_name}")
    for name in sorted(right - left):
        problems.append(f"{what}: {name} is in {right_name}, not in {left_name}")


def check_symbols(library, _archive):
    problems = []
    declared = {function.name: function for function in headers.functions(headers.paths(SOURCE, BUILD))}
    nodes = map_nodes(headers.read(os.path.join(SOURCE, "src", "wijkteam.map")))
    mapped = {name: version for version, names, _ in nodes for name in names}
    there = exported(library)
    compare(problems, "declared", set(declared), set(mapped), "the headers", "src/wijkteam.map")
    compare(problems, "exported", set(there), set(declared), "the library", "the headers")
    if sum(len(names) for _, names, _ in nodes) != len(mapped):
        problems.append("a name stands in two nodes of src/wijkteam.map")
    for name, node in sorted(there.items()):
        if name in mapped and node != "WIJKTEAM_" + mapped[name]:
            problems.append(f"{name} is exported in node {node}, the map says {mapped[name]}")
    for name, function in sorted(declared.items()):
        if name in mapped and function.since != mapped[name]:
            problems.append(f"{name} says @since {function.since}, the map has it in {mapped[name]}")
    if problems:
        problems.append("if intended: run tests/abi/record.sh and commit what it changed")
    return problems


def check_prefix(library, archive):
    problems = [f"exported without prefix, or internal: {name}" for name in exported(library)
                if not name.startswith("wijk_") or name.startswith("wijk__")]
    for line in run("nm", "-g", "--defined-only", archive).splitlines():
        parts = line.split()
        if len(parts) == 3 and not parts[2].startswith("wijk_"):
            problems.append(f"global without prefix in the static library: {parts[2]}")
    return problems


def allowed_imports():
    """[(pattern of a name, pattern of the object files that may use it)]"""
    with open(os.path.join(HERE, "undefined-allowed.txt"), encoding="utf-8") as file:
        return [tuple(line.split()[:2]) for line in file if line.strip() and not line.startswith("#")]


def check_undefined(library, archive):
    problems = []
    allowed = allowed_imports()
    for line in run("nm", "-D", "-u", library).splitlines():
        name = line.split()[-1].split("@")[0]
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern, _ in allowed):
            problems.append(f"the library imports {name}")
    for line in run("nm", "-A", "-u", archive).splitlines():
        place, _, name = line.rpartition(" ")
        member = place.split(":")[-2].rsplit("/", 1)[-1]
        if name.startswith("wijk_") or name == "_GLOBAL_OFFSET_TABLE_":
            continue
        if not any(fnmatch.fnmatchcase(name, pattern) and fnmatch.fnmatchcase(member, where)
                   for pattern, where in allowed):
            problems.append(f"{member} imports {name}")
    if problems:
        problems.append("tests/abi/undefined-allowed.txt says what may be imported, and where")
    return problems


def check_elf(library, archive):
    problems = []
    dynamic = run("readelf", "-dW", library)
    segments = run("readelf", "-lW", library)

    soname = re.search(r"\(SONAME\).*\[(.*)\]", dynamic)
    if not soname or soname.group(1) != "libwijkteam.so." + os.environ["WIJK_ABI_VERSION"]:
        problems.append(f"soname is {soname and soname.group(1)}")
    for name in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic):
        if name not in NEEDED and not name.startswith("ld-linux"):
            problems.append(f"needs {name}")
    if "TEXTREL" in dynamic:
        problems.append("has text relocations")
    if "(RPATH)" in dynamic:
        problems.append("has an RPATH")
    if not re.search(r"BIND_NOW|\bNOW\b", dynamic):
        problems.append("is not bound at load (-z now)")
    if "GNU_RELRO" not in segments:
        problems.append("has no RELRO segment")
    stack = re.search(r"GNU_STACK.*?(R[W ][E ])", segments)
    if not stack or "E" in stack.group(1):
        problems.append("has an executable stack, or does not say so")
    # One entry of eight bytes is the compiler's own frame_dummy; each constructor would add one.
    starts = re.search(r"\(INIT_ARRAYSZ\)\s+(\d+)", dynamic)
    if starts and int(starts.group(1)) > 8:
        problems.append("runs code of its own when it is loaded")
    # Our objects, not the linked library: the linker drops the mark when the C library's start-up files lack it.
    if os.environ.get("WIJK_CPU") == "x86_64":
        for notes in run("readelf", "-nW", archive).split("File: ")[1:]:
            if "IBT" not in notes or "SHSTK" not in notes:
                problems.append(f"{notes.splitlines()[0]} is not marked for control-flow protection")
    return problems


def check_globals(_library, archive):
    problems = []
    member = "?"
    for line in run("readelf", "-SW", archive).splitlines():
        if line.startswith("File:"):
            member = line.split("(")[-1].rstrip(")").rsplit("/", 1)[-1]
        match = re.match(r"\s*\[ *\d+\] (\S+)\s+\S+\s+[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)", line)
        if not match or int(match.group(2), 16) == 0:
            continue
        section = match.group(1)
        writable = re.match(r"\.(data|bss|tdata|tbss)(\.|$)", section) and not section.startswith(".data.rel.ro")
        if writable or re.match(r"\.(init_array|ctors)", section):
            problems.append(f"{member} has {section}")
    for line in run("nm", "-A", archive).splitlines():
        if re.search(r" [bBCdDgGsS] ", line):
            kind, name = line.split()[-2:]
            if kind in "bBC":
                problems.append(f"can be written: {line.split(':')[-2]} {name}")
    return problems


def main():
    check = {"symbols": check_symbols, "prefix": check_prefix, "undefined": check_undefined, "elf": check_elf,
             "globals": check_globals}[sys.argv[1]]
    problems = check(sys.argv[2], sys.argv[3])
    print("\n".join(problems) or "all as it should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
