#!/usr/bin/env python3
"""compare.py LIBRARY [FIRST [COUNT]]: random histories through the library and through the model beside it (model.py).

After every act both must answer the same, and say the same of it. Now and then, and at the end, every row of every
table must be the same as of several days and moments, and so must what every screen asks. A history is made from its
number, so that it can be run again alone; one that differs is first made as short as it gets, and told in the lines
that cases are written in (tests/cases/README.md). As a test 20,000 acts; in the full run 300,000, or what nine minutes
allow."""
import datetime
import json
import os
import random
import re
import sys
import time
import uuid

import model
import model_policy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

ROOT = os.environ["WIJK_SOURCE_ROOT"]
NO_DAY, NO_TIME, VERIFY_CHAIN, JSON_LINES, ENGLISH = -2 ** 31, -2 ** 63, 1, 2, 1
HOUSEHOLD = "household"
EPOCH = datetime.datetime(1970, 1, 1)
PACKS = ["default"] * 9 + ["made-up"] * 3 + ["lenient", "all-facts", "other-ladder", "bare"]
TEXTS = ["words", "rent is paid", "Hélène vraagt: \"waarom?\"", "日本", "x" * 300]


class Differs(Exception):
    pass


# ---- how values are written ----

def to_text(kind, value):
    if kind in ("id", "ref", "person", "act"):
        return str(uuid.UUID(bytes=value.encode().ljust(16, b"\0")))
    if kind == "date":
        return (EPOCH + datetime.timedelta(value)).date().isoformat()
    return (EPOCH + datetime.timedelta(microseconds=value)).isoformat() + "Z" if kind == "time" else value


def from_text(kind, text):
    if kind == "id":
        return uuid.UUID(text).bytes.rstrip(b"\0").decode()
    if kind == "date":
        return (datetime.date.fromisoformat(text) - EPOCH.date()).days
    if kind == "time":
        return (datetime.datetime.fromisoformat(text[:-1]) - EPOCH) // datetime.timedelta(microseconds=1)
    return text


def as_json(catalog, act):
    kinds = {one["name"]: one["type"] for one in catalog.acts[act.type]["fields"]}
    by = {"professional": act.professional and to_text("id", act.professional), "role": act.role,
          "organisation": act.organisation and to_text("id", act.organisation)}
    return json.dumps({
        "act": act.type, "id": to_text("id", act.id), "dossier": to_text("id", HOUSEHOLD),
        "valid": to_text("date", act.valid), "recorded": to_text("time", act.recorded), "reason": act.reason or "",
        "by": {name: text for name, text in by.items() if text},
        "fields": {name: to_text(kinds[name], value) for name, value in act.fields.items()}}).encode()


def as_case(catalog, act):
    words = [to_text("date", act.valid), "@" + to_text("time", act.recorded), act.type]
    for one in catalog.acts[act.type]["fields"]:
        value = act[one["name"]]
        if value is not None:
            text = to_text("date", value) if one["type"] == "date" else {True: "yes", False: "no"}[value] if (
                one["type"] == "bool") else json.dumps(value, ensure_ascii=False) if one["type"] == "text" else value
            words.append(f"{one['name']}={text}")
    words += ["by", f"{act.professional}/{act.role or ''}" if act.professional else "nobody"]
    words += ["for", act.organisation] if act.organisation else []
    words += ["because", json.dumps(act.reason, ensure_ascii=False)] if act.reason else []
    return " ".join(words + ["as", act.id])


# ---- the library from outside, in the model's words ----

