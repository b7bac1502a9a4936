"""The reference pages of the catalog, in Markdown for Doxygen and for reading."""
import case_examples


def heading(title, anchor, text, source="src/catalog/catalog.json"):
    return [f"# {title} {{#{anchor}}}", "", text, "", f"Generated from `{source}`.", ""]


def table(titles, rows):
    cells = [[str(c).replace("|", "\\|") for c in row] for row in rows]
    return ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles), *("| " + " | ".join(r) + " |" for r in cells), ""]


def notes(member):
    parts = [member["doc"]]
    if "list" in member:
        parts.append(f"List `{member['list']}`.")
    if "table" in member:
        parts.append(f"An act of table `{member['table']}`.")
    if "unit" in member:
        parts.append(f"Unit: {member['unit']}.")
    if "min" in member:
        parts.append(f"{member['min']} to {member['max']}.")
    if member.get("personal"):
        parts.append("Personal.")
    if "derived" in member:
        parts.append("Filled by the library.")
    if member.get("later"):
        parts.append("Set on its own: the function of `acts.h` does not have it.")
    return " ".join(parts)


def acts(catalog):
    out = heading("Acts", "acts_page", "Every act that a dossier takes, with its fields. `*` marks what must be there.")
    for a in catalog["acts"]:
        out += [f"## {a['name']} {{#act_{a['name'].replace('-', '_')}}}", "", f"{a['number']}, {a['subject']}. **{a['en']}** ({a['nl']}). {a['doc']}", ""]
        if a["fields"]:
            out += table(["field", "type", "English", "Nederlands", "meaning"],
                         [(f"`{f['name']}`" + ("*" if f["required"] and "derived" not in f else ""), f["type"], f["en"], f["nl"], notes(f)) for f in a["fields"]])
    return out


def tables(catalog):
    out = heading("Tables", "tables_page", """Every table, with its columns. All begin with `dossier` and `act`: the
dossier, and the act that made the row; the rows of a table that is made when it is asked for come from no act.""")
    for t in catalog["tables"]:
        out += [f"## {t['name']} {{#table_{t['name'].replace('-', '_')}}}", "", f"{t['number']}. **{t['en']}** ({t['nl']}). {t['doc']}" +
                (" Made when it is asked for." if t.get("gathered") else ""), ""]
        out += table(["column", "type", "English", "Nederlands", "meaning"], [(f"`{c['name']}`", c["type"], c["en"], c["nl"], notes(c)) for c in t["columns"]])
    return out


def results(catalog):
    out = heading("Results", "results_page", "Tables of numbers that are estimated, counted or compared, and come from no dossier.")
    for t in catalog["results"]:
        out += [f"## {t['name']} {{#result_{t['name'].replace('-', '_')}}}", "", f"{t['number']}. **{t['en']}** ({t['nl']}). {t['doc']}", ""]
        out += table(["column", "type", "English", "Nederlands", "meaning"], [(f"`{c['name']}`", c["type"], c["en"], c["nl"], notes(c)) for c in t["columns"]])
    return out


def mended(entry, acts):
    """Which act mends a finding or supplies a fact, in both languages."""
    if not entry["mend"]:
        return ""
    act = acts[entry["mend"]]
    return f"[{act['en']}](#act_{act['name'].replace('-', '_')}) ({act['nl']}), `{act['name']}`"


def one_finding(entry, catalog, examples):
    acts = {act["name"]: act for act in catalog["acts"]}
    severities = next(x["values"] for x in catalog["code_lists"] if x["name"] == "severity")
    severity = next(f"`{value['name']}` ({value['nl']})" for value in severities if value["name"] == entry["severity"])
    rule = "an invariant, which no policy changes" if entry["invariant"] else "unless the policy says otherwise"
    mend = mended(entry, acts)
    out = [f"## {entry['name']} {{#finding_{entry['name']}}}", "", f"{entry['en']} *{entry['nl']}*", "",
           f"- Severity: {severity}, {rule}.", f"- Mended by: {mend}." if mend else "- No single act mends it.", ""]
    if entry["name"] in examples:
        example = examples[entry["name"]]
        out += [f"For example, from `{example.where}`:", "", "```", example.text, "```", ""]
    return out


FINDINGS = """What the rules can say. An *invariant* cannot be changed by a policy; the severity of the others can: off, note,
warn or refuse."""
EXAMPLES = """The example of each finding is the shortest domain case that shows it, word for word; the tests run it.
`tests/cases/README.md` tells how to read one. What a case takes over with `given` stands [at the end](#setups_page). A
case has one household; what takes two is shown by a command."""
NO_EXAMPLES = "Made without examples: the domain cases of `tests/cases` were not there."


