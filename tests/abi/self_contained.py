#!/usr/bin/env python3
"""self_contained.py: every public header compiles alone, first, and twice, without a warning, in every language version
and with every compiler there is."""
import concurrent.futures
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
WARNINGS = ["-Wall", "-Wextra", "-pedantic-errors", "-Werror", "-Wundef", "-Wconversion", "-Wshadow"]
C_WARNINGS = ["-Wc++-compat", "-Wstrict-prototypes"]
C = {"c99": "c", "c11": "c", "c17": "c", "c++11": "c++", "c++20": "c++"}
COMPILERS = {"c": (("gcc",), ("clang", "clang-19", "clang-16", "clang-14")),
             "c++": (("g++",), ("clang++", "clang++-19", "clang++-16", "clang++-14"))}


def there(names):
    return next((path for path in map(shutil.which, names) if path), None)


def attempt(compiler, standard, language, header):
    text = f"#include <wijkteam/{header}>\n" * 2 + "typedef int not_empty;\n"
    command = [compiler, f"-std={standard}", "-x", language, "-fsyntax-only", *WARNINGS]
    command += C_WARNINGS if language == "c" else []
    command += [f"-I{os.path.dirname(folder)}" for folder in headers.folders(SOURCE, BUILD)]
    done = subprocess.run([*command, "-"], input=text, capture_output=True, text=True)
    return None if done.returncode == 0 else f"{header} with {os.path.basename(compiler)} -std={standard}:\n{done.stderr}"


def main():
    names = [*headers.paths(SOURCE, BUILD), headers.HELPERS]
    jobs = [(compiler, standard, language, header)
            for standard, language in C.items()
            for compiler in filter(None, map(there, COMPILERS[language]))
            for header in names]
    if not jobs:
        print("there is no gcc and no clang")
        return 77
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(lambda job: attempt(*job), jobs) if problem]
    print("\n".join(problems))
    print(f"{len(jobs)} compilations, {len(problems)} failed; {len(names)} headers, "
          f"{len({job[0] for job in jobs})} compilers")
    return 1 if problems else 0


sys.exit(main())