class Library:
    def __init__(self, path, catalog):
        self.ffi, self.lib = headers.load(path)
        self.catalog, self.policies, self.error = catalog, {}, None
        self.context = self.new("wijk_context", self.lib.wijk_context_new, self.ffi.NULL, self.ffi.NULL)
        self.text = self.new("wijk_buffer", self.lib.wijk_buffer_new, self.context)
        self.error = self.new("wijk_error", self.lib.wijk_error_new, self.context)
        self.findings = self.make("wijk_findings", self.lib.wijk_findings_new, self.context)
        self.acts = [self.make("wijk_act", self.lib.wijk_act_new, self.context) for _ in range(8)]

    def name(self, status):
        return self.ffi.string(self.lib.wijk_status_name(status)).decode().removeprefix("WIJK_")

    def must(self, status):
        if status != 0:
            raise Differs("the library answers " + self.name(status))

    def new(self, kind, function, *arguments):
        out = self.ffi.new(kind + " **")
        self.must(function(*arguments, out))
        return out[0]

    def make(self, kind, function, *arguments):
        return self.new(kind, lambda *all_but_error: function(*all_but_error, self.error), *arguments)

    def id(self, label):
        return self.ffi.new("wijk_id *", [label.encode().ljust(16, b"\0")])

    def label(self, id_):
        return bytes(self.ffi.buffer(id_, 16)).rstrip(b"\0").decode() or None

    def policy(self, text):
        if text not in self.policies:
            data = text.encode()
            self.policies[text] = self.make("wijk_policy", self.lib.wijk_policy_load, self.context, data, len(data))
        return self.policies[text]

    def lines(self, write, *arguments):
        """What a function writes as lines of JSON."""
        self.lib.wijk_buffer_clear(self.text)
        self.must(write(*arguments, self.text, self.error))
        data = bytes(self.ffi.buffer(self.lib.wijk_buffer_data(self.text), self.lib.wijk_buffer_size(self.text)))
        return [json.loads(line) for line in data.decode().split("\n")[:-1]]

    def said(self):
        def about(thing, name):
            return from_text("id", thing[name]) if name in thing else None

        for line in self.lines(self.lib.wijk_findings_write_json, self.findings, ENGLISH):
            missing = [(one["fact"], about(one, "subject")) for one in line.get("missing", [])]
            if len(set(missing)) != len(missing):
                raise Differs(f"a missing fact is named twice: {missing}")
            yield model.Finding(line["code"], line["severity"], about(line, "subject"), about(line, "other"),
                                frozenset(missing), line.get("item", -1))


