"""Random histories, for compare.py: an author makes them up so that they get somewhere."""
import model
import packs
from library import BATCH

TEXTS = ["words", "rent is paid", "Hélène vraagt: \"waarom?\"", "日本", "x" * 300]
POOLS = {  # who an id that the host makes may be, by the name of the field; the others are workers
    "person": ("person-", 4), "household": ("house-", 3), "team": ("team-", 2), "organisation": ("agency-", 2),
    "source": ("agency-", 2)}
ANYBODY = ("provider", "party", "owner")
FITS = {  # which row an act is most often about, and which act makes such a row
    "action-begin": ("action-plan", lambda row: row["from"] is None),
    "action-pause": ("action-start", lambda row: row["from"] is not None and row["paused"] is None),
    "action-resume": ("action-pause", lambda row: row["paused"] is not None),
    "plan-activate": ("plan-draft", lambda row: row["status"] == "draft"),
    "household-absorb": ("plan-activate", lambda row: row["status"] == "active"),
    "step-decide": ("step-propose", lambda row: row["decided"] is None),
    "override-review": ("tier-enter", lambda row: row["reviewed"] is None),
    "safety-report": ("safety-weigh", lambda row: row["verdict"] == "report" and row["reported"] is None)}
STORIES = (  # what chance alone seldom brings together
    ["action-start"] * 3 + ["action-depend"] * 5,
    ["network-join", "action-start", "action-pause", "network-leave", "network-join"],
    ["coordination-offer", "coordination-accept"] * 4,
    ["step-propose", "client-consult", "step-decide", "tier-enter"] * 3,
    ["step-propose", "client-consult", "step-dissent", "client-consult", "step-decide", "tier-enter"] * 2,
    ["safety-weigh", "tier-enter!", "override-review", "step-propose", "client-consult", "step-decide", "tier-enter"],
    ["wait-start", "client-wait-start", "wait-bridge", "wait-revise"] + ["wait-end", "wait-start", "wait-bridge"] * 2,
    ["tier-enter", "tier-enter", "pilot-light-start"] + ["pilot-light-contact"] * 3 + ["pilot-light-return"],
    ["pilot-light-start", "case-pause", "pilot-light-contact", "wait-start", "case-resume", "wait-end"],
    ["referral-make", "referral-accept", "wait-start", "wait-end", "setting-move", "setting-move"],
    ["problem-identify", "expert-consult", "expert-answer", "support-begin", "support-review", "support-end"],
    ["pilot-light-start", "support-begin", "dossier-close", "dossier-reopen", "tier-enter"],
    ["setting-move", "tier-enter"] + ["dossier-close", "dossier-reopen", "setting-move"] * 2)
ANSWERS = (  # to the five questions on safety, as far as they go
    (False,), (True, "none", False), (True, "none", True, False), (True, "none", True, True),
    (True, "none", True, True, False), (True, "none", True, True, True), (True, "structural"), (True, "acute"),
    (True, "acute"), (True, "acute"), (True, "acute", True, False), (True, "structural", False))
QUESTIONS = ("suspicion", "unsafety", "help-possible", "help-accepted", "help-works")
CORRECTIONS = ("act-withdraw", "act-correct")