def findings(catalog, cases):
    acts = {act["name"]: act for act in catalog["acts"]}
    examples = case_examples.shortest(cases)
    out = heading("Findings", "findings_page", f"{FINDINGS} {EXAMPLES if cases else NO_EXAMPLES}")
    out += table(["code", "severity", "invariant", "English", "Nederlands", "mended by"],
                 [(f"[{f['name']}](#finding_{f['name']})", f["severity"], "yes" if f["invariant"] else "", f["en"],
                   f["nl"], f"`{f['mend']}`" if f["mend"] else "") for f in catalog["findings"]])
    for entry in catalog["findings"]:
        out += one_finding(entry, catalog, examples)
    out += ["## Facts {#facts_page}", "", "What a finding can name as missing. Those that a condition of a policy can "
            "ask for (voorwaarde) are marked; the others only explain.", ""]
    out += table(["fact", "when it is missing", "als het ontbreekt", "supplied by", "in conditions"],
                 [(f"`{f['name']}`", f["en"], f["nl"], mended(f, acts), "yes" if f.get("asked", True) else "")
                  for f in catalog["facts"]])
    if cases:
        out += ["## What the examples take over {#setups_page}", ""]
        for setup in case_examples.setups(cases, examples.values()):
            out += [f"From `{setup.where}`:", "", "```", setup.text, "```", ""]
    return out


def codes(catalog):
    out = heading("Code lists", "codes_page", "Values of coded fields and columns.")
    for l in catalog["code_lists"]:
        out += [f"## {l['name']} {{#codes_{l['name'].replace('-', '_')}}}", "", f"**{l['en']}** ({l['nl']}). {l['doc']}", ""]
        out += table(["number", "name", "English", "Nederlands"], [(v["number"], f"`{v['name']}`", v["en"], v["nl"]) for v in l["values"]])
    return out


STANDARDS = """National lists of reasons why help ended. A code means something only with its standard, release and list,
so that is how it is written: `iwmo/3.2/wmo588/31`, in the field `code` of `dossier-close`. The same two digits mean
different things: 31 is *as planned* in `ijw/3.2/jz588` and *moved to another municipality* in `iwmo/3.2/wmo588`; 19 and 20
say in release 2.0 what becomes of the allocation, and 19 is *as planned* in release 3.2. *Counted as* is a value of the
code list [ending](#codes_ending); what stands there with an asterisk is a reading of this library, and not said by the
standard. Drop-outs (uitval) are the endings that are counted as `by-client`; what is counted as `not-counted` is left out
of the endings as well."""


def standards(catalog):
    out = heading("National codes", "standards_page", STANDARDS, "src/catalog/standards.json")
    for l in catalog["standards"]:
        out += [f"## {l['name']}", "", f"**{l['en']}** ({l['nl']}). {l['doc']} Source: {l['source']}.", ""]
        out += table(["code", "English", "Nederlands", "counted as"],
                     [(f"`{l['name']}/{v['name']}`", v["en"], v["nl"], f"`{v['ending']}`" + (" *" if v.get("own") else ""))
                      for v in l["values"]])
    return out


def statuses(catalog):
    out = heading("Statuses", "statuses_page", "What a call answers: 0 done, positive a normal answer, negative a failure.", "src/base/status.json")
    return out + table(["number", "name", "English", "Nederlands"], [(s["number"], f"`WIJK_{s['name']}`", s["en"], s["nl"]) for s in catalog["statuses"]])


def glossary(catalog):
    rows = {}
    for part in ("glossary", "acts", "tables", "results", "code_lists", "policy_lists"):
        for entry in catalog[part]:
            rows.setdefault((entry["en"], entry["nl"]), entry.get("doc", ""))
            for member in entry.get("fields", []) + entry.get("columns", []) + entry.get("values", []):
                rows.setdefault((member["en"], member["nl"]), member.get("doc", ""))
    out = heading("Glossary", "glossary_page", "English and Dutch terms of the field, as the library uses them.")
    return out + table(["English", "Nederlands", "meaning"], [(en, nl, doc) for (en, nl), doc in sorted(rows.items(), key=lambda r: r[0][0].lower())])


def pages(catalog, cases):
    """cases: what case_examples.read_all() found; empty when the domain cases are not there."""
    made = {"acts.md": acts, "tables.md": tables, "codes.md": codes, "statuses.md": statuses, "glossary.md": glossary,
            "standards.md": standards, "results.md": results}
    text = {name: page(catalog) for name, page in made.items()}
    text["findings.md"] = findings(catalog, cases)
    return {name: "\n".join(lines) + "\n" for name, lines in text.items()}