class Real:
    """One dossier in the library, with the methods of the model's."""

    def __init__(self, library, policy):
        self.library, self.lib, self.error, self.frames = library, library.lib, library.error, b""
        self.dossier = self.made(self.lib.wijk_dossier_new, policy, library.id(HOUSEHOLD))

    def made(self, function, policy, *arguments):
        library = self.library
        dossier = library.make("wijk_dossier", function, library.context, library.policy(policy), *arguments)
        return library.ffi.gc(dossier, self.lib.wijk_dossier_destroy)

    def submit(self, act):
        return self.answer([act], self.lib.wijk_dossier_submit, self.library.acts[0])

    def submit_all(self, acts):
        filled = self.library.ffi.new("wijk_act *[]", self.library.acts)
        return self.answer(acts, self.lib.wijk_dossier_submit_all, filled, len(acts))

    def answer(self, acts, submit, *filled):
        library, lib, status = self.library, self.lib, 0
        lib.wijk_findings_clear(library.findings)
        for act, into in zip(acts, library.acts):
            line = as_json(library.catalog, act)
            status = status or lib.wijk_act_read_json(into, line, len(line), library.id("x"), self.error)
        status = status or submit(self.dossier, *filled, library.findings, self.error)
        path = library.ffi.string(lib.wijk_error_path(self.error)).decode() if status < 0 else ""
        item = lib.wijk_error_index(self.error) if status < 0 else -1
        return model.Answer(library.name(status), tuple(library.said()), path, item)

    def begin(self):
        self.library.must(self.lib.wijk_dossier_begin(self.dossier, self.error))

    def commit(self):
        self.library.must(self.lib.wijk_dossier_commit(self.dossier, self.error))

    def rollback(self):
        self.lib.wijk_dossier_rollback(self.dossier)

    def reload(self, policy):
        """Made anew from its frames, to be judged by another policy from here on."""
        data, size = self.library.ffi.new("void **"), self.library.ffi.new("size_t *")
        self.lib.wijk_dossier_frames(self.dossier, data, size)
        self.frames += bytes(self.library.ffi.buffer(data[0], size[0])) if size[0] else b""
        if self.frames:
            self.dossier = self.made(self.lib.wijk_dossier_load, policy, self.frames, len(self.frames), VERIFY_CHAIN)
        else:
            self.__init__(self.library, policy)

    def table(self, name, on, known):
        library, kind = self.library, self.library.catalog.tables[name]
        table = library.make("wijk_table", self.lib.wijk_dossier_table, self.dossier, kind["number"],
                             NO_DAY if on is None else on, NO_TIME if known is None else known)
        kinds = {"dossier": "id", "act": "id", **{one["name"]: one["type"] for one in kind["columns"]}}
        rows = library.lines(self.lib.wijk_table_write, table, JSON_LINES, 0)
        self.lib.wijk_table_unref(table)
        return [{column: from_text(kinds[column], text) for column, text in row.items()} for row in rows]

    def asked(self, ladder, on):
        """What every screen asks of a day: who coordinates, which plan, which tier, who was not heard."""
        ffi, lib, found, day = self.library.ffi, self.lib, [], NO_DAY if on is None else on
        id_, text, length = ffi.new("wijk_id *"), ffi.new("char **"), ffi.new("size_t *")
        for function in (lib.wijk_dossier_coordinator, lib.wijk_dossier_plan):
            found.append(self.library.label(id_) if function(self.dossier, day, id_) == 0 else None)
        status = lib.wijk_dossier_tier(self.dossier, ladder.encode(), len(ladder), day, text, length)
        found.append(ffi.unpack(text[0], length[0]).decode() if status == 0 else None)
        persons, count = ffi.new("wijk_id[8]"), ffi.new("uint32_t *")
        self.library.must(lib.wijk_dossier_unheard(self.dossier, day, persons, 8, count))
        return found + [[self.library.label(ffi.addressof(persons, i)) for i in range(count[0])]]


class Play:
    """The library and the model beside each other. What was done is a list: (name, arguments...)."""

    def __init__(self, library, policy):
        self.library, self.policy, self.done = library, policy, []
        self.model = model.Dossier(library.catalog, model.Policy(library.catalog, policy))
        self.real = Real(library, policy)

    def do(self, name, *arguments):
        self.done.append((name, *arguments))
        if name in ("look", "ask"):
            return getattr(self, name)(*arguments)
        answer = getattr(self.model, name)(*arguments)
        self.same("the answer", answer, getattr(self.real, name)(*arguments))
        self.same("the number of acts", len(self.model.history), self.real.lib.wijk_dossier_acts(self.real.dossier))
        return answer

    def look(self, on, known):
        for name, rows in self.model.tables(on, known).items():
            columns = ["act", *self.library.catalog.columns[name]]
            expected = [{"dossier": HOUSEHOLD, **{column: row[column] for column in columns
                                                  if row[column] is not None}} for row in rows]
            self.same(f"table {name} on {on} known {known}", expected, self.real.table(name, on, known))

    def ask(self, ladder, on):
        state = self.model.state(on)
        coordinator, plan, stay = state.coordinator(), state.active_plan(), state.stay(ladder)
        self.same(f"coordinator, plan, tier of {ladder} and who is unheard on {on}", [
            coordinator and coordinator["professional"], plan and plan["act"], stay and stay["tier"],
            [row["person"] for row in state.members() if row["heard"] is None and row["excused"] is None],
        ], self.real.asked(ladder, on))

    @staticmethod
    def same(what, expected, found):
        if expected != found:
            raise Differs(f"{what}\n  model:   {expected}\n  library: {found}")


# ---- histories ----

