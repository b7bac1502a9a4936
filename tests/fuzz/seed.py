#!/usr/bin/env python3
"""seed.py [FOLDER]: write the seeds and dictionaries of the fuzz targets anew, into this folder unless told otherwise.

Seeds are made from the examples, the golden journals and the catalog. Run it by hand when the catalog, the journal
format or the encoding in acts.c, dossier.c or history.c changes, and look at what git shows. Files in the corpora that
it did not write (found by fuzzing) stay as they are."""
import datetime
import json
import pathlib
import struct
import sys

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


# ---- acts as acts.c draws them ----


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
            ladder = next(item for item in PACK["ladders"] if item["key"] == fields[field["tier_of"]])
            keys = [item["key"] for item in ladder["tiers"]]
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

    def make(self, name, day=0, called=None, as_role=None, by=None, at_once=False, **given):
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


def dossier_seeds():
    lines = household()
    encoder = Encoder(True)
    acts = [encoder.act(line) for line in lines]
    single = b"".join(b"\0" + act for act in acts)
    yield "household", b"\0" + single
    yield "household-begin", b"\0" + b"".join(b"\0" + act for act in acts[:30])
    mixed = b"\0"
    calls = [bytes([BEGIN]), bytes([LOOK | 0x30, 5, 3]), bytes([COMMIT]), bytes([RELOAD | 0x20]), bytes([OTHER]),
             bytes([FAIL | 0x20]), bytes([RELOAD | 0x40]), bytes([OTHER | 0x10, 3]), bytes([OTHER | 0x20]),
             bytes([BEGIN]), bytes([ROLLBACK]), bytes([LOOK, 0, 20]), bytes([FAIL | 0x40])]
    for place, act in enumerate(acts[:60]):
        mixed += b"\0" + act + (calls[place % len(calls)] if place % 3 == 0 else b"")
    yield "household-mixed", mixed
    batches = b"\0"
    for first in range(0, len(acts), 8):
        part = acts[first:first + 8]
        batches += bytes([SUBMIT_ALL | (len(part) - 1) << 4]) + b"".join(part)
    yield "household-batches", batches
    for name, world in (("plain", 1), ("plain-small", 0x81)):
        plain = b"".join(bytes([0, place, HAS_FIELDS, 0xFF, 0xFF]) + b"\0" * len(act["fields"])
                         for place, act in enumerate(ACTS) if act["name"] != "dossier-close")
        yield name, bytes([world]) + plain * 2
    yield from small_dossiers()
    yield from stories()


def one(act):
    return b"\0" + act


def batch(*acts):
    return bytes([SUBMIT_ALL | (len(acts) - 1) << 4]) + b"".join(acts)


REMEMBER, COMPARE, SAVED, UNDO, CHANGES, CORRECT = (bytes([OTHER | which << 4]) for which in range(6))


def begin_story():
    """Opened, two members, a coordinator, an active plan with a goal, under the easy policy."""
    encoder = Encoder(True)
    make = encoder.make
    acts = [make("dossier-open"), make("member-join", called="anna", person="anna", role="child"),
            make("member-join", called="bea", person="bea", role="adult", home="shared"),
            make("coordination-offer", called="offer", professional="carl"),
            make("coordination-accept", 1, offer="offer"), make("plan-draft", called="plan", kind="family-group"),
            make("goal-set", called="goal", plan="plan", title="g", target=1000),
            make("plan-accept", plan="plan", person="bea"), make("plan-activate", 1, called="active", plan="plan")]
    return make, b"\1" + singly(*acts)


def singly(*acts):
    return b"".join(b"\0" + act for act in acts)


def batch(*acts):
    return bytes([SUBMIT_ALL | (len(acts) - 1) << 4]) + b"".join(acts)


REMEMBER, COMPARE, SAVED, UNDO, CHANGES, CORRECT = (bytes([OTHER | which << 4]) for which in range(6))


