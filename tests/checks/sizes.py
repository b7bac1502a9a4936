#!/usr/bin/env python3
"""sizes.py ROOT: files and functions stay small enough to read.

A file over 450 lines is named, over 600 fails; a function over 80 lines fails."""
import os
import re
import sys

FILE_WARN, FILE_FAIL, FUNCTION_FAIL = 450, 600, 80
FOLDERS = ("include", "src", "tests", "examples")
ENDINGS = (".c", ".h", ".py", ".sh", ".cc")


def functions(lines):
    """(name, first line, length) of the functions of a C file: from the line that starts one to the } that ends it."""
    start = name = None
    for number, line in enumerate(lines, 1):
        head = re.match(r"^[A-Za-z_][^;={}]*?\b(\w+)\s*\(", line)
        if head and start is None:
            start, name = number, head.group(1)
        if start is not None:
            if line.startswith("}"):
                yield name, start, number - start + 1
                start = None
            elif line.rstrip().endswith(";") and not line.startswith((" ", "\t")):
                start = None  # a declaration
            elif line.rstrip().endswith(");") and "{" not in "".join(lines[start - 1:number]):
                start = None  # a declaration of more lines


def main():
    root = sys.argv[1]
    problems, warnings, files, longest = [], [], 0, (0, "")
    for top in FOLDERS:
        for folder, inner, names in os.walk(os.path.join(root, top)):
            inner[:] = [name for name in inner if name != "__pycache__" and not name.startswith("build")]
            for name in sorted(names):
                if not name.endswith(ENDINGS):
                    continue
                path = os.path.join(folder, name)
                where = os.path.relpath(path, root)
                with open(path, encoding="utf-8") as file:
                    lines = file.read().split("\n")
                files += 1
                if len(lines) - 1 > FILE_FAIL:
                    problems.append(f"{where}: {len(lines) - 1} lines")
                elif len(lines) - 1 > FILE_WARN:
                    warnings.append(f"long: {where}: {len(lines) - 1} lines")
                if name.endswith((".c", ".h", ".cc")):
                    for function, first, length in functions(lines):
                        longest = max(longest, (length, f"{function} in {where}"))
                        if length > FUNCTION_FAIL:
                            problems.append(f"{where}:{first}: {function} has {length} lines")
    print("\n".join(warnings + problems))
    print(f"{files} files; the longest function is {longest[1]} with {longest[0]} lines")
    return 1 if problems else 0


sys.exit(main())