class Author:
    """Makes up a history that gets somewhere: what was refused is often mended, and then tried again."""
    weights = {"dossier-open": 0.1, "dossier-reopen": 0.1, "dossier-close": 0.5, "plan-close": 0.5, "member-leave": 0.4,
               "act-withdraw": 2, "plan-activate": 3, "step-decide": 3, "step-propose": 2, "tier-enter": 3}

    def __init__(self, play, dice):
        self.play, self.dice, self.catalog = play, dice, play.library.catalog
        self.day, self.recorded, self.made, self.given = 20000, 1_700_000_000_000_000, 0, []
        self.wishes = [("member-join", None)] * dice.randrange(4)  # acts, and what they should be about; the last first
        self.makers = {act["makes"]["table"]: name for name, act in self.catalog.acts.items() if "makes" in act}

    def chance(self, one_in):
        return self.dice.random() * one_in < 1

    def one_of(self, values):
        """One of them, the last ones more often."""
        return values[-1 - min(int(self.dice.expovariate(0.7)), len(values) - 1)] if values else None

    def choose(self):
        """Which act, and what it should be about."""
        now = self.play.model.now
        if not now.open and not self.chance(6):
            return ("dossier-reopen" if now.tables["dossiers"] else "dossier-open"), None
        if self.wishes and not self.chance(4):
            return self.first(*self.wishes.pop())
        names = list(self.catalog.acts)
        return self.first(self.dice.choices(names, [self.weights.get(name, 1) for name in names])[0], None)

    def first(self, name, about):
        """The act, or first what it must refer to."""
        for one in self.catalog.acts[name]["fields"]:
            if one["type"] == "key" and one["required"] and not self.words(one, {}) and not self.chance(10):
                return self.choose()  # the policy has no word for it
            table = "members" if one["type"] == "person" else one.get("table")
            if table and not self.there(table) and not self.chance(20 if one["required"] else 2):
                self.wishes.append((name, about))
                return self.first(self.makers[table], None)
        return name, about

    def there(self, table):
        """What can be referred to; most often what has not come to its end."""
        rows = self.play.model.now.tables[table]
        going = [row for row in rows if all(row.get(day) is None for day in ("until", "decided", "answered", "over"))]
        if table == "members":
            return [row["person"] for row in going]
        return [row["act"] for row in (going if going and not self.chance(6) else rows)]

    def words(self, one, fields):
        """Words of the policy; of the tiers most often those that a step leads to."""
        policy = self.play.model.policy
        if "list" in one:
            return policy.words.get(one["list"], [])[:4]
        ladder = fields.get("ladder", "care")
        stay, steps = self.play.model.now.stay(ladder), policy.ladders.get(ladder, {}).get("steps", [])
        near = [step["to"] for step in steps if stay and step["from"] == stay["tier"] and not self.chance(5)]
        return near or policy.tiers(ladder)[:None if self.chance(3) else 3]

    def value(self, one, about, fields):
        """A value for a field, most often one that makes sense; None when there is nothing yet to refer to."""
        dice, kind = self.dice, one["type"]
        if kind in ("person", "ref", "act"):
            acts = [given.id for given, _, _ in self.play.model.history]
            there = acts if kind == "act" else self.there("members" if kind == "person" else one["table"])
            wrong = f"person-{dice.randrange(4)}" if kind == "person" else self.one_of(acts) or "nothing"
            return about if about in there else wrong if self.chance(20) else self.one_of(there)
        if kind == "key":
            words = self.words(one, fields)
            return "nowhere" if not words or self.chance(200) else dice.choice(words)
        if kind == "code":
            codes = [entry["name"] for entry in self.catalog.code_lists[one["list"]]["values"]]
            return codes[0] if self.chance(2) else dice.choice(codes)
        return {"id": lambda: ("person-" if one["name"] == "person" else "worker-") + str(dice.randrange(4)),
                "int": lambda: dice.randint(one.get("min", -1000), min(one.get("max", 9000), 60)),
                "bool": lambda: not self.chance(3),
                "date": lambda: self.day + dice.randrange(-20, 100),
                "text": lambda: dice.choice(TEXTS)}[kind]()

    def fields(self, name, about):
        fields, step, whole = {}, None, self.chance(2)
        if name == "tier-enter" and not self.chance(4):
            unused = [row for row in self.play.model.now.tables["steps"] if row["entered"] is None or self.chance(6)]
            step = next((row for row in unused if row["act"] == about), self.one_of(unused))
        for one in self.catalog.acts[name]["fields"]:
            if "derived" in one or not (one["required"] or whole or self.chance(2)):
                continue
            value = self.value(one, about, fields)
            if step and one["name"] in ("ladder", "tier", "step"):
                value = step["act" if one["name"] == "step" else one["name"]]
            if value is not None and not self.chance(900):
                fields[one["name"]] = value
        return fields

    def act(self):
        """The next act; or one that was given before, as it was or with something else in it."""
        dice = self.dice
        if self.given and self.chance(30):
            old = self.one_of(self.given)
            return old if self.chance(2) else model.replace(old, reason="another", recorded=self.recorded)
        name, about = self.choose()
        self.made += 1
        self.day += dice.randrange(5) if self.chance(4) else 0
        self.recorded += dice.randrange(10 ** 9) if self.chance(2) else 0
        role = None if self.chance(3) else "wizard" if self.chance(300) else self.play.model.policy.words["roles"][0]
        return model.Act(
            name, f"{name[:9]}-{self.made}", self.day - (dice.randrange(40) if self.chance(8) else 0),
            self.recorded - self.chance(60), None if self.chance(300) else f"worker-{dice.randrange(3)}",
            "organisation" if self.chance(2) else None, role, dice.choice(TEXTS) if self.chance(5) else None,
            self.fields(name, about))

    def wish(self, act, answer):
        """What would mend a refusal, and after that the same once more."""
        about = act["plan"] or act["step"] or act["person"]
        wishes = [(act.type, about)]
        for finding in answer.findings:
            facts = sorted(finding.missing, key=str)
            mends = [(self.catalog.facts[fact]["mend"], subject) for fact, subject in facts] or [
                (self.catalog.findings[finding.code]["mend"], finding.subject)]
            wishes += [(mend, subject or about) for mend, subject in mends if mend and not mend.startswith("dossier")]
            wishes += [("goal-end", subject) for fact, subject in facts if fact == "goals-measurable"]
        if answer.status == "REFUSED" and 1 < len(wishes) < 20 - len(self.wishes) and act.type not in dict(self.wishes):
            self.wishes += wishes

    def submit(self):
        act = self.act()
        self.given.append(act)
        self.wish(act, self.play.do("submit", act))

    def batch(self):
        """Each act of a batch is made up as if those before it had been taken."""
        acts, there = [], self.play.model
        self.play.model = model.Dossier(there.catalog, there.policy)
        self.play.model.history, self.play.model.now = there.history[:], there.now
        for _ in range(self.dice.randrange(9)):
            act = self.act()
            status = self.play.model.submit(act).status
            if status in ("OK", "DUPLICATE") or status != "E_MISSING" and self.chance(6):
                acts.append(act)
        self.play.model = there
        self.given += acts
        self.play.do("submit_all", acts)

    def frame(self):
        self.play.do("begin")
        for _ in range(self.dice.randrange(8)):
            self.submit()
        if self.chance(6):
            self.look()
        self.play.do("rollback" if self.chance(3) else "commit")

    def reload(self):
        self.play.do("reload", pack(self.dice))

    def look(self):
        dice, known = self.dice, [given.recorded for given, _, _ in self.play.model.history] or [self.recorded]
        self.play.do("look", None if self.chance(3) else self.day - dice.randrange(-5, 60),
                     None if self.chance(3) else dice.choice(known) - dice.randrange(2))
        for _ in range(2):
            self.play.do("ask", dice.choice(["care", "ave", "stairs"]),
                         None if self.chance(8) else self.day - dice.randrange(-5, 60))

    def write(self):
        for _ in range(self.dice.choice([10, 60, 60, 100, 160])):
            self.dice.choices([self.submit, self.batch, self.frame, self.look, self.reload], [94, 3, 3, 2, 0.5])[0]()
        self.play.do("look", None, None)
        for _ in range(3):
            self.look()


