#!/usr/bin/env python3
"""compare.py LIBRARY [FIRST [COUNT]]: random histories through the library and through the model beside it (model.py).

After every act both must answer the same, and say the same of it. Now and then, and at the end, every row of every table
must be the same as of several days and moments, and so must what every screen asks. A history is made from its number, so
that it can be run again alone; one that differs is first made as short as it gets, and told in the lines that cases are
written in (tests/cases/README.md). As a test 20,000 acts; in the full run 300,000, or what nine minutes allow."""
import datetime
import json
import os
import random
import re
import sys
import time
import uuid

import model

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

ROOT = os.environ.get("WIJK_SOURCE_ROOT", os.path.join(HERE, "..", ".."))
NO_DAY, NO_TIME, LOAD_VERIFY_CHAIN, JSON_LINES = -2 ** 31, -2 ** 63, 1, 2
PACKS = ["default"] * 9 + ["made-up"] * 3 + ["lenient", "all-facts", "other-ladder", "bare"]
WORDS = ("roles", "domains", "requests", "provisions", "settings", "exits", "ladders")
TEXTS = ["words", "rent is paid", "Hélène vraagt: \"waarom?\"", "日本", "x" * 300]
EPOCH = datetime.datetime(1970, 1, 1)


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
        "act": act.type, "id": to_text("id", act.id), "dossier": to_text("id", "household"),
        "valid": to_text("date", act.valid), "recorded": to_text("time", act.recorded), "reason": act.reason or "",
        "by": {name: text for name, text in by.items() if text},
        "fields": {name: to_text(kinds[name], value) for name, value in act.fields.items()}}).encode()


def as_case(catalog, act):
    kinds = {one["name"]: one["type"] for one in catalog.acts[act.type]["fields"]}
    words = [to_text("date", act.valid), "@" + to_text("time", act.recorded), act.type]
    for name, value in act.fields.items():
        text = {True: "yes", False: "no"}[value] if kinds[name] == "bool" else to_text("date", value) if (
            kinds[name] == "date") else json.dumps(value, ensure_ascii=False) if kinds[name] == "text" else str(value)
        words.append(f"{name}={text}")
    words += ["by", f"{act.professional}/{act.role or ''}" if act.professional else "nobody"]
    words += ["for", act.organisation] if act.organisation else []
    words += ["because", json.dumps(act.reason, ensure_ascii=False)] if act.reason else []
    return " ".join(words + ["as", act.id])


# ---- the library from outside, in the model's words ----

