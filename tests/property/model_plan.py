"""What acts make of a household, a part of the model in model.py: analysis, plans, goals and actions."""
from model_acts import must


class Analysis:
    def analysis_open(self, act):
        self.not_beside(self.last("analyses", over=None), "WK2010")
        self.make(act)

    def problem_identify(self, act):
        self.not_yet("over", "analyses", act, "analysis", "WK2009")
        self.make(act)

    strength_identify = problem_identify

    def domain_assess(self, act):
        self.not_yet("over", "analyses", act, "analysis", "WK2009")
        must(act["applicable"] is not False or act["level"] is None, "WK2011", act["analysis"])
        self.make(act)

    def problem_leave(self, act):
        self.change(self.row("problems", act["problem"]), act, left=act.valid)

    def analysis_conclude(self, act):
        analysis = self.not_yet("over", "analyses", act, "analysis", "WK2009")
        analysis.update({"concluded": act.valid, "over": True})


class Plans:
    def active_plan(self):
        return self.last("plans", status="active")

    def not_closed(self, plan):
        row = self.row("plans", plan)
        must(row["status"] != "closed", "WK2004", plan)
        return row

    def changed(self, plan, act):
        """A material change has a day; of what somebody accepted it makes one version more."""
        row = self.row("plans", plan)
        if not act["material"] or row["status"] == "closed":
            return
        row["changed"] = act.valid
        if self.last("acceptances", plan=plan, version=row["version"]):
            row["version"] += 1

    def accept(self, act, party):
        plan = self.not_closed(act["plan"])
        self.make(act).update({"person": party, "version": plan["version"], "party": self.party(party)})

    def plan_accept(self, act):
        self.accept(act, act["person"])

    def plan_sign(self, act):
        self.accept(act, act["party"])

    def plan_activate(self, act):
        plan, active = self.row("plans", act["plan"]), self.active_plan()
        must(plan["status"] == "draft", "WK2002", act["plan"])
        must(not active, "WK2001", act["plan"], active and active["act"])
        must(self.coordinator(), "WK3001", act["plan"])
        plan.update({"status": "active", "from": act.valid})

    def plan_review(self, act):
        self.not_closed(act["plan"]).update({"reviewed": act.valid, "next": act["next"]})
        self.make(act)

    def plan_close(self, act):
        self.not_closed(act["plan"]).update(
            {"status": "closed", "until": act.valid, "achievement": act["achievement"]})

    # -- goals --

    def goals_for(self, problem):
        linked = [row["goal"] for row in self.tables["goal-problems"] if row["problem"] == problem["act"]]
        return [goal for goal in self.tables["goals"] if goal["problem"] == problem["act"] or goal["act"] in linked]

    def stands(self, problem):
        """Not solved: no goal for it was achieved, or another still stands."""
        goals = self.goals_for(problem)
        return any(goal["until"] is None for goal in goals) or not any(
            goal["achievement"] == "achieved" for goal in goals)

    def goal_set(self, act):
        self.not_closed(act["plan"])
        self.changed(act["plan"], act)
        self.make(act)

    def goal_that_stands(self, act):
        goal = self.not_yet("until", "goals", act, "goal", "WK2006")
        self.not_closed(goal["plan"])
        return goal

    def goal_revise(self, act):
        goal = self.goal_that_stands(act)
        self.changed(goal["plan"], act)
        self.change(goal, act, reviewed=act.valid)

    def goal_link(self, act):
        self.goal_that_stands(act)
        self.make(act)

    def goal_review(self, act):
        goal = self.not_yet("until", "goals", act, "goal", "WK2006")
        goal.update({"reviewed": act.valid, "progress": act["progress"]})
        self.make(act)

    def goal_score(self, act):
        self.row("goals", act["goal"])["reviewed"] = act.valid
        self.make(act)

    def goal_end(self, act):
        goal = self.not_yet("until", "goals", act, "goal", "WK2006")
        self.changed(goal["plan"], act)
        goal.update({"until": act.valid, "achievement": act["achievement"]})


class Actions:
    def action_plan(self, act):
        must(None in (act["earliest"], act["latest"]) or act["earliest"] <= act["latest"], "WK2017", act.id)
        self.not_closed(act["plan"])
        if act["goal"]:
            goal = self.not_yet("until", "goals", act, "goal", "WK2006")
            must(goal["plan"] == act["plan"], "WK2008", act["goal"], act["plan"])
        self.changed(act["plan"], act)
        self.make(act).update({"holder": self.party(act["provider"]), "episode": len(self.tables["episodes"])})

    action_start = action_plan

    def action_begin(self, act):
        action = self.not_yet("until", "actions", act, "action", "WK2007")
        must(action["from"] is None, "WK2015", act["action"])
        self.not_closed(action["plan"])
        action.update({"from": act.valid, "holder": self.party(action["provider"])})

    def action_pause(self, act):
        action = self.not_yet("until", "actions", act, "action", "WK2007")
        must(action["from"] is not None, "WK2016", act["action"])
        must(action["paused"] is None, "WK2013", act["action"])
        must(act["yields-to"] != act["action"], "WK2012", act["action"], act["action"])
        action["paused"] = act.valid
        self.make(act)

    def action_resume(self, act):
        action = self.not_yet("until", "actions", act, "action", "WK2007")
        must(action["paused"] is not None, "WK2014", act["action"])
        self.end_pause(action, act)

    def end_pause(self, action, act):
        if action["paused"] is not None:
            action["paused"] = None
            self.end(self.last("pauses", action=action["act"]), act)

    def waits_for(self, action, other):
        """Directly or not; an action cannot wait for itself either."""
        return action == other or any(self.waits_for(row["on"], other) for row in self.tables["dependencies"]
                                      if row["action"] == action)

    def action_depend(self, act):
        self.not_yet("until", "actions", act, "action", "WK2007")
        must(not self.waits_for(act["on"], act["action"]), "WK2012", act["action"], act["on"])
        self.make(act)

    def end_action(self, action, act):
        self.end_pause(action, act)
        self.end(action, act)

    def action_end(self, act):
        action = self.not_yet("until", "actions", act, "action", "WK2007")
        self.changed(action["plan"], act)
        self.end_action(action, act)
