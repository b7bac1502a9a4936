#!/usr/bin/env python3
"""Make everything that is said once in catalog.json, standards.json and status.json.

    generate.py --source DIR --public DIR --private DIR --docs DIR   write all generated files
                --cases DIR --depfile FILE                           with examples in the pages, from domain cases
    generate.py --source DIR --record                                renew numbers.txt, the snapshot of all numbers,
                                                                     and the words in policy.schema.json

Numbers are append-only: a number in numbers.txt that is gone or has another name stops the build, and so does a new
entry that is not in numbers.txt yet. A field that is added to an act cannot be required: journals that were written
before it must load for ever.
"""
import argparse
import json
import pathlib
import sys

import case_examples
import emit_c
import emit_docs
import emit_schema
import policy_words

TYPES = ["id", "ref", "person", "act", "int", "bool", "date", "time", "code", "act-type", "real", "key", "text"]


def stop(message):
    sys.exit("catalog: " + message)


def load(source):
    catalog = json.loads((source / "catalog" / "catalog.json").read_text(encoding="utf-8"))
    catalog["statuses"] = json.loads((source / "base" / "status.json").read_text(encoding="utf-8"))
    catalog["standards"] = standards(json.loads((source / "catalog" / "standards.json").read_text(encoding="utf-8")))
    return catalog


def standards(read):
    """The lists of standards.json in the shape of a code list. A code keeps its zeros as a name; its number is what it
    says as a number."""
    own = "How it is counted is a reading of this library."
    return [{**entry, "values": [{**code, "number": int(code["code"]), "name": code["code"],
                                  "doc": own if code.get("own") else ""} for code in entry["codes"]]}
            for entry in read["lists"]]


def numbers(catalog):
    """Every number of the vocabulary as a line, in a fixed order."""
    parts = [("act", "acts", "fields"), ("table", "tables", "columns"), ("result", "results", "columns"),
             ("code", "code_lists", "values"),
             ("finding", "findings", None), ("fact", "facts", None), ("policy-list", "policy_lists", None),
             ("standard", "standards", "values"), ("status", "statuses", None)]
    for kind, part, members in parts:
        for entry in catalog[part]:
            yield f"{kind} {entry['number']} {entry['name']}"
            for member in entry.get(members, []) if members else []:
                detail = f" {member['type']}" if "type" in member else ""
                detail += " required" if member.get("required") else ""
                yield f"{kind} {entry['number']}.{member['number']} {entry['name']}.{member['name']}{detail}"


def check_numbers(catalog, snapshot):
    now, then = list(numbers(catalog)), snapshot.read_text(encoding="utf-8").split("\n")[:-1]
    gone, new = [x for x in then if x not in set(now)], [x for x in now if x not in set(then)]
    if gone:
        stop("numbers that were given out are gone or changed: " + "; ".join(gone))
    if new:
        stop("new numbers, run `python3 src/catalog/generate.py --source src --record`: " + "; ".join(new))


def check_unique(what, entries):
    for key in ("number", "name"):
        seen = [e[key] for e in entries]
        if len(seen) != len(set(seen)):
            stop(f"{what}: a {key} stands twice")


def check_order(what, entries):
    """Numbers are found by bisection."""
    given = [e["number"] for e in entries]
    if given != sorted(given) or given[0] < 1:
        stop(f"{what}: entries must stand in the order of their numbers, from 1 or higher")


def check_words(what, entry, sentence=True):
    for key in ("en", "nl") + (("doc",) if sentence else ()):
        if not entry.get(key, "").strip():
            stop(f"{what} {entry['name']}: no {key}")


def check_members(catalog, what, entry, members, first):
    if [m["number"] for m in members] != list(range(first, first + len(members))):
        stop(f"{what} {entry['name']}: members must be numbered {first}, {first + 1}, ...")
    check_unique(f"{what} {entry['name']}", members)
    lists = {x["name"] for x in catalog["code_lists"]}
    policy_lists = {x["name"] for x in catalog["policy_lists"]}
    tables = {x["name"] for x in catalog["tables"]}
    made = {x["makes"]["table"] for x in catalog["acts"] if "makes" in x}
    made |= {x["makes_too"] for x in catalog["acts"] if "makes_too" in x}
    for m in members:
        check_words(f"{what} {entry['name']}", m)
        where = f"{what} {entry['name']}.{m['name']}"
        if m["type"] not in TYPES:
            stop(f"{where}: unknown type {m['type']}")
        if m["type"] == "code" and m.get("list") not in lists:
            stop(f"{where}: no such code list")
        if m["type"] == "key" and "list" in m and m["list"] not in policy_lists:
            stop(f"{where}: no such policy list")
        if m["type"] == "ref" and m.get("table") not in tables:
            stop(f"{where}: no such table")
        if m["type"] == "ref" and m["table"] not in made:
            stop(f"{where}: no act makes rows of {m['table']}")


