"""What a rule pack says of an act (docs/formats/policy.md): the other half of the model in model.py."""
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    code: str
    severity: str
    subject: str = None
    other: str = None
    missing: frozenset = frozenset()  # pairs: a fact, and about whom or what
    item: int = -1


class Refused(Exception):
    def __init__(self, finding):
        super().__init__(finding.code)
        self.finding = finding


@dataclass
class Question:
    """What a condition is asked about."""
    state: object
    on: int
    plan: str
    step: str
    within: int = None

    def goals(self):
        return [goal for goal in self.state.tables["goals"] if goal["plan"] == self.plan and goal["until"] is None]

    def recent(self, day):
        return day is not None and (self.within is None or self.on - day <= self.within)

    def happened(self, table, day, **wanted):
        return any(self.recent(row[day]) and all(row[name] == value for name, value in wanted.items())
                   for row in self.state.tables[table])


DATED = ("members-heard", "analysis-concluded", "plan-accepted", "client-consulted", "goals-scored")
MEASURES = ("indicator", "baseline", "target", "due", "owner", "problem")
FACTS = {  # about whom or what a fact is missing; nothing when it is so
    "members-heard": lambda q: [row["person"] for row in q.state.members()
                                if not q.recent(row["heard"]) and not q.recent(row["excused"])],
    "analysis-concluded": lambda q: [] if q.happened("analyses", "concluded") else [None],
    "goals-set": lambda q: [] if q.goals() else [q.plan],
    "goals-measurable": lambda q: [goal["act"] for goal in q.goals() if None in [goal[name] for name in MEASURES]],
    "plan-accepted": lambda q: [row["person"] for row in q.state.members() if row["role"] == "adult" and not q.happened(
        "acceptances", "accepted", plan=q.plan, person=row["person"])],
    "plan-active": lambda q: [] if q.state.active_plan() else [None],
    "coordinator-present": lambda q: [] if q.state.coordinator() else [None],
    "client-consulted": lambda q: [] if q.happened("consultations", "consulted", step=q.step) else [q.step],
    "wait-bridged": lambda q: [row["act"] for row in q.state.tables["waits"]
                               if row["until"] is None and row["bridged"] == 0],
    "request-decided": lambda q: [row["act"] for row in q.state.tables["requests"] if row["decided"] is None],
    "goals-scored": lambda q: [goal["act"] for goal in q.goals()
                               if not q.happened("goal-scores", "scored", goal=goal["act"])],
}


class Policy:
    """A rule pack. It is asked about one act; what it says without refusing is added to the findings."""

    def __init__(self, catalog, text):
        pack = json.loads(text)
        self.words = {name: [entry["key"] for entry in entries] for name, entries in pack.items()
                      if isinstance(entries, list)}
        self.ladders = {ladder["key"]: ladder for ladder in pack.get("ladders", [])}
        self.conditions, self.activation = pack.get("conditions", {}), pack.get("plan", {}).get("activation")
        self.severities = {code: finding["severity"] for code, finding in catalog.findings.items()}
        self.severities.update(pack.get("severities", {}))

    def tiers(self, ladder):
        return [tier["key"] for tier in self.ladders[ladder]["tiers"]] if ladder in self.ladders else []

    def judge(self, state, act, findings):
        for finding in getattr(self, act.type.replace("-", "_"), lambda *_: [])(state, act):
            if finding.severity == "refuse":
                raise Refused(finding)
            if finding.severity != "off":
                findings.append(finding)

    def say(self, code, subject, missing=frozenset()):
        return [Finding(code, self.severities[code], subject, None, missing)]

    def plan_activate(self, state, act):
        plan = act["plan"]
        if state.row("plans", plan)["status"] != "draft":
            return []  # nothing that could be supplied would help
        return self.unmet(self.activation, Question(state, act.valid, plan, None), "WK2005", plan)

    def step_propose(self, state, act):
        here = (state.stay(act["ladder"]) or {}).get("tier") == act["tier"]
        return [] if here else self.path(state, act["ladder"], act["tier"])[1]

    def step_decide(self, state, act):
        step = state.row("steps", act["step"])
        if act["decision"] != "accepted" or step["decision"] or step["tier"] not in self.tiers(step["ladder"]):
            return []  # a refusal needs nothing; a tier that is gone from its ladder is decided on as it stands
        path, findings = self.path(state, step["ladder"], step["tier"])
        return findings or self.path_unmet(path, state, act, act["step"])

    def tier_enter(self, state, act):
        if (state.stay(act["ladder"]) or {}).get("tier") == act["tier"]:
            return []
        path, findings = self.path(state, act["ladder"], act["tier"])
        if not path or not self.ladders[act["ladder"]]["decided"]:
            return findings or self.path_unmet(path, state, act, None)
        return [] if act["step"] else self.say("WK4003", None)

    def path(self, state, key, tier):
        """The step of the ladder from where the household is; none is needed where it may begin."""
        ladder, stay = self.ladders[key], state.stay(key)
        if not stay:
            entry = any(one["key"] == tier and one.get("entry") for one in ladder["tiers"])
            return None, [] if entry else self.say("WK4001", None)
        for path in ladder.get("steps", []):
            if (path["from"], path["to"]) == (stay["tier"], tier):
                return path, []
        return None, self.say("WK4001", stay["act"])

    def path_unmet(self, path, state, act, subject):
        plan = (state.active_plan() or {}).get("act")
        return self.unmet(path and path.get("when"), Question(state, act.valid, plan, act["step"]), "WK4002", subject)

    def unmet(self, condition, question, code, subject):
        missing = min(self.ways(condition, question), key=len) if condition else None
        return self.say(code, subject, missing) if missing else []

    def ways(self, condition, question):
        """All ways in which a condition could be made to hold, each as the facts that are missing for it."""
        if "fact" in condition:
            question.within = condition.get("within_days")
            return [frozenset((condition["fact"], subject) for subject in FACTS[condition["fact"]](question))]
        if "use" in condition:
            return self.ways(self.conditions[condition["use"]], question)
        if "not" in condition:
            holds = frozenset() in self.ways(condition["not"], question)
            return [frozenset([("condition-not-met", None)] if holds else [])]
        if "any" in condition:
            return [way for part in condition["any"] for way in self.ways(part, question)]
        found = [frozenset()]
        for part in condition["all"]:
            found = [before | way for before in found for way in self.ways(part, question)]
        return found
