"""The C side of the catalog: constants, typed helpers, descriptor tables, row structs, and the API description."""
import json
import re

NOTE = "/* Generated from src/catalog/catalog.json by src/catalog/generate.py; change those. */\n"


def macro(*names):
    return "_".join(["WIJK", *names]).upper().replace("-", "_").replace(".", "_")


def symbol(name):
    return name.replace("-", "_")


def quote(text):
    return json.dumps(text, ensure_ascii=False) if text is not None else "NULL"


def cell(text):
    return text.replace("*/", "* /")


# ---- public headers ----

def status_header(catalog):
    out = ["/** @file\n * Status codes, generated from `src/base/status.json`.\n */", "#ifndef WIJKTEAM_STATUS_H",
           "#define WIJKTEAM_STATUS_H\n", "#include <stdint.h>\n",
           "/** What a call answers (#wijk_status_code): 0 done, positive a normal answer, negative a failure.\n"
           " * @ingroup base */", "typedef int32_t wijk_status;", "/** Constants of #wijk_status. @ingroup base */",
           "enum wijk_status_code {"]
    out += [f"    WIJK_{s['name']} = {s['number']}, /**< {cell(s['en'])} @since {s['since']} */" for s in catalog["statuses"]]
    out[-1] = out[-1].replace(", /**<", " /**<", 1)
    return "\n".join(out + ["};", "\n#endif\n"])


def enum(type_name, enum_name, about, rows):
    out = [f"/** {about} (#{enum_name}). @ingroup catalog */", f"typedef int32_t {type_name};"] if type_name else []
    out += [f"/** {about if not type_name else 'Constants of #' + type_name + '.'} @ingroup catalog */",
            f"enum {enum_name} {{"]
    out += [f"    {name} = {number}, /**< {cell(doc)} */" for name, number, doc in rows]
    out[-1] = out[-1].replace(", /**<", " /**<", 1)
    return out + ["};", ""]


def both(entry):
    return f"{entry['en']} ({entry['nl']})" + (f": {entry['doc']}" if "doc" in entry else "")


def constants_header(catalog):
    out = ["/** @file\n * The numbers of the vocabulary, generated from `src/catalog/catalog.json`. Numbers never change.\n */",
           "#ifndef WIJKTEAM_CONSTANTS_H", "#define WIJKTEAM_CONSTANTS_H\n", "#include <stdint.h>\n"]
    out += enum("wijk_act_type", "wijk_act_type_code", "An act",
                [(macro("act", a["name"]), a["number"], both(a) + f" @since {a['since']}") for a in catalog["acts"]])
    out += ["/** A field of an act; each act has its own constants. @ingroup catalog */", "typedef int32_t wijk_field;", ""]
    for a in catalog["acts"]:
        if a["fields"]:
            out += enum(None, f"wijk_{symbol(a['name'])}_field", f"Fields of {a['name']}.",
                        [(macro(a["name"], f["name"]), f["number"], f"{f['type']}: {both(f)}") for f in a["fields"]])
    out += enum("wijk_table_id", "wijk_table_code", "A table",
                [(macro("table", t["name"]), t["number"], both(t) + f" @since {t['since']}") for t in catalog["tables"]])
    for t in catalog["tables"]:
        rows = [(macro(t["name"], "column", "dossier"), 0, "id: dossier"), (macro(t["name"], "column", "act"), 1, "id: the act that made the row")]
        rows += [(macro(t["name"], "column", c["name"]), c["number"], f"{c['type']}: {both(c)}") for c in t["columns"]]
        out += enum(None, f"wijk_{symbol(t['name'])}_column", f"Columns of {t['name']}.", rows)
    out += enum(None, "wijk_result_code", "Results (uitkomsten): tables of numbers that come from no dossier. A `wijk_table_id` too.",
                [(macro("result", t["name"]), t["number"], both(t) + f" @since {t['since']}") for t in catalog["results"]])
    for t in catalog["results"]:
        rows = [(macro(t["name"], "column", c["name"]), c["number"], f"{c['type']}: {both(c)}") for c in t["columns"]]
        out += enum(None, f"wijk_{symbol(t['name'])}_column", f"Columns of {t['name']}.", rows)
    out += enum("wijk_finding", "wijk_finding_code", "A finding",
                [(f"WIJK_{f['name']}", f["number"], f["en"] + f" @since {f['since']}") for f in catalog["findings"]])
    out += enum("wijk_fact", "wijk_fact_code", "A missing fact",
                [(macro("fact", f["name"]), f["number"], f["en"] + f" @since {f['since']}") for f in catalog["facts"]])
    for l in catalog["code_lists"]:
        public = "wijk_severity" if l["name"] == "severity" else None
        name = f"wijk_{symbol(l['name'])}_code"
        about = l["doc"].rstrip(".") if public else l["doc"]
        out += enum(public, name, about, [(macro(l["name"], v["name"]), v["number"], f"{v['en']} ({v['nl']})") for v in l["values"]])
    out += enum("wijk_policy_list", "wijk_policy_list_code", "A list that a policy fills",
                [(macro("list", l["name"]), l["number"], both(l)) for l in catalog["policy_lists"]])
    return "\n".join(out + ["#endif\n"])


