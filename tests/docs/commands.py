#!/usr/bin/env python3
"""commands.py WIJKTEAM: the command lines in the documents work and say what stands there.

A block marked `console` holds lines that begin with `$ `, each followed by what it prints, on standard output and
standard error; `...` stands for any lines, or in a line for anything. The blocks of one document are one session, in an
empty folder that has the project's examples. The acts in docs/formats/acts.md, one a block marked `json`, are
imported."""
import json
import os
import re
import subprocess
import sys
import tempfile

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
MARK = "=== the next command ==="


def commands(name):
    """[(line number, command, lines that it prints)] of a document."""
    found = []
    for block in markdown.blocks(markdown.read(os.path.join(SOURCE, name))):
        if block.kind != "console":
            continue
        for number, line in enumerate(block.lines, block.line + 1):
            if line.startswith("$ "):
                found.append((number, line[2:], []))
            elif not found:
                raise SystemExit(f"{name}:{number}: a block must begin with a command")
            else:
                found[-1][2].append(line)
    return found


def session(lines, wijkteam):
    """What each command printed, run by one shell."""
    script = "".join(f"{line}\nset -- $?; printf '\\n{MARK}\\n'; (exit $1)\n" for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(SOURCE, "examples"), os.path.join(folder, "examples"))
        where = os.path.dirname(os.path.abspath(wijkteam))
        environment = {**os.environ, "PATH": where + os.pathsep + os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(["sh", "-c", script], cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [part.strip("\n").split("\n") if part.strip("\n") else [] for part in done.stdout.split(MARK)[:-1]]


def agrees(shown, printed):
    """Whether the lines are those that are shown."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(agrees(shown[1:], printed[skipped:]) for skipped in range(len(printed) + 1))
    same = bool(printed) and re.fullmatch(".*".join(map(re.escape, shown[0].split("..."))), printed[0])
    return bool(same) and agrees(shown[1:], printed[1:])


def differs(name, number, command, shown, printed):
    lines = printed[:20] + ([f"and {len(printed) - 20} lines more"] if len(printed) > 20 else [])
    return "\n    ".join([f"{name}:{number}: $ {command}", "shows", *shown, "but it is", *lines])


def check(name, wijkteam):
    asked = commands(name)
    answers = session([command for _, command, _ in asked], wijkteam)
    if len(answers) != len(asked):
        return [f"{name}: the session ended after {len(answers)} of {len(asked)} commands"]
    return [differs(name, number, command, shown, printed)
            for (number, command, shown), printed in zip(asked, answers) if not agrees(shown, printed)]


def check_help(wijkteam):
    """docs/guide/command.md shows every command that the help names, and the help knows every option that it shows."""
    said = subprocess.run([wijkteam, "--help"], capture_output=True, text=True).stdout
    every = re.findall(r"^wijkteam ([a-z]+(?: [a-z]+)?)\b", said, flags=re.M)
    for command in every:
        said += subprocess.run([wijkteam, *command.split(), "--help"], capture_output=True, text=True).stdout
    page = markdown.read(os.path.join(SOURCE, "docs", "guide", "command.md"))
    missing = [f"docs/guide/command.md says nothing of `wijkteam {command}`" for command in every
               if f"wijkteam {command}" not in page]
    for what, text, other in (("command.md shows", page, said), ("the help shows", said, page)):
        options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
        missing += [f"{what} {option}, which the other does not" for option in sorted(options) if option not in other]
    return missing if len(every) > 5 else ["the help of the command was not understood"]


def check_acts(wijkteam):
    """The acts that docs/formats/acts.md shows are taken, in their order."""
    name = os.path.join(SOURCE, "docs", "formats", "acts.md")
    shown = [json.loads(block.text) for block in markdown.blocks(markdown.read(name)) if block.kind == "json"]
    with tempfile.TemporaryDirectory() as folder:
        lines = os.path.join(folder, "acts.jsonl")
        with open(lines, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(act) + "\n" for act in shown)
        done = subprocess.run([wijkteam, "import", os.path.join(folder, "store.db"), lines, "--all"],
                              capture_output=True, text=True)
    return [] if done.returncode == 0 and shown else [f"the acts of docs/formats/acts.md: {done.stdout}{done.stderr}"]


def main():
    wijkteam = sys.argv[1]
    names = [name for name in markdown.documents(SOURCE) if commands(name)]
    problems = [problem for name in names for problem in check(name, wijkteam)]
    problems += check_help(wijkteam) + check_acts(wijkteam)
    print("\n".join(problems) or "as the command says: " + ", ".join(names))
    return 1 if problems else 0


sys.exit(main())