class Library:
    def __init__(self, path, catalog):
        self.ffi, self.lib = headers.load(path)
        self.catalog, self.policies = catalog, {}
        self.context = self.new("wijk_context", self.lib.wijk_context_new, self.ffi.NULL, self.ffi.NULL)
        self.error = self.new("wijk_error", self.lib.wijk_error_new, self.context)
        self.text = self.new("wijk_buffer", self.lib.wijk_buffer_new, self.context)
        self.findings = self.new("wijk_findings", self.lib.wijk_findings_new, self.context, self.error)
        self.acts = [self.new("wijk_act", self.lib.wijk_act_new, self.context, self.error) for _ in range(8)]

    def name(self, status):
        return self.ffi.string(self.lib.wijk_status_name(status)).decode().removeprefix("WIJK_")

    def must(self, status):
        if status != 0:
            raise Differs("the library answers " + self.name(status))

    def new(self, kind, function, *arguments):
        """What a function makes: its last parameter, or the last before the error."""
        out = self.ffi.new(kind + " **")
        end = len(arguments) - (len(arguments) > 1 and arguments[-1] is getattr(self, "error", None))
        self.must(function(*arguments[:end], out, *arguments[end:]))
        return out[0]

    def id(self, label):
        return self.ffi.new("wijk_id *", [label.encode().ljust(16, b"\0")])

    def label(self, id_):
        return bytes(self.ffi.buffer(id_, 16)).rstrip(b"\0").decode() or None

    def policy(self, text):
        if text not in self.policies:
            self.policies[text] = self.new("wijk_policy", self.lib.wijk_policy_load, self.context, text.encode(),
                                           len(text.encode()), self.error)
        return self.policies[text]

    def lines(self, write, *arguments):
        """What a function writes as lines of JSON."""
        self.lib.wijk_buffer_clear(self.text)
        self.must(write(*arguments, self.text, self.error))
        data = bytes(self.ffi.buffer(self.lib.wijk_buffer_data(self.text), self.lib.wijk_buffer_size(self.text)))
        return [json.loads(line) for line in data.decode().split("\n")[:-1]]

    def submit(self, dossier, acts, batch):
        lib, status = self.lib, 0
        lib.wijk_findings_clear(self.findings)
        for act, into in zip(acts, self.acts):
            line = as_json(self.catalog, act)
            status = status or lib.wijk_act_read_json(into, line, len(line), self.id("x"), self.error)
        if status:
            pass
        elif batch:
            status = lib.wijk_dossier_submit_all(dossier, self.ffi.new("wijk_act *[]", self.acts), len(acts), self.findings,
                                                 self.error)
        else:
            status = lib.wijk_dossier_submit(dossier, self.acts[0], self.findings, self.error)
        path = self.ffi.string(lib.wijk_error_path(self.error)).decode() if status < 0 else ""
        item = lib.wijk_error_index(self.error) if status < 0 else -1
        return model.Answer(self.name(status), tuple(self.said()), path, item)

    def said(self):
        def about(thing, name):
            return from_text("id", thing[name]) if name in thing else None

        for line in self.lines(self.lib.wijk_findings_write_json, self.findings, 1):
            missing = [(one["fact"], about(one, "subject")) for one in line.get("missing", [])]
            if len(set(missing)) != len(missing):
                raise Differs(f"a missing fact is named twice: {missing}")
            yield model.Finding(line["code"], line["severity"], about(line, "subject"), about(line, "other"),
                                frozenset(missing), line.get("item", -1))


