"""A second dossier, slow and obvious, to compare the library with: compare.py does that.

It knows what the documents say, not how the library goes about it. A history is a list of acts in the order in which
they were recorded. What is known at a moment is the first part of it. Acts that were withdrawn are left out, an act
that corrects another has its place and goes by its id, and the state is what is left, folded in the order of the days,
anew for every question. Each act refuses, or changes plain lists of plain rows (model_state.py). What a policy says
(model_policy.py) is asked of the acts that are submitted only, at their places among the others. Ids are short texts,
days and moments are numbers, codes are their names; None is no value, so what has no end lasts."""
import itertools
import json
import os
from dataclasses import dataclass, replace

from model_acts import Act, Finding, Refused, must
from model_flow import Flow
from model_outcome import BadAnswers
from model_policy import Policy
from model_state import State
from model_steps import Options

HOUSEHOLD = "household"
CHANGERS = ("act-withdraw", "act-correct")  # they say something of other acts, and of nothing else


@dataclass(frozen=True)
class Entry:
    """Of a history: an act as it was given, as it is folded, and the number of its frame."""
    given: Act
    complete: Act
    frame: int


@dataclass(frozen=True)
class Answer:
    status: str
    findings: tuple = ()
    path: str = ""  # the place of bad input, and which act of a batch it is in
    item: int = -1


class BadInput(Exception):
    pass


