"""Which steps could be taken, and what the others lack: a part of the model in model.py.

Whether a step is allowed is asked by taking it: every proposal is tried, and going without one."""
from model_acts import Act, Finding, Refused
from model_facts import Question

SAID = ("step-motivated", "step-evidenced")  # by a proposal when it is made
OF_A_STEP = ("client-consulted", "children-consulted", *SAID)
RESPONSIBLE = {"case-coordination": "case", "process-coordination": "process", "operational": "operational",
               "administrative": "administrative"}


class Options:
    """Of a household on a day: rows as in the tables of the same names, and a finding for each step that is refused."""

    def __init__(self, catalog, policy, state, on):
        self.catalog, self.policy, self.state, self.on = catalog, policy, state, on
        self.rows, self.findings, self.suggestions = [], [], []
        for ladder in policy.ladders.values() if state.open else ():
            tiers = {tier["key"]: tier for tier in ladder["tiers"]}
            for tier in ladder["tiers"]:
                if tier.get("entry"):
                    self.look(ladder, None, tier, {})
            for step in ladder.get("steps", []):
                self.look(ladder, step["from"], tiers[step["to"]], step)
            self.suggest(ladder)

    def look(self, ladder, start, tier, step):
        stay = self.state.stay(ladder["key"])
        row = dict.fromkeys(self.catalog.columns["options"])
        responsible = tier.get("responsible", {})
        row.update(
            {"act": None, "ladder": ladder["key"], "from-tier": start, "tier": tier["key"],
             "direction": self.direction(ladder, start, tier["key"]), "here": (stay and stay["tier"]) == start,
             "allowed": False, "suggested": False, "coordination": step.get("coordination", "stays")},
            **{column: responsible.get(name) for column, name in RESPONSIBLE.items()})
        if row["here"]:
            self.judge(ladder, row, step)
        self.rows.append(row)

    def direction(self, ladder, start, tier):
        """By the rank under which the household came where it is."""
        ranks, stay = self.policy.ranks(ladder["key"]), self.state.stay(ladder["key"])
        if start is None:
            return "entry"
        return "up" if ranks[tier] > (stay["rank"] if stay and stay["tier"] == start else ranks[start]) else "down"

    def judge(self, ladder, row, step):
        proposals = [one for one in reversed(self.state.tables["steps"]) if self.leads(one, row)]
        row["allowed"] = any(self.may_enter(row, one) for one in [None, *[one["act"] for one in proposals]])
        proposal, missing = self.least(ladder, proposals if row["from-tier"] else [], step)
        row["step"], row["lacks"] = proposal, missing
        row["next"] = "tier-enter" if row["allowed"] else self.catalog.facts[missing[0][0]]["mend"]
        row["suggested"] = any(self.suggested(ladder, one) for one in ladder.get("suggestions", []) if (
            one["from"], one["to"]) == (row["from-tier"], row["tier"]))
        if not row["allowed"]:
            self.findings.append(Finding("WK4003" if ladder["decided"] else "WK4002", "refuse", proposal, None,
                                         frozenset(missing), len(self.rows)))

    def leads(self, step, row):
        """A proposal that leads there from here, and was neither refused nor used."""
        same = all(step[name] == row[name] for name in ("ladder", "from-tier", "tier"))
        return same and self.state.goes_on(step) and step["decision"] != "refused" and step["entered"] is None

    def may_enter(self, row, step):
        act = Act("tier-enter", "a trial", self.on, 0, fields={
            "ladder": row["ladder"], "tier": row["tier"], "step": step,
            "rank": self.policy.ranks(row["ladder"])[row["tier"]]})
        if any(finding.severity == "refuse" for finding in self.policy.tier_enter(self.state, act)):
            return False
        try:
            self.state.copy().perform(act)
        except Refused:
            return False
        return True

    def question(self, ladder, step):
        plan = self.state.active_plan()
        return Question(self.policy, self.state, self.on, plan and plan["act"], step, self.state.stay(ladder["key"]))

    def least(self, ladder, proposals, step):
        """By which proposal the least is missing, and what. A new one is only for where no other could lead to it."""
        severities, decided = self.policy.severities, ladder["decided"]

        def ways(proposal, beyond=()):
            asked = step.get("when") and severities["WK4002"] == "refuse"
            found = self.policy.ways(step["when"], self.question(ladder, proposal)) if asked else [()]
            return [way for way in found if not any(fact in beyond for fact, _, _ in way)]

        found = []
        for one in proposals:
            accepted = one["decision"] == "accepted"
            done = () if accepted else (("step-accepted", one["act"], None),)
            found += [(one["act"], way + done) for way in ([()] if accepted and decided else ways(one["act"], SAID))]
        anew = ways(None) if step and not found else []
        if not step or decided and severities["WK4003"] != "refuse":
            found.append((None, ()))
        elif not decided:
            found += [(None, way) for way in ways(None, OF_A_STEP)]
        found += [(None, (("step-proposed", None, None), *way, ("step-accepted", None, None))) for way in anew]
        return min(found, key=lambda one: len(one[1]))

    # -- suggestions --

    def suggested(self, ladder, suggestion):
        return () in self.policy.ways(suggestion["when"], self.question(ladder, None))

    def suggest(self, ladder):
        stay = self.state.stay(ladder["key"])
        for one in ladder.get("suggestions", []):
            if stay and stay["tier"] == one["from"] and self.suggested(ladder, one):
                self.suggestions += [
                    {"act": None, "ladder": ladder["key"], "from-tier": one["from"], "tier": one["to"],
                     "direction": self.direction(ladder, one["from"], one["to"]), "reason": fact, "subject": by,
                     "key": key} for fact, by, key in self.policy.reasons(one["when"], self.question(ladder, None))]