class Real:
    """One dossier in the library; the same methods as the model's."""

    def __init__(self, library, policy):
        self.library, self.lib, self.frames = library, library.lib, b""
        self.dossier = self.make(policy)

    def make(self, policy):
        library, policy = self.library, self.library.policy(policy)
        if self.frames:
            return library.new("wijk_dossier", self.lib.wijk_dossier_load, library.context, policy, self.frames,
                               len(self.frames), LOAD_VERIFY_CHAIN, library.error)
        return library.new("wijk_dossier", self.lib.wijk_dossier_new, library.context, policy, library.id("household"),
                           library.error)

    def submit(self, act):
        return self.library.submit(self.dossier, [act], False)

    def submit_all(self, acts):
        return self.library.submit(self.dossier, acts, True)

    def begin(self):
        self.library.must(self.lib.wijk_dossier_begin(self.dossier, self.library.error))

    def commit(self):
        self.library.must(self.lib.wijk_dossier_commit(self.dossier, self.library.error))

    def rollback(self):
        self.lib.wijk_dossier_rollback(self.dossier)

    def reload(self, policy):
        """Made anew from its frames, to be judged by another policy from here on."""
        data, size = self.library.ffi.new("void **"), self.library.ffi.new("size_t *")
        self.lib.wijk_dossier_frames(self.dossier, data, size)
        self.frames += bytes(self.library.ffi.buffer(data[0], size[0])) if size[0] else b""
        self.lib.wijk_dossier_destroy(self.dossier)
        self.dossier = self.make(policy)

    def table(self, name, on, known):
        library, kind = self.library, self.library.catalog.tables[name]
        table = library.new("wijk_table", self.lib.wijk_dossier_table, self.dossier, kind["number"],
                            NO_DAY if on is None else on, NO_TIME if known is None else known, library.error)
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
        self.same("how many acts were taken", len(self.model.history), self.real.lib.wijk_dossier_acts(self.real.dossier))
        return answer

    def look(self, on, known):
        for name, rows in self.model.tables(on, known).items():
            columns = ["act", *self.library.catalog.columns[name]]
            expected = [{"dossier": "household", **{column: row[column] for column in columns if row[column] is not None}}
                        for row in rows]
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
    """Makes up a history that gets somewhere: a refusal is often followed by what would mend it, and then by another try."""

    def __init__(self, play, dice):
        self.play, self.dice, self.catalog = play, dice, play.library.catalog
        self.day, self.recorded, self.made, self.given = 20000, 1_700_000_000_000_000, 0, []
        self.wishes = [("member-join", None)] * dice.randrange(4)  # acts and what they should be about, the next one last
        self.makers = {act["makes"]["table"]: name for name, act in self.catalog.acts.items() if "makes" in act}

    def chance(self, one_in):
        return self.dice.random() * one_in < 1

    def one_of(self, values, otherwise=None):
        """One of them, the last ones more often."""
        values = list(values)
        return values[-1 - min(int(self.dice.expovariate(0.7)), len(values) - 1)] if values else otherwise

    def choose(self):
        """Which act, and what it should be about. What it must refer to is made first."""
        now = self.play.model.now
        if not now.open and not self.chance(6):
            return ("dossier-reopen" if now.tables["dossiers"] else "dossier-open"), None
        weights = {"dossier-open": 0.1, "dossier-reopen": 0.1, "dossier-close": 0.5, "plan-close": 0.5, "member-leave": 0.4,
                   "act-withdraw": 2, "plan-activate": 3, "step-decide": 3, "step-propose": 2, "tier-enter": 3}
        name, about = self.wishes.pop() if self.wishes and not self.chance(4) else (
            self.dice.choices(list(self.catalog.acts), [weights.get(name, 1) for name in self.catalog.acts])[0], None)
        return self.first(name, about)

    def first(self, name, about):
        for one in self.catalog.acts[name]["fields"]:
            if one["required"] and one.get("list") in WORDS and not self.play.model.policy.lists.get(one["list"]) and (
                    not self.chance(10)):
                return self.choose()  # the policy has no word for it
            table = "members" if one["type"] == "person" else one.get("table")
            if table and not self.there(table) and not self.chance(20 if one["required"] else 2):
                self.wishes.append((name, about))
                return self.first(self.makers[table], None)
        return name, about

    def there(self, table):
        """What can be referred to; most often what has not ended yet, if there is such."""
        rows = self.play.model.now.tables[table]
        open_rows = [row for row in rows if all(row.get(day) is None for day in (
            "until", "decided", "answered", "concluded"))]
        return [row["person" if table == "members" else "act"]
                for row in (open_rows if table == "members" or not self.chance(6) and open_rows else rows)]

    def value(self, one, about, fields):
        """A value for a field, most often one that makes sense; None when there is nothing yet to refer to."""
        dice, policy = self.dice, self.play.model.policy
        if one["type"] == "person":
            persons = self.there("members")
            return about if about in persons else f"person-{dice.randrange(4)}" if self.chance(9) else self.one_of(persons)
        if one["type"] in ("ref", "act"):
            acts = [given.id for given, _, _ in self.play.model.history]
            rows = acts if one["type"] == "act" else self.there(one["table"])
            return about if about in rows else self.one_of(acts, "nothing") if self.chance(25) else self.one_of(rows)
        if one["type"] == "id":
            return f"person-{dice.randrange(4)}" if one["name"] == "person" else f"worker-{dice.randrange(3)}"
        if one["type"] == "int":
            return dice.randint(one.get("min", -1000), min(one.get("max", 9000), 60))
        if one["type"] == "bool":
            return dice.random() < 0.7
        if one["type"] == "date":
            return self.day + dice.randrange(-20, 100)
        if one["type"] == "code":
            codes = [entry["name"] for entry in self.catalog.code_lists[one["list"]]["values"]]
            return codes[0] if dice.random() < 0.5 else dice.choice(codes)
        if one["type"] == "text":
            return dice.choice(TEXTS)
        keys = policy.lists.get(one["list"], [])[:4] if "list" in one else self.near(fields.get("ladder"))
        return "nowhere" if not keys or self.chance(200) else dice.choice(keys)

    def near(self, ladder):
        """Tiers of a ladder, most often those that a step leads to."""
        policy, stay = self.play.model.policy, self.play.model.now.stay(ladder)
        steps = policy.ladders.get(ladder, {}).get("steps", [])
        return [step["to"] for step in steps if stay and step["from"] == stay["tier"] and not self.chance(5)] or (
            policy.tiers(ladder)[:None if self.chance(3) else 3])

    def fields(self, kind, about):
        fields, step, whole = {}, None, self.chance(2)
        if kind["name"] == "tier-enter" and not self.chance(4):
            undone = [row for row in self.play.model.now.tables["steps"] if row["entered"] is None or self.chance(6)]
            step = next((row for row in undone if row["act"] == about), self.one_of(undone))
        for one in kind["fields"]:
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
        role = None if self.chance(3) else "wizard" if self.chance(300) else self.play.model.policy.lists["roles"][0]
        return model.Act(
            name, f"{name[:9]}-{self.made}", self.day - (dice.randrange(40) if self.chance(8) else 0),
            self.recorded - self.chance(60), None if self.chance(300) else f"worker-{dice.randrange(3)}",
            "organisation" if self.chance(2) else None, role, dice.choice(TEXTS) if self.chance(5) else None,
            self.fields(self.catalog.acts[name], about))

    def wish(self, act, answer):
        """What would mend a refusal, and after that the same once more."""
        about = act["plan"] or act["step"] or act["person"]
        wishes = [(act.type, about)]
        for finding in answer.findings:
            mends = [(self.catalog.facts[fact]["mend"], subject) for fact, subject in sorted(finding.missing, key=str)]
            mends = mends or [(self.catalog.findings[finding.code]["mend"], finding.subject)]
            wishes += [(mend, subject or about) for mend, subject in mends if mend and not mend.startswith("dossier")]
            wishes += [("goal-end", subject) for fact, subject in finding.missing if fact == "goals-measurable"]
        if answer.status == "REFUSED" and 1 < len(wishes) < 20 - len(self.wishes) and act.type not in dict(self.wishes):
            self.wishes += wishes

    def submit(self):
        act = self.act()
        self.given.append(act)
        self.wish(act, self.play.do("submit", act))

    def batch(self):
        """Each act of a batch is made up as if those before it had been taken."""
        acts, scratch = [], self.play.model
        self.play.model = model.Dossier(scratch.catalog, scratch.policy)
        self.play.model.history, self.play.model.now = scratch.history[:], scratch.now
        for _ in range(self.dice.randrange(9)):
            acts.append(self.act())
            answer = self.play.model.submit(acts[-1])
            if answer.status not in ("OK", "DUPLICATE") and (answer.status == "E_MISSING" or not self.chance(6)):
                acts.pop()
        self.play.model = scratch
        self.given += acts
        self.play.do("submit_all", acts)

    def frame(self):
        self.play.do("begin")
        for _ in range(self.dice.randrange(8)):
            self.submit()
        if self.chance(6):
            self.look()
        self.play.do("rollback" if self.chance(3) else "commit")

    def look(self):
        known = [given.recorded for given, _, _ in self.play.model.history] or [self.recorded]
        on = None if self.chance(3) else self.day - self.dice.randrange(-5, 60)
        self.play.do("look", on, None if self.chance(3) else self.dice.choice(known) - self.dice.randrange(2))
        for _ in range(2):
            self.play.do("ask", self.dice.choice(["care", "ave", "stairs"]),
                         None if self.chance(8) else self.day - self.dice.randrange(-5, 60))


