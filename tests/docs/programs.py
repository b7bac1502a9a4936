#!/usr/bin/env python3
"""programs.py LIBRARY COMPILER...: the C in the documents compiles without a warning, and prints what stands there.

In each document the blocks marked `c`, one after the other, are one program, and the blocks marked `text` are what it
prints. A document without a `main()` quotes: each of its blocks stands, word for word, in a program of examples/, which
tests/examples/ compiles and runs."""
import os
import subprocess
import sys
import tempfile

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
FLAGS = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow", "-Werror"]
INCLUDES = [f"-I{root}/include" for root in (SOURCE, BUILD)]


def run(program, folder, library, compiler):
    """What a program prints, or None, and what went wrong."""
    source = os.path.join(folder, "program.c")
    with open(source, "w", encoding="utf-8") as file:
        file.write(program)
    where = os.path.dirname(os.path.abspath(library))
    made = os.path.join(folder, "program")
    done = subprocess.run([*compiler, *FLAGS, *INCLUDES, source, "-o", made, library, f"-Wl,-rpath,{where}"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        return None, done.stderr
    done = subprocess.run([made], cwd=folder, capture_output=True, text=True)
    return done.stdout, f"exit {done.returncode}\n{done.stderr}" if done.returncode != 0 or done.stderr else ""


def compare(name, printed, shown):
    """shown: blocks, in order."""
    expected = [(block.line + 1 + number, line) for block in shown for number, line in enumerate(block.lines)]
    lines = printed.split("\n")[:-1]
    for (number, line), got in zip(expected, lines):
        if line != got:
            return [f"{name}:{number}: shows   {line}", f"{name}:{number}: but it is {got}"]
    if len(lines) != len(expected):
        extra = lines[len(expected)] if len(lines) > len(expected) else "nothing more"
        return [f"{name}: shows {len(expected)} lines, but the program prints {len(lines)}; next is: {extra}"]
    return []


def quoted(name, code):
    """Which blocks stand in no program of the examples, whatever their indentation."""
    folder = os.path.join(SOURCE, "examples", "c-embed")
    programs = [markdown.read(os.path.join(folder, file)) for file in sorted(os.listdir(folder)) if file.endswith(".c")]
    lines = ["\n".join(line.strip() for line in program.split("\n")) for program in programs]
    return [f"{name}:{block.line}: stands in no program of examples/c-embed" for block in code
            if not any("\n".join(line.strip() for line in block.lines) in program for program in lines)]


def check(name, library, compiler):
    found = markdown.blocks(markdown.read(os.path.join(SOURCE, name)))
    code = [block for block in found if block.kind == "c"]
    if not any("int main(" in block.text for block in code):
        return quoted(name, code)
    # So that a compiler's message names the document and its line.
    program = "".join(f'#line {block.line + 1} "{name}"\n{block.text}' for block in code)
    with tempfile.TemporaryDirectory() as folder:
        printed, trouble = run(program, folder, library, compiler)
    if trouble or printed is None:
        return [f"{name}: {trouble}"]
    return compare(name, printed, [block for block in found if block.kind == "text"])


def main():
    library, compiler = sys.argv[1], sys.argv[2:]
    names = [name for name in markdown.documents(SOURCE)
             if any(block.kind == "c" for block in markdown.blocks(markdown.read(os.path.join(SOURCE, name))))]
    problems = [problem for name in names for problem in check(name, library, compiler)]
    print("\n".join(problems) or "as the programs print: " + ", ".join(names))
    return 1 if problems or len(names) < 3 else 0


sys.exit(main())