class Author:
    """Writes a history of acts, batches, frames and questions; what was refused is often mended and tried again."""
    weights = {"dossier-open": 0.1, "dossier-reopen": 0.1, "dossier-close": 0.6, "plan-close": 0.4, "member-leave": 0.4,
               "household-merge-into": 0.2, "act-withdraw": 2, "act-correct": 0.3, "plan-activate": 3,
               "coordination-offer": 2, "coordination-accept": 2, "acting-begin": 2, "action-start": 2,
               "action-pause": 1.5, "action-depend": 2, "network-join": 1.5, "step-decide": 2, "tier-enter": 3,
               "member-hear": 2, "step-propose": 2, "client-consult": 2, "pilot-light-end": 0.5, "wait-bridge": 1.5}

    def __init__(self, play, dice):
        self.play, self.dice, self.catalog = play, dice, play.library.catalog
        self.day, self.recorded, self.made, self.given = packs.FIRST_DAY, 1_700_000_000_000_000, 0, []
        self.wishes = [("tier-enter", None)] * dice.randrange(3)  # acts, and what they should be about; the last first
        self.wishes += [("member-join", None)] * dice.randrange(4)
        self.makers = {act["makes"]["table"]: name for name, act in self.catalog.acts.items() if "makes" in act}
        self.makers.update({"acceptances": "plan-accept", "actions": "action-start", "waits": "wait-start",
                            "overrides": "tier-enter!"})
        self.names = list(self.catalog.acts)
        self.shares = [self.weights.get(name, 1) for name in self.names]

    def chance(self, one_in):
        return self.dice.random() * one_in < 1

    def one_of(self, values):
        """One of them, the last ones more often."""
        return values[-1 - min(int(self.dice.expovariate(0.7)), len(values) - 1)] if values else None

    # -- which act --

    def choose(self):
        """Which act, and what it should be about."""
        now = self.play.model.now
        if not now.open and not self.chance(12):
            return ("dossier-reopen" if now.tables["dossiers"] else "dossier-open"), None
        if self.wishes and not self.chance(4):
            return self.first(*self.wishes.pop())
        return self.first(self.dice.choices(self.names, self.shares)[0], None)

    def first(self, name, about):
        """The act, or first what it must refer to. After a name, ! asks for an emergency."""
        if name.endswith("!"):
            return ("safety-weigh", "acute") if self.chance(3) else (name[:-1], "emergency")
        if name == "pilot-light-return" and not self.places_to_return_to() and not self.chance(6):
            return self.choose()
        for one in self.catalog.acts[name]["fields"]:
            if one["type"] == "key" and one["required"] and not self.words(one, {}) and not self.chance(10):
                return self.choose()  # the policy has no word for it
            table = "members" if one["type"] == "person" else one.get("table")
            if table and not self.there(table, name) and not self.chance(20 if one["required"] else 2):
                self.wishes.append((name, about))
                return self.first(FITS[name][0] if name in FITS and self.there(table) else self.makers[table], None)
        return name, about

    def wish(self, act, answer):
        """What would mend a refusal, and after that the same once more."""
        about = act["plan"] or act["step"] or act["person"]
        if (act.type, answer.status) == ("step-propose", "OK") and not self.chance(3):
            self.wishes += [("tier-enter", act.id), ("step-decide", act.id), ("client-consult", act.id)]
        if (act.type, answer.status) == ("tier-enter", "OK") and self.chance(3):
            self.wishes.append(("step-propose", None))
        wishes = [(act.type + "!" * bool(act["emergency"]), about)]
        for finding in answer.findings:
            facts = sorted(finding.missing, key=str)
            self.day += 7 * any(fact == "days-in-tier" for fact, _, _ in facts)
            mends = [(self.catalog.facts[fact]["mend"], key or subject) for fact, subject, key in facts] or [
                (self.catalog.findings[finding.code]["mend"], finding.subject)]
            wishes += [(mend, subject or about) for mend, subject in mends if mend and not mend.startswith("dossier")]
            wishes += [("goal-end", subject) for fact, subject, _ in facts if fact == "goals-measurable"]
            wishes += [("safety-weigh", "acute") for fact, _, _ in facts if fact == "acutely-unsafe"]
            wishes += [("expert-consult", key) for fact, _, key in facts if fact == "expert-advised"]
        if answer.status == "REFUSED" and 1 < len(wishes) < 20 - len(self.wishes) and act.type not in dict(self.wishes):
            self.wishes += wishes

    # -- what it says --

    def there(self, table, act=None):
        """What can be referred to; most often what has not come to its end, and fits the act."""
        rows = self.play.model.now.tables[table]
        going = [row for row in rows
                 if all(row.get(day) is None for day in ("until", "decided", "answered", "over", "resolved", "closed"))]
        if table == "members":
            return [row["person"] for row in going]
        if act in FITS and not self.chance(8):
            return [row["act"] for row in going if FITS[act][1](row)]
        return [row["act"] for row in (going if going and not self.chance(6) else rows)]

    def words(self, one, fields):
        """Words of the policy; of the tiers most often those that a step leads to."""
        policy = self.play.model.policy
        if one.get("list") == "instruments":
            return policy.words["instruments"]
        if "list" in one:
            return policy.words[one["list"]][:4]
        ladder = fields.get("ladder", "care")
        stay, steps = self.play.model.now.stay(ladder), policy.ladders.get(ladder, {}).get("steps", [])
        near = [step["to"] for step in steps if stay and step["from"] == stay["tier"] and not self.chance(5)]
        return near or policy.tiers(ladder)[:None if self.chance(3) else 3]

    def somebody(self, act, field, about):
        """An id that the host makes."""
        tables, kind = self.play.model.now.tables, field
        if act in ("network-leave", "professional-leave") and not self.chance(6):
            table, column = {"network-leave": ("network", "person")}.get(act, ("professionals", "professional"))
            here = [row[column] for row in tables[table] if row["until"] is None]
            if here:
                return self.one_of(here)
        if field in ANYBODY and about and not self.catalog.acts[act]["name"].startswith("goal"):
            known = [row["provider"] for row in tables["actions"]]
            if about in known:
                return about
        helpers = tables["network"]
        if helpers and self.chance(3) and (field in ANYBODY or act == "network-join"):
            return self.one_of(helpers)["person"]
        if field in ANYBODY:
            kind = self.dice.choice(["person", "person", "professional", "organisation"])
        if kind == "household" and self.chance(20):
            return model.HOUSEHOLD
        prefix, count = POOLS.get(kind, ("worker-", 4))
        return prefix + str(self.dice.randrange(count))

    def value(self, act, one, about, fields):
        """A value for a field, most often one that makes sense; None when there is nothing yet to refer to."""
        dice, kind = self.dice, one["type"]
        if kind in ("person", "ref", "act"):
            acts = [entry.given.id for entry in self.play.model.history]
            table = "members" if kind == "person" else one.get("table")
            there = acts if kind == "act" else self.there(table, act) or self.there(table)
            there = [other for other in there if other not in fields.values()] if not self.chance(9) else there
            wrong = f"person-{dice.randrange(4)}" if kind == "person" else self.one_of(acts) or "nothing"
            return about if about in there else wrong if self.chance(20) else self.one_of(there)
        if kind == "key":
            words = self.words(one, fields)
            every = self.play.model.policy.words.get(one.get("list"), [])
            return about if about in every else "nowhere" if not words or self.chance(200) else dice.choice(words)
        if one.get("standard"):
            return dice.choice(["ijw/3.2/jz588/31", "iwmo/3.2/wmo588/31", "iwmo/2.0/wmo588/33"])
        if "standard" in one:
            return dice.choice(list(self.catalog.endings))
        if kind == "code":
            codes = [entry["name"] for entry in self.catalog.code_lists[one["list"]]["values"]]
            return codes[0] if self.chance(2) else dice.choice(codes)
        return {"id": lambda: self.somebody(act, one["name"], about),
                "int": lambda: dice.randint(one.get("min", -1000), min(one.get("max", 9000), 60)),
                "bool": lambda: not self.chance(3),
                "date": lambda: self.day - dice.randrange(8000) if one["name"] == "born" else (
                    self.day + dice.randrange(-20, 100)),
                "text": lambda: dice.choice(TEXTS)}[kind]()

    def near(self, name, about):
        """A row whose ladder and tier the act takes over: of a step that was accepted, of a stay to return to, or of a
        tier above for an emergency."""
        now, policy = self.play.model.now, self.play.model.policy
        if name == "pilot-light-return" and not self.chance(8):
            return self.one_of(self.places_to_return_to())
        if about == "emergency" and not self.chance(6):
            above = [{"ladder": key, "tier": tier, "act": None} for key, ladder in policy.ladders.items()
                     if "emergency" in ladder for tier in self.above(now.stay(key), policy.tiers(key))]
            return self.dice.choice(above) if above else None
        if name != "tier-enter" or about == "emergency" or self.chance(4):
            return None
        unused = [row for row in now.tables["steps"] if row["entered"] is None or self.chance(6)]
        accepted = [row for row in unused if row["decision"] == "accepted"]
        return next((row for row in unused if row["act"] == about), self.one_of(accepted or unused))

    @staticmethod
    def above(stay, tiers):
        return tiers[tiers.index(stay["tier"]) + 1:] if stay and stay["tier"] in tiers else tiers

    def places_to_return_to(self):
        now, policy = self.play.model.now, self.play.model.policy
        return [row for row in now.tables["tier-stays"] if row["tier"] in policy.tiers(row["ladder"]) and (
            row["tier"] != (now.stay(row["ladder"]) or {}).get("tier"))]

    def fields(self, name, about):
        fields, step, whole = {}, self.near(name, about), self.chance(2)
        for one in self.catalog.acts[name]["fields"]:
            if "derived" in one or not (one["required"] or whole or self.chance(2)):
                continue
            value = self.value(name, one, about, fields)
            if step and one["name"] in ("ladder", "tier", "step"):
                value = step["act" if one["name"] == "step" else one["name"]]
            if one["name"] == "emergency":
                known = any("emergency" in ladder for ladder in self.play.model.policy.ladders.values())
                seldom = 6 if known and not step else 40
                value = True if about == "emergency" else value if self.chance(seldom) else None
            if value is not None and not self.chance(900):
                fields[one["name"]] = value
        if name == "measure-take":
            self.answer(fields)
        if about == "emergency":
            fields["emergency"] = True
        if name == "safety-weigh" and not self.chance(6):
            fields = {field: value for field, value in fields.items() if field not in QUESTIONS}
            fields.update(zip(QUESTIONS, (True, "acute") if about == "acute" else self.dice.choice(ANSWERS)))
        if fields.get("applicable") is False and not self.chance(6):
            fields.pop("level", None)
        return fields

    def answer(self, fields):
        """Answers to the instrument, some of them left out or wrong; and most often about whom it is."""
        instrument = self.play.model.policy.instruments.get(fields.get("instrument"))
        if not instrument or "answers" not in fields:
            return
        items = [item for item in instrument.items.values() if not self.chance(4)] or list(instrument.items.values())
        words = [f"{item['key']}={self.dice.randint(item['min'], item['max'])}" for item in items]
        if self.chance(40):
            words.append(self.dice.choice([words[0], "other=1", items[0]["key"] + "=999", "x", ""]))
        fields["answers"] = "" if self.chance(200) else " ".join(words)
        if not self.chance(12):
            fields.pop("person", None)
            if instrument.subject != "household":
                fields["person"] = self.somebody("measure-take", "worker" if instrument.subject == "worker" else (
                    "person"), None)

    def another(self, name, fields):
        """A new act of this type, today or somewhat earlier."""
        dice, roles = self.dice, self.play.model.policy.words["roles"]
        self.made += 1
        self.recorded += dice.randrange(10 ** 9) if self.chance(2) else 0
        role = None if self.chance(3) else "wizard" if self.chance(300) else dice.choice(roles[:2])
        day = self.day - (dice.randrange(dice.choice([3, 10, 40])) if self.chance(6) else 0)
        return model.Act(
            name, f"{name[:9]}-{self.made}", day if self.chance(6) else max(day, packs.FIRST_DAY),
            self.recorded - self.chance(60), None if self.chance(300) else f"worker-{dice.randrange(3)}",
            "organisation" if self.chance(2) else None, role,
            dice.choice(TEXTS) if self.chance(5) or fields.get("emergency") and not self.chance(5) else None, fields)

    def act(self):
        """The next act; or one that was given before, as it was or with something else in it."""
        dice = self.dice
        if self.given and self.chance(30):
            old = self.one_of(self.given)
            return old if self.chance(2) else model.replace(old, reason="another", recorded=self.recorded)
        self.day += dice.randrange(5) if self.chance(4) else 0
        name, about = self.choose()
        return self.another(name, self.fields(name, about))

    def correction(self):
        """An act that says something else than one before, and another that puts it in the place of that one."""
        wrong = self.one_of([entry.given for entry in self.play.model.history if entry.given.type not in CORRECTIONS])
        if not wrong:
            return []
        fields = {**self.fields(wrong.type, None), **({} if self.chance(6) else {
            name: value for name, value in wrong.fields.items() if not self.chance(3)})}
        day = wrong.valid + self.dice.choice([0, 0, 0, 1, -1, 9, -9])
        right = model.replace(self.another(wrong.type, fields), valid=day)
        known = model.Places(self.play.model.history).name(wrong.id)
        mark = self.another("act-correct", {"act": wrong.id if self.chance(3) else known, "replacement": right.id})
        marks = [mark if self.chance(10) else model.replace(mark, recorded=right.recorded)]
        others = [entry.given.id for entry in self.play.model.history if entry.given.type == wrong.type]
        if self.chance(8):  # an act in two places
            fields = {**mark.fields, "act": self.dice.choice(others)}
            marks.append(model.replace(marks[0], id=mark.id + "b", fields=fields))
        return [right, *marks]

    # -- what is done --

    def submit(self):
        act = self.act()
        self.given.append(act)
        self.wish(act, self.play.do("submit", act))

    def batch(self):
        """Each act of a batch is made up as if those before it had been taken; some batches are then shuffled."""
        acts, there = [], self.play.model
        self.play.model = model.Dossier(there.catalog, there.policy)
        self.play.model.history, self.play.model.now = there.history[:], there.now
        for _ in range(self.dice.randrange(BATCH - 3)):
            act = self.act()
            status = self.play.model.submit(act).status
            if status in ("OK", "DUPLICATE") or status != "E_MISSING" and self.chance(6):
                acts.append(act)
        self.play.model = there
        if self.chance(3):
            acts += self.correction()
        if self.chance(2):
            if self.chance(2):
                self.dice.shuffle(acts)
            moments = sorted(act.recorded for act in acts)
            moments = moments[-1:] * len(moments) if self.chance(2) else moments
            acts = [act if act in self.given else model.replace(act, recorded=moment)
                    for act, moment in zip(acts, moments)]
        self.submit_all(acts)

    def submit_all(self, acts):
        """Lines that lack something are told one by one only."""
        def lacks(act):
            needed = [one["name"] for one in self.catalog.acts[act.type]["fields"]
                      if one["required"] and "derived" not in one]
            return not act.professional or any(act[name] is None for name in needed)

        acts = [act for act in acts if not lacks(act)]
        self.given += acts
        self.play.do("submit_all", acts)

    def frame(self):
        self.play.do("begin")
        for _ in range(self.dice.randrange(8)):
            self.submit()
        if self.chance(2):
            for act in self.correction():
                self.play.do("submit", act)
            self.submit()
        if self.chance(6):
            self.look(5)
        self.play.do("rollback" if self.chance(3) else "commit")

    def correct(self):
        self.submit_all(self.correction())

    def take_back(self):
        """An act, and most often all that rests on it."""
        act = self.one_of([entry.given.id for entry in self.play.model.history]) or "nothing"
        rest = [finding.other for finding in self.play.do("undo", act).findings if finding.other]
        if rest and not self.chance(3):
            withdrawals = [self.another("act-withdraw", {"act": one}) for one in [act, *rest[:BATCH - 1]]]
            self.submit_all([model.replace(one, recorded=self.recorded) for one in withdrawals])

    def story(self):
        self.wishes += [(name, None) for name in reversed(self.dice.choice(STORIES))]

    def reload(self):
        self.play.do("reload", packs.pack(self.dice))

    def moment(self):
        known = [entry.given.recorded for entry in self.play.model.history] or [self.recorded]
        return self.dice.choice(known) - self.dice.randrange(2)

    def look(self, count=8):
        """Some tables as of a day and a moment, what changed, and what every screen asks."""
        dice = self.dice
        on, known = (None if self.chance(3) else value for value in (self.day - dice.randrange(-5, 60), self.moment()))
        self.play.do("look", on, known, tuple(dice.sample(self.catalog.kept, count)) + ("acts",))
        self.play.do("changes", self.moment(), known, on)
        days = sorted(dice.sample(range(packs.FIRST_DAY - 30, self.day + 40), 2))
        self.play.do("flow", *days, dice.choice([0, 5, 30]), self.moment() if self.chance(2) else None)
        self.play.do("supply", self.day, dice.randrange(10))
        self.play.do("options", self.day + dice.randrange(-20, 20), self.moment() if self.chance(4) else None)
        self.play.do("ask", dice.choice(["care", "ave", "stairs"]),
                     None if self.chance(8) else self.day - dice.randrange(-5, 60))

    def write(self):
        acts = [self.submit, self.batch, self.frame, self.correct, self.take_back, self.story, self.look,
                self.reload]
        for _ in range(self.dice.choice([8, 12, 20, 20, 30, 30, 40, 60] + [150] * self.chance(8))):
            self.dice.choices(acts, [90, 4, 3, 2, 1, 2.5, 2, 0.5])[0]()
        self.play.do("look", None, None, (*self.catalog.kept, "acts"))
        self.look()
