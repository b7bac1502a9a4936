"""The reference pages of the catalog, in Markdown for Doxygen and for reading."""


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
    out = heading("Tables", "tables_page", "Every table, with its columns. All begin with `dossier` and `act`: the dossier, and the act that made the row.")
    for t in catalog["tables"]:
        out += [f"## {t['name']} {{#table_{t['name'].replace('-', '_')}}}", "", f"{t['number']}. **{t['en']}** ({t['nl']}). {t['doc']}", ""]
        out += table(["column", "type", "English", "Nederlands", "meaning"], [(f"`{c['name']}`", c["type"], c["en"], c["nl"], notes(c)) for c in t["columns"]])
    return out


def findings(catalog):
    out = heading("Findings", "findings_page", "What the rules can say. An *invariant* cannot be changed by a policy; the severity of the others can.")
    out += table(["code", "severity", "invariant", "English", "Nederlands", "mended by"],
                 [(f["name"], f["severity"], "yes" if f["invariant"] else "", f["en"], f["nl"], f"`{f['mend']}`" if f["mend"] else "") for f in catalog["findings"]])
    out += ["## Facts that rules ask for {#facts_page}", ""]
    out += table(["fact", "when it is missing", "als het ontbreekt", "supplied by"],
                 [(f"`{f['name']}`", f["en"], f["nl"], f"`{f['mend']}`" if f["mend"] else "") for f in catalog["facts"]])
    return out


def codes(catalog):
    out = heading("Code lists", "codes_page", "Values of coded fields and columns.")
    for l in catalog["code_lists"]:
        out += [f"## {l['name']} {{#codes_{l['name'].replace('-', '_')}}}", "", f"**{l['en']}** ({l['nl']}). {l['doc']}", ""]
        out += table(["number", "name", "English", "Nederlands"], [(v["number"], f"`{v['name']}`", v["en"], v["nl"]) for v in l["values"]])
    return out


def statuses(catalog):
    out = heading("Statuses", "statuses_page", "What a call answers: 0 done, positive a normal answer, negative a failure.", "src/base/status.json")
    return out + table(["number", "name", "English", "Nederlands"], [(s["number"], f"`WIJK_{s['name']}`", s["en"], s["nl"]) for s in catalog["statuses"]])


def glossary(catalog):
    rows = {}
    for part in ("glossary", "acts", "tables", "code_lists", "policy_lists"):
        for entry in catalog[part]:
            rows.setdefault((entry["en"], entry["nl"]), entry.get("doc", ""))
            for member in entry.get("fields", []) + entry.get("columns", []) + entry.get("values", []):
                rows.setdefault((member["en"], member["nl"]), member.get("doc", ""))
    out = heading("Glossary", "glossary_page", "English and Dutch terms of the field, as the library uses them.")
    return out + table(["English", "Nederlands", "meaning"], [(en, nl, doc) for (en, nl), doc in sorted(rows.items(), key=lambda r: r[0][0].lower())])


def pages(catalog):
    made = {"acts.md": acts, "tables.md": tables, "findings.md": findings, "codes.md": codes, "statuses.md": statuses, "glossary.md": glossary}
    return {name: "\n".join(page(catalog)) + "\n" for name, page in made.items()}
