"""A JSON Schema (draft 2020-12) for a line of acts, so that whoever makes lines can check them without the library. What a
schema cannot say is left to the library: which ids and keys exist, real days, zeros as an id."""
import json

ID = {"type": "string", "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"}
KEY = {"type": "string", "pattern": "^[a-z0-9.-]{1,64}$"}
DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
TIME = {"type": "string", "format": "date-time",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"}
ACTOR = {"type": "object", "additionalProperties": False, "required": ["professional"],
         "properties": {"professional": {"$ref": "#/$defs/id"}, "organisation": {"$ref": "#/$defs/id"},
                        "role": {"$ref": "#/$defs/key"}}}
PLAIN = {"id": {"$ref": "#/$defs/id"}, "ref": {"$ref": "#/$defs/id"}, "person": {"$ref": "#/$defs/id"},
         "act": {"$ref": "#/$defs/id"}, "bool": {"type": "boolean"}, "date": {"$ref": "#/$defs/date"},
         "key": {"$ref": "#/$defs/key"}}


def value(catalog, field):
    kind = field["type"]
    if kind == "code":
        codes = next(x for x in catalog["code_lists"] if x["name"] == field["list"])
        return {"enum": [v["name"] for v in codes["values"]]}
    if kind == "int":
        return {"type": "integer", "minimum": field.get("min", -2**63 + 1), "maximum": field.get("max", 2**63 - 1)}
    if kind == "text" and field.get("standard"):
        return {"enum": [f"{x['name']}/{v['name']}" for x in catalog["standards"] for v in x["values"]]}
    if kind == "text":
        return {"type": "string", **({"minLength": 1} if field["required"] else {})}
    return PLAIN[kind]


def fields(catalog, act):
    """What `fields` is for an act."""
    given = [f for f in act["fields"] if "derived" not in f]
    needed = [f["name"] for f in given if f["required"]]
    return {"properties": {"fields": {
                "properties": {f["name"]: {"description": f["doc"], **value(catalog, f)} for f in given},
                "required": needed, "additionalProperties": False}},
            **({"required": ["fields"]} if needed else {})}


def act_schema(catalog):
    names = [a["name"] for a in catalog["acts"]]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of acts", "description": "One act of a dossier of libwijkteam, as JSON on one line.",
        "type": "object", "additionalProperties": False,
        "required": ["act", "id", "dossier", "valid", "recorded", "by"],
        "properties": {
            "act": {"enum": names}, "id": {"$ref": "#/$defs/id"}, "dossier": {"$ref": "#/$defs/id"},
            "valid": {"$ref": "#/$defs/date"}, "recorded": {"$ref": "#/$defs/time"}, "by": {"$ref": "#/$defs/actor"},
            "reason": {"type": "string"}, "fields": {"type": "object"}, "derived": {"type": "object"}},
        "allOf": [{"if": {"properties": {"act": {"const": a["name"]}}, "required": ["act"]},
                   "then": fields(catalog, a)} for a in catalog["acts"]],
        "$defs": {"id": ID, "key": KEY, "date": DATE, "time": TIME, "actor": ACTOR},
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