def pack(dice):
    """A rule pack; or the built-in one with conditions of every kind."""
    name = dice.choice(PACKS)
    built_in = name in ("default", "made-up")
    path = ("src", "policy", "default.json") if built_in else ("tests", "cases", "packs", name + ".json")
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        made = json.load(file)
    if name == "made-up":
        made["name"], made["plan"]["activation"] = name, condition(dice)
        for step in made["ladders"][0]["steps"]:
            step["when"] = condition(dice)
    return json.dumps(made)


def condition(dice):
    """A condition in which nothing stands twice, so that what is missing has one smallest set."""
    facts = dice.sample(sorted(model_policy.FACTS), 8)

    def fact():
        dated = facts[-1] in model_policy.DATED and dice.random() < 0.5
        return {"fact": facts.pop(), **({"within_days": dice.randrange(60)} if dated else {})}

    def group(depth):
        return {dice.choice(["all", "any"]): [group(depth - 1) if depth else fact()
                                              for _ in range(dice.randint(1, 2 + depth))]}

    return {dice.choice(["all", "any"]): [group(1), {"not": fact()}]} if dice.random() < 0.3 else group(1)


# ---- what differs ----

def again(library, policy, done):
    """In what a history differs that is done once more; nothing if its frames are not whole any more."""
    letters = {"submit": "s", "submit_all": "a", "reload": "l", "begin": "b", "commit": "c", "rollback": "r"}
    play = Play(library, policy)
    try:
        if re.fullmatch("([sal]|bs*[cr])*(bs*)?", "".join(letters.get(step[0], "") for step in done)):
            for step in done:
                play.do(*step)
    except Differs as difference:
        return str(difference)
    return ""


