#!/usr/bin/env python3
"""schema.py LOADER: the schema and the library agree.

The schema is valid, knows the words of the catalog, takes the packs of the project and judges the bad ones as their
manifest says. Then everything.json is changed in every place in many ways: what the schema refuses the library refuses
too, and what the library refuses for a reason that a schema can tell the schema refuses."""
import copy
import json
import sys

from packs import BAD, GOOD, ROOT, SCHEMA, verdicts

try:
    from jsonschema import Draft202012Validator, FormatChecker
except ImportError:
    print("python3-jsonschema is not there")
    sys.exit(77)

ONLY_LOADING = {"WIJK_E_DUPLICATE", "WIJK_E_REFERENCE", "WIJK_E_CYCLE", "WIJK_E_UNREACHABLE"}
VALUES = [None, True, 0, -1, 1.5, 36501, "", "x", "A b", "plan-close", "goal-end", "alone", [], {},
          {"fact": "goals-set"}, {"use": "ready"}]
ADDED = {"unknown": 1, "within_days": 3, "key": "k", "fact": "goals-set", "entry": True, "WK3001": "off",
         "class": "team", "up_to": 5, "provision": "general.walk-in", "again": False, "about": "finances",
         "at_least": 3, "at_most": 1, "tier": "heavy", "ladder": "care", "ending": "by-client", "rank": 1}
# Members that have to stand in an order with another one, which a schema cannot tell of two that are good by themselves.
ORDERED = {"at_least", "at_most", "rank", "until", "from", "year", "max", "min_valid"}


def places(value, path=()):
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def changed(pack, path, change):
    new = copy.deepcopy(pack)
    change(at(new, path[:-1]), path[-1])
    return new


def mutants(pack):
    for path in places(pack):
        here = at(pack, path)
        if path:
            yield changed(pack, path, lambda parent, key: parent.pop(key))
            for value in VALUES if path[-1] not in {"en", "nl"} else [None, ""]:
                if type(value) is not type(here) or value != here:
                    yield changed(pack, path, lambda parent, key, v=value: parent.__setitem__(key, v))
        if isinstance(here, dict):
            for key, value in ADDED.items():
                new = copy.deepcopy(pack)
                at(new, path).setdefault(key, value)
                yield new
        if isinstance(here, list) and here:
            new = copy.deepcopy(pack)
            at(new, path).append(copy.deepcopy(here[0]))
            yield new


def words(catalog, kind, name):
    return [v["name"] for x in catalog[kind] if x["name"] == name for v in x["values"]]


def acts_with(catalog, member, value):
    return {a["name"] for a in catalog["acts"] if any(f.get(member) == value for f in a["fields"])}


def facts_with(catalog, member):
    return {f["name"] for f in catalog["facts"] if f.get("asked", True) and f.get(member)}


