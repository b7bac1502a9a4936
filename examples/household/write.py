#!/usr/bin/env python3
"""write.py > household.jsonl: a household of two parents and three children, as acts.

Debts, absence from school, a parent's depression. The step to specialised care is first decided before it was talked
over and before an expert was asked, which the rules refuse; then it is done as it should be. The wait for the clinic is
bridged, the step down is suggested by what was noticed, and a pilot light burns afterwards. Nobody in this story exists.
"""
import datetime
import json
import uuid

SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "household.example")


def name(label):
    return str(uuid.uuid5(SPACE, label))


HOUSEHOLD, TEAM, CLINIC = name("household"), name("neighbourhood team"), name("clinic")
NOOR, SAM = name("Noor"), name("Sam")
FAMILY = ["Anna", "Bram", "Cato", "Daan", "Evi"]


class Story:
    def __init__(self, day):
        self.day, self.minute, self.count = datetime.date.fromisoformat(day), 0, 0
        self.worker, self.role = NOOR, "team-worker"

    def on(self, day):
        self.day, self.minute = datetime.date.fromisoformat(day), 0

    def act(self, kind, label=None, /, reason=None, **fields):
        self.count, self.minute = self.count + 1, self.minute + 5
        line = {"act": kind, "id": name(label or f"act {self.count}"), "dossier": HOUSEHOLD, "valid": self.day.isoformat(),
                "recorded": f"{self.day}T{9 + self.minute // 60:02}:{self.minute % 60:02}:00Z",
                "by": {"professional": self.worker, "organisation": TEAM, "role": self.role}}
        if reason:
            line["reason"] = reason
        line["fields"] = {key.replace("_", "-"): value for key, value in fields.items()}
        print(json.dumps(line, ensure_ascii=False))


def first_question(s):
    s.act("dossier-open", neighbourhood="Oud-Noord", team=TEAM)
    roles = {"Anna": ("adult", "1986-04-12"), "Bram": ("adult", "1984-11-30"), "Cato": ("child", "2010-02-03"),
             "Daan": ("child", "2013-08-19"), "Evi": ("child", "2017-05-27")}
    for person, (role, born) in roles.items():
        s.act("member-join", person=name(person), role=role, name=person, born=born)
    s.act("professional-join", professional=NOOR, organisation=TEAM, team="Noord", role="team-worker", name="Noor")
    s.act("professional-join", professional=SAM, organisation=TEAM, team="Noord", role="team-worker", name="Sam")
    s.act("request-receive", "request", asker="member", person=name("Anna"), kind="finances", channel="phone",
          question="We no longer dare to open the mail, and Cato has not been at school for two weeks.")
    s.on("2026-01-12")
    s.act("request-decide", request=name("request"), outcome="granted",
          motivation="Debts, absence from school and a depression hang together; the family cannot carry it alone now.")


def hearing(s):
    s.on("2026-01-14")
    s.act("member-hear", person=name("Anna"), how="alone")
    s.act("member-hear", person=name("Bram"), how="alone")
    s.act("member-hear", person=name("Cato"), how="alone", reason="Cato wanted to talk without her parents.")
    s.on("2026-01-16")
    s.act("member-hear", person=name("Daan"), how="with-parent")
    s.act("member-excuse", person=name("Evi"), why="Evi has a fever; the school's social worker spoke with her before.")


def analysis(s):
    s.act("analysis-open", "analysis")
    s.on("2026-01-21")
    levels = {"finances": (None, 1), "work-education": ("Cato", 2), "time-use": (None, 3), "housing": (None, 3),
              "domestic-relations": (None, 3), "mental-health": ("Bram", 2), "physical-health": (None, 4),
              "substance-use": (None, 5), "basic-adl": (None, 5), "instrumental-adl": (None, 3),
              "social-network": (None, 3), "participation": (None, 3), "justice": (None, 5)}
    for domain, (person, level) in levels.items():
        whose = {"person": name(person)} if person else {}
        s.act("domain-assess", analysis=name("analysis"), domain=domain, level=level, **whose)
    s.act("problem-identify", "debts", analysis=name("analysis"), domain="finances", severity="acute",
          kind="debts", description="Four months of rent behind, eviction announced.")
    s.act("problem-identify", "absence", analysis=name("analysis"), domain="work-education", person=name("Cato"),
          severity="serious", description="Two weeks away from school, afraid to go back.")
    s.act("problem-identify", "depression", analysis=name("analysis"), domain="mental-health", person=name("Bram"),
          severity="serious", kind="psychiatric", description="Lies in bed most of the day since he lost his job.")
    s.on("2026-01-23")
    s.act("analysis-conclude", analysis=name("analysis"))


