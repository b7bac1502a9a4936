"""Read the public headers: functions, constants and structs, with what their comments say.

The headers keep a form that this small reader, pycparser and cffi understand: one declaration a function after its
comment, no macros but guards, versions and constants (docs/policy/conventions.md)."""
import os
import re
import sys

GENERATED = ("constants.h", "status.h")
HELPERS = "acts.h"  # inline helpers for C and C++; not part of the ABI


class Function:
    def __init__(self, name, header, declaration, comment):
        self.name = name
        self.header = header
        self.declaration = declaration
        self.comment = comment
        found = re.search(r"@since\s+([0-9.]+[0-9])", comment)
        self.since = found.group(1) if found else None
        self.parameters = parameters(declaration)


def folders(source_root, build_root):
    """The folders that hold <wijkteam/...>."""
    return [os.path.join(root, "include", "wijkteam") for root in (source_root, build_root)]


def paths(source_root, build_root):
    """Every public header but acts.h, by name."""
    found = {}
    for folder in folders(source_root, build_root):
        if os.path.isdir(folder):
            for name in sorted(os.listdir(folder)):
                if name.endswith(".h") and name != HELPERS:
                    found[name] = os.path.join(folder, name)
    missing = [name for name in GENERATED if name not in found]
    if missing:
        raise SystemExit("not generated yet: " + ", ".join(missing) + "; build first")
    return found


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def without_comments(text):
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.S)


def parameters(declaration):
    """[(type, name)] of a declaration; function pointers do not occur in functions."""
    inside = declaration[declaration.index("(") + 1:declaration.rindex(")")]
    if inside.strip() == "void":
        return []
    pairs = []
    for part in inside.split(","):
        match = re.match(r"^(.*?)([A-Za-z_]\w*)$", part.strip(), flags=re.S)
        kind, name = (match.group(1).strip(), match.group(2)) if match else (part.strip(), "")
        pairs.append((kind, name) if kind else (name, ""))
    return pairs


def functions(found):
    """All public functions of headers {name: path}, in the order of the text."""
    result = []
    pattern = re.compile(r"(?:/\*\*(?P<comment>(?:(?!\*/).)*)\*/\s*)?^WIJK_API\s+(?P<declaration>[^;{]*?\))\s*;",
                         flags=re.S | re.M)
    for header, path in found.items():
        for match in pattern.finditer(read(path)):
            declaration = " ".join(match.group("declaration").split())
            name = re.search(r"(\w+)\s*\(", declaration).group(1)
            result.append(Function(name, header, declaration, match.group("comment") or ""))
    return result


def enumerators(found):
    """{name of the constant: expression or None} of every enum."""
    result = {}
    for path in found.values():
        for body in re.findall(r"enum\s+\w+\s*\{(.*?)\}", without_comments(read(path)), flags=re.S):
            for item in body.split(","):
                if item.strip():
                    name, _, value = (part.strip() for part in item.partition("="))
                    result[name] = value or None
    return result


def macros(found):
    """Names of the macros that hold a constant: not the guards, not WIJK_API and its like."""
    result = []
    for path in found.values():
        text = without_comments(read(path))
        for name, value in re.findall(r"^#[ \t]*define[ \t]+(WIJK_\w+)[ \t]+(\S.*)$", text, flags=re.M):
            if name not in ("WIJK_API", "WIJK_BEGIN", "WIJK_END"):
                result.append(name)
    return result


def cleaned(found):
    """The declarations as a C parser without a preprocessor takes them: what cffi's cdef() reads."""
    order, seen = [], set()

    def visit(name):
        if name in seen or name not in found:
            return
        seen.add(name)
        for inner in re.findall(r"^#include <wijkteam/(\w+\.h)>", read(found[name]), flags=re.M):
            visit(inner)
        order.append(name)

    for name in found:
        visit(name)
    text = "\n".join(without_comments(read(found[name])) for name in order)
    text = re.sub(r"^[ \t]*#.*(?:\\\n.*)*$", "", text, flags=re.M)
    return re.sub(r"\bWIJK_(?:API|BEGIN|END)\b", "", text)


def load(library):
    """(ffi, library) through cffi, from the headers as they are; the program is skipped where there is no cffi."""
    try:
        import cffi
    except ImportError:
        print("python3-cffi is not there")
        sys.exit(77)
    ffi = cffi.FFI()
    ffi.cdef(cleaned(paths(os.environ["WIJK_SOURCE_ROOT"], os.environ["WIJK_BUILD_ROOT"])))
    return ffi, ffi.dlopen(library)
