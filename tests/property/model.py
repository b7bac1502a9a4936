"""A second dossier, slow and obvious, to compare the library with: compare.py does that.

It knows what the documents say, not how the library goes about it. A history is a list of acts in the order in which
they were recorded. What is known at a moment is the first part of it. Acts that were withdrawn are left out, and the
state is the others folded in the order of their days, anew for every question. Each act refuses, or changes plain lists
of plain rows. What a policy says (model_policy.py) is asked of the act that is submitted only, at its place among the
others. Ids are short texts, days and moments are numbers, codes are their names; None is no value, so what has no end
lasts."""
import json
from dataclasses import dataclass, field, replace

from model_policy import Finding, Policy, Refused


@dataclass(frozen=True)
class Act:
    type: str
    id: str
    valid: int
    recorded: int
    professional: str = None
    organisation: str = None
    role: str = None
    reason: str = None
    fields: dict = field(default_factory=dict)

    def __getitem__(self, name):
        return self.fields.get(name)


@dataclass(frozen=True)
class Answer:
    status: str
    findings: tuple = ()
    path: str = ""  # the place of bad input, and which act of a batch it is in
    item: int = -1


class BadInput(Exception):
    pass


def must(holds, code, *about):
    if not holds:
        raise Refused(Finding(code, "refuse", *about))


