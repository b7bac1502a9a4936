"""The words of the catalog in the schema of rule packs, which stands in docs/formats for editors to read. `generate.py
--record` brings them up to date; tests/cases/policy/schema.py says when that was forgotten."""
import json
import re
import textwrap

WIDTH = 119


def wanted(catalog):
    """Where an enumeration stands in the schema, and what belongs in it, in the order of the catalog."""
    codes = {x["name"]: [v["name"] for v in x["values"]] for x in catalog["code_lists"]}
    asked = [f for f in catalog["facts"] if f.get("asked", True)]
    acts = catalog["acts"]

    def acts_with(member, value):
        return [a["name"] for a in acts if any(f.get(member) == value for f in a["fields"])]

    material = [name for a in acts if a["name"] in acts_with("derived", "material")
                for name in [a["name"], *(f"{a['name']}.{f['name']}" for f in a["fields"] if "derived" not in f)]]
    act_of = ("$defs", "mandate", "dependentSchemas", "{}", "properties", "act")
    return {
        ("properties", "severities", "additionalProperties"): codes["severity"],
        ("$defs", "provision", "properties", "class"): codes["provision-class"],
        ("$defs", "age", "properties", "ways", "items"): codes["hearing"],
        tuple(x.format("provision") for x in act_of): acts_with("list", "provisions"),
        tuple(x.format("up_to") for x in act_of): acts_with("name", "amount"),
        ("$defs", "act"): [a["name"] for a in acts],
        ("$defs", "material"): material,
        ("$defs", "exit", "properties", "ending"): codes["ending"],
        ("$defs", "advice", "properties", "severity"): codes["problem-severity"],
        ("$defs", "step", "properties", "coordination"): codes["coordination-after"],
        ("$defs", "indicator", "properties", "class"): codes["indicator-class"],
        ("$defs", "indicator", "properties", "direction"): codes["indicator-direction"],
        ("$defs", "measure", "properties", "figure"): codes["figure"],
        ("$defs", "measure", "properties", "goals", "items"): codes["achievement"],
        ("$defs", "measure", "properties", "scores", "properties", "change"): codes["change"],
        ("$defs", "measure", "properties", "scores", "properties", "rater"): codes["rater"],
        ("$defs", "measure", "properties", "change", "properties", "rater"): codes["rater"],
        ("$defs", "measure", "properties", "change", "properties", "change"): codes["change"],
        ("$defs", "measure", "properties", "answers", "properties", "rater"): codes["rater"],
        ("$defs", "endings", "items"): codes["ending"],
        ("$defs", "instrument", "properties", "subject"): codes["measure-subject"],
        ("$defs", "better"): codes["indicator-direction"],
        ("$defs", "indicator-class"): codes["indicator-class"],
        ("$defs", "measured", "properties", "rater"): codes["rater"],
        ("$defs", "path-act"): [a["name"] for a in acts if {"tier", "step"} & {f["name"] for f in a["fields"]}],
        ("$defs", "fact"): [f["name"] for f in asked],
        ("$defs", "dated-fact"): [f["name"] for f in asked if f.get("dated")],
        ("$defs", "listed-fact"): [f["name"] for f in asked if f.get("list")],
        ("$defs", "counted-fact"): [f["name"] for f in asked if f.get("quantity")],
        ("$defs", "finding"): [f["name"] for f in catalog["findings"] if not f["invariant"]],
    }


def as_text(words, column, indent):
    """A list on the line on which it begins, or on lines of its own."""
    line = json.dumps(words)
    if column + len(line) <= WIDTH - 2:
        return line
    inner = " " * (indent + 2)
    rows = textwrap.wrap(line[1:-1], WIDTH - len(inner), break_long_words=False, break_on_hyphens=False)
    return "[\n" + "\n".join(inner + row for row in rows) + "\n" + " " * indent + "]"


def list_of(text):
    try:
        return json.loads(text)
    except ValueError:
        return None  # brackets of a pattern


def record(path, catalog):
    text = path.read_text(encoding="utf-8")
    for place, words in wanted(catalog).items():
        at = json.loads(text)
        for key in place:
            at = at[key]
        if at["enum"] == words:
            continue
        found = next(m for m in re.finditer(r"\[[^][]*\]", text) if list_of(m.group()) == at["enum"])
        start = text.rfind("\n", 0, found.start()) + 1
        indent = len(text[start:]) - len(text[start:].lstrip())
        text = text[:found.start()] + as_text(words, found.start() - start, indent) + text[found.end():]
    path.write_text(text, encoding="utf-8")
