"""Lines of acts for the tests of the command: a made-up household from the first question to the pilot light. The words
that a person could be known by all carry MARKER, so that a test can look for them where they must not be."""
import datetime
import json
import uuid

MARKER = "Zwaluwstaart"


def name_id(text):
    """An id that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:wijkteam-test:" + text))


class Story:
    """Acts of one dossier, in order of recording."""

    def __init__(self, name, day="2026-03-02"):
        self.name = name
        self.dossier = name_id(name)
        self.day = datetime.date.fromisoformat(day)
        self.worker = name_id("worker")
        self.lines = []

    def wait(self, days):
        self.day += datetime.timedelta(days=days)

    def person(self, name):
        return name_id(self.name + "/" + name)

    def act(self, act, /, reason=None, **fields):
        """Add an act; gives its id."""
        number = len(self.lines)
        line = {
            "act": act,
            "id": name_id(f"{self.name}/{number}"),
            "dossier": self.dossier,
            "valid": self.day.isoformat(),
            "recorded": f"{self.day.isoformat()}T10:{number // 60 % 60:02}:{number % 60:02}Z",
            "by": {"professional": self.worker, "organisation": name_id("organisation"), "role": "team-worker"},
        }
        if reason:
            line["reason"] = reason
        if fields:
            line["fields"] = {key.replace("_", "-"): value for key, value in fields.items()}
        self.lines.append(line)
        return line["id"]

    def text(self):
        return as_text(self.lines)


def as_text(lines):
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)


def meet(story, members=("Anna", "Bram", "Cato")):
    story.act("dossier-open", neighbourhood="Oud-Zuid")
    for place, name in enumerate(members):
        story.act("member-join", person=story.person(name), role="adult" if place < 2 else "child",
                  name=f"{name} {MARKER}", born="1985-04-01" if place < 2 else "2014-09-13")
    story.act("professional-join", professional=story.worker, role="team-worker", name=f"Kim {MARKER}")
    request = story.act("request-receive", asker="member", person=story.person("Anna"), kind="finances",
                        channel="phone", question=f"The bills of {MARKER} are not opened any more.")
    story.wait(3)
    for name in members:
        story.act("member-hear", person=story.person(name), how="alone")
    story.act("request-decide", request=request, outcome="granted", motivation=f"{MARKER} cannot carry it alone.")
    return request


def plan(story):
    """Analysis, plan, goals, coordination, entry to the ladder; gives (plan, goal)."""
    anna = story.person("Anna")
    analysis = story.act("analysis-open")
    story.act("domain-assess", analysis=analysis, domain="finances", level=1, note=f"{MARKER} told it at home")
    problem = story.act("problem-identify", analysis=analysis, domain="finances", person=anna, severity="serious",
                        description=f"{MARKER} is three months of rent behind")
    story.act("analysis-conclude", analysis=analysis)
    offer = story.act("coordination-offer", professional=story.worker)
    story.act("coordination-accept", offer=offer)
    drafted = story.act("plan-draft", title=f"Calm at home for {MARKER}")
    goal = story.act("goal-set", plan=drafted, problem=problem, title=f"{MARKER} pays the fixed costs every month",
                     indicator="months paid, of six", baseline=1500, target=6000, due="2026-12-31", owner=anna)
    story.act("action-start", plan=drafted, goal=goal, provider=story.worker, provision="general.budget-advice",
              description=f"open the mail of {MARKER} together")
    story.wait(7)
    story.act("plan-accept", plan=drafted, person=anna)
    story.act("plan-accept", plan=drafted, person=story.person("Bram"))
    story.act("plan-activate", plan=drafted, reason=f"{MARKER} agrees")
    story.act("tier-enter", ladder="care", tier="team-plan")
    return drafted, goal


def step(story, tier):
    proposed = story.act("step-propose", ladder="care", tier=tier)
    story.act("client-consult", step=proposed, person=story.person("Anna"), opinion="agrees")
    story.act("step-decide", step=proposed, decision="accepted")
    story.act("tier-enter", ladder="care", tier=tier, step=proposed)


def household(name="household"):
    """All of it; every line is good under the built-in rules."""
    story = Story(name)
    meet(story)
    _, goal = plan(story)
    story.wait(20)
    step(story, "specialised")
    wait = story.act("wait-start", provision="individual.mental-health", interim=story.worker)
    story.wait(10)
    story.act("wait-bridge", wait=wait, support=f"talk with {MARKER} at home")
    story.wait(10)
    story.act("wait-end", wait=wait, outcome="started")
    story.act("setting-move", setting="clinic")
    story.act("goal-score", goal=goal, level=-1, rater="practitioner")
    story.wait(60)
    story.act("goal-score", goal=goal, level=1, rater="client")
    story.act("setting-move", setting="home")
    step(story, "team-plan")
    light = story.act("pilot-light-start", interval=30, responsible=story.worker)
    story.wait(30)
    story.act("pilot-light-contact", pilot_light=light, reached=True)
    return story
