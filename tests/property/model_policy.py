"""What a rule pack says of an act (docs/formats/policy.md): a part of the model in model.py."""
import datetime
import json
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    code: str
    severity: str
    subject: str = None
    other: str = None
    missing: frozenset = frozenset()  # threes: a fact, about whom or what, and the key of the policy that it is about
    item: int = -1


class Refused(Exception):
    """Why an act was not taken: one finding; when a later act could not hold any more, the reason of that one too."""

    def __init__(self, *findings):
        super().__init__(findings[0].code)
        self.findings = findings


def must(holds, code, *about):
    if not holds:
        raise Refused(Finding(code, "refuse", *about))


def age(born, on):
    """In whole years; who is not born yet is 0."""
    birth, day = (datetime.date(1970, 1, 1) + datetime.timedelta(days) for days in (born, on))
    return max(0, day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))


@dataclass
class Question:
    """What a condition is asked about."""
    policy: object
    state: object
    on: int
    plan: str
    step: str
    stay: dict = None  # that the step leads away from
    within: int = None
    asked: dict = None  # the condition itself

    def every_goal(self):
        return [goal for goal in self.state.tables["goals"] if goal["plan"] == self.plan]

    def goals(self):
        return [goal for goal in self.every_goal() if goal["until"] is None]

    def recent(self, day):
        return day is not None and (self.within is None or self.on - day <= self.within)

    def happened(self, table, day, **wanted):
        return any(self.recent(row[day]) and all(row[name] == value for name, value in wanted.items())
                   for row in self.state.tables[table])

    def heard(self, member):
        """Heard in a way that will do for the age, or through somebody who represents the member in law."""
        band, how = self.policy.band(member, self.on), member["how"]
        will_do = not band or how in band["ways"] or (
            how == "through-representative" and self.state.representatives(member["person"]))
        return self.recent(member["heard"]) and will_do

    def accepts(self, member):
        band = self.policy.band(member, self.on)
        return band["accepts"] if band else member["role"] == "adult"

    def accepted(self, party):
        """The plan as it is, by somebody or by who represents that person in law."""
        plan = self.state.row("plans", self.plan)
        parties = (party, *self.state.representatives(party))
        return plan and any(self.happened("acceptances", "accepted", plan=self.plan, version=plan["version"],
                                          person=one) for one in parties)

    def providers(self):
        """Who gives something under the plan and is no member."""
        return {row["provider"] for row in self.state.tables["actions"] if row["until"] is None and (
            row["plan"] == self.plan and row["holder"] not in (None, "member"))}

    def agreed(self, provider):
        within, self.within = self.within, None
        agreed = self.accepted(provider)
        self.within = within
        return agreed

    def unassessed(self):
        """Of the analysis opened last: domains that are assessed neither of the household nor of every member."""
        analysis = self.state.tables["analyses"][-1]["act"] if self.state.tables["analyses"] else None
        persons = [row["person"] for row in self.state.members()]
        for domain in self.policy.words.get("domains", []):
            of = [row["person"] for row in self.state.tables["domains"] if (row["analysis"], row["domain"]) == (
                analysis, domain)]
            if not analysis or not (None in of or (persons and set(persons) <= set(of))):
                yield analysis, domain

    def covered(self, problem):
        """Mild, left for a reason, or with a goal that stands or was reached."""
        return problem["severity"] == "mild" or problem["left"] is not None or any(
            goal["until"] is None or goal["achievement"] == "achieved" for goal in self.state.goals_for(problem))

    # -- of the step --

    def step_row(self):
        return (self.step and self.state.row("steps", self.step)) or {}

    def unconsulted(self):
        """Children who by age have a say, were not excused, and were not consulted on the step."""
        for row in self.state.members():
            band = self.policy.band(row, self.on)
            asked = band and band.get("consulted", band["accepts"])
            if row["role"] == "child" and asked and row["excused"] is None and not self.happened(
                    "consultations", "consulted", step=self.step, person=row["person"]):
                yield row["person"]

    def dissenting(self):
        """Whose last word on the step was no; consulted later, somebody may agree."""
        tables = self.state.tables
        last = {row["person"]: row["opinion"] for row in tables["consultations"] if row["step"] == self.step}
        return {who for who, opinion in last.items() if opinion == "dissents"} | {
            row["party"] for row in tables["dissents"] if (row["step"], row["lifted"]) == (self.step, None)}

    # -- of the household --

    def fits(self, number):
        return self.asked.get("at_least", number) <= number <= self.asked.get("at_most", number)

    def about(self, key):
        return self.asked.get("about") in (None, key)

    def some(self, found):
        """Something, or the key of the policy that it was asked about."""
        return [] if any(found) else [(None, self.asked.get("about"))]

    def levels(self):
        """The last that was said of each life domain and person."""
        return {(row["domain"], row["person"]): row for row in self.state.tables["domains"]}.values()

    def weighings(self):
        """The last weighing of safety for each person; one of the household is about everybody."""
        last = {}
        for row in self.state.tables["safety"]:
            last = {None: row} if row["person"] is None else {**last, row["person"]: row}
        return last.values()

    def worsens(self, goal):
        review = self.state.last("goal-reviews", goal=goal["act"])
        return review and review["progress"] == "worsening" and self.recent(review["reviewed"])

    def unadvised(self):
        """Problems that ask for an expert, and which."""
        for problem in self.state.tables["problems"]:
            for demand in self.policy.demands:
                asks = problem["left"] is None and problem["kind"] == demand["problem"] and (
                    SEVERITIES.index(problem["severity"]) >= SEVERITIES.index(demand.get("severity", "mild")))
                if asks and self.state.stands(problem) and not any(
                        row["expertise"] == demand["expertise"] and self.recent(row["answered"]) and (
                            self.advises(row, problem)) for row in self.state.tables["consults"]):
                    yield problem["act"], demand["expertise"]

    def advises(self, consult, problem):
        """About no problem it is about all of them; then, about another step, it is about that one only."""
        return consult["problem"] == problem["act"] or consult["problem"] is None and (
            None in (consult["step"], self.step) or consult["step"] == self.step)


