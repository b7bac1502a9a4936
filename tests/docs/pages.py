#!/usr/bin/env python3
"""pages.py: the generated pages say all that the vocabulary has: every act, field, table, column, finding, fact, code
and status, in English and in Dutch; no entry of the glossary lacks a language; and every finding has an example, which
the tests run: a domain case, or a command of the guide."""
import json
import os
import re
import sys

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
CASES, GUIDE = "tests/cases", "docs/guide"  # whose lines other tests run
PAGES = os.path.join(os.environ["WIJK_BUILD_ROOT"], "docs")
API = os.path.join(os.environ["WIJK_BUILD_ROOT"], "include", "wijkteam", "wijkteam-api.json")


def rows(text):
    """The cells of all lines of tables, without the lines under the titles."""
    found = [[cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|")] for line in text.split("\n")
             if line.startswith("|") and not line.startswith("|---")]
    return [[cell.replace("\0", "|") for cell in row] for row in found]


def section(text, title):
    """What stands under a heading of the second level."""
    parts = text.split(f"\n## {title} {{#")
    return parts[1].split("\n## ")[0] if len(parts) == 2 else ""


def check_entries(name, entries, members, first):
    text = markdown.read(os.path.join(PAGES, name))
    for entry in entries:
        part = section(text, entry["name"])
        for word in (entry["en"], entry["nl"], entry["doc"], *([str(entry["number"])] if members != "values" else [])):
            if word not in part:
                yield f"{name}: nothing says '{word}' of {entry['name']}"
        shown = {row[first].strip("`*"): row for row in rows(part)}
        for member in entry[members]:
            row = shown.get(member["name"], [])
            if not row or member["en"] not in row or member["nl"] not in row:
                yield f"{name}: {entry['name']} does not show {member['name']} with both its words"


def check_list(name, entries, key):
    shown = {cell.strip("`"): row for row in rows(markdown.read(os.path.join(PAGES, name))) for cell in row[:2]}
    for entry in entries:
        row = shown.get(key(entry), [])
        if entry["en"] not in row or entry["nl"] not in row:
            yield f"{name} does not show {key(entry)} with both its sentences"


def check_finding(entry, acts, text, listed):
    """The entry of a finding: what it means, how grave it is, what mends it, and an example."""
    part = section(text, entry["name"])
    act = acts.get(entry["mend"])
    words = [act["en"], act["nl"], f"`{act['name']}`"] if act else ["No single act mends it."]
    words += [entry["en"], entry["nl"], f"`{entry['severity']}`"]
    words.append("an invariant" if entry["invariant"] else "unless the policy says otherwise")
    for word in words:
        if word not in part:
            yield f"findings.md: nothing says '{word}' of {entry['name']}"
    file = re.search(r"^For example, from `(.*)`:$", part, flags=re.M)
    shown = [block.text for block in markdown.blocks(part)]
    if not file or len(shown) != 1:
        yield f"findings.md: no case shows {entry['name']}"
    elif file.group(1) not in listed or shown[0] not in markdown.read(os.path.join(SOURCE, file.group(1))):
        yield f"findings.md: the example of {entry['name']} is nothing that the tests run"
    elif not re.search((r"=>.*" if file.group(1).startswith(CASES) else r".*") + rf"\b{entry['name']}\b", shown[0]):
        yield f"findings.md: the example of {entry['name']} does not show it"


def check_findings(api):
    text = markdown.read(os.path.join(PAGES, "findings.md"))
    acts = {act["name"]: act for act in api["acts"]}
    cases = re.findall(r"^ *'(.*\.case)',$", markdown.read(os.path.join(SOURCE, CASES, "meson.build")), flags=re.M)
    listed = [f"{CASES}/{name}" for name in cases] + [f"{GUIDE}/{name}" for name in os.listdir(f"{SOURCE}/{GUIDE}")]
    for entry in api["findings"]:
        yield from check_finding(entry, acts, text, listed)
    taken_over = section(text, "What the examples take over")
    for name in set(re.findall(r"^    given (.*)", text, flags=re.M)):
        if f"\nsetup {name}\n" not in taken_over:
            yield f"findings.md does not show the setup: {name}"


def check_glossary(api):
    shown = rows(markdown.read(os.path.join(PAGES, "glossary.md")))[1:]
    for row in shown:
        if len(row) != 3 or not row[0] or not row[1]:
            yield f"glossary.md: a language is missing in {row}"
    pairs = {(row[0], row[1]) for row in shown}
    for part in ("acts", "tables", "results", "code_lists", "policy_lists"):
        for entry in api[part]:
            if (entry["en"], entry["nl"]) not in pairs:
                yield f"glossary.md does not have {entry['en']}"
    for english, dutch in (("coordinator", "regisseur"), ("household", "gezin"), ("pilot light", "waakvlam"),
                           ("bridging", "wachtlijstoverbrugging"), ("target", "streefwaarde")):
        if not any(english == a and dutch in b for a, b in pairs):
            yield f"glossary.md does not have {english} ({dutch})"


def check_standards(api):
    """Every national code stands there with both words, how it is counted, and a mark when that is our own reading."""
    shown = rows(markdown.read(os.path.join(PAGES, "standards.md")))
    for entry in api["standards"]:
        for code in entry["values"]:
            counted = f"`{code['ending']}`" + (" *" if code.get("own") else "")
            if [f"`{entry['name']}/{code['name']}`", code["en"], code["nl"], counted] not in shown:
                yield f"standards.md does not have {entry['name']}/{code['name']} as it is"


def main():
    api = json.loads(markdown.read(API))
    problems = [*check_entries("acts.md", api["acts"], "fields", 0),
                *check_entries("tables.md", api["tables"], "columns", 0),
                *check_entries("results.md", api["results"], "columns", 0),
                *check_entries("codes.md", api["code_lists"], "values", 1),
                *check_list("findings.md", api["findings"], lambda x: f"[{x['name']}](#finding_{x['name']})"),
                *check_findings(api),
                *check_list("findings.md", api["facts"], lambda x: x["name"]),
                *check_list("statuses.md", api["statuses"], lambda x: f"WIJK_{x['name']}"),
                *check_standards(api), *check_glossary(api)]
    print("\n".join(problems) or "all of " + ", ".join(f"{len(api[x])} {x}" for x in ("acts", "tables", "findings")))
    return 1 if problems else 0


sys.exit(main())