def story_of_actions(make):
    return singly(
        make("network-join", person="dirk", relation="friend"),
        make("action-plan", called="first", plan="plan", goal="goal", provider="dirk", description="d", minutes=60,
             provision="b", amount=10, as_role="a"),
        make("action-plan", called="second", plan="plan", provider="emma", description="d"),
        make("action-depend", action="second", on="first"), make("action-depend", action="first", on="second"),
        make("action-begin", 1, action="first"),
        make("action-pause", 1, action="first", why="w", yields_to="second")) + REMEMBER + singly(
            make("network-leave", person="dirk"), make("network-join", person="dirk", relation="other"),
            make("action-resume", 2, action="first")) + UNDO + b"\4" + UNDO + b"\7" + CHANGES + b"\5\1\1" + singly(
                make("action-end", 1, action="first"), make("goal-review", goal="goal", progress="improving"),
                make("goal-revise", goal="goal", target=2000),
                make("plan-accept", plan="plan", person="anna")) + COMPARE + b"\0"


def story_of_coordination(make):
    return singly(
        make("acting-begin", 1, called="acting", professional="frits"),
        make("coordination-claim", called="claim", party="gea"), make("duty-perform", duty="a"),
        make("duty-perform", 1, duty="b", by="carl"), make("coordination-offer", called="next", professional="hans"),
        make("acting-end", 2, acting="acting")) + UNDO + b"\5" + singly(
            make("claim-resolve", claim="claim", resolution="rejected"), make("acting-begin", professional="frits"),
            make("coordination-accept", 1, offer="next")) + UNDO + b"\0" + UNDO + b"\13" + singly(
                make("member-relate", called="tie", person="bea", of="anna", relation="parent", authority=True),
                make("relation-end", 1, relation="tie")) + bytes([LOOK | 0x30, 2, 30])


def story_of_lineage(make):
    return singly(
        make("household-absorb", household="other", plan="plan"), make("household-split-off", 1, household="third"),
        make("household-split-from", household="third"),
        make("household-merge-into", 2, household="other", plan="plan")) + UNDO + b"\0" + singly(
            make("dossier-reopen", 3)) + UNDO + b"\1" + UNDO + b"\3" + CHANGES + b"\12\0\1"


def story_of_corrections(make):
    return batch(
        make("goal-set", -1, called="other", plan="plan", title="h"),
        make("act-correct", at_once=True, act="goal", replacement="other")) + bytes([RELOAD | 0x40]) + REMEMBER + batch(
        make("plan-activate", 1, called="later", plan="plan"),
        make("act-correct", at_once=True, act="active", replacement="later"),
        make("member-hear", 1, person="bea", how="alone", topic="a")) + CORRECT + b"\12" + CORRECT + b"\2" + \
        UNDO + b"\11" + bytes([BEGIN]) + singly(
            make("act-withdraw", act="later"),
            make("act-withdraw", act="active")) + bytes([ROLLBACK]) + COMPARE + b"\0" + CHANGES + b"\3\1\1" + \
        batch(make("act-withdraw", act="active"), make("plan-activate", -1, plan="plan"))


def story_of_late_batches(make):
    return REMEMBER + batch(
        make("coordination-offer", 4, called="late", professional="ina"), make("coordination-accept", 1, offer="late"),
        make("member-leave", -2, called="left", person="anna"),
        make("plan-close", 1, plan="plan", achievement="partly")) + COMPARE + b"\0" + UNDO + b"\1" + batch(
        make("goal-link", -1, goal="goal", problem=1),
        make("problem-identify", -4, called="problem", at_once=True, analysis=1, domain="a",
             severity="serious", description="p"),
        make("analysis-open", -5, called="analysis", at_once=True)) + batch(
        make("problem-leave", -1, problem="problem", why="w"),
        make("act-withdraw", at_once=True, act="left")) + CHANGES + b"\24\0\1" + batch(
        make("member-hear", -1, person="anna", how="with-parent"), make("act-withdraw", at_once=True, act="problem"),
        make("act-withdraw", act="late")) + bytes([RELOAD | 0x60])


def stories():
    for story in (story_of_actions, story_of_coordination, story_of_lineage, story_of_corrections,
                  story_of_late_batches):
        make, start = begin_story()
        yield story.__name__[9:].replace("_", "-"), start + story(make)


