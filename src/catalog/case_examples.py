"""For each finding an example that the tests run: the shortest domain case that shows it (tests/cases/README.md). A
case has one dossier; for what takes two, it is a command in the guide, with what it prints."""
import re


class Example:
    def __init__(self, where, line):
        self.where, self.lines = where, [line]

    @property
    def text(self):
        return "\n".join(self.lines)

    def words(self, first):
        """What follows a word at the beginning of lines."""
        return [line.strip()[len(first):].strip() for line in self.lines if line.split()[:1] == [first]]

    def rank(self):
        """A case that the built-in policy judges first, then other cases, then commands; the shortest of them."""
        kind = 2 if self.words("$") else 1 if self.words("policy") else 0
        return kind, len(self.lines), len(self.text)

    def findings(self):
        """What a case expects stands behind `=>`, outside of quotes and notes; a command prints it."""
        if self.words("$"):
            return set(re.findall(r"\bWK\d{4}\b", "\n".join(self.lines[1:])))
        said = [re.sub(r'"[^"]*"', '""', line).split("#")[0] for line in self.lines]
        return {code for line in said for code in re.findall(r"\bWK\d{4}\b", line.partition("=>")[2])}


def read_cases(path):
    """The cases and setups of a file, without the notes and empty lines that stand after them."""
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith(("case ", "setup ")):
            found.append(Example(f"tests/cases/{path.name}", line))
        elif found:
            found[-1].lines.append(line.rstrip())
    for part in found:
        while not part.lines[-1] or part.lines[-1].startswith("#"):
            part.lines.pop()
    return found


def read_commands(path):
    """The commands that stand in a page, each with what it prints."""
    found, inside = [], False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append(Example(f"docs/guide/{path.name}", line))
        elif inside and found:
            found[-1].lines.append(line)
    return found


def sources(cases, guide):
    """The files to read, in order."""
    return [*sorted(cases.glob("*.case")), *sorted(guide.glob("*.md"))]


def read_all(cases, guide):
    return [part for path in sources(cases, guide)
            for part in (read_cases(path) if path.suffix == ".case" else read_commands(path))]


def shortest(parts):
    """By code of the finding."""
    best = {}
    for part in parts:
        if part.words("setup") or part.words("skip"):
            continue
        for code in part.findings():
            if code not in best or part.rank() < best[code].rank():
                best[code] = part
    return best


def setups(parts, examples):
    """The setups that examples take over, and those that these take over."""
    wanted = [name for example in examples for name in example.words("given")]
    by_name = {part.words("setup")[0]: part for part in parts if part.words("setup")}
    for name in wanted:  # grows as it goes
        wanted += [more for more in by_name[name].words("given") if more not in wanted]
    return [part for name, part in by_name.items() if name in wanted]