def plan(s):
    s.act("coordination-offer", "offer", professional=NOOR, answer_by="2026-01-30", reason="Noor knows the family.")
    s.on("2026-01-26")
    s.act("coordination-accept", offer=name("offer"))
    s.act("plan-draft", "plan", title="Calm at home")
    goals = [("rent", "debts", "Anna", "The rent is paid every month", "months paid on time, of six", 0, 6000),
             ("school", "absence", "Cato", "Cato is at school", "school days present, of ten", 0, 9000),
             ("mood", "depression", "Bram", "Bram gets out of bed and sees people", "afternoons out of doors a week", 1000, 5000)]
    for label, problem, owner, title, indicator, baseline, target in goals:
        s.act("goal-set", label, plan=name("plan"), problem=name(problem), title=title, indicator=indicator,
              baseline=baseline, target=target, due="2026-09-01", owner=name(owner))
    s.act("action-start", "budget", plan=name("plan"), goal=name("rent"), provider=TEAM,
          provision="individual.debt-counselling", description="Stop the eviction, list the debts, pay the rent first.")
    s.act("action-start", "mentor", plan=name("plan"), goal=name("school"), provider=SAM,
          provision="general.school-social-work", description="Walk to school together for the first weeks.")
    for person in ("Anna", "Bram", "Cato", "Daan"):  # Evi is under twelve
        s.act("plan-accept", plan=name("plan"), person=name(person))
    s.on("2026-01-28")
    s.act("plan-activate", plan=name("plan"))
    s.act("tier-enter", ladder="care", tier="team-plan")
    s.act("setting-move", setting="home")


def talk_over(s, step, opinions):
    for person, opinion in opinions.items():
        s.act("client-consult", step=name(step), person=name(person), opinion=opinion)


def step_up(s):
    s.on("2026-02-16")
    s.act("step-propose", "up", ladder="care", tier="specialised", based_on=name("depression"),
          why="The general practitioner advises treatment for Bram.", evidence="Three talks, and what Anna tells.")
    s.act("step-decide", "too soon", step=name("up"), decision="accepted")
    s.act("expert-consult", "question", expertise="mental-health", problem=name("depression"), step=name("up"),
          question="Treatment in the clinic, or at home?")
    s.on("2026-02-17")
    s.act("expert-answer", consult=name("question"), advice="In the clinic, once a week; keep him at home.")
    s.on("2026-02-18")
    talk_over(s, "up", {"Bram": "agrees-with-remarks", "Cato": "agrees", "Daan": "agrees"})
    s.act("step-decide", step=name("up"), decision="accepted", reason="Bram wants Noor to stay his contact.")
    s.act("tier-enter", "specialised", ladder="care", tier="specialised", step=name("up"))
    wait_for_clinic(s)


def wait_for_clinic(s):
    s.act("referral-make", "referral", source="team", target=CLINIC, provision="individual.mental-health", known=True,
          attempted=True, why="Weekly treatment; what the team can do itself is not enough.")
    s.act("wait-start", "wait", provision="individual.mental-health", provider=CLINIC, expected="2026-04-20",
          interim=NOOR, referral=name("referral"))
    s.on("2026-02-25")
    s.act("referral-accept", referral=name("referral"))
    s.act("wait-bridge", wait=name("wait"), kind="support", minutes=60,
          support="Noor visits; a number for the nights is agreed.")
    for day, kind, minutes, support in (("2026-03-11", "contact", 20, "Noor calls Bram."),
                                        ("2026-03-16", "safety-check", 45, "Noor asks Anna and Bram apart."),
                                        ("2026-03-25", "support", 60, "A walk with Bram."),
                                        ("2026-04-08", "contact", 20, "Noor calls Bram and Anna."),
                                        ("2026-04-13", "safety-check", 30, "Noor asks Anna and Bram apart.")):
        s.on(day)
        s.act("wait-bridge", wait=name("wait"), kind=kind, minutes=minutes, support=support)
    s.on("2026-04-22")
    s.act("wait-end", wait=name("wait"), outcome="started")
    s.act("action-start", "treatment", plan=name("plan"), goal=name("mood"), provider=CLINIC,
          provision="individual.mental-health", description="Weekly treatment, six months.")


def results(s):
    scores = [("2026-05-11", {"rent": 0, "school": -1, "mood": -1}), ("2026-08-24", {"rent": 1, "school": 1, "mood": 0})]
    for day, levels in scores:
        s.on(day)
        for goal, level in levels.items():
            s.act("goal-score", goal=name(goal), level=level, rater="practitioner")
        s.act("goal-score", goal=name("school"), level=levels["school"] - 1, rater="child")


def step_down(s):
    s.on("2026-09-07")
    s.act("signal-report", "better", kind="improving", note="The clinic sees Bram twice a month now.")
    s.on("2026-09-14")
    s.act("step-propose", "down", ladder="care", tier="team-plan", based_on=name("better"),
          why="The treatment has ended as planned.")
    talk_over(s, "down", {"Bram": "agrees", "Cato": "agrees", "Daan": "agrees"})
    s.act("step-decide", step=name("down"), decision="accepted")
    s.act("tier-enter", ladder="care", tier="team-plan", step=name("down"))
    s.act("signal-close", signal=name("better"), why="The step down was taken.")
    for action in ("treatment", "mentor", "budget"):
        s.act("action-end", action=name(action))
    s.on("2026-10-05")
    for goal, how in {"rent": "achieved", "school": "achieved", "mood": "partly"}.items():
        s.act("goal-end", goal=name(goal), achievement=how)
    s.act("plan-close", plan=name("plan"))
    s.act("pilot-light-start", "light", interval=42, responsible=NOOR, reason="The family wants somebody to call.")
    s.on("2026-11-09")
    s.act("pilot-light-contact", pilot_light=name("light"), reached=True, minutes=25)


def main():
    s = Story("2026-01-08")
    for part in (first_question, hearing, analysis, plan, step_up, results, step_down):
        part(s)


if __name__ == "__main__":
    main()
