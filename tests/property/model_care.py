"""What acts make of a household, a part of the model in model.py: safety, signals, referrals, experts and supports."""
from model_acts import must

HELP = ("help-possible", "help-accepted", "help-works")


def verdict(suspicion, unsafety, help_):
    """Of the five questions of the reporting code; None when an answer is not in its place. Each is asked when those
    before it have not decided yet. Who is unsafe is reported in any case; the three questions on help may then be left
    to Safe at Home, or be answered together with it."""
    if not suspicion:
        return "no-suspicion" if unsafety is None and help_ == (None, None, None) else None
    if unsafety is None:
        return None
    answers = {
        (False, None, None): "report", (True, False, None): "report", (True, True, False): "report",
        (True, True, None): "help", (True, True, True): "settled"}
    if unsafety == "none":
        return answers.get(help_)
    return "report" if help_ in (*answers, (None, None, None), (True, None, None)) else None


class Care:
    def safety_weigh(self, act):
        outcome = verdict(act["suspicion"], act["unsafety"], tuple(act[name] for name in HELP))
        must(outcome, "WK4016")
        self.make(act)["verdict"] = outcome

    def safety_report(self, act):
        weighing = self.row("safety", act["safety"])
        must(weighing["verdict"] == "report", "WK4065", act["safety"])
        self.not_yet("reported", "safety", act, "safety", "WK4065")["reported"] = act.valid

    def signal_close(self, act):
        self.change(self.not_yet("closed", "signals", act, "signal", "WK4018"), act, closed=act.valid)

    # -- referrals --

    def referral_make(self, act):
        """With what the household is like on that day, and what came before that day unless the act says it."""
        members, plan, coordinator = self.members(), self.active_plan(), self.coordinator()
        known = self.tables["dossiers"][0]["opened"] < act.valid if act["known"] is None else act["known"]
        attempted = any(row["from"] is not None and row["from"] < act.valid and self.by_the_team(row)
                        for row in self.tables["actions"])
        self.make(act).update({
            "known": known, "attempted": attempted if act["attempted"] is None else act["attempted"],
            "members": len(members), "children": sum(row["role"] == "child" for row in members),
            "problems": sum(row["severity"] != "mild" and self.stands(row) for row in self.tables["problems"]),
            "plan": plan and plan["act"], "coordinator": coordinator and coordinator["professional"]})

    def by_the_team(self, action):
        """In this episode; what the policy gives no class is the team's when a professional gives it who is no
        provider."""
        if action["episode"] != len(self.tables["episodes"]):
            return False
        if action["class"] or action["holder"] != "professional":
            return action["class"] == "team"
        return self.last("professionals", professional=action["provider"])["role"] != "provider"

    def referral(self, act, answer):
        self.not_yet("answered", "referrals", act, "referral", "WK4019").update(
            {"answer": answer, "answered": act.valid, "answer-why": act["why"]})

    def referral_accept(self, act):
        self.referral(act, "accepted")

    def referral_refuse(self, act):
        self.referral(act, "declined")

    def referral_withdraw(self, act):
        self.referral(act, "withdrawn")

    # -- experts, and supports for a while --

    def expert_answer(self, act):
        self.change(self.not_yet("answered", "consults", act, "consult", "WK4060"), act, answered=act.valid)

    def support_review(self, act):
        """The next review is on a day that is agreed anew, or on none."""
        support = self.not_yet("until", "supports", act, "support", "WK4061")
        self.change(support, act, reviewed=act.valid, review=act["review"])

    def support_end(self, act):
        self.change(self.not_yet("until", "supports", act, "support", "WK4061"), act, until=act.valid)

    # -- what a team or a municipality does about an indicator, which no household has in its dossier --

    def unit_file(self, act):
        must(not self.tables["dossiers"], "WK5001", self.tables["dossiers"] and self.tables["dossiers"][0]["act"])
        self.make(act)

    improvement_start = variation_explain = unit_file

    def improvement_review(self, act):
        """As for a support: the next review is on a day that is agreed anew, or on none."""
        track = self.not_yet("until", "improvements", act, "improvement", "WK5003")
        self.change(track, act, reviewed=act.valid, review=act["review"])

    def improvement_end(self, act):
        self.change(self.not_yet("until", "improvements", act, "improvement", "WK5003"), act, until=act.valid)