def pack(name, dice):
    path = ("tests", "cases", "packs", name + ".json")
    with open(os.path.join(ROOT, *(path if name in PACKS[12:] else ("src", "policy", "default.json"))), encoding="utf-8") as file:
        text = file.read()
    if name != "made-up":
        return text
    made = json.loads(text)
    made["plan"]["activation"] = condition(dice, facts(dice), 3)
    for ladder in made["ladders"]:
        for step in ladder["steps"]:
            step["when"] = condition(dice, facts(dice), 2)
    return json.dumps(made)


def facts(dice):
    """Every fact once, so that there is one smallest set of what is missing."""
    dated = ("members-heard", "analysis-concluded", "plan-accepted", "client-consulted", "goals-scored")
    names = dice.sample(list(model.Policy.facts), len(model.Policy.facts))
    return [{"fact": name, **({"within_days": dice.randrange(60)} if name in dated and dice.random() < 0.5 else {})}
            for name in names]


def condition(dice, atoms, depth):
    kind = dice.choice(["all", "any", "fact"]) if depth and len(atoms) > 3 else "fact"
    if kind == "fact":
        return atoms.pop()
    return {kind: [condition(dice, atoms, depth - 1) for _ in range(dice.randint(1, 3)) if len(atoms) > 1]}


def write(library, number):
    """The play of a number, and in what it differs."""
    dice = random.Random(number)
    play = Play(library, pack(dice.choice(PACKS), dice))
    author = Author(play, dice)
    try:
        for _ in range(dice.choice([10, 60, 60, 100, 160])):
            what = dice.random()
            if what < 0.03:
                author.batch()
            elif what < 0.06:
                author.frame()
            elif what < 0.08:
                author.look()
            elif what < 0.085:
                play.do("reload", pack(dice.choice(PACKS), dice))
            else:
                author.submit()
        play.do("look", None, None)
        for _ in range(3):
            author.look()
    except Differs as difference:
        return play, str(difference)
    return play, None


