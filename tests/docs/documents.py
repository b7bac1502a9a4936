#!/usr/bin/env python3
"""documents.py VERSION: the hand-written documents are in step with the project and with each other.

Links, paths and findings are there; every block of code is of a kind that some test runs; the changelog has the
version; the decisions are all listed; the table of threads is what the headers say; the guide in Dutch is the guide in
English: code, cases and chapters."""
import os
import re
import sys

import markdown

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
# Which test runs a block of a kind. Where no documents are named, all are looked through; "" stands for all others.
KINDS = {
    "c": "tests/docs/programs.py", "console": "tests/docs/commands.py", "case": "tests/docs/cases.py",
    "text": {"": "tests/docs/programs.py", "examples/c-embed/README.md": "tests/examples/embed.py"},
    "sh": {"": "tests/docs/documents.py", "README.md": "tests/docs/embedding.py",
           "examples/c-embed/README.md": "tests/examples/embed.py"},
    "meson": "tests/docs/documents.py",
    "json": {"docs/formats/acts.md": "tests/docs/commands.py", **dict.fromkeys(("docs/formats/policy.md", "docs/guide/ladder.md",
                                                                "docs/guide/nl/ladder.md"),
                                                               "tests/cases/policy/bad_packs.py")},
    "hex": {"docs/formats/journal.md": "tests/unit/test_journal_golden.c"},
    "sql": {"docs/formats/store.md": "tests/unit/test_store_file.c"},
}
NOT_RUN = {("docs/formats/store.md", ""): "for PostgreSQL, which the tests do without"}
LATER = {"docs/migration/"}  # comes with the first release that breaks something
GENERATED = {"include/wijkteam/acts.h", "include/wijkteam/constants.h", "include/wijkteam/status.h"}