SEVERITIES = ("mild", "serious", "acute")
ABOUT = {"signal-open": "signals", "domain-level": "domains", "in-tier": "tiers", "problem-present": "problems"}
QUANTITIES = ("days-in-tier", "domain-level")
DATED = ("members-heard", "analysis-concluded", "plan-accepted", "client-consulted", "goals-scored",
         "children-consulted", "expert-advised", "safety-weighed", "acutely-unsafe", "signal-open", "domain-level",
         "goal-worsening")
MEASURES = ("indicator", "baseline", "target", "due", "owner", "problem")
FACTS = {  # about whom or what a fact is missing, nothing when it is so; in pairs where a key of the policy is with it
    "members-heard": lambda q: [row["person"] for row in q.state.members()
                                if not q.heard(row) and not q.recent(row["excused"])],
    "analysis-concluded": lambda q: [] if q.happened("analyses", "concluded") else [None],
    "goals-set": lambda q: [] if q.goals() else [q.plan],
    "goals-measurable": lambda q: [goal["act"] for goal in q.goals() if None in [goal[name] for name in MEASURES]],
    "plan-accepted": lambda q: [row["person"] for row in q.state.members()
                                if q.accepts(row) and not q.accepted(row["person"])],
    "plan-active": lambda q: [] if q.state.active_plan() else [None],
    "coordinator-present": lambda q: [] if q.state.coordinator() else [None],
    "client-consulted": lambda q: [] if q.happened("consultations", "consulted", step=q.step) else [q.step],
    "wait-bridged": lambda q: [row["act"] for row in q.state.tables["waits"]
                               if row["until"] is None and row["bridged"] == 0],
    "request-decided": lambda q: [row["act"] for row in q.state.tables["requests"] if row["decided"] is None],
    "goals-scored": lambda q: [goal["act"] for goal in q.goals()
                               if not q.happened("goal-scores", "scored", goal=goal["act"])],
    "domains-assessed": lambda q: list(q.unassessed()),
    "problems-covered": lambda q: [row["act"] for row in q.state.tables["problems"] if not q.covered(row)],
    "providers-agreed": lambda q: [provider for provider in q.providers() if not q.agreed(provider)],
    "children-consulted": lambda q: list(q.unconsulted()),
    "nobody-dissents": lambda q: q.dissenting(),
    "step-motivated": lambda q: [] if q.step_row().get("why") else [q.step],
    "step-evidenced": lambda q: [] if q.step_row().get("evidence") or q.step_row().get("based-on") else [q.step],
    "expert-advised": lambda q: list(q.unadvised()),
    "safety-weighed": lambda q: [] if q.happened("safety", "weighed") else [None],
    "acutely-unsafe": lambda q: [] if any(row["unsafety"] == "acute" and q.recent(row["weighed"])
                                          for row in q.weighings()) else [None],
    "signal-open": lambda q: q.some(q.about(row["kind"]) and row["closed"] is None and q.recent(row["reported"])
                                    for row in q.state.tables["signals"]),
    "days-in-tier": lambda q: [] if q.stay and q.fits(q.on - q.stay["from"]) else [None],
    "in-tier": lambda q: q.some(q.about(row["tier"]) and row["until"] is None for row in q.state.tables["tier-stays"]),
    "domain-level": lambda q: q.some(q.about(row["domain"]) and row["level"] is not None and q.fits(row["level"]) and (
        q.recent(row["assessed"])) for row in q.levels()),
    "goals-achieved": lambda q: [goal["act"] for goal in q.every_goal() if goal["achievement"] != "achieved"] if (
        q.every_goal()) else [q.plan],
    "goal-worsening": lambda q: [] if any(q.worsens(goal) for goal in q.goals()) else [q.plan],
    "problem-present": lambda q: q.some(q.about(row["kind"]) and q.state.stands(row)
                                        for row in q.state.tables["problems"]),
}