def check_words(schema, problems):
    catalog = json.loads((ROOT / "src" / "catalog" / "catalog.json").read_text(encoding="utf-8"))
    facts = {f["name"] for f in catalog["facts"] if f.get("asked", True)}
    material = acts_with(catalog, "derived", "material")
    fields = {f"{a['name']}.{f['name']}" for a in catalog["acts"] if a["name"] in material
              for f in a["fields"] if "derived" not in f}
    about_path = {a["name"] for a in catalog["acts"] if {"tier", "step"} & {f["name"] for f in a["fields"]}}
    parts = schema["$defs"]
    limits = parts["mandate"]["dependentSchemas"]
    for what, wanted, got in [
            ("facts", facts, parts["fact"]["enum"]),
            ("dated facts", facts_with(catalog, "dated"), parts["dated-fact"]["enum"]),
            ("facts of a list", facts_with(catalog, "list"), parts["listed-fact"]["enum"]),
            ("facts with a number", facts_with(catalog, "quantity"), parts["counted-fact"]["enum"]),
            ("endings", words(catalog, "code_lists", "ending"), parts["exit"]["properties"]["ending"]["enum"]),
            ("severities of a problem", words(catalog, "code_lists", "problem-severity"),
             parts["advice"]["properties"]["severity"]["enum"]),
            ("what coordination does", words(catalog, "code_lists", "coordination-after"),
             parts["step"]["properties"]["coordination"]["enum"]),
            ("whom instruments are about", words(catalog, "code_lists", "measure-subject"),
             parts["instrument"]["properties"]["subject"]["enum"]),
            ("classes of indicators", words(catalog, "code_lists", "indicator-class"),
             parts["indicator-class"]["enum"]),
            ("raters", words(catalog, "code_lists", "rater"), parts["measured"]["properties"]["rater"]["enum"]),
            ("acts about a tier", about_path, parts["path-act"]["enum"]),
            ("findings", {f["name"] for f in catalog["findings"] if not f["invariant"]}, parts["finding"]["enum"]),
            ("severities", words(catalog, "code_lists", "severity"),
             schema["properties"]["severities"]["additionalProperties"]["enum"]),
            ("ways of hearing", words(catalog, "code_lists", "hearing"),
             parts["age"]["properties"]["ways"]["items"]["enum"]),
            ("classes", words(catalog, "code_lists", "provision-class"),
             parts["provision"]["properties"]["class"]["enum"]),
            ("acts", {a["name"] for a in catalog["acts"]}, parts["act"]["enum"]),
            ("material changes", material | fields, parts["material"]["enum"]),
            ("acts with a provision", acts_with(catalog, "list", "provisions"),
             limits["provision"]["properties"]["act"]["enum"]),
            ("acts with an amount", acts_with(catalog, "name", "amount"),
             limits["up_to"]["properties"]["act"]["enum"])]:
        if len(got) != len(set(got)) or set(got) != set(wanted) or not got:
            problems.append(f"{what} of the schema and of the catalog differ: {sorted(set(got) ^ set(wanted))}")
    level = next(f for a in catalog["acts"] if a["name"] == "domain-assess" for f in a["fields"] if f["name"] == "level")
    if (parts["level"]["minimum"], parts["level"]["maximum"]) != (level["min"], level["max"]):
        problems.append("the levels of the schema and of the catalog differ")


def check_samples(valid, problems):
    for path in GOOD:
        if not valid(json.loads(path.read_text(encoding="utf-8"))):
            problems.append(f"the schema refuses {path.relative_to(ROOT)}")
    for name, entry in json.loads((BAD / "manifest.json").read_text(encoding="utf-8")).items():
        if "schema" not in entry:
            continue  # no JSON, or no JSON that Python reads as we do
        refused = not valid(json.loads((BAD / name).read_text(encoding="utf-8")))
        if refused != (entry["schema"] == "refuses"):
            problems.append(f"bad/{name}: the schema {'refuses' if refused else 'takes'} it")


def check_mutants(loader, valid, problems):
    base = json.loads((BAD.parent / "everything.json").read_text(encoding="utf-8"))
    packs = [base, *mutants(base)]
    said = verdicts(loader, [json.dumps(p, ensure_ascii=False).encode() for p in packs])
    counts = {}
    for pack, (status, _, _, pointer) in zip(packs, said):
        taken = valid(pack)
        counts[status] = counts.get(status, 0) + 1
        if status == "WIJK_OK" and not taken:
            problems.append(f"only the schema refuses: {json.dumps(pack)}")
        order = status == "WIJK_E_RANGE" and pointer.rsplit("/", 1)[-1] in ORDERED
        if taken and status != "WIJK_OK" and status not in ONLY_LOADING and not order:
            problems.append(f"only the library refuses, with {status} at {pointer}: {json.dumps(pack)}")
    if said[0][0] != "WIJK_OK" or counts["WIJK_OK"] < 20 or not ONLY_LOADING <= set(counts):
        problems.append(f"the changes do not try everything: {counts}")
    print(f"{len(packs)} packs:", ", ".join(f"{n} {s}" for s, n in sorted(counts.items())))


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    valid = Draft202012Validator(schema, format_checker=FormatChecker()).is_valid
    problems = []
    check_words(schema, problems)
    check_samples(valid, problems)
    check_mutants(sys.argv[1], valid, problems)
    print("\n".join(problems[:20]))
    return 1 if problems else 0


sys.exit(main())
