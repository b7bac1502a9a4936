#!/usr/bin/env python3
"""coverage.py BUILD FOLDER LINES BRANCHES [--missed]: how much of the C files in a folder of the sources, and below
it, the tests went through, after they ran in a build with -Db_coverage=true. Exit 1 when that is less than so many per
cent of the lines or of the branches. With --missed it says which lines and branches nothing went through.

Needs gcov, which comes with gcc. A line or branch counts as gone through when any program did, whatever it was in."""
import collections
import json
import os
import pathlib
import subprocess
import sys


def reports(build, wanted):
    """What gcov says of every object that was made from a wanted file and was run."""
    for data in sorted(pathlib.Path(build).resolve().rglob("*.gcda")):
        if not data.name.split(".c.")[0].startswith(wanted):
            continue
        done = subprocess.run([os.environ.get("GCOV", "gcov"), "--json-format", "--stdout", "--branch-probabilities",
                               str(data)], capture_output=True, cwd=build, check=True)
        for line in done.stdout.splitlines():
            yield json.loads(line)


def collect(build, folder):
    """By file: how often each line ran; by file and line: how often each branch was taken."""
    lines, branches = collections.defaultdict(dict), {}
    for report in reports(build, folder.name + "_"):
        for file in report["files"]:
            path = (pathlib.Path(build) / file["file"]).resolve()
            if folder not in path.parents or path.suffix != ".c":
                continue
            name = str(path.relative_to(folder))
            for line in file["lines"]:
                number = line["line_number"]
                lines[name][number] = lines[name].get(number, 0) + line["count"]
                counts = [branch["count"] for branch in line["branches"]]
                before = branches.get((name, number), [0] * len(counts))
                branches[name, number] = [a + b for a, b in zip(before, counts)]
    return lines, branches


def share(counts):
    counts = list(counts)
    return 100 * sum(count > 0 for count in counts) / max(len(counts), 1), len(counts)


def main(build, folder, least_lines, least_branches, missed=False):
    folder = pathlib.Path(folder).resolve()
    lines, branches = collect(build, folder)
    if not lines:
        sys.exit(f"no file of {folder.name} was run in {build}")
    for name in sorted(lines):
        of_file = [count for (file, _), counts in branches.items() if file == name for count in counts]
        print(f"{name:22} lines {share(lines[name].values())[0]:5.1f} %   branches {share(of_file)[0]:5.1f} %")
        for number, count in sorted(lines[name].items()) if missed else ():
            untaken = [place for place, taken in enumerate(branches[name, number]) if taken == 0]
            if count == 0 or untaken:
                what = "never" if count == 0 else f"branches {untaken} of {len(branches[name, number])}"
                source = (folder / name).read_text("utf-8").splitlines()[number - 1].strip()
                print(f"    {number:4}: {what}: {source}")
    line_share, line_count = share(count for file in lines.values() for count in file.values())
    branch_share, branch_count = share(count for counts in branches.values() for count in counts)
    print(f"coverage of {folder.name}: {line_share:.2f} % of {line_count} lines (least {least_lines}), "
          f"{branch_share:.2f} % of {branch_count} branches (least {least_branches})")
    return 0 if line_share >= float(least_lines) and branch_share >= float(least_branches) else 1


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--missed"]
    if len(words) != 4:
        sys.exit(__doc__)
    sys.exit(main(*words, missed="--missed" in sys.argv))
