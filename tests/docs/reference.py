#!/usr/bin/env python3
"""reference.py DOXYGEN DOXYFILE: the reference pages are made without a warning, and say what they should.

Every public function stands in a group, with a sentence and the version that brought it; every constant has its word;
every document and every generated page is there; no link is dead."""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import markdown

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]


def make(doxygen, doxyfile, folder):
    settings = markdown.read(doxyfile) + f"\nOUTPUT_DIRECTORY = {folder}\nGENERATE_XML = YES\nXML_PROGRAMLISTING = NO\n"
    done = subprocess.run([doxygen, "-"], input=settings, capture_output=True, text=True, cwd=folder)
    warnings = [line for line in (done.stdout + done.stderr).split("\n") if line.strip()]
    return warnings or ([] if done.returncode == 0 else [f"doxygen ended with {done.returncode}"])


def words(element, path):
    found = element.find(path)
    return "".join(found.itertext()).strip() if found is not None else ""


def check_members(folder):
    """Functions and constants, as the groups show them."""
    declared = {function.name: function for function in headers.functions(headers.paths(SOURCE, BUILD))}
    shown = {}
    for name in sorted(os.listdir(folder)):
        if name.startswith("group__"):
            for member in ET.parse(os.path.join(folder, name)).iter("memberdef"):
                shown[words(member, "name")] = member
                if member.get("kind") == "enum":
                    for value in member.iter("enumvalue"):
                        if not words(value, "briefdescription") and not words(value, "detaileddescription"):
                            yield f"{words(value, 'name')} has no word"
    for name, function in declared.items():
        member = shown.get(name)
        if member is None:
            yield f"{name} is not in the reference"
        elif not words(member, "briefdescription"):
            yield f"{name} has no sentence"
        else:
            notes = list(member.iter("simplesect"))
            versions = [words(note, "para") for note in notes if note.get("kind") == "since"]
            if versions != [function.since]:
                yield f"{name}: the reference says since {versions}, the header {function.since}"
            threads = re.search(r"@threads\{(.*?)\}", function.comment)
            if threads and not any(threads.group(1) in words(note, "para") for note in notes):
                yield f"{name}: the reference does not say for which threads it is"
    yield from (f"only {len(shown)} things in groups" for _ in [0] if len(shown) < len(declared))


def check_pages(folder):
    titles = {words(ET.parse(os.path.join(folder, name)).getroot(), "compounddef/title") for name in os.listdir(folder)
              if name.startswith("md_") or name.endswith("page.xml")}
    written = [os.path.join(SOURCE, name) for name in markdown.documents(SOURCE)
               if name in ("README.md", "CHANGELOG.md") or name.startswith("docs/")]
    generated = os.path.join(BUILD, "docs")
    made = [os.path.join(generated, name) for name in os.listdir(generated) if name.endswith(".md")]
    for path in written + made:
        title = re.search(r"^# (.*?)(?: \{#\w+\})?$", markdown.read(path), flags=re.M).group(1).replace("`", "")
        if title not in titles:
            yield f"{os.path.basename(path)} ({title}) is not in the reference"
    if len(made) != 8:
        yield f"{len(made)} generated pages"


def check_links(folder):
    """No page leads to a file that is not there."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(".html"):
            for link in set(re.findall(r'href="(?!https?:)([^"#]+)', markdown.read(os.path.join(folder, name)))):
                if not os.path.exists(os.path.join(folder, link)):
                    yield f"the page {name} leads to {link}, which is not there"


def check_pictures(folder):
    """What this build has drawn is shown where the guide says, and the guide says where each picture belongs."""
    drawn = {name for name in os.listdir(os.path.join(BUILD, "docs")) if name.endswith(".svg")}
    pages = "".join(markdown.read(os.path.join(folder, name)) for name in os.listdir(folder) if name.endswith(".html"))
    wanted = {name for path in markdown.documents(SOURCE)
              for name in re.findall(r"^<!-- drawn: (\S+) ", markdown.read(os.path.join(SOURCE, path)), flags=re.M)}
    if drawn - wanted or (drawn and wanted - drawn):
        yield f"drawn is {sorted(drawn)}, the guide wants {sorted(wanted)}"
    for name in sorted(drawn):
        if f'"{name}"' not in pages or not os.path.isfile(os.path.join(folder, name)):
            yield f"the picture {name} is not in the reference"


def main():
    if len(sys.argv) != 3:
        print("doxygen is not there")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        problems = make(sys.argv[1], sys.argv[2], folder)
        if os.path.isfile(os.path.join(folder, "xml", "index.xml")):
            problems += [*check_members(os.path.join(folder, "xml")), *check_pages(os.path.join(folder, "xml")),
                         *check_links(os.path.join(folder, "html")), *check_pictures(os.path.join(folder, "html"))]
    print("\n".join(problems) or "no warnings")
    return 1 if problems else 0


sys.exit(main())
