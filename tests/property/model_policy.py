"""What a rule pack says of an act (docs/formats/policy.md): a part of the model in model.py."""
import datetime
import json
import uuid

from model_acts import Finding, Refused
from model_facts import HOLDS, Question, age, lacks
from model_outcome import Instrument


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
            "roles", "domains", "requests", "provisions", "settings", "exits", "duties", "ladders", "problems",
            "signals", "expertise", "destinations", "indicators", "themes", "instruments")}
        self.instruments = {one["key"]: Instrument(one) for one in pack.get("instruments", [])}
        self.ladders = {ladder["key"]: ladder for ladder in pack.get("ladders", [])}
        self.classes = {entry["key"]: entry.get("class") for entry in pack.get("provisions", [])}
        self.endings = {**catalog.endings, **{entry["key"]: entry.get("ending") for entry in pack.get("exits", [])}}
        self.demands = pack.get("advice", [])
        self.terms = pack.get("terms", {})
        self.ages, self.retell = pack.get("hearing", {}).get("ages"), self.terms.get("retell")
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
        if act.type == "measure-take":
            instrument = self.instruments[act["instrument"]]
            return {"subject": instrument.subject, "scores": instrument.scores(act["answers"])}
        return {"rank": act["tier"] and self.ranks(act["ladder"])[act["tier"]],
                "ending": self.endings.get(act["code"] or act["exit"]),
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
        named = [one for one in named if all(one.get(name) in (None, path[name]) for name in path)]
        about = [one for one in named if one.get("provision") in (None, act["provision"]) and (
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

    def measure_take(self, state, act):
        """About a member whom the instrument is not meant for."""
        instrument, member = self.instruments[act["instrument"]], state.last("members", person=act["person"])
        about = act["person"] and instrument.subject == "member" and member
        return self.say("WK5030", act["person"]) if about and not instrument.fits(member, act.valid) else []

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
        over = step["decision"] or step["entered"] is not None or not state.goes_on(step)
        if act["decision"] != "accepted" or over or step["tier"] not in self.tiers(step["ladder"]):
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
        return self.say(code, subject, frozenset(missing)) if missing else []

    def ways(self, condition, question):
        """All ways in which a condition could be made to hold, each as the facts that are missing for it."""
        if "fact" in condition:
            question.within, question.asked = condition.get("within_days"), condition
            return [tuple((condition["fact"], *one) for one in lacks(condition["fact"], question))]
        if "use" in condition:
            return self.ways(self.conditions[condition["use"]], question)
        if "not" in condition:
            return [(("condition-not-met", None, None),) if () in self.ways(condition["not"], question) else ()]
        if "any" in condition:
            return [way for part in condition["any"] for way in self.ways(part, question)]
        found = [()]
        for part in condition["all"]:
            found = [before + way for before in found for way in self.ways(part, question)]
        return found

    def reasons(self, condition, question):
        """The facts by which a condition holds, each with what it is about and by what it holds."""
        if () not in self.ways(condition, question):
            return []
        if "fact" in condition:
            by = HOLDS.get(condition["fact"], lambda _: [])(question)
            return [(condition["fact"], by[0]["act"] if by else None, condition.get("about"))]
        parts = condition.get("any") or condition.get("all") or []
        parts = [self.conditions[condition["use"]]] if "use" in condition else parts
        return [reason for part in parts for reason in self.reasons(part, question)]