def again(library, policy, done):
    """In what a history differs that is done once more."""
    play = Play(library, policy)
    try:
        for step in done:
            play.do(*step)
    except Differs as difference:
        return str(difference)
    return ""


def is_whole(done):
    """Frames are opened and closed, and hold single acts."""
    letters = {"submit": "s", "submit_all": "a", "reload": "l", "begin": "b", "commit": "c", "rollback": "r"}
    return re.fullmatch("([sal]|bs*[cr])*(bs*)?", "".join(letters.get(step[0], "") for step in done))


def tell(library, play, difference):
    """The history, without what can be left out so that it still differs in the same."""
    done, size, what = play.done, len(play.done) // 2, difference.split("\n")[0].split(" on ")[0]
    while size:
        for start in range(len(done) - size, -1, -size):
            rest = done[:start] + done[start + size:]
            shorter = again(library, play.policy, rest) if is_whole(rest) else ""
            if shorter.startswith(what):
                done, difference = rest, shorter
        size //= 2
    print(f"differs in {difference}\n\npolicy", json.loads(play.policy)["name"])
    for name, *arguments in done:
        if name in ("submit", "submit_all"):
            for act in arguments if name == "submit" else arguments[0]:
                print(("    " if name == "submit_all" else "") + as_case(library.catalog, act))
        else:
            print(name, *[json.loads(one)["name"] if name == "reload" else one for one in arguments])


def main():
    catalog = model.Catalog(os.path.join(ROOT, "src", "catalog", "catalog.json"))
    library = Library(sys.argv[1], catalog)
    if library.name(library.lib.wijk_policy_load_default(library.context, library.ffi.new("wijk_policy **"),
                                                         library.error)) == "E_UNSUPPORTED":
        print("this build has no JSON")
        return 77
    first, count = int(sys.argv[2]) if len(sys.argv) > 2 else 0, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    enough = 0 if len(sys.argv) > 2 else 300_000 if os.environ.get("WIJK_TEST_FULL") else 20_000
    acts, number, started = 0, first, time.monotonic()
    while (acts < enough and time.monotonic() - started < 540) if enough else number < first + count:
        play, difference = write(library, number)
        if difference:
            print(f"history {number}:", end=" ")
            tell(library, play, difference)
            return 1
        acts += sum(len(step[1]) if step[0] == "submit_all" else 1 for step in play.done if step[0].startswith("submit"))
        number += 1
    print(f"{number - first} histories, {acts} acts, {time.monotonic() - started:.0f} s: no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