PARAMETER = {"int": ("int64_t", "int", "!= INT64_MIN"), "bool": ("int32_t", "int", ">= 0"), "date": ("wijk_date", "date", "!= WIJK_DATE_NONE"),
             "code": ("int32_t", "code", "!= 0"), "key": ("const char *", "text", "!= NULL"), "text": ("const char *", "text", "!= NULL")}


def helper(a):
    params, lines, docs = [], [], []
    for f in a["fields"]:
        if "derived" in f or f.get("later"):
            continue
        ctype, setter, given = PARAMETER.get(f["type"], ("const wijk_id *", "id", "!= NULL"))
        name, tail = symbol(f["name"]), ", WIJK_NUL_TERMINATED" if setter == "text" else ""
        if name in ("int", "register", "default", "act", "id", "valid", "recorded", "status", "error"):
            name += "_"
        params.append(ctype + ("" if ctype.endswith("*") else " ") + name)
        docs.append(f" * @param[in] {name} {f['en']} ({f['nl']}): {f['doc']}{'' if f['required'] else ' May be left out.'}")
        test = "status == WIJK_OK" + ("" if f["required"] else f" && {name} {given}")
        lines.append(f"    if ({test})\n        status = wijk_act_set_{setter}(act, {macro(a['name'], f['name'])}, {name}{tail}, error);")
    head = f"static inline wijk_status wijk_act_{symbol(a['name'])}("
    args = ["wijk_act *act", "const wijk_id *id", "wijk_date valid", "wijk_time recorded", *params, "wijk_error *error"]
    return "\n".join([f"/** {a['en']} ({a['nl']}): {a['doc']}", *docs, f" * @since {a['since']} */", head + ", ".join(args) + ") {",
                      f"    wijk_status status = wijk_act_begin(act, {macro('act', a['name'])}, id, valid, recorded, error);",
                      *lines, "    return status;", "}", ""])


def acts_header(catalog):
    top = ["""/** @file
 * One typed helper for each act, generated from `src/catalog/catalog.json`; inline, so no part of the ABI.
 *
 * @defgroup acts Acts
 * A helper begins an act and sets its fields; the actor and the reason follow with wijk_act_set_actor() and
 * wijk_act_set_reason(). What may be left out is left out with NULL, 0 for a code, -1 for yes/no, INT64_MIN for a
 * number, #WIJK_DATE_NONE for a date. All return what wijk_act_begin() and the setters return. A field that an act got
 * later has no argument here, so that programs keep compiling: the setters of act.h set it.
 * @{
 */""", "#ifndef WIJKTEAM_ACTS_H", "#define WIJKTEAM_ACTS_H\n", "#include <wijkteam/act.h>\n", "WIJK_BEGIN\n"]
    return "\n".join(top + [helper(a) for a in catalog["acts"]] + ["WIJK_END", "/** @} */", "#endif\n"])


# ---- the API description for bindings ----

POINTER = 8
SIZES = {"uint8_t": 1, "uint16_t": 2, "int32_t": 4, "uint32_t": 4, "int64_t": 8, "double": 8, "uint64_t": 8, "size_t": 8}


def describe_functions(text):
    plain = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    for match in re.finditer(r"WIJK_API\s+([^;(]+?)(\w+)\(([^;]*)\);", plain):
        result, name, params = (" ".join(x.split()) for x in match.groups())
        comment = re.search(r"@since\s+(\S+?)[\s*]*\*/\s*WIJK_API[^;]*\b" + name + r"\(", text)
        split = [] if params == "void" else [re.match(r"(.*?)(\w+)(?:\[\d*\])?$", p.strip()).groups() for p in params.split(",")]
        yield {"name": name, "returns": result.replace(" *", "*"), "since": comment.group(1) if comment else None,
               "parameters": [{"name": n, "type": t.strip()} for t, n in split]}


