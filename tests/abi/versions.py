#!/usr/bin/env python3
"""versions.py symbols|numbers|record [ARGUMENT]: everything that says which version brought what, in step.

symbols           docs/symbols-in-versions <-> headers <-> @since <-> node of the version script
numbers LIBRARY   the project's version in Meson, headers, library, pkg-config file, changelog and version script
record            write the version script and docs/symbols-in-versions anew from the headers"""
import ctypes
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.path.insert(0, HERE)
import headers  # noqa: E402
from library import compare, map_nodes  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
VERSION = os.environ["WIJK_VERSION"]
MAP = os.path.join(SOURCE, "src", "wijkteam.map")
SYMBOLS = os.path.join(SOURCE, "docs", "symbols-in-versions")

MAP_HEAD = """/* Every public function, in a node of the version that brought it. The node of a released version never changes.
 * tests/abi/record.sh writes this file from the headers; tests/abi/library.py compares it with what is exported. */
"""
SYMBOLS_HEAD = """# Every public function and the version that brought it; written by tests/abi/record.sh from the headers.
# A third column will say in which version a function was deprecated. None is ever removed within a soname.
"""


def order(version):
    return [int(part) for part in version.split(".")]


def declared():
    return {function.name: function for function in headers.functions(headers.paths(SOURCE, BUILD))}


def listed():
    with open(SYMBOLS, encoding="utf-8") as file:
        rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return rows


def check_symbols():
    problems = []
    functions, rows = declared(), listed()
    nodes = map_nodes(headers.read(MAP))
    names = [row[0] for row in rows]
    compare(problems, "listed", set(names), set(functions), "docs/symbols-in-versions", "the headers")
    if names != sorted(set(names)):
        problems.append("docs/symbols-in-versions is not in order, or has a name twice")
    node_of = {name: version for version, inside, _ in nodes for name in inside}
    for name, since, *_ in rows:
        if name in functions and functions[name].since != since:
            problems.append(f"{name}: {since} in docs/symbols-in-versions, @since {functions[name].since}")
        if node_of.get(name) != since:
            problems.append(f"{name}: {since} in docs/symbols-in-versions, node {node_of.get(name)}")
    versions = [version for version, _, _ in nodes]
    if versions != sorted(versions, key=order):
        problems.append("the nodes of the version script are not in order")
    for (older, _, _), (newer, _, previous) in zip(nodes, nodes[1:]):
        if previous != "WIJKTEAM_" + older:
            problems.append(f"node {newer} does not continue node {older}")
    if headers.read(MAP).count("local:") != 1:
        problems.append("the version script must have `local: *` once, in its first node")
    return problems


def check_numbers(library):
    major, minor, patch = order(VERSION)
    base = headers.read(headers.paths(SOURCE, BUILD)["base.h"])
    macro = dict(re.findall(r"#define WIJK_VERSION_(\w+) \"?([0-9.]+)\"?", base))
    linked = ctypes.CDLL(library)
    linked.wijk_version_string.restype = ctypes.c_char_p
    changelog = headers.read(os.path.join(SOURCE, "CHANGELOG.md"))
    headings = re.findall(r"^## \[([0-9.]+|Unreleased)\]", changelog, flags=re.M)
    pc = headers.read(os.path.join(BUILD, "meson-private", "wijkteam.pc"))
    newest = max((version for version, _, _ in map_nodes(headers.read(MAP))), key=order)
    number = major * 1000000 + minor * 1000 + patch
    facts = [
        ("WIJK_VERSION_MAJOR", macro["MAJOR"], str(major)),
        ("WIJK_VERSION_MINOR", macro["MINOR"], str(minor)),
        ("WIJK_VERSION_PATCH", macro["PATCH"], str(patch)),
        ("WIJK_VERSION_NUMBER", macro["NUMBER"], str(number)),
        ("WIJK_VERSION_STRING", macro["STRING"], VERSION),
        ("wijk_version()", linked.wijk_version(), number),
        ("wijk_version_string()", linked.wijk_version_string().decode(), VERSION),
        ("wijk_abi_version()", linked.wijk_abi_version(), int(os.environ["WIJK_ABI_VERSION"])),
        ("wijkteam.pc", re.search(r"^Version: (.*)$", pc, flags=re.M).group(1), VERSION),
        ("the newest release in CHANGELOG.md", next(x for x in headings if x != "Unreleased"), VERSION),
        ("the newest node in src/wijkteam.map", newest, f"{major}.{minor}"),
    ]
    return [f"{what} is {got}, expected {wanted}" for what, got, wanted in facts if got != wanted]


def record():
    functions = declared()
    undated = [name for name, function in functions.items() if not function.since]
    gone = sorted({name for _, names, _ in map_nodes(headers.read(MAP)) for name in names} - set(functions))
    if undated or (gone and "--accept-changes" not in sys.argv):
        print("\n".join([f"{name} has no @since" for name in undated] + [f"{name} is gone" for name in gone]))
        return 1
    text, previous = MAP_HEAD, ""
    for version in sorted({function.since for function in functions.values()}, key=order):
        names = sorted(name for name, function in functions.items() if function.since == version)
        text += f"WIJKTEAM_{version} {{\nglobal:\n" + "".join(f"    {name};\n" for name in names)
        text += ("local:\n    *;\n" if not previous else "") + "}" + previous + ";\n"
        previous = f" WIJKTEAM_{version}"
    deprecated = {row[0]: row[2] for row in (listed() if os.path.exists(SYMBOLS) else []) if len(row) > 2}
    for path, content in ((MAP, text), (SYMBOLS, SYMBOLS_HEAD + "".join(
            " ".join(filter(None, (name, functions[name].since, deprecated.get(name)))) + "\n"
            for name in sorted(functions)))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
    print(f"{len(functions)} functions")
    return 0


def main():
    if sys.argv[1] == "record":
        return record()
    problems = check_symbols() if sys.argv[1] == "symbols" else check_numbers(sys.argv[2])
    print("\n".join(problems) or "all in step")
    return 1 if problems else 0


sys.exit(main())