class Catalog:
    """The vocabulary, as data."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        self.acts, self.tables, self.findings, self.facts, self.code_lists = (
            {entry["name"]: entry for entry in data[part]}
            for part in ("acts", "tables", "findings", "facts", "code_lists"))
        with open(os.path.join(os.path.dirname(path), "standards.json"), encoding="utf-8") as file:
            self.endings = {f"{one['name']}/{code['code']}": code["ending"]
                            for one in json.load(file)["lists"] for code in one["codes"]}
        self.columns = {name: [column["name"] for column in table["columns"]] for name, table in self.tables.items()}
        self.kept = [name for name, table in self.tables.items() if not table.keys() & {"gathered", "virtual"}]
        self.refers = {name: {one["name"]: one.get("table", "members") for one in act["fields"]
                              if one["type"] in ("person", "ref")} for name, act in self.acts.items()}


class Places:
    """Which acts were taken out by which, and whose place an act has that corrects another."""

    def __init__(self, entries):
        self.taken_out, self.followed, self.goes_by = {}, {}, {}
        for given in [entry.given for entry in entries if entry.given.type in CHANGERS]:
            target = self.holder(given["act"])
            self.taken_out[target] = given.id
            if given.type == "act-correct":
                self.followed[target] = given["replacement"]
                self.goes_by[given["replacement"]] = self.name(target)

    def holder(self, act):
        """The act that has the place of another now."""
        while act in self.followed:
            act = self.followed[act]
        return act

    def name(self, act):
        return self.goes_by.get(act, act)


class Dossier:
    def __init__(self, catalog, policy):
        self.catalog, self.policy = catalog, policy
        self.history, self.frames, self.first_open = [], 0, None
        self.now = State(catalog)

    # -- acts in --

    def submit(self, act):
        """An act alone: judged at once, at its place among all others."""
        said = []
        try:
            entry = self.enter(act, -1, said)
            if not entry:
                return Answer("DUPLICATE")
            self.now = self.with_entry(entry, said)
        except BadInput as bad:
            return Answer(bad.args[0], tuple(said), bad.args[1])
        except Refused as refused:
            return Answer("REFUSED", (*said, *refused.findings))
        self.history.append(entry)
        self.frames += self.first_open is None
        return Answer("OK", tuple(said))

    def with_entry(self, entry, said):
        """The state with one act more. What holds last is added to the state as it is, because that is much faster."""
        last = max((one.given.valid for one in self.history), default=entry.given.valid)
        if entry.given.type in CHANGERS or entry.given.valid < last:
            return self.fold([*self.history, entry], None, {len(self.history): -1}, said)
        state = self.now.copy()
        self.judged(-1, said, lambda found: state.perform(entry.complete, self.judge(found)))
        return state

    def submit_all(self, acts):
        """All or none. What was recorded at one moment and does not follow what is known is judged as a whole."""
        findings = []
        self.begin()
        for _, group in itertools.groupby(enumerate(acts), lambda pair: pair[1].recorded):
            group = list(group)
            days = [entry.given.valid for entry in self.history]
            days = [max(days, default=-2 ** 31), *(act.valid for _, act in group)]
            follow = days == sorted(days) and not any(act.type in CHANGERS for _, act in group)
            answer = self.one_by_one(group) if follow else self.together(group)
            findings += answer.findings
            if answer.status != "OK":
                self.rollback()
                return replace(answer, findings=tuple(findings))
        taken = len(self.history) > self.first_open
        self.commit()
        return Answer("OK" if taken or not acts else "DUPLICATE", tuple(findings))

    def one_by_one(self, group):
        findings = []
        for item, act in group:
            answer = self.submit(act)
            findings += [replace(finding, item=item) for finding in answer.findings]
            if answer.status not in ("OK", "DUPLICATE"):
                return replace(answer, findings=tuple(findings), item=item if answer.path else -1)
        return Answer("OK", tuple(findings))

    def together(self, group):
        said, items = [], {}  # which act of the batch an entry of the history is
        for item, act in group:
            try:
                entry = self.enter(act, item, said)
            except BadInput as bad:
                return Answer(bad.args[0], tuple(said), bad.args[1], item)
            except Refused as refused:
                return Answer("REFUSED", (*said, *[replace(finding, item=item) for finding in refused.findings]))
            if entry:
                items[len(self.history)] = item
                self.history.append(entry)
        try:
            self.now = self.fold(self.history, None, items, said)
        except Refused as refused:
            return Answer("REFUSED", (*said, *refused.findings))
        return Answer("OK", tuple(said))

    def begin(self):
        self.first_open = len(self.history)

    def commit(self):
        self.frames += len(self.history) > self.first_open
        self.first_open = None

    def rollback(self):
        del self.history[self.first_open:]
        self.first_open, self.now = None, self.state()

    def reload(self, policy):
        self.policy = Policy(self.catalog, policy)

    # -- before an act is judged --

    def enter(self, act, item, said):
        """An act as an entry of the history; nothing when it was taken before. What is not folded is asked for a
        mandate here."""
        self.check_input(act)
        if self.check_history(act):
            return None
        complete = self.complete(act)
        if act.type in CHANGERS:
            self.judged(item, said, lambda found: self.policy.judge(None, act, found))
        return Entry(act, complete, self.frames + 1)

    def check_input(self, act):
        if not act.professional:
            raise BadInput("E_MISSING", "/by/professional")
        for one in self.catalog.acts[act.type]["fields"]:
            if one["required"] and "derived" not in one and act[one["name"]] is None:
                raise BadInput("E_MISSING", "/fields/" + one["name"])

    def check_history(self, act):
        """Whether the act was taken before; and what only the history can say against it."""
        taken = {entry.given.id: entry for entry in self.history}
        if act.id in taken:
            must(act == taken[act.id].given, "WK9003", act.id)
            return True
        must(not self.history or act.recorded >= self.history[-1].given.recorded, "WK9004", act.id)
        must(not act.type.startswith("household-") or act["household"] != HOUSEHOLD, "WK1015", HOUSEHOLD)
        if act.type in CHANGERS:
            places, target = Places(self.history), self.check_target(act["act"])
            if act.type == "act-correct":
                self.check_replacement(act, target, taken, places)
        return False

    def check_target(self, name):
        """The act that has the place of one that is to be taken back."""
        taken, places = {entry.given.id: entry for entry in self.history}, Places(self.history)
        must(name in taken, "WK9001", name)
        target = places.holder(name)
        must(target not in places.taken_out and taken[target].given.type not in CHANGERS, "WK9005", name)
        return target

    def check_replacement(self, act, target, taken, places):
        """An act of the same kind, earlier in the same frame and recorded at the same moment, that stands and does not
        replace another yet."""
        name = act["replacement"]
        must(name in taken and name != target and taken[name].frame == self.frames + 1, "WK9006", name)
        must((taken[name].given.type, taken[name].given.recorded) == (taken[target].given.type, act.recorded), "WK9006",
             name)
        must(name not in places.taken_out and name not in places.goes_by, "WK9006", name)

    def complete(self, act):
        """The act with what the policy fills in, when all its words are the policy's."""
        if act.role is not None and act.role not in self.policy.words["roles"]:
            raise BadInput("E_UNKNOWN", "/by/role")
        for one in self.catalog.acts[act.type]["fields"]:
            if one["type"] == "key" and act[one["name"]] is not None:
                tiers = "tier_of" in one
                words = self.policy.tiers(act["ladder"]) if tiers else self.policy.words[one["list"]]
                if act[one["name"]] not in words:
                    raise BadInput("E_UNKNOWN", "/fields/" + one["name"])
        kinds = [one for one in self.catalog.acts[act.type]["fields"] if "derived" in one]
        if not kinds:
            return act
        try:
            known = self.policy.derived(act)
        except BadAnswers as bad:
            raise BadInput(bad.args[0], "/fields/answers") from None
        return replace(act, fields={**act.fields, **{one["name"]: known[one["derived"]] for one in kinds}})

    # -- what is so --

    def known(self, known):
        return [entry for entry in self.history if known is None or entry.given.recorded <= known]

    def state(self, on=None, known=None):
        return self.fold(self.known(known), on)

    def fold(self, entries, on=None, judged=None, said=None):
        """The state that acts make. Those that are judged are asked to the policy, and may make a later act impossible.
        `judged` tells which entries those are, and which act of a batch each is."""
        state, places = State(self.catalog), Places(entries)
        culprit = min(judged) if judged else None  # the one that was folded last
        for number, entry in self.in_order(entries, places):
            act = entry.complete
            if act.type in CHANGERS or act.id in places.taken_out or (on is not None and act.valid > on):
                continue
            if act.id in places.goes_by:
                act = replace(act, id=places.name(act.id))
            if number in (judged or ()):
                culprit = number
                self.judged(judged[number], said, lambda found: state.perform(act, self.judge(found)))
                continue
            try:
                state.perform(act)
            except Refused as refused:
                blamed = Finding("WK9002", "refuse", entries[culprit].given.id, act.id)
                raise Refused(*[replace(finding, item=judged[culprit]) for finding in (blamed, *refused.findings)])
        return state

    @staticmethod
    def in_order(entries, places):
        """By day, and within a day as recorded; what corrects an act stands where that act stood."""
        numbers = {entry.given.id: number for number, entry in enumerate(entries)}
        return sorted(enumerate(entries), key=lambda pair: (
            pair[1].given.valid, numbers[places.name(pair[1].given.id)]))

    def judge(self, found):
        return lambda state, act: self.policy.judge(state, act, found)

    @staticmethod
    def judged(item, said, perform):
        """What is found, refusing or not, is about this act of the batch."""
        found = []
        try:
            perform(found)
        except Refused as refused:
            raise Refused(*[replace(finding, item=item) for finding in refused.findings]) from None
        finally:
            said += [replace(finding, item=item) for finding in found]

    def undo(self, name):
        """Which acts could not hold without one, in the order of their days, and what rests on those in turn."""
        try:
            target = self.check_target(name)
        except Refused as refused:
            return Answer("REFUSED", refused.findings)
        state, places, blockers = State(self.catalog), Places(self.history), []
        for act in [entry.complete for _, entry in self.in_order(self.history, places)]:
            if act.type in CHANGERS or act.id == target or act.id in places.taken_out:
                continue
            before, act = state.copy(), replace(act, id=places.name(act.id))
            try:
                state.perform(act)
            except Refused:
                state = before
                blockers.append(Finding("WK9002", "refuse", name, act.id))
        return Answer("REFUSED" if blockers else "OK", tuple(blockers))

    def options(self, on, known=None):
        return Options(self.catalog, self.policy, self.state(on, known), on)

    def flow(self, until, known=None):
        return Flow(self.policy, self.state(until - 1, known), until)

    def tables(self, on=None, known=None):
        entries = self.known(known)
        out = Places(entries).taken_out
        acts = [{**vars(entry.given), "act": entry.given.id, "sequence": entry.frame,
                 "withdrawn": out.get(entry.given.id)}
                for entry in entries if on is None or entry.given.valid <= on]
        return {**self.fold(entries, on).tables, "acts": acts}