def small_dossiers():
    """Under the easy policy: what the household does not do."""
    def act(name, *values, flags=0):
        return bytes([0, PLACE[name], flags, *values])

    opened, member = act("dossier-open"), act("member-join", 5, 0, 0, flags=HAS_DAY)
    earlier = act("member-join", 0xFD, 1, 0, flags=HAS_DAY)
    withdraw = act("act-withdraw", 0)
    yield "backdated-and-withdrawn", b"\1" + opened + member + earlier + bytes([BEGIN]) + withdraw + \
        bytes([ROLLBACK, OTHER]) + withdraw + bytes([OTHER | 0x10, 0]) + earlier + bytes([RELOAD | 0x40]) + member
    offer, other_offer = act("coordination-offer", 3), act("coordination-offer", 4)
    accept, draft = act("coordination-accept", 0), act("plan-draft")
    yield "two-plans-two-coordinators", b"\1" + opened + offer + accept + draft + draft + act("plan-activate", 0) + \
        act("plan-activate", 1) + other_offer + accept + bytes([LOOK, 0, 0]) + act("plan-close", 1)
    yield "refused-in-an-open-frame", b"\1" + opened + bytes([BEGIN]) + offer + other_offer + draft + offer + \
        act("member-leave", 9) + act("plan-draft", flags=HAS_REASON) + b"\2no" + offer + \
        bytes([COMMIT, RELOAD, BEGIN]) + \
        member + earlier + other_offer + member + bytes([ROLLBACK, RELOAD | 0x20])
    long = act("plan-draft", flags=HAS_REASON) + b"\x3f" + b"x" * 63
    yield "limits", b"\x81" + opened + bytes([BEGIN]) + long * 6 + draft + long + draft + bytes([COMMIT, RELOAD]) + \
        bytes([BEGIN]) + draft * 20 + bytes([COMMIT]) + draft + bytes([SUBMIT_ALL | 0x10]) + draft[1:] * 2
    yield "same-id", b"\1" + opened + act("plan-draft", 0, flags=HAS_OTHER_ID) + \
        act("plan-draft", 1, 0, flags=HAS_DAY | HAS_OTHER_ID) + \
        act("dossier-open", 0, 0, flags=HAS_MOMENT | HAS_OTHER_ID)
    yield "leaves-and-comes-back", b"\1" + opened + member + act("member-leave", 0) + bytes([BEGIN]) + member + \
        bytes([ROLLBACK]) + member + act("tier-enter", 0, 0) + act("tier-enter", 0, 1) + bytes([BEGIN]) + \
        act("tier-enter", 0, 0) + bytes([ROLLBACK, RELOAD, LOOK | 0x30, 2, 3]) + act("tier-enter", 1, 0)


def history_seeds():
    # without the decision that is refused in the story, and then taken
    decided = {line["fields"]["step"]: line["id"] for line in household() if line["act"] == "step-decide"}
    lines = [line for line in household() if line["act"] != "step-decide" or line["id"] in decided.values()]
    for name, count in (("household", len(lines)), ("household-begin", 24), ("household-half", 60)):
        encoder = Encoder(False)
        acts = [encoder.act(line) for line in lines[:count]]
        frames = b""
        for first in range(0, len(acts), 8):
            part = acts[first:first + 8]
            frames += bytes([len(part) - 1]) + b"".join(part)
        yield name, b"\0" + frames
    opened = bytes([PLACE["dossier-open"], 0])
    for act in ACTS:
        if act["fields"]:
            missing = sum(1 << place for place, field in enumerate(act["fields"])
                          if field["required"] and "derived" not in field)
            bare = bytes([PLACE[act["name"]], HAS_FIELDS]) + struct.pack("<H", missing)
            yield f"bare-{act['name']}", b"\1\1" + opened + bare
    for name, step_back in (("recorded-before", 0xFE), ("recorded-at-once", 0)):
        yield name, b"\1\1" + opened + bytes([PLACE["plan-draft"], HAS_MOMENT, step_back])
    join, again = bytes([PLACE["member-join"], HAS_DAY, 3, 0, 0]), bytes([PLACE["member-join"], 0, 0, 0])
    backdated, withdraw = bytes([PLACE["member-join"], HAS_DAY, 0xFF, 1, 0]), bytes([PLACE["act-withdraw"], 0, 0])
    yield "contradicted-and-withdrawn", b"\1\4" + opened + join + backdated + again + withdraw
    unknown = bytes([0xF0 + PLACE["dossier-open"], 0, 4]) + b"\x08\x02\x0c\x01"
    yield "unknown", b"\1\0" + opened + b"\0" + unknown + b"\1" + b"\5"


