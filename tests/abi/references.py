#!/usr/bin/env python3
"""references.py LIBRARY: a program that refers to every public function links and runs, as C and as C++.

A function that is declared but not exported, or exported with C++ linkage, is an error of the linker here."""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]


def program():
    lines = ["#include <wijkteam/wijkteam.h>", "#include <wijkteam/acts.h>", "typedef void (*any_function)(void);",
             "static volatile any_function last;", "int main(int count, char **arguments) {", "    (void)arguments;",
             "    if (count < 0) { /* never, but the linker does not know */"]
    lines += [f"        last = (any_function){function.name};"
              for function in headers.functions(headers.paths(SOURCE, BUILD))]
    return "\n".join([*lines, "    }", "    return last ? 1 : 0;", "}", ""])


def main():
    library = sys.argv[1]
    compilers = [(shlex.split(os.environ.get("CC", "cc")), "c", "c11"),
                 ([shutil.which("g++") or shutil.which("clang++") or shutil.which("clang++-14")], "c++", "c++11")]
    tried = 0
    with tempfile.TemporaryDirectory() as folder:
        for compiler, language, standard in compilers:
            if not compiler[0]:
                continue
            path = os.path.join(folder, "all_" + standard)
            with open(path + ".source", "w", encoding="utf-8") as file:
                file.write(program())
            include = [f"-I{os.path.dirname(found)}" for found in headers.folders(SOURCE, BUILD)]
            subprocess.run([*compiler, f"-std={standard}", "-Wall", "-Werror", *include, "-x", language,
                            path + ".source", "-x", "none", library, "-o", path,
                            "-Wl,-rpath," + os.path.dirname(library)], check=True)
            subprocess.run([path], check=True)
            tried += 1
    print(f"{program().count('(any_function)wijk_')} functions, {tried} languages")
    return 0


sys.exit(main())
