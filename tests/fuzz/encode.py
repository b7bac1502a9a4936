"""Acts as the bytes from which acts.c draws them. Not a program: seed.py and stories.py use it."""
import datetime
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CATALOG = json.loads((ROOT / "src/catalog/catalog.json").read_text("utf-8"))
PACK = json.loads((ROOT / "src/policy/default.json").read_text("utf-8"))
ACTS = CATALOG["acts"]
PLACE = {act["name"]: place for place, act in enumerate(ACTS)}
LISTS = {item["name"]: item for item in CATALOG["code_lists"]}
MAKERS = {}
for made in ACTS:
    if "makes" in made:
        MAKERS.setdefault(made["makes"]["table"], []).append(made["name"])
    if "makes_too" in made:
        MAKERS.setdefault(made["makes_too"], []).append(made["name"])
EPOCH = datetime.date(1970, 1, 1)
DAY = 20000  # of world_start() in acts.c
MOMENT = 1700000000

HAS_DAY, HAS_MOMENT, HAS_OTHER_ID, HAS_ORGANISATION, HAS_ROLE, HAS_REASON, HAS_FIELDS, HAS_ACTOR = (
    1 << bit for bit in range(8))
BEGIN, COMMIT, ROLLBACK, LOOK, RELOAD, FAIL, SUBMIT_ALL, OTHER = range(8, 16)


def day_of(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


def moment_of(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def household():
    lines = (ROOT / "examples/data/household.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def step(value):
    return struct.pack("<b", value) if -127 <= value <= 127 else b"\x80" + struct.pack("<i", value)


def number(value):
    return struct.pack("<b", value) if -127 <= value <= 127 else b"\x80" + struct.pack("<q", value)


def text(value):
    data = value.encode("utf-8")[:63]
    data = data.decode("utf-8", "ignore").encode("utf-8")
    return bytes([len(data)]) + data


class Encoder:
    """Turns act lines into the bytes from which draw_act() draws them; `sound` as there."""

    def __init__(self, sound):
        self.sound = sound
        self.people, self.taken = {}, []
        self.day, self.moment = DAY, MOMENT

    def person(self, text_id):
        return bytes([self.people.setdefault(text_id, len(self.people)) % 16])

    def back(self, text_id, kinds=None):
        ids = [name for name, of in self.taken if kinds is None or of in kinds]
        return bytes([min(ids[::-1].index(text_id) if text_id in ids else 0, 200)])

    def key(self, field, value, fields):
        if "tier_of" in field:
            ladders = [item for item in PACK["ladders"] if item["key"] == fields[field["tier_of"]]]
            keys = [item["key"] for ladder in ladders for item in ladder["tiers"]]
        else:
            keys = [item["key"] for item in PACK[field["list"]]]
        return bytes([keys.index(value)]) if value in keys else b"\xff" + text(value)

    def value(self, field, value, fields):
        kind = field["type"]
        if kind in ("ref", "act") and isinstance(value, int):
            return bytes([0xE0 + value - 1])
        if kind in ("id", "person"):
            return self.person(value)
        if kind == "ref":
            return self.back(value, MAKERS[field["table"]])
        if kind == "act":
            return self.back(value)
        if kind == "key":
            return self.key(field, value, fields)
        if kind == "text":
            return text(value)
        if kind == "code":
            names = {item["name"]: item["number"] for item in LISTS[field["list"]]["values"]}
            return bytes([names[value] - 1])
        if kind == "bool":
            return bytes([value])
        if kind == "date":
            return step(day_of(value) - self.day)
        return number(value)

    def fields(self, act, given):
        """The bits of what is contrary to `required`, and the values of what is there, in order."""
        contrary, values = 0, b""
        for place, field in enumerate(act["fields"]):
            derived = "derived" in field
            there = field["name"] in given or (derived and not self.sound)
            required = field["required"] and not derived
            contrary |= (there != required) << place
            if there:
                values += number(2) if derived else self.value(field, given[field["name"]], given)
        return contrary, values

    def make(self, name, /, day=0, called=None, as_role=None, by=None, at_once=False, because=None, **given):
        """An act of a small story, some days on, recorded a second after the one before or with it. Later acts refer to
        it as it is `called`; an earlier one by how much later it comes."""
        act, flags, rest = ACTS[PLACE[name]], 0, b""
        if day:
            flags, rest = flags | HAS_DAY, rest + step(day)
        if at_once:
            flags, rest = flags | HAS_MOMENT, rest + step(0)
        if by is not None:
            flags, rest = flags | HAS_ACTOR, rest + self.person(by)
        if as_role is not None:
            flags, rest = flags | HAS_ROLE, rest + b"\xff" + text(as_role)
        if because is not None:
            flags, rest = flags | HAS_REASON, rest + text(because)
        self.day += max(day, 0)
        given = {key.replace("_", "-"): value for key, value in given.items()}
        if not set(given) <= {field["name"] for field in act["fields"]}:
            raise KeyError(f"{name} has not all of {sorted(given)}")
        contrary, values = self.fields(act, given)
        self.taken.append((called, name))
        if contrary:
            flags, rest = flags | HAS_FIELDS, rest + struct.pack("<H", contrary)
        return bytes([PLACE[name], flags]) + rest + values

    def act(self, line):
        act = ACTS[PLACE[line["act"]]]
        day, moment = day_of(line["valid"]), moment_of(line["recorded"])
        by, flags, rest = line["by"], 0, b""
        if day != self.day:
            flags, rest = flags | HAS_DAY, rest + step(day - self.day)
        if moment != self.moment + 1:
            flags, rest = flags | HAS_MOMENT, rest + step(moment - self.moment)
        self.day, self.moment = max(self.day, day), max(self.moment, moment)
        flags, rest = flags | HAS_ACTOR, rest + self.person(by["professional"])
        if "organisation" in by:
            flags, rest = flags | HAS_ORGANISATION, rest + self.person(by["organisation"])
        if "role" in by:
            flags, rest = flags | HAS_ROLE, rest + self.key({"list": "roles"}, by["role"], {})
        if "reason" in line:
            flags, rest = flags | HAS_REASON, rest + text(line["reason"])
        contrary, values = self.fields(act, line.get("fields", {}))
        self.taken.append((line["id"], line["act"]))
        if contrary:
            flags, rest = flags | HAS_FIELDS, rest + struct.pack("<H", contrary)
        return bytes([PLACE[line["act"]], flags]) + rest + values