def journal_seeds():
    golden = ROOT / "tests/cases/golden/0.1"
    for name in ("example", "unknown", "fifty"):
        data = (golden / f"{name}.journal").read_bytes()
        for flags in (0, 7):
            yield f"{name}-{flags}", bytes([flags]) + data
    fifty = (golden / "fifty.journal").read_bytes()
    second = struct.unpack_from("<I", fifty, 8)[0]
    for name, flags, at in (("first-policy", 1, 40 - second), ("dossier", 1, 24), ("acts", 1, 12), ("sequence", 1, 16),
                            ("version", 1, 4), ("hash", 1, 60), ("act-length", 7, 88), ("act-flags", 7, 89),
                            ("act-type", 7, 90)):
        changed = bytearray(fifty)
        changed[second + at] ^= 1
        yield f"changed-{name}", bytes([flags]) + bytes(changed)
    yield "kinds-0", b"\0" + (golden / "kinds.journal").read_bytes()
    yield "torn", b"\0" + (golden / "fifty.journal").read_bytes()[:-100]
    yield "fifty-small", b"\x0f" + (golden / "fifty.journal").read_bytes()


SAMPLES = {"int": 2, "bool": True, "date": "2026-04-01", "key": "team-plan", "text": "Zus & zo — «één» 😀"}


def act_seeds():
    some_id = "00112233-4455-4677-8899-aabbccddeeff"
    for act in ACTS:
        fields = {}
        for field in act["fields"]:
            if "derived" in field:
                continue
            if field["type"] == "code":
                fields[field["name"]] = LISTS[field["list"]]["values"][0]["name"]
            else:
                fields[field["name"]] = SAMPLES.get(field["type"], some_id)
        line = {"act": act["name"], "id": some_id, "dossier": some_id, "valid": "2026-03-01",
                "recorded": "2026-03-01T10:00:00.000001+01:00", "by": {"professional": some_id}, "fields": fields}
        yield act["name"], json.dumps(line, ensure_ascii=False).encode("utf-8")
    some_act = json.dumps(household()[3], indent=1)
    yield "two-lines-and-a-fault", some_act[:-3].encode("utf-8")
    yield "unknown-field", some_act.replace('"name"', '"naam"').encode("utf-8")
    yield "wrong-code", some_act.replace('"child"', '"kind"').encode("utf-8")
    yield "unknown-member", some_act.replace('"by"', '"van"').encode("utf-8")
    for place in (0, 1, 40):
        yield f"household-{place}", json.dumps(household()[place]).encode("utf-8")
    entered = next(line for line in household() if line["act"] == "tier-enter")
    yield "derived", json.dumps(dict(entered, derived={"rank": 2}, reason="\u00e9\ud83d\ude00\n\"")).encode("utf-8")


def policy_seeds():
    packs = [ROOT / "src/policy/default.json", ROOT / "examples/data/sepsis-policy.json",
             ROOT / "tests/cases/policy/everything.json", *sorted((ROOT / "tests/cases/packs").glob("*.json"))]
    for pack in packs:
        yield pack.stem, pack.read_bytes()
    for name in ("cycle-of-three", "reference-in-a-later-condition", "limit-depth", "duplicate-member-by-escape",
                 "unreachable-tier", "duplicate-change-in-part", "range-ages-backwards", "range-mandate-until",
                 "reference-provision-of-a-mandate", "duplicate-separation"):
        bad = ROOT / f"tests/cases/policy/bad/{name}.json"
        if bad.exists():
            yield name, bad.read_bytes()


HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n", "＝1", "＋1", "－1", "＠x", '"', '""',
           "a,b", "a;b", "a\tb", "a\r\nb", " a", "a ", "'", "é", "😀", "\u2028", "\\", "\x01\x1f\x7f", '","', "a\"b",
           "\ufeff=1", "null"]


