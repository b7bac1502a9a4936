"""A refused step names facts; when each is supplied, the step must be allowed. This supplies them, for compare.py.

Most facts are supplied by one act of the kind that the catalog names for them, some after another that it needs (a fact
about the plan in force needs one). What no act can supply is in CANNOT: that a condition should not hold, and a step on
another ladder. Days in a tier only time supplies; who dissents and is no member can agree with nobody.
Whatever one act of a supply undoes of another (a plan that changes is to be accepted anew) is named again, and supplied
again."""
from model_acts import Act
from model_facts import MEASURES

CANNOT = ("condition-not-met", "in-tier")
ROUNDS = 6
GIVE_UP = {"WK3007", "WK3006", "WK1027"}  # who may act, and who was asked before, is no matter of the step

def contradict(facts):
    """A goal that was achieved does not stand any more."""
    return "goals-achieved" in facts and bool({"goals-set", "goal-worsening"} & facts)


class CannotSupply(Exception):
    pass


class Supply:
    """Supplies what a step lacks, by acts in an open frame of a play (compare.py)."""

    def __init__(self, play, on):
        self.play, self.on, self.made = play, on, 0
        self.moment = max([entry.given.recorded for entry in play.model.history], default=0)

    @property
    def now(self):
        return self.play.model.now

    def submit(self, type_, fields):
        """To both; the id, and what they answer. What is left out is None."""
        self.made, self.moment = self.made + 1, self.moment + 1
        fields = {name.replace("_", "-"): value for name, value in fields.items() if value is not None}
        act = Act(type_, f"supply-{self.made}", self.on, self.moment, "worker-0", None,
                  self.play.model.policy.words["roles"][0], None, fields)
        answer = self.play.both("submit", act)
        if answer.status != "OK" and GIVE_UP & {finding.code for finding in answer.findings}:
            raise CannotSupply(type_)
        return act.id, answer

    def act(self, type_, may_be_refused=False, **fields):
        """An act that must be taken."""
        id_, answer = self.submit(type_, fields)
        if answer.status != "OK" and may_be_refused:
            raise CannotSupply(type_)
        self.play.same(f"what supplies a fact, {type_} {fields}", "OK", answer.status)
        return id_

    # -- what other acts need --

    def member(self):
        members = self.now.members()
        if not members:
            self.act("member-join", person="person-new", role="adult")
            return "person-new"
        return members[0]["person"]

    def analysis(self):
        last = self.now.last("analyses", over=None)
        return last["act"] if last else self.act("analysis-open")

    def plan(self):
        plan = self.now.active_plan() or self.now.last("plans", status="draft")
        return plan["act"] if plan else self.act("plan-draft")

    def problem(self, kind=None):
        domains = self.play.model.policy.words["domains"]
        if not domains:
            raise CannotSupply("no life domains")
        return self.act("problem-identify", analysis=self.analysis(), domain=domains[0], severity="mild",
                        description="d", kind=kind)

    # -- each fact --

    def supply(self, fact, subject, key, option):
        if fact in CANNOT:
            raise CannotSupply(fact)
        getattr(self, fact.replace("-", "_"))(subject, key, option)

    def days_in_tier(self, _, __, option):
        """Only time supplies it; and no time what is over."""
        stay = self.now.stay(option["ladder"]) if "ladder" in option else None
        least = self.bound("days-in-tier", None, option).get("at_least")
        if stay is None or least is None or self.on >= stay["from"] + least:
            raise CannotSupply("days-in-tier")
        self.on = stay["from"] + least

    def step_proposed(self, _, __, option):
        self.act("step-propose", ladder=option["ladder"], tier=option["tier"], why="w", evidence="e")

    def step_motivated(self, *_):
        """Said when the step was proposed."""

    step_evidenced = step_motivated

    def step(self, option):
        if "ladder" not in option:
            raise CannotSupply("a step for the conditions of a plan")
        proposals = [row for row in self.now.tables["steps"] if row["decision"] is None and (
            (row["ladder"], row["tier"]) == (option["ladder"], option["tier"]))]
        return option["step"] or proposals[-1]["act"]

    def step_accepted(self, _, __, option):
        """It may be refused, when what was supplied undid something; that is named again."""
        self.submit("step-decide", {"step": self.step(option), "decision": "accepted"})

    def client_consulted(self, _, __, option):
        self.act("client-consult", step=self.step(option), person=self.member(), opinion="agrees")

    def children_consulted(self, person, _, option):
        self.act("client-consult", step=self.step(option), person=person, opinion="agrees")

    def nobody_dissents(self, party, _, option):
        if not self.now.member(party):
            raise CannotSupply("only a member can be consulted")
        self.act("client-consult", step=self.step(option), person=party, opinion="agrees")

    def members_heard(self, person, _, __):
        band = self.play.model.policy.band(self.now.member(person), self.on)
        how = "alone" if not band or "alone" in band["ways"] else sorted(band["ways"])[0]
        if band and band["ways"] == ["through-representative"]:
            how = "through-representative"
        self.act("member-hear", person=person, how=how)

    def analysis_concluded(self, *_):
        self.act("analysis-conclude", analysis=self.analysis())

    def goals_set(self, plan, *_):
        if plan is None:
            raise CannotSupply("no plan in force")
        self.act("goal-set", plan=plan, title="t")

    def goals_measurable(self, goal, *_):
        row = self.now.row("goals", goal)
        words = {"indicator": "i", "baseline": 0, "target": 1, "due": self.on, "owner": "worker-0"}
        lacking = {name: words[name] for name in MEASURES if name in words and row[name] is None}
        if row["problem"] is None:
            lacking["problem"] = self.problem()
        self.act("goal-revise", goal=goal, **lacking)

    def plan_accepted(self, person, _, option):
        """A step asks for the plan in force."""
        if "ladder" in option and not self.now.active_plan():
            self.plan_active()
        self.act("plan-accept", plan=self.plan(), person=person)

    def providers_agreed(self, provider, *_):
        self.act("plan-sign", plan=self.plan(), party=provider)

    def plan_active(self, *_):
        """With all that the activation of a plan asks for; a change of the plan comes before it is accepted."""
        self.coordinator_present()
        policy = self.play.model.policy
        asked = {"when": {"all": [one for one in (policy.activation, policy.advice) if one]}}
        for _ in range(ROUNDS):
            answer = self.submit("plan-activate", {"plan": self.plan()})[1]
            if answer.status == "OK":
                return
            missing = [one for finding in answer.findings for one in finding.missing]
            if "plan-active" in {fact for fact, _, _ in missing}:
                raise CannotSupply("plan-active")  # a plan that takes effect only once it has
            for fact, subject, key in sorted(missing, key=lambda one: (one[0].startswith("plan"), str(one))):
                self.supply(fact, subject, key, asked)
        raise CannotSupply("plan-activate")

    def coordinator_present(self, *_):
        if self.now.coordinator():
            return
        offer = self.now.last("offers", answer="open")
        self.act("coordination-accept",
                 offer=offer["act"] if offer else self.act("coordination-offer", professional="worker-0"))

    def wait_bridged(self, wait, *_):
        self.act("wait-bridge", wait=wait, support="s")

    def request_decided(self, request, *_):
        self.act("request-decide", request=request, outcome="granted", motivation="m")

    def goals_scored(self, goal, *_):
        self.act("goal-score", goal=goal, level=0, rater="client")

    def domains_assessed(self, analysis, domain, _):
        self.act("domain-assess", may_be_refused=True, analysis=analysis or self.analysis(), domain=domain, level=3)

    def problems_covered(self, problem, *_):
        self.act("goal-set", plan=self.plan(), title="t", problem=problem)

    def expert_advised(self, problem, expertise, _):
        self.act("expert-answer", advice="a", consult=self.act("expert-consult", expertise=expertise, question="q",
                                                               problem=problem))

    def safety_weighed(self, *_):
        """About somebody whom no other weighing is about, so that what was found of others stays."""
        self.act("safety-weigh", suspicion=False, person="somebody")

    def acutely_unsafe(self, *_):
        self.act("safety-weigh", suspicion=True, unsafety="acute")

    def signal_open(self, _, kind, __):
        kinds = self.play.model.policy.words["signals"]
        self.act("signal-report", kind=kind or kinds[0])

    def domain_level(self, _, domain, option):
        bounds, domains = self.bound("domain-level", domain, option), self.play.model.policy.words["domains"]
        self.act("domain-assess", analysis=self.analysis(), domain=domain or domains[0], person=None,
                 level=bounds.get("at_least", bounds.get("at_most")))

    def bound(self, fact, about, option):
        return next(one for one in self.asked(option["when"]) if (one["fact"], one.get("about")) == (fact, about))

    def asked(self, condition):
        """All facts that a condition asks for."""
        if "fact" in condition:
            return [condition]
        parts = condition.get("all", condition.get("any"))
        if parts is None:
            parts = [condition["not"] if "not" in condition else self.play.model.policy.conditions[condition["use"]]]
        return [fact for part in parts for fact in self.asked(part)]

    def goals_achieved(self, subject, *_):
        goal = self.now.row("goals", subject) if subject else None
        if subject is None or goal and goal["until"] is not None:
            raise CannotSupply("no plan in force, or a goal that ended otherwise")
        self.act("goal-end", goal=subject if goal else self.act("goal-set", plan=subject, title="t"),
                 achievement="achieved")

    def goal_worsening(self, plan, *_):
        if plan is None:
            raise CannotSupply("no plan in force")
        goal = self.now.last("goals", plan=plan, until=None)
        self.act("goal-review", progress="worsening", goal=goal["act"] if goal else (
            self.act("goal-set", plan=plan, title="t")))

    def measured(self, _, instrument, __):
        instruments = self.play.model.policy.instruments
        instrument = instruments[instrument] if instrument else next(iter(instruments.values()), None)
        if not instrument or instrument.subject != "member":
            raise CannotSupply("no instrument about a member")
        item = next(iter(instrument.items.values()))
        self.act("measure-take", instrument=instrument.pack["key"], person=self.member(), rater="client",
                 moment="baseline", answers=f"{item['key']}={item['max']}")

    baseline_taken = measured

    def score(self, *_):
        raise CannotSupply("answers that make such a score")

    reliably_worse = score

    def problem_present(self, _, kind, __):
        self.problem(kind)
