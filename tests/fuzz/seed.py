#!/usr/bin/env python3
"""seed.py [FOLDER]: write the seeds and dictionaries of the fuzz targets anew, into this folder unless told otherwise.

Seeds are made from the examples, the golden journals and the catalog. Run it by hand when the catalog, the journal
format or the encoding in acts.c (encode.py), dossier.c or history.c changes, and look at what git shows. Files in the
corpora that it did not write (found by fuzzing) stay as they are."""
import json
import pathlib
import struct
import sys

from encode import (ACTS, BEGIN, CATALOG, COMMIT, FAIL, HAS_DAY, HAS_FIELDS, HAS_MOMENT, HAS_OTHER_ID, HAS_REASON,
                    HERE, LISTS, LOOK, OTHER, PACK, PLACE, RELOAD, ROLLBACK, ROOT, SUBMIT_ALL, Encoder, household)
from stories import stories
from tallies import tally_seeds


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
            elif field.get("standard"):
                fields[field["name"]] = "iwmo/3.2/wmo588/31"
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
    yield "tally", [b"WKTT\x01", b"\x01\0\0\0", b"\xff" * 7 + b"\x7f", b"\0\0\0\x80", b"\xff" * 8]
    yield "tables", [item.encode("utf-8") for item in HOSTILE] + [b"\0", b"\xff", b"\xed\xa0\x80"]


def main():
    if len(sys.argv) > 1 and sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    corpora = {"act_json": act_seeds, "policy_json": policy_seeds, "journal": journal_seeds, "history": history_seeds,
               "dossier": dossier_seeds, "tables": table_seeds, "tally": tally_seeds}
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