def mandate(one):
    """Days as numbers, and a professional by the short text that the id is."""
    one = dict(one)
    for name in one.keys() & {"from", "until"}:
        one[name] = (datetime.date.fromisoformat(one[name]) - datetime.date(1970, 1, 1)).days
    if "professional" in one:
        one["professional"] = uuid.UUID(one["professional"]).bytes.rstrip(b"\0").decode()
    return one


class Policy:
    """A rule pack. It is asked about one act; what it says without refusing is added to the findings."""
    units = {"days": 1, "weeks": 7}  # of a unit of a term; the packs of these histories use no other for `retell`

    def __init__(self, catalog, text):
        pack = json.loads(text)
        self.words = {name: [entry["key"] for entry in pack.get(name, [])] for name in (
            "roles", "domains", "requests", "provisions", "settings", "exits", "duties", "ladders", "problems", "signals",
            "expertise", "destinations")}
        self.ladders = {ladder["key"]: ladder for ladder in pack.get("ladders", [])}
        self.classes = {entry["key"]: entry.get("class") for entry in pack.get("provisions", [])}
        self.endings = {**catalog.endings, **{entry["key"]: entry.get("ending") for entry in pack.get("exits", [])}}
        self.demands = pack.get("advice", [])
        self.ages, self.retell = pack.get("hearing", {}).get("ages"), pack.get("terms", {}).get("retell")
        self.apart, self.mandates = pack.get("separation", []), [mandate(one) for one in pack.get("mandates", [])]
        self.conditions, self.activation = pack.get("conditions", {}), pack.get("plan", {}).get("activation")
        self.advice = pack.get("plan", {}).get("advice")
        self.material = [name.split(".") for name in pack.get("plan", {}).get("material", [])]
        self.severities = {code: finding["severity"] for code, finding in catalog.findings.items()}
        self.severities.update(pack.get("severities", {}))

    # -- words, and what follows from them --

    def tiers(self, ladder):
        return [tier["key"] for tier in self.ladders[ladder]["tiers"]] if ladder in self.ladders else []

    def ranks(self, ladder):
        """Of the tiers; where the pack does not say it, one more than of the tier before."""
        ranks, before = {}, 0
        for tier in self.ladders[ladder]["tiers"]:
            before = ranks[tier["key"]] = tier.get("rank", before + 1)
        return ranks

    def derived(self, act):
        """What only the policy knows of an act: value by kind; None when there is nothing to say."""
        material = any(act.type == name and all(act[field] is not None for field in fields)
                       for name, *fields in self.material)
        return {"rank": act["tier"] and self.ranks(act["ladder"])[act["tier"]], "ending": self.endings.get(act["code"] or act["exit"]),
                "class": self.classes.get(act["provision"]), "material": material or None}

    def band(self, member, on):
        """What is asked at the age of a member; when that is not known, adults are old and all others young."""
        if not self.ages:
            return None
        if member["born"] is None:
            return self.ages[-1 if member["role"] == "adult" else 0]
        return [band for band in self.ages if band["from"] <= age(member["born"], on)][-1]

    def separates(self, role, other):
        return [role, other] in self.apart or [other, role] in self.apart

    # -- asked about an act --

    def judge(self, state, act, findings):
        """About its mandate an act is asked first."""
        for ask in (self.mandate, getattr(self, act.type.replace("-", "_"), lambda *_: [])):
            for finding in ask(state, act):
                if finding.severity == "refuse":
                    raise Refused(finding)
                if finding.severity != "off":
                    findings.append(finding)

    def say(self, code, subject, missing=frozenset(), other=None):
        return [Finding(code, self.severities[code], subject, other, missing)]

    def mandate(self, state, act):
        """An act that a mandate names is for those who have one that fits; the others are told who could."""
        named = [one for one in self.mandates if one["act"] == act.type]
        step = state.row("steps", act["step"]) if named and act["step"] else {}
        path = {name: act[name] or step.get(name) for name in ("ladder", "tier")}
        about = [one for one in named if one.get("provision") in (None, act["provision"]) and (
            all(one.get(name) in (None, path[name]) for name in path)) and (
            act["amount"] is None or act["amount"] <= one.get("up_to", act["amount"])) and (
            one.get("from", act.valid) <= act.valid < one.get("until", act.valid + 1))]
        fits = any(one.get("role") in (None, act.role) and one.get("professional") in (None, act.professional)
                   for one in about)
        who = frozenset(("mandate", one.get("professional"), one.get("role")) for one in about)
        return self.say("WK3007", act.professional, who) if named and not fits else []

    def member_hear(self, state, act):
        before = state.last("hearings", person=act["person"], topic=act["topic"])
        if not before or before["by"] == act.professional or not self.retell or (
                act.valid > before["heard"] + self.retell["count"] * self.units[self.retell["unit"]]):
            return []
        return self.say("WK1027", act["person"], other=before["act"])

    def professional_join(self, state, act):
        """A role that does not go with one that this professional had here, or with what this professional did here."""
        tables, who, role = state.tables, act["professional"], act["role"]
        did = [("coordinators", "coordinator", "professional"), ("acting", "coordinator", "professional"),
               ("actions", "provider", "provider")]
        for table, part, column in [("professionals", None, "professional"), *did]:
            for row in reversed(tables[table]):
                if row[column] == who and self.separates(role, part or row["role"]):
                    return self.say("WK3006", who, other=row["act"])
        return []

    def coordination_offer(self, state, act):
        return self.keep_apart(state, act["professional"], "coordinator")

    acting_begin = coordination_offer

    def coordination_accept(self, state, act):
        return self.keep_apart(state, state.row("offers", act["offer"])["professional"], "coordinator")

    def action_start(self, state, act):
        return self.keep_apart(state, act["provider"], "provider")

    action_plan = action_start

    def keep_apart(self, state, who, role):
        """Whether somebody had a role here that does not go with this one."""
        had = [row for row in state.tables["professionals"]
               if row["professional"] == who and self.separates(row["role"], role)]
        return self.say("WK3006", who, other=had[-1]["act"]) if had else []

    def plan_activate(self, state, act):
        plan = act["plan"]
        if state.row("plans", plan)["status"] != "draft":
            return []  # nothing that could be supplied would help
        question = Question(self, state, act.valid, plan, None)
        must = self.unmet(self.activation, question, "WK2005", plan)
        return must if any(one.severity == "refuse" for one in must) else [
            *must, *self.unmet(self.advice, question, "WK2036", plan)]

    def step_propose(self, state, act):
        here = (state.stay(act["ladder"]) or {}).get("tier") == act["tier"]
        return [] if here else self.path(state, act["ladder"], act["tier"])[1]

    def step_decide(self, state, act):
        step = state.row("steps", act["step"])
        if act["decision"] != "accepted" or step["decision"] or not state.goes_on(step) or step["tier"] not in self.tiers(step["ladder"]):
            return []  # a refusal needs nothing; a tier that is gone from its ladder is decided on as it stands
        path, findings = self.path(state, step["ladder"], step["tier"])
        return findings or self.path_unmet(path, self.question(state, act, step["ladder"]), act["step"])

    def tier_enter(self, state, act):
        ladder = act["ladder"]
        if (state.stay(ladder) or {}).get("tier") == act["tier"]:
            return []
        if act["emergency"]:
            if "emergency" not in self.ladders[ladder]:
                return self.say("WK4066", None)
            return self.unmet(self.ladders[ladder]["emergency"], self.question(state, act, ladder), "WK4015", None)
        path, findings = self.path(state, ladder, act["tier"])
        if not path or not self.ladders[ladder]["decided"]:
            return findings or self.path_unmet(path, self.question(state, act, ladder), None)
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

    def question(self, state, act, ladder):
        return Question(self, state, act.valid, (state.active_plan() or {}).get("act"), act["step"], state.stay(ladder))

    def path_unmet(self, path, question, subject):
        return self.unmet(path and path.get("when"), question, "WK4002", subject)

    # -- conditions --

    def unmet(self, condition, question, code, subject):
        missing = min(self.ways(condition, question), key=len) if condition else None
        return self.say(code, subject, missing) if missing else []

    def ways(self, condition, question):
        """All ways in which a condition could be made to hold, each as the facts that are missing for it."""
        if "fact" in condition:
            question.within, question.asked = condition.get("within_days"), condition
            return [frozenset((condition["fact"], *(one if isinstance(one, tuple) else (one, None)))
                              for one in FACTS[condition["fact"]](question))]
        if "use" in condition:
            return self.ways(self.conditions[condition["use"]], question)
        if "not" in condition:
            holds = frozenset() in self.ways(condition["not"], question)
            return [frozenset([("condition-not-met", None, None)] if holds else [])]
        if "any" in condition:
            return [way for part in condition["any"] for way in self.ways(part, question)]
        found = [frozenset()]
        for part in condition["all"]:
            found = [before | way for before in found for way in self.ways(part, question)]
        return found