class Catalog:
    """The vocabulary, as data."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        self.acts, self.tables, self.findings, self.facts, self.code_lists = (
            {entry["name"]: entry for entry in data[part]}
            for part in ("acts", "tables", "findings", "facts", "code_lists"))
        self.columns = {name: [column["name"] for column in table["columns"]] for name, table in self.tables.items()}
        self.refers = {name: {one["name"]: one.get("table", "members") for one in act["fields"]
                              if one["type"] in ("person", "ref")} for name, act in self.acts.items()}


class State:
    """What the acts make of a household. An act has a method of its name, or else only makes its row."""
    begins_with = {"plan-draft": {"status": "draft"}, "coordination-offer": {"answer": "open"},
                   "analysis-open": {"over": None}, "wait-start": {"bridged": 0}, "pilot-light-start": {"contacts": 0}}

    def __init__(self, catalog):
        self.catalog, self.open = catalog, False
        self.tables = {name: [] for name in catalog.tables}

    def perform(self, act, judge=None):
        """What every act needs; what the policy says, when it is judged; what it does itself."""
        must(self.open or "on" in self.catalog.acts[act.type], "WK1001")
        for name, table in self.catalog.refers[act.type].items():
            if act[name] and table == "members":
                must(self.last("members", person=act[name], until=None), "WK1007", act[name])
            elif act[name]:
                must(self.row(table, act[name]), "WK9001", act[name])
        if judge:
            judge(self, act)
        getattr(self, act.type.replace("-", "_"), self.make)(act)

    def make(self, act):
        """The row that an act makes: its fields that have a column of the same name, and the day."""
        makes = self.catalog.acts[act.type]["makes"]
        return self.add(makes["table"], act, **{makes["day"]: act.valid}, **act.fields)

    def add(self, table, act, **values):
        row = dict.fromkeys(self.catalog.columns[table])
        row.update({name: value for name, value in values.items() if name in row})
        row.update(self.begins_with.get(act.type, {}), act=act.id)
        self.tables[table].append(row)
        return row

    def last(self, table, **wanted):
        """The last row of a table that has these values."""
        for row in reversed(self.tables[table]):
            if all(row[name] == value for name, value in wanted.items()):
                return row
        return None

    def row(self, table, act):
        return self.last(table, act=act)

    def not_yet(self, column, table, act, field, finding):
        """The row that a field of an act refers to, if it has no value there yet."""
        row = self.row(table, act[field])
        must(row[column] is None, finding, act[field])
        return row

    def not_beside(self, row, finding):
        """There must be none that lasts."""
        must(row is None, finding, row and row["act"])

    @staticmethod
    def end(row, act):
        row["until"] = act.valid
        if "days" in row:
            row["days"] = act.valid - row["from"]

    def members(self):
        return [row for row in self.tables["members"] if row["until"] is None]

    def stay(self, ladder):
        return self.last("tier-stays", ladder=ladder, until=None)

    def active_plan(self):
        return self.last("plans", status="active")

    def coordinator(self):
        return self.last("coordinators", until=None)

    # -- household --

    def dossier_open(self, act):
        must(not self.tables["dossiers"], "WK1002")
        self.make(act)
        self.add("episodes", act, **{"from": act.valid})
        self.open = True

    def dossier_close(self, act):
        self.not_beside(self.active_plan(), "WK1004")
        must(not self.last("waits", until=None), "WK1005")
        self.tables["dossiers"][0].update({"closed": act.valid, "exit": act["exit"]})
        self.tables["episodes"][-1].update({"until": act.valid, "exit": act["exit"]})
        for table in ("tier-stays", "setting-stays", "pilot-lights", "coordinators"):
            for row in self.tables[table]:
                if row["until"] is None:
                    self.end(row, act)
        for offer in self.tables["offers"]:
            if offer["answer"] == "open":
                offer.update({"answer": "withdrawn", "answered": act.valid})
        for analysis in self.tables["analyses"]:
            analysis["over"] = True
        self.open = False

    def dossier_reopen(self, act):
        must(self.tables["dossiers"], "WK1001")
        must(not self.open, "WK1003")
        away = act.valid - self.tables["episodes"][-1]["until"]
        self.add("episodes", act, **{"from": act.valid, "days-away": away})
        self.tables["dossiers"][0]["closed"] = None
        self.open = True

    def member_join(self, act):
        must(not self.last("members", person=act["person"], until=None), "WK1006", act["person"])
        self.make(act)

    def member_leave(self, act):
        self.end(self.last("members", person=act["person"]), act)

    def member_hear(self, act):
        self.last("members", person=act["person"]).update({"heard": act.valid, "how": act["how"]})

    def member_excuse(self, act):
        self.last("members", person=act["person"])["excused"] = act.valid

    def professional_join(self, act):
        here = self.last("professionals", professional=act["professional"], until=None)
        must(not here, "WK1008", act["professional"])
        self.make(act)

    def professional_leave(self, act):
        here = self.last("professionals", professional=act["professional"], until=None)
        must(here, "WK1009", act["professional"])
        self.end(here, act)

    def request_decide(self, act):
        request = self.not_yet("decided", "requests", act, "request", "WK6001")
        request.update({"decided": act.valid, "outcome": act["outcome"], "motivation": act["motivation"]})

    # -- analysis and plan --

    def analysis_open(self, act):
        self.not_beside(self.last("analyses", over=None), "WK2010")
        self.make(act)

    def domain_assess(self, act):
        self.not_yet("over", "analyses", act, "analysis", "WK2009")
        self.make(act)

    problem_identify = domain_assess

    def analysis_conclude(self, act):
        analysis = self.not_yet("over", "analyses", act, "analysis", "WK2009")
        analysis.update({"concluded": act.valid, "over": True})

    def not_closed(self, act):
        plan = self.row("plans", act["plan"])
        must(plan["status"] != "closed", "WK2004", act["plan"])
        return plan

    def goal_set(self, act):
        self.not_closed(act)
        self.make(act)

    plan_accept = goal_set

    def goal_end(self, act):
        goal = self.not_yet("until", "goals", act, "goal", "WK2006")
        goal.update({"until": act.valid, "achievement": act["achievement"]})

    def action_start(self, act):
        self.not_closed(act)
        if act["goal"]:
            goal = self.not_yet("until", "goals", act, "goal", "WK2006")
            must(goal["plan"] == act["plan"], "WK2008", act["goal"], act["plan"])
        self.make(act)

    def action_end(self, act):
        self.not_yet("until", "actions", act, "action", "WK2007")["until"] = act.valid

    def plan_activate(self, act):
        plan, active = self.row("plans", act["plan"]), self.active_plan()
        must(plan["status"] == "draft", "WK2002", act["plan"])
        must(not active, "WK2001", act["plan"], active and active["act"])
        must(self.coordinator(), "WK3001", act["plan"])
        plan.update({"status": "active", "from": act.valid})

    def plan_close(self, act):
        self.not_closed(act).update({"status": "closed", "until": act.valid})

    # -- coordination --

    def coordination_offer(self, act):
        pending = self.last("offers", answer="open")
        must(not pending, "WK3002", act["professional"], pending and pending["act"])
        self.make(act)

    def answer(self, act, answer):
        offer = self.not_yet("answered", "offers", act, "offer", "WK3003")
        offer.update({"answer": answer, "answered": act.valid})
        return offer["professional"]

    def coordination_accept(self, act):
        professional, current = self.answer(act, "accepted"), self.coordinator()
        must(not current or current["professional"] != professional, "WK3004", professional)
        if current:
            self.end(current, act)
        self.add("coordinators", act, professional=professional, **{"from": act.valid})

    def coordination_decline(self, act):
        self.answer(act, "declined")

    def coordination_withdraw(self, act):
        self.answer(act, "withdrawn")

    # -- path --

    def way(self, act):
        stay = self.stay(act["ladder"])
        must(not stay or stay["tier"] != act["tier"], "WK4004", stay and stay["act"])
        return stay, "entry" if not stay else "up" if act["rank"] > stay["rank"] else "down"

    def step_propose(self, act):
        stay, direction = self.way(act)
        self.make(act).update({"direction": direction, "from-tier": stay and stay["tier"]})

    def client_consult(self, act):
        self.not_yet("decided", "steps", act, "step", "WK4005")
        self.make(act)

    def step_decide(self, act):
        step = self.not_yet("decided", "steps", act, "step", "WK4005")
        step.update({"decided": act.valid, "decision": act["decision"]})

    def tier_enter(self, act):
        stay, direction = self.way(act)
        if act["step"]:
            step = self.row("steps", act["step"])
            must((step["ladder"], step["tier"]) == (act["ladder"], act["tier"]), "WK4006", act["step"])
            must(step["decision"] == "accepted", "WK4007", act["step"])
            self.not_yet("entered", "steps", act, "step", "WK4008")["entered"] = act.valid
        if stay:
            self.end(stay, act)
        self.make(act)["direction"] = direction

    def setting_move(self, act):
        here = self.last("setting-stays", until=None)
        if here:
            same = (here["setting"], here["provider"]) == (act["setting"], act["provider"])
            must(not same, "WK4009", here["act"])
            self.end(here, act)
        self.make(act)

    def wait_bridge(self, act):
        self.not_yet("until", "waits", act, "wait", "WK4010")["bridged"] += 1
        self.make(act)

    def wait_end(self, act):
        wait = self.not_yet("until", "waits", act, "wait", "WK4010")
        wait.update({"until": act.valid, "outcome": act["outcome"]})

    def pilot_light_start(self, act):
        self.not_beside(self.last("pilot-lights", until=None), "WK4012")
        self.make(act)

    def pilot_light_contact(self, act):
        light = self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011")
        if act["reached"]:
            light.update({"contacts": light["contacts"] + 1, "last-contact": act.valid})

    def pilot_light_end(self, act):
        self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011")["until"] = act.valid


class Dossier:
    def __init__(self, catalog, policy):
        self.catalog, self.policy = catalog, policy
        self.history, self.frames, self.first_open = [], 0, None  # the history: acts as given, as folded, their frame
        self.now = State(catalog)

    # -- acts in --

    def submit(self, act):
        said = []
        try:
            self.check_input(act)
            if self.check_history(act):
                return Answer("DUPLICATE")
            entry = (act, self.complete(act), self.frames + 1)
            self.now = self.fold([*self.history, entry], None, entry, said)
        except BadInput as bad:
            return Answer(bad.args[0], (), bad.args[1])
        except Refused as refused:
            return Answer("REFUSED", (*said, refused.finding))
        self.history.append(entry)
        self.frames += self.first_open is None
        return Answer("OK", tuple(said))

    def submit_all(self, acts):
        findings, statuses = [], set()
        self.begin()
        for item, act in enumerate(acts):
            answer = self.submit(act)
            statuses.add(answer.status)
            findings += [replace(finding, item=item) for finding in answer.findings]
            if answer.status not in ("OK", "DUPLICATE"):
                self.rollback()
                return replace(answer, findings=tuple(findings), item=item if answer.path else -1)
        self.commit()
        return Answer("DUPLICATE" if statuses == {"DUPLICATE"} else "OK", tuple(findings))

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

    def check_input(self, act):
        if not act.professional:
            raise BadInput("E_MISSING", "/by/professional")
        for one in self.catalog.acts[act.type]["fields"]:
            if one["required"] and "derived" not in one and act[one["name"]] is None:
                raise BadInput("E_MISSING", "/fields/" + one["name"])

    def check_history(self, act):
        """Whether the act was taken before; and what only the history can say against it."""
        taken = {given.id: given for given, _, _ in self.history}
        if act.id in taken:
            must(act == taken[act.id], "WK9003", act.id)
            return True
        must(not self.history or act.recorded >= self.history[-1][0].recorded, "WK9004", act.id)
        if act.type == "act-withdraw":
            must(act["act"] in taken, "WK9001", act["act"])
            again = act["act"] in self.withdrawn(self.history) or taken[act["act"]].type == "act-withdraw"
            must(not again, "WK9005", act["act"])
        return False

    def complete(self, act):
        """The act with the rank of its tier, when all its words are the policy's."""
        if act.role is not None and act.role not in self.policy.words["roles"]:
            raise BadInput("E_UNKNOWN", "/by/role")
        for one in self.catalog.acts[act.type]["fields"]:
            if one["type"] == "key" and act[one["name"]] is not None:
                tiers = "tier_of" in one
                words = self.policy.tiers(act["ladder"]) if tiers else self.policy.words.get(one["list"], [])
                if act[one["name"]] not in words:
                    raise BadInput("E_UNKNOWN", "/fields/" + one["name"])
        rank = {"rank": 1 + self.policy.tiers(act["ladder"]).index(act["tier"])} if act["tier"] else {}
        return replace(act, fields={**act.fields, **rank})

    # -- what is so --

    @staticmethod
    def withdrawn(entries):
        return {given["act"]: given.id for given, _, _ in entries if given.type == "act-withdraw"}

    def known(self, known):
        return [entry for entry in self.history if known is None or entry[0].recorded <= known]

    def state(self, on=None, known=None):
        return self.fold(self.known(known), on)

    def fold(self, entries, on=None, submitted=None, said=None):
        """The state that acts make. What is submitted is judged, and may make a later act impossible."""
        state, withdrawn = State(self.catalog), self.withdrawn(entries)
        for entry in sorted(entries, key=lambda entry: entry[0].valid):
            act = entry[1]
            if act.type == "act-withdraw" or act.id in withdrawn or (on is not None and act.valid > on):
                continue
            try:
                state.perform(act, entry is submitted and (lambda *asked: self.policy.judge(*asked, said)))
            except Refused:
                must(entry is submitted, "WK9002", submitted[0].id, act.id)
                raise
        return state

    def tables(self, on=None, known=None):
        entries = self.known(known)
        withdrawn = self.withdrawn(entries)
        acts = [{**vars(act), "act": act.id, "sequence": frame, "withdrawn": withdrawn.get(act.id)}
                for act, _, frame in entries if on is None or act.valid <= on]
        return {**self.fold(entries, on).tables, "acts": acts}
