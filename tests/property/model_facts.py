"""Facts that the conditions of a rule pack ask for: a part of the model in model.py."""
import datetime
import math
from dataclasses import dataclass
from fractions import Fraction


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

    # -- what was measured; the last first --

    def measurements(self):
        return [row for row in reversed(self.state.tables["measurements"]) if self.recent(row["measured"]) and (
            self.about(row["instrument"]))]

    def series(self, row):
        """Scores of the same person on the same scale by the same rater."""
        same = ("instrument", "scale", "person", "rater")
        return [other for other in self.state.tables["scores"] if other["score"] is not None and all(
            other[name] == row[name] for name in same)]

    def last_scores(self):
        return [row for row in reversed(self.state.tables["scores"]) if row["score"] is not None and (
            self.about(f"{row['instrument']}.{row['scale']}") and self.recent(row["measured"])
            and self.series(row)[-1] is row)]

    def is_worse(self, row):
        """By more than 1.96 standard errors of a difference, where the rules say how large that is."""
        instrument = self.policy.instruments.get(row["instrument"])
        scale = instrument and next((one for one in instrument.scales if one["key"] == row["scale"]), None)
        if not scale or "sd" not in scale or "reliability" not in scale:
            return False
        change = (row["score"] - self.series(row)[0]["score"]) / 1000
        better = scale.get("direction", instrument.pack["direction"]) == "higher"
        limit = 1.96 * scale["sd"] * math.sqrt(2 * (1 - scale["reliability"]))
        return change < -limit if better else change > limit

    # -- of the household --

    def fits(self, number):
        return self.asked.get("at_least", number) <= number <= self.asked.get("at_most", number)

    def about(self, key):
        return self.asked.get("about") in (None, key)

    def levels(self):
        """The last that was said of each life domain and person."""
        last = {(row["domain"], row["person"]): row for row in self.state.tables["domains"]}
        return [row for row in self.state.tables["domains"] if row is last[row["domain"], row["person"]]]

    def weighings(self):
        """The last weighing of safety for each person; one of the household is about everybody."""
        last = {}
        for row in self.state.tables["safety"]:
            if row["person"] is None:
                last.clear()
            last.pop(row["person"], None)
            last[row["person"]] = row
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
ABOUT = {"signal-open": "signals", "domain-level": "domains", "in-tier": "tiers", "problem-present": "problems",
         "measured": "instruments", "baseline-taken": "instruments", "score": "scales", "reliably-worse": "scales"}
QUANTITIES = ("days-in-tier", "domain-level", "score")
DATED = ("members-heard", "analysis-concluded", "plan-accepted", "client-consulted", "goals-scored",
         "children-consulted", "expert-advised", "safety-weighed", "acutely-unsafe", "signal-open", "domain-level",
         "goal-worsening", "measured", "baseline-taken", "score", "reliably-worse")
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
    "goals-achieved": lambda q: [goal["act"] for goal in q.every_goal() if goal["achievement"] != "achieved"] if (
        q.every_goal()) else [q.plan],
}
HOLDS = {  # rows by which a fact holds; one is enough
    "acutely-unsafe": lambda q: [row for row in reversed(list(q.weighings()))
                                 if row["unsafety"] == "acute" and q.recent(row["weighed"])],
    "signal-open": lambda q: [row for row in q.state.tables["signals"] if q.about(row["kind"]) and (
        row["closed"] is None and q.recent(row["reported"]))],
    "days-in-tier": lambda q: [q.stay] if q.stay and q.fits(q.on - q.stay["from"]) else [],
    "in-tier": lambda q: [row for row in q.state.tables["tier-stays"] if q.about(row["tier"]) and row["until"] is None],
    "domain-level": lambda q: [row for row in q.levels() if q.about(row["domain"]) and row["level"] is not None and (
        q.fits(row["level"]) and q.recent(row["assessed"]))],
    "goal-worsening": lambda q: [goal for goal in q.goals() if q.worsens(goal)],
    "problem-present": lambda q: [row for row in q.state.tables["problems"] if q.about(row["kind"]) and (
        q.state.stands(row))],
    "measured": lambda q: q.measurements(),
    "baseline-taken": lambda q: [row for row in q.measurements() if row["moment"] == "baseline"],
    "score": lambda q: [row for row in q.last_scores() if q.fits(Fraction(row["score"], 1000))],
    "reliably-worse": lambda q: [row for row in q.last_scores() if q.is_worse(row)],
}


def lacks(fact, question):
    """About whom or what a fact is missing, in pairs with a key of the policy."""
    if fact in HOLDS:
        subject = question.plan if fact == "goal-worsening" else None
        return [] if HOLDS[fact](question) else [(subject, question.asked.get("about"))]
    return [one if isinstance(one, tuple) else (one, None) for one in FACTS[fact](question)]