def anchors(text):
    """The anchors of the headings, as hosts of Markdown make them."""
    found = set()
    for title in re.findall(r"^#{1,6} +(.*?)(?:\s*\{#[\w-]+\})?\s*$", text, flags=re.M):
        found.add(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"))
    return found


def check_links(name, text):
    prose = markdown.prose(text)
    for link in re.findall(r"\[[^\]\[\n]*\n[^\]\[\n]*\]\(\S+?\)", prose):
        yield f"{name}: {link!r}: the reference cannot read a link that runs over two lines"
    for match in re.finditer(r"\]\(([^)\s]+)\)|<a href=\"([^\"]+)\">", prose):
        link, line = match.group(1) or match.group(2), prose.count("\n", 0, match.start()) + 1
        if re.match(r"https?:", link):
            continue
        path, _, anchor = link.partition("#")
        inside = os.path.join(os.path.dirname(name), path) if path else name
        target = os.path.normpath(os.path.join(SOURCE, inside))
        if not os.path.isfile(target):
            yield f"{name}:{line}: {link} leads nowhere"
        elif os.path.relpath(target, SOURCE).startswith(".."):
            yield f"{name}:{line}: {link} leads out of the project"
        elif anchor and anchor not in anchors(markdown.read(target)):
            yield f"{name}:{line}: {link}: there is no such heading"


def check_paths(name, text):
    """What looks like a file of the project, is one."""
    for path in re.findall(r"`((?:src|include|tests|docs|examples)/[\w./-]+)`", text):
        if not os.path.exists(os.path.join(SOURCE, path)) and path not in GENERATED | LATER and "MAJOR" not in path:
            yield f"{name}: there is no {path}"


def check_blocks(name, text):
    for block in markdown.blocks(text):
        tested = KINDS.get(block.kind)
        tested = tested.get(name, tested.get("")) if isinstance(tested, dict) else tested
        if tested == "tests/docs/programs.py" and '\n```c\n' not in text:
            yield f"{name}:{block.line}: there is no program of which this could be the output"
        if not tested and (name, block.kind) not in NOT_RUN:
            yield f"{name}:{block.line}: no test looks at a block of kind '{block.kind}' here"
        if block.kind == "sh":
            for script in re.findall(r"^sh (\S+)", block.text, flags=re.M):
                if not os.path.isfile(os.path.join(SOURCE, script)):
                    yield f"{name}:{block.line}: there is no {script}"
        if block.kind == "meson":
            built = markdown.read(os.path.join(SOURCE, "tests", "install", "subproject", "meson.build"))
            for line in block.lines:
                if line not in built.split("\n"):
                    yield f"{name}: tests/install/subproject does not try: {line}"
    for files in KINDS.values():
        for test in files.values() if isinstance(files, dict) else [files]:
            if not os.path.isfile(os.path.join(SOURCE, test)):
                yield f"tests/docs/documents.py: there is no {test}"


def check_words(name, text):
    for word in re.findall(r"\b(?:TODO|FIXME|TBD|lorem ipsum)\b", text, flags=re.I):
        yield f"{name}: {word}"


def check_findings(name, text):
    """The findings that are named are there."""
    known = markdown.read(os.path.join(SOURCE, "src", "catalog", "numbers.txt"))
    for code in sorted(set(re.findall(r"\bWK\d{4}\b", text))):
        if f"finding {int(code[2:])} {code}\n" not in known:
            yield f"{name}: there is no finding {code}"


def check_changelog(version):
    text = markdown.read(os.path.join(SOURCE, "CHANGELOG.md"))
    entry = re.search(r"^## \[" + re.escape(version) + r"\].*?\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
    if not entry or not re.search(r"^- \S", entry.group(1), flags=re.M):
        yield f"CHANGELOG.md says nothing of {version}"


def check_decisions():
    folder = os.path.join(SOURCE, "docs", "decisions")
    index = markdown.read(os.path.join(folder, "README.md"))
    for place, name in enumerate(sorted(x for x in os.listdir(folder) if x != "README.md"), 1):
        text = markdown.read(os.path.join(folder, name))
        if not name.startswith(f"{place:04}-") or not text.startswith(f"# {place}. "):
            yield f"docs/decisions/{name}: its number should be {place}"
        if f"({name})" not in index:
            yield f"docs/decisions/README.md does not list {name}"
        for part in ("Context", "Decision", "Consequence"):
            if text.count(f"\n**{part}.** ") != 1:
                yield f"docs/decisions/{name} should have one part {part}"


def check_threads():
    found = headers.paths(SOURCE, BUILD)
    functions = headers.functions(found)
    name = "docs/guide/threads.md"
    rows = re.findall(r"^\| `(wijk_\w+)` \| [^|]* \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$",
                      markdown.read(os.path.join(SOURCE, name)), flags=re.M)
    handles = {h for path in found.values() for h in re.findall(r"typedef struct (wijk_\w+) \1;", headers.read(path))}
    if sorted(row[0] for row in rows) != sorted(handles):
        yield f"{name} has rows for {sorted(row[0] for row in rows)}, the headers have {sorted(handles)}"
    known = {function.name: function for function in functions}
    shared = {row[0] for row in rows if row[1] == "all at once"}
    sealed = {row[0] for row in rows if row[1] == "sealed: all at once"}  # one at a time until then
    for handle, threads, made, ended in rows:
        if threads not in ("all at once", "one at a time", "sealed: all at once"):
            yield f"{name}: {handle}: {threads}?"
        for function in re.findall(r"`(\w+)\(\)`", made + ended):
            if function not in known:
                yield f"{name}: there is no {function}()"
            elif handle not in known[function].declaration:
                yield f"{name}: {function}() has nothing to do with {handle}"
    for function in functions:
        kinds = [re.sub(r"\bconst\b|[ *]", "", kind) for kind, _ in function.parameters]
        if function.parameters[1:] and kinds[-1] == "wijk_error" and not function.parameters[-1][0].endswith("**"):
            kinds.pop()  # where to tell of a failure: any function may have it
        own = [kind for kind in kinds if kind in handles and kind not in shared]
        outputs = {kind for kind, _ in function.parameters if kind.endswith("**")}
        if "@threads{any}" in function.comment:
            if own and own[0] not in sealed and not any(own[0] in kind for kind in outputs):
                yield f"{function.name} says @threads{{any}}, but {own[0]} is for one thread at a time"
        elif not own:
            yield f"{function.name} should say @threads{{any}}"


GUIDES = {"first-dossier": "eerste-dossier", "plan": "plan", "coordinator": "regisseur", "corrections": "correcties",
          "households": "gezinnen", "steps": "stappen", "safety": "veiligheid",
          "ladder": "ladder", "funnel": "trechter", "waiting": "wachten", "pilot-light": "waakvlam",
          "indicators": "indicatoren", "left": "vertrokken",
          "arrow": "arrow", "measuring": "meten", "cohort": "cohort"}


def code_of(name):
    """The C without comments, texts and the language."""
    text = markdown.joined(os.path.join(SOURCE, name), "c")
    text = re.sub(r"/\*.*?\*/|\"(?:[^\"\\]|\\.)*\"", "", text, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"WIJK_(?:ENGLISH|DUTCH)", "", text))


def cases_of(name):
    """The cases without their sentences, texts and labels, which begin with a capital: days, acts, codes, findings."""
    lines = []
    for line in markdown.joined(os.path.join(SOURCE, name), "case").split("\n"):
        line = re.sub(r"^( *(?:case|setup|given)) .*", r"\1", line)
        line = re.sub(r"#.*", "", re.sub(r"\"[^\"]*\"", "", line))
        lines.append(re.sub(r"\b(?!WK\d|E_)[A-Z]\w*", "X", line).strip())
    return lines


def check_guides():
    """A page of the guide in both languages: the same code, the same cases, the same chapters."""
    for english, dutch in GUIDES.items():
        names = (f"docs/guide/{english}.md", f"docs/guide/nl/{dutch}.md")
        for what, part in (("program", code_of), ("cases", cases_of)):
            if part(names[0]) != part(names[1]):
                yield f"{names[0]} and {names[1]} do not have the same {what}"
        chapters = [markdown.read(os.path.join(SOURCE, name)).count("\n## ") for name in names]
        if chapters[0] != chapters[1]:
            yield f"{names[0]} and {names[1]} do not have the same chapters"
    found = os.listdir(os.path.join(SOURCE, "docs", "guide", "nl"))
    for name in sorted(set(found) - {f"{dutch}.md" for dutch in GUIDES.values()}):
        yield f"docs/guide/nl/{name} is compared with no page in English"


def main():
    names = markdown.documents(SOURCE)
    problems = []
    for name in names:
        text = markdown.read(os.path.join(SOURCE, name))
        for check in (check_links, check_paths, check_blocks, check_words, check_findings):
            problems += check(name, text)
    problems += [*check_changelog(sys.argv[1]), *check_decisions(), *check_threads(), *check_guides()]
    print("\n".join(dict.fromkeys(problems)) or f"{len(names)} documents")
    return 1 if problems else 0


sys.exit(main())