def table_seeds():
    for first in range(0, len(HOSTILE), 8):
        yield f"hostile-{first}", "\0".join(HOSTILE[first:first + 8]).encode("utf-8")
    yield "no-utf8", b"\xff\0\xc3\0\xed\xa0\x80\0\xf4\x90\x80\x80\0=\xef\xbc"
    yield "all", "\0".join(HOSTILE * 2).encode("utf-8")


# ---- dictionaries ----


def quoted(data):
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in data) + '"'


def names_of(*parts):
    for part in parts:
        for entry in CATALOG[part]:
            yield entry.get("name") or entry.get("code")


def act_words():
    yield from names_of("acts")
    for act in ACTS:
        yield from (field["name"] for field in act["fields"])
    for item in CATALOG["code_lists"]:
        yield from (value["name"] for value in item["values"])
    yield from ("act", "id", "dossier", "valid", "recorded", "by", "reason", "fields", "derived", "professional",
                "organisation", "role", "2026-02-29", "2024-02-29", "9999-12-31T23:59:60Z",
                "00000000-0000-0000-0000-000000000000")


def members(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner)


def policy_words():
    yield from sorted(set(members(PACK)))
    yield from ("all", "any", "not", "use", "fact", "within_days", "severities", "municipality", "$schema", "extend",
                "lustrum", "yearly", "never", "days", "weeks", "months", "working-days", "years",
                "refuse", "warn", "note", "off", "2026-01-01")
    yield from names_of("facts", "findings", "acts")
    for name in ("hearing", "provision-class"):
        yield from (value["name"] for value in LISTS[name]["values"])
    yield from ("class", "professional", "provision", "up_to", "until", "goal-set.title", "goal-revise.target")


def json_words(words):
    for word in dict.fromkeys(words):
        yield f'"{word}"'.encode("utf-8")
    yield from (b'":"', b'":{"', b"true", b"null", b"1e9", b"-9223372036854775808", b"\\u0000", b"\\ud83d\\ude00",
                b"\\ud800", b"\xef\xbb\xbf")


def act_starts(prefix):
    for place, act in enumerate(ACTS):
        yield prefix + bytes([place, 0])
        yield prefix + bytes([place, HAS_FIELDS, 0xFF, 0xFF])
        yield prefix + bytes([place, HAS_DAY | HAS_MOMENT, 0xFD, 1])


def dictionaries():
    yield "act_json", json_words(act_words())
    yield "policy_json", json_words(policy_words())
    yield "journal", [b"WKT1", b"WKT1\x01\x01\0\0", b"\x80" * 9 + b"\x01", b"\xff\xff\xff\xff\x0f",
                      b"\xff" * 9 + b"\x01", b"\x80\x00", b"\x55", b"\x03", b"\x00", b"\xaa", b"\0" * 16,
                      b"\x01\x05\x08"]
    yield "history", [b"\xf0\0", b"\x80\xff\xff\xff\x7f", b"\x80\0\0\0\x80", *act_starts(b"")]
    yield "dossier", [bytes([call | how << 4]) for call in range(8, 16) for how in (0, 1, 2, 4)] + [*act_starts(b"\0")]
    yield "tables", [item.encode("utf-8") for item in HOSTILE] + [b"\0", b"\xff", b"\xed\xa0\x80"]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    corpora = {"act_json": act_seeds, "policy_json": policy_seeds, "journal": journal_seeds, "history": history_seeds,
               "dossier": dossier_seeds, "tables": table_seeds}
    for target, seeds in corpora.items():
        corpus = folder / "corpus" / target
        corpus.mkdir(parents=True, exist_ok=True)
        for old in corpus.glob("seed-*"):
            old.unlink()
        for name, data in seeds():
            (corpus / f"seed-{name}").write_bytes(data)
    for target, words in dictionaries():
        lines = dict.fromkeys(quoted(word) for word in words)
        (folder / f"{target}.dict").write_text("\n".join(["# Written by seed.py.", *lines]) + "\n", "utf-8")


main()
