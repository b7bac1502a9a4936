"""For each finding the shortest case that shows it, read from the files that end in `.case` (tests/cases/README.md)."""
import re


class Case:
    def __init__(self, file, line):
        self.file, self.lines = file, [line]

    @property
    def text(self):
        return "\n".join(self.lines)

    def has(self, word):
        """Whether a line begins with a word."""
        return any(line.split()[:1] == [word] for line in self.lines)

    def findings(self):
        """The findings that the case expects: those that stand behind `=>`, outside of quotes and notes."""
        said = [re.sub(r'"[^"]*"', '""', line).split("#")[0] for line in self.lines]
        return {code for line in said for code in re.findall(r"\bWK\d{4}\b", line.partition("=>")[2])}


def read(path):
    """The cases and setups of a file, without the notes and empty lines that stand after them."""
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith(("case ", "setup ")):
            found.append(Case(path.name, line))
        elif found:
            found[-1].lines.append(line.rstrip())
    for part in found:
        while not part.lines[-1] or part.lines[-1].startswith("#"):
            part.lines.pop()
    return found


def read_all(folder):
    return [part for path in sorted(folder.glob("*.case")) for part in read(path)]


def shortest(parts):
    """By code of the finding: of the cases that the built-in policy judges if there are some, the one with the fewest
    lines, and of those the one with the fewest characters."""
    best = {}
    for case in parts:
        if case.has("setup") or case.has("skip"):
            continue
        rank = (case.has("policy"), len(case.lines), len(case.text))
        for code in case.findings():
            if code not in best or rank < best[code][0]:
                best[code] = (rank, case)
    return {code: case for code, (_, case) in best.items()}


def setups(parts):
    return [part for part in parts if part.has("setup")]