def check(catalog):
    explained = ("acts", "tables", "results", "code_lists", "standards")
    for part in ("acts", "tables", "results", "findings", "facts", "code_lists", "policy_lists", "standards", "statuses"):
        check_unique(part, catalog[part])
        if part != "statuses":
            check_order(part, catalog[part])
        for entry in catalog[part]:
            check_words(part, entry, sentence="doc" in entry or part in explained)
    for act in catalog["acts"]:
        check_members(catalog, "act", act, act["fields"], 1)
        for field in act["fields"]:
            if field["type"] in ("time", "act-type", "real"):
                stop(f"act {act['name']}.{field['name']}: no setter takes a field of type {field['type']}")
        if len(act["fields"]) > 16:
            stop(f"act {act['name']}: more than 16 fields")
    for code_list in catalog["code_lists"] + catalog["standards"]:
        check_unique(f"code list {code_list['name']}", code_list["values"])
        check_order(f"code list {code_list['name']}", code_list["values"])
        for value in code_list["values"]:
            check_words(f"code list {code_list['name']}", value, sentence=False)
    check_standards(catalog)
    for place, table in enumerate(catalog["tables"], 1):
        if table["number"] != place:
            stop("tables must be numbered 1, 2, ...")
        check_members(catalog, "table", table, table["columns"], 2)
    for place, result in enumerate(catalog["results"], 1001):
        if result["number"] != place:
            stop("results must be numbered 1001, 1002, ...")
        check_members(catalog, "result", result, result["columns"], 0)
    names = {a["name"] for a in catalog["acts"]}
    for part in ("findings", "facts"):
        for entry in catalog[part]:
            if entry["mend"] is not None and entry["mend"] not in names:
                stop(f"{entry['name']}: mended by an unknown act {entry['mend']}")


def check_standards(catalog):
    endings = {v["name"] for x in catalog["code_lists"] if x["name"] == "ending" for v in x["values"]}
    for entry in catalog["standards"]:
        if entry["name"].count("/") != 2 or not entry["source"].strip():
            stop(f"standard {entry['name']}: a name is standard/release/list, and there is a source")
        for code in entry["values"]:
            if code["ending"] not in endings:
                stop(f"standard {entry['name']}/{code['name']}: no such ending")


def write_pages(catalog, options):
    """The reference pages; and for the build, what they were made from: files of cases may come and go."""
    guide = options.source.parent / "docs" / "guide"
    write(options.docs, emit_docs.pages(catalog, case_examples.read_all(options.cases, guide) if options.cases else []))
    if options.depfile:
        read = [options.cases, guide, *case_examples.sources(options.cases, guide)] if options.cases else []
        escaped = [str(path).replace(" ", "\\ ") for path in read]
        options.depfile.write_text(f"docs/acts.md: {' '.join(escaped)}\n", encoding="utf-8")


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--public", type=pathlib.Path)
    parser.add_argument("--private", type=pathlib.Path)
    parser.add_argument("--docs", type=pathlib.Path)
    parser.add_argument("--cases", type=pathlib.Path)
    parser.add_argument("--depfile", type=pathlib.Path)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    catalog = load(options.source)
    check(catalog)
    snapshot = options.source / "catalog" / "numbers.txt"
    if options.record:
        snapshot.write_text("\n".join(numbers(catalog)) + "\n", encoding="utf-8")
        policy_words.record(options.source.parent / "docs" / "formats" / "policy.schema.json", catalog)
        return
    check_numbers(catalog, snapshot)
    headers = options.source.parent / "include" / "wijkteam"
    if options.public:
        write(options.public, emit_c.public_files(catalog, headers))
        write(options.public, {"acts.schema.json": emit_schema.act_schema(catalog)})
    if options.private:
        write(options.private, emit_c.private_files(catalog))
    if options.docs:
        write_pages(catalog, options)


if __name__ == "__main__":
    main()
