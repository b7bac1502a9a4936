#!/usr/bin/env python3
"""public_headers.py: the public headers keep to docs/policy/conventions.md.

Every function has a comment with @since, names every parameter, and documents no parameter that it does not have.
No type of a dependency, no type without a fixed width, no macro with arguments, no inline code, no variable arguments;
only <stddef.h>, <stdint.h> and <wijkteam/...> are included; every struct that can grow starts with struct_size."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
ARROW = re.compile(r"#ifndef ARROW_C_\w+_INTERFACE\n.*?#endif", re.S)  # word for word from the specification
FOREIGN = re.compile(r"json_t|jansson|sqlite3|sodium|crypto_|libpq|PGconn", re.I)
UNFIXED = re.compile(r"\b(long|short|unsigned|signed|bool|_Bool|float|time_t|FILE|wchar_t|va_list|int)\b|\benum\s+\w+\s+\w")
INCLUDES = {"stddef.h", "stdint.h"}
GROWING = {"wijk_allocator", "wijk_limits", "wijk_store_methods"}  # three at most; wijk_id never grows


def check_function(function):
    where = f"{function.header}: {function.name}"
    if not function.comment.strip():
        yield f"{where} has no comment"
    if not function.since:
        yield f"{where} has no @since"
    if not function.name.startswith("wijk_") or function.name.startswith("wijk__"):
        yield f"{where} has a name without the prefix"
    for kind, name in function.parameters:
        if not name:
            yield f"{where}: a parameter `{kind}` has no name"
    names = {name for _, name in function.parameters}
    for documented in re.findall(r"@param(?:\[[a-z,]+\])?\s+(\w+)", function.comment):
        if documented not in names:
            yield f"{where}: @param {documented} is no parameter"
    kinds = [kind for kind, _ in function.parameters]
    if any(re.match(r"wijk_error \*$", kind) for kind in kinds[:-1]):
        yield f"{where}: the error is not the last parameter"
    if function.declaration.split("(")[0].split()[0] in ("int", "long", "char", "unsigned", "bool"):
        yield f"{where} returns a type without a fixed width"


def check_text(name, text):
    plain = ARROW.sub("", headers.without_comments(text))
    for include in re.findall(r"#\s*include\s+[<\"]([^>\"]+)", plain):
        if include not in INCLUDES and not include.startswith("wijkteam/"):
            yield f"{name} includes {include}"
    if FOREIGN.search(plain):
        yield f"{name} names a dependency: {FOREIGN.search(plain).group(0)}"
    if "..." in plain:
        yield f"{name} has variable arguments"
    if name == headers.HELPERS:
        return
    for macro in re.findall(r"#\s*define\s+(\w+)\(", plain):
        yield f"{name}: macro {macro} takes arguments"
    code = re.sub(r"^\s*#.*$", "", plain, flags=re.M)
    if re.search(r"\b(static|inline)\b", code):
        yield f"{name} has inline code"
    for match in UNFIXED.finditer(code):
        yield f"{name}: type without a fixed width: {match.group(0)}"
    for struct, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", code, flags=re.S):
        first = body.strip().split(";")[0].split()
        if struct in GROWING and first != ["uint32_t", "struct_size"]:
            yield f"{name}: {struct} does not start with uint32_t struct_size"
        elif struct not in GROWING and struct != "wijk_id":
            yield f"{name}: {struct} is a public struct; docs/policy/abi.md allows three that grow, and wijk_id"


def main():
    found = headers.paths(SOURCE, BUILD)
    helpers = {headers.HELPERS: os.path.join(BUILD, "include", "wijkteam", headers.HELPERS)}
    functions = headers.functions(found)
    problems = [problem for function in functions for problem in check_function(function)]
    for name, path in {**found, **helpers}.items():
        problems += check_text(name, headers.read(path))
    declared = sum(len(re.findall(r"^\s*WIJK_API\b", headers.read(path), flags=re.M)) for path in found.values())
    if declared != len(functions):
        problems.append(f"{declared} uses of WIJK_API, but {len(functions)} functions were understood")
    print("\n".join(problems) or f"{len(functions)} functions in {len(found)} headers")
    return 1 if problems else 0


sys.exit(main())