def tell(library, play, difference):
    """The history without what can be left out, so that it still differs in the same."""
    done, size, what = play.done, len(play.done) // 2, difference.split("\n")[0].split(" on ")[0]
    while size:
        for start in range(len(done) - size, -1, -size):
            rest = done[:start] + done[start + size:]
            shorter = again(library, play.policy, rest)
            if shorter.startswith(what):
                done, difference = rest, shorter
        size //= 2
    print(f"{difference}\n\npolicy", json.loads(play.policy)["name"])
    for name, *arguments in done:
        if name in ("submit", "submit_all"):
            for act in arguments if name == "submit" else arguments[0]:
                print(("    " if name == "submit_all" else "") + as_case(library.catalog, act))
        else:
            print(name, *[json.loads(one)["name"] if name == "reload" else one for one in arguments])


def main():
    catalog = model.Catalog(os.path.join(ROOT, "src", "catalog", "catalog.json"))
    library = Library(sys.argv[1], catalog)
    with_json = library.lib.wijk_policy_load(library.context, b"", 0, library.ffi.new("wijk_policy **"), library.error)
    if library.name(with_json) == "E_UNSUPPORTED":
        print("this build has no JSON")
        return 77
    full, alone = os.environ.get("WIJK_TEST_FULL"), [int(word) for word in sys.argv[2:]]
    first, number, acts, started = (alone or [0])[0], 0, 0, time.monotonic()
    while number < (alone[1] if alone[1:] else 1) if alone else acts < (300_000 if full else 20_000) and (
            time.monotonic() - started < 540):
        dice = random.Random(first + number)
        play = Play(library, pack(dice))
        try:
            Author(play, dice).write()
        except Differs as difference:
            print(f"history {first + number} differs in", end=" ")
            tell(library, play, str(difference))
            return 1
        number += 1
        acts += sum(len(step[1]) if step[0] == "submit_all" else step[0] == "submit" for step in play.done)
    print(f"{number} histories, {acts} acts, {time.monotonic() - started:.0f} s: no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