def describe_structs(text):
    plain = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    for match in re.finditer(r"typedef struct (\w+) \{(.*?)\} \1;", plain, re.S):
        offset, align, fields = 0, 1, []
        for line in (x.strip() for x in match.group(2).split(";") if x.strip()):
            function = re.search(r"\(\*(\w+)\)", line)
            array = re.match(r"uint8_t (\w+)\[(\d+)\]$", line)
            kind, name = (None, None) if function or array else line.replace("*", "* ").rsplit(" ", 1)
            if array:
                name, size, step = array.group(1), int(array.group(2)), 1
            else:
                name = function.group(1) if function else name
                size = step = POINTER if function or "*" in line else SIZES[kind.strip()]
            offset = (offset + step - 1) // step * step
            fields.append({"name": name, "offset": offset, "size": size})
            offset, align = offset + size, max(align, step)
        yield {"name": match.group(1), "size": (offset + align - 1) // align * align, "fields": fields}


def api_description(catalog, headers):
    text = "\n".join(h.read_text(encoding="utf-8") for h in sorted(headers.glob("*.h")))
    api = {"format": 1, "functions": sorted(describe_functions(text), key=lambda f: f["name"]),
           "structs_64bit": list(describe_structs(text)), "handles": sorted(set(re.findall(r"typedef struct (wijk_\w+) \1;", text)))}
    api.update({k: catalog[k] for k in ("statuses", "acts", "tables", "results", "findings", "facts", "code_lists", "policy_lists")})
    api["standards"] = [{k: v for k, v in l.items() if k != "codes"} for l in catalog["standards"]]
    return json.dumps(api, ensure_ascii=False, indent=1) + "\n"


def public_files(catalog, headers):
    return {"status.h": status_header(catalog), "constants.h": constants_header(catalog), "acts.h": acts_header(catalog),
            "wijkteam-api.json": api_description(catalog, headers)}


# ---- private tables ----

def words(entry, number=None):
    return (f"{{{entry['number'] if number is None else number}, {quote(entry['name'])}, {quote(entry['en'])}, "
            f"{quote(entry['nl'])}, {quote(entry.get('doc', ''))}}}")


def ctype(t):
    return "WIJK__" + t.upper().replace("-", "_")


def flag(value):
    return "true" if value else "false"


def list_number(catalog, member):
    part = {"code": "code_lists", "key": "policy_lists"}.get(member["type"])
    return next((x["number"] for x in catalog[part] if x["name"] == member.get("list")), 0) if part else 0


BOUNDS = {"bool": ("0", "1"), "date": ("WIJK_DATE_MIN", "WIJK_DATE_MAX")}


def derived(f):
    return "WIJK__" + f.get("derived", "given").upper()


def field_row(catalog, act, f):
    table = next((t["number"] for t in catalog["tables"] if t["name"] == f.get("table")), 0)
    of = next((x["number"] for x in act["fields"] if x["name"] == f.get("tier_of")), 0)
    least, most = BOUNDS.get(f["type"], ("INT64_MIN + 1", "INT64_MAX"))
    low, high = f.get("min", least), f.get("max", most)
    return (f"    {{{words(f)}, {ctype(f['type'])}, {flag(f['required'] and 'derived' not in f)}, {flag(f['personal'])}, "
            f"{derived(f)}, {list_number(catalog, f)}, {table}, {of}, {low}, {high}, {flag(f.get('standard'))}}},")


ROW_TYPE = {"int": "int64_t", "time": "int64_t", "date": "int32_t", "code": "int32_t", "act-type": "int32_t", "bool": "int32_t",
            "real": "double", "key": "struct wijk__span", "text": "struct wijk__span"}


def rows_header(catalog):
    out = [NOTE, "#ifndef WIJK_CATALOG_ROWS_H", "#define WIJK_CATALOG_ROWS_H\n", '#include "base/base.h"\n',
           "/* A text of a row: a stretch of the dossier's journal; none when offset is WIJK__NO_TEXT. */",
           "#define WIJK__NO_TEXT UINT32_MAX", "struct wijk__span {", "    uint32_t offset, length;", "};\n",
           "/* Rows of the state, of tables that are gathered when asked for, and of results. What has no value: zeros in an id,\n"
           " * INT64_MIN, INT32_MIN in a date or yes/no, 0 in a code or type of act, NaN in a real. */"]
    order = {"int64_t": 0, "double": 0, "struct wijk__span": 1, "int32_t": 2, "wijk_id": 3}
    for t in catalog["tables"] + catalog["results"]:
        first = [] if t in catalog["results"] else [("wijk_id", "act")]
        cols = first + [(ROW_TYPE.get(c["type"], "wijk_id"), symbol(c["name"])) for c in t["columns"]]
        cols.sort(key=lambda c: order[c[0]])
        out += [f"struct wijk__row_{symbol(t['name'])} {{"] + [f"    {a} {b};" for a, b in cols] + ["};"]
    out += ["\n/* By table: a row without values, the size of a row, and where in it the act that made it stands. */",
            "extern const void *const wijk__blank_rows[];", "extern const uint32_t wijk__row_sizes[];", "extern const uint32_t wijk__act_offsets[]; /* of the id of the act that made a row */",
            "extern const uint32_t wijk__key_offsets[]; /* of the id by which a row is found */"]
    out += ["\n/* A row of each result without values. */"]
    out += [f"extern const struct wijk__row_{symbol(t['name'])} wijk__blank_{symbol(t['name'])};" for t in catalog["results"]]
    out += ["\nenum wijk__table_place { /* so that macros can paste the name of a table */"]
    out += [f"    WIJK__T_{symbol(t['name'])} = {t['number']}," for t in catalog["tables"]]
    out += [f"    WIJK__T_COUNT = {len(catalog['tables']) + 1}", "};\n", f"#define WIJK__FIELDS_MAX {max(len(a['fields']) for a in catalog['acts'])}",
            "\n#endif\n"]
    return "\n".join(out)


NOTHING = {"int64_t": "INT64_MIN", "double": "NAN", "struct wijk__span": "{WIJK__NO_TEXT, 0}"}
NO_VALUE = {"date": "INT32_MIN", "bool": "INT32_MIN"}


def fact_row(catalog, mend, f):
    about = next((x["number"] for x in catalog["policy_lists"] if x["name"] == f.get("list")), 0)
    met = f"{quote(f.get('met_en', ''))}, {quote(f.get('met_nl', ''))}"
    return (f"{{{words(f)}, {met}, {mend.get(f['mend'], 0)}, {about}, {flag(f.get('asked', True))}, {flag(f.get('dated'))}, "
            f"{flag(f.get('quantity'))}}},")


def blank_row(t, linkage, prefix):
    values = [(symbol(c["name"]), NO_VALUE.get(c["type"]) or NOTHING.get(ROW_TYPE.get(c["type"]))) for c in t["columns"]]
    inner = ", ".join(f".{name} = {value}" for name, value in values if value)
    return f"{linkage}const struct wijk__row_{symbol(t['name'])} {prefix}{symbol(t['name'])} = {{{inner or '0'}}};"


def blank_rows(catalog):
    """A row of each table without any value, to start new rows from."""
    out = [blank_row(t, "static ", "blank_") for t in catalog["tables"] if not t.get("virtual")]
    out += [blank_row(t, "", "wijk__blank_") for t in catalog["results"]]
    out.append("const void *const wijk__blank_rows[WIJK__T_COUNT] = {")
    out += [f"    [WIJK__T_{symbol(t['name'])}] = &blank_{symbol(t['name'])}," for t in catalog["tables"] if not t.get("virtual")]
    out += ["};", "const uint32_t wijk__row_sizes[WIJK__T_COUNT] = {"]
    out += [f"    [WIJK__T_{symbol(t['name'])}] = sizeof(struct wijk__row_{symbol(t['name'])})," for t in catalog["tables"] if not t.get("virtual")]
    out += ["};", "const uint32_t wijk__key_offsets[WIJK__T_COUNT] = {"]
    out += [f"    [WIJK__T_{symbol(t['name'])}] = offsetof(struct wijk__row_{symbol(t['name'])}, {symbol(t.get('key', 'act'))})," for t in catalog["tables"] if not t.get("virtual")]
    out += ["};", "const uint32_t wijk__act_offsets[WIJK__T_COUNT] = {"]
    out += [f"    [WIJK__T_{symbol(t['name'])}] = offsetof(struct wijk__row_{symbol(t['name'])}, act)," for t in catalog["tables"] if not t.get("virtual")]
    return out + ["};\n"]


def copy_line(f, c):
    place = f"act->fields[{f['number'] - 1}]"
    kind, target = ROW_TYPE.get(c["type"], "wijk_id"), f"row->{symbol(c['name'])}"
    value = {"wijk_id": f"*{place}.id", "int64_t": f"{place}.number", "int32_t": f"(int32_t){place}.number"}.get(kind, f"wijk__span_of({place}.text, texts)")
    return f"    if (wijk__has(act, {f['number']}))\n        {target} = {value};"


def makes_header(catalog):
    """For acts that make or change a row: what the fields and columns of the same name say, copied."""
    out = [NOTE, "/* Included by dossier/state.h, after act/act.h. */", ""]
    tables = {t["name"]: t for t in catalog["tables"]}
    for a in (a for a in catalog["acts"] if "makes" in a):
        t = tables[a["makes"]["table"]]
        columns = {c["name"]: c for c in t["columns"]}
        copies = [copy_line(f, columns[f["name"]]) for f in a["fields"] if f["name"] in columns]
        unused = [] if any("wijk__span_of" in x for x in copies) else ["    (void)texts;"]
        out += [f"static inline void wijk__make_{symbol(a['name'])}(struct wijk__row_{symbol(t['name'])} *row, const struct wijk__act *act, const uint8_t *texts) {{",
                *unused, "    row->act = act->id;", f"    row->{symbol(a['makes']['day'])} = act->valid;", *copies, "}"]
    for a in (a for a in catalog["acts"] if "changes" in a):
        t = tables[a["changes"]]
        columns = {c["name"]: c for c in t["columns"]}
        copies = [copy_line(f, columns[f["name"]]) for f in a["fields"] if f["name"] in columns]
        unused = [] if any("wijk__span_of" in x for x in copies) else ["    (void)texts;"]
        out += [f"static inline void wijk__change_{symbol(a['name'])}(struct wijk__row_{symbol(t['name'])} *row, const struct wijk__act *act, const uint8_t *texts) {{",
                *unused, *copies, "}"]
    return "\n".join(out) + "\n"


def folds_list(catalog):
    out = [NOTE, "/* FOLD(name, number, guard): one an act, with the name of its guard or none; GUARD(name) first where it has one. */"]
    for a in catalog["acts"]:
        if a.get("guard"):
            out.append(f"GUARD({symbol(a['name'])})")
        out.append(f"FOLD({symbol(a['name'])}, {a['number']}, {symbol(a['name']) if a.get('guard') else 'none'})")
    return "\n".join(out) + "\n"


def standards_rows(catalog):
    """National code lists; the word of each code, and beside them how each is counted."""
    out = []
    for l in catalog["standards"]:
        name = re.sub(r"\W", "_", l["name"])
        out += [f"static const struct wijk__words standard_{name}[] = {{"] + [f"    {words(v)}," for v in l["values"]] + ["};"]
        out += [f"static const int32_t endings_{name}[] = {{"] + [f"    {macro('ending', v['ending'])}," for v in l["values"]] + ["};"]
    out.append("\nconst struct wijk__standard_def wijk__standards[] = {")
    for l in catalog["standards"]:
        name = re.sub(r"\W", "_", l["name"])
        out.append(f"    {{{words(l)}, standard_{name}, endings_{name}, {len(l['values'])}}},")
    return out + ["};", f"const uint32_t wijk__standard_count = {len(catalog['standards'])};\n"]


def data_source(catalog):
    out = [NOTE, '#include "catalog/catalog.h"', '#include "catalog/rows.h"\n', "#include <math.h>", "#include <stddef.h>\n"]
    for a in catalog["acts"]:
        if a["fields"]:
            out += [f"static const struct wijk__field_def fields_{symbol(a['name'])}[] = {{"] + [field_row(catalog, a, f) for f in a["fields"]] + ["};"]
    out += ["\nconst struct wijk__act_def wijk__acts[] = {"]
    for a in catalog["acts"]:
        need = sum(1 << (f["number"] - 1) for f in a["fields"] if f["required"])
        resolved = sum(1 << (f["number"] - 1) for f in a["fields"] if f["type"] in ("ref", "person"))
        keys = sum(1 << (f["number"] - 1) for f in a["fields"] if f["type"] == "key" or "derived" in f)
        fields = f"fields_{symbol(a['name'])}" if a["fields"] else "NULL"
        masks = f"{need}, {resolved}, {keys}"
        types = "{" + (", ".join(ctype(f["type"]) for f in a["fields"]) or "0") + "}"
        out.append(f"    {{{words(a)}, {fields}, {types}, {len(a['fields'])}, {masks}, WIJK__ON_{a.get('on', 'open').upper()}}},")
    out += ["};", f"const uint32_t wijk__act_count = {len(catalog['acts'])};", "const uint8_t wijk__act_places[] = {"]
    last = max(a["number"] for a in catalog["acts"])
    place = {a["number"]: i for i, a in enumerate(catalog["acts"], 1)}
    out += ["    " + ", ".join(str(place.get(n, 0)) for n in range(last + 1)), "};", f"const int32_t wijk__act_last = {last};"]
    by_name = sorted(range(len(catalog["acts"])), key=lambda i: catalog["acts"][i]["name"])
    out += ["const uint8_t wijk__act_names[] = {", "    " + ", ".join(map(str, by_name)), "};\n"]
    for t in catalog["tables"] + catalog["results"]:
        out.append(f"static const struct wijk__column_def columns_{symbol(t['name'])}[] = {{")
        for c in t["columns"]:
            place = f"offsetof(struct wijk__row_{symbol(t['name'])}, {symbol(c['name'])})"
            out.append(f"    {{{words(c)}, {ctype(c['type'])}, {flag(c.get('personal'))}, {list_number(catalog, c)}, {place}}},")
        out.append("};")
    for part, name, common in (("tables", "table", "WIJK__COMMON_COLUMNS"), ("results", "result", "0")):
        out += [f"\nconst struct wijk__table_def wijk__{part}[] = {{"]
        for t in catalog[part]:
            size = "0" if t.get("virtual") else f"sizeof(struct wijk__row_{symbol(t['name'])})"
            out.append(f"    {{{words(t)}, columns_{symbol(t['name'])}, {len(t['columns'])}, {common}, {size}}},")
        out += ["};", f"const uint32_t wijk__{name}_count = {len(catalog[part])};"]
    out += ["", "const struct wijk__finding_def wijk__finding_list[] = {"]
    mend = {a["name"]: a["number"] for a in catalog["acts"]}
    out += [f"    {{{words(f)}, {macro('severity', f['severity'])}, {flag(f['invariant'])}, {mend.get(f['mend'], 0)}}}," for f in catalog["findings"]]
    out += ["};", f"const uint32_t wijk__finding_count = {len(catalog['findings'])};\n", "const struct wijk__fact_def wijk__facts[] = {"]
    out += ["    " + fact_row(catalog, mend, f) for f in catalog["facts"]]
    out += ["};", f"const uint32_t wijk__fact_count = {len(catalog['facts'])};\n"]
    for l in catalog["code_lists"]:
        out += [f"static const struct wijk__words values_{symbol(l['name'])}[] = {{"] + [f"    {words(v)}," for v in l["values"]] + ["};"]
    out += ["\nconst struct wijk__list_def wijk__lists[] = {"]
    out += [f"    {{{words(l)}, values_{symbol(l['name'])}, {len(l['values'])}}}," for l in catalog["code_lists"]]
    out += ["};", f"const uint32_t wijk__list_count = {len(catalog['code_lists'])};\n", "const struct wijk__words wijk__policy_lists[] = {"]
    out += [f"    {words(l)}," for l in catalog["policy_lists"]] + ["};", *standards_rows(catalog), f"const uint32_t wijk__policy_list_count = {len(catalog['policy_lists'])};\n"]
    return "\n".join(out + blank_rows(catalog))


def status_table(catalog):
    rows = sorted(catalog["statuses"], key=lambda s: s["number"])
    return NOTE + "\n".join(f"{{{s['number']}, \"WIJK_{s['name']}\", {quote(s['en'])}, {quote(s['nl'])}}}," for s in rows) + "\n"


def makers_list(catalog):
    """Which acts make the rows that a reference leads to, for tests that draw acts at random."""
    out = [NOTE, "/* MAKER(table, act): one line an act that makes rows. */"]
    out += [f"MAKER({macro('table', a['makes']['table'])}, {macro('act', a['name'])})" for a in catalog["acts"] if "makes" in a]
    out += [f"MAKER({macro('table', a['makes_too'])}, {macro('act', a['name'])})" for a in catalog["acts"] if "makes_too" in a]
    return "\n".join(out) + "\n"


def private_files(catalog):
    return {"catalog_data.c": data_source(catalog), "rows.h": rows_header(catalog), "folds.inc": folds_list(catalog), "makes.h": makes_header(catalog),
            "status_table.inc": status_table(catalog), "makers.inc": makers_list(catalog)}
