"""Rule packs for random histories: those of the tests, the built-in one, and it with other rules of every kind."""
import datetime
import functools
import json
import os
import uuid

from model_facts import ABOUT, DATED, FACTS, HOLDS, QUANTITIES

ROOT = os.environ["WIJK_SOURCE_ROOT"]
NAMES = ["default"] * 8 + ["made-up"] * 6 + ["lenient", "all-facts", "other-ladder", "bare"]
FIRST_DAY = 20000  # of the histories
CHANGES = ("goal-set", "goal-revise", "goal-end", "action-plan", "action-start", "action-end")
FIELDS = {"goal-set": "baseline", "goal-revise": "target", "goal-end": "achievement", "action-plan": "minutes",
          "action-start": "goal", "action-end": "action"}
WAYS = ("alone", "with-parent", "with-other", "through-representative")


@functools.lru_cache(maxsize=None)
def read(name):
    path = ("src", "policy", "default.json") if name == "default" else ("tests", "cases", "packs", name + ".json")
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def pack(dice):
    name = dice.choice(NAMES)
    return made_up(dice) if name == "made-up" else read(name)


def made_up(dice):
    """The built-in pack with other conditions, material changes, ages, roles kept apart, mandates and severities."""
    made = json.loads(read("default"))
    made["name"], made["domains"] = "made-up", made["domains"][:dice.randint(2, 3)]
    made["plan"] = {"activation": condition(dice), "material": [
        name + (dice.choice(["", "." + FIELDS[name]])) for name in CHANGES if dice.random() < 0.6]}
    if dice.random() < 0.5:
        made["plan"]["advice"] = condition(dice)
    for ladder in made["ladders"]:
        if dice.random() < 0.7:
            make_up(dice, ladder)
    made["advice"] = [{"problem": problem, "expertise": expertise, **severity} for problem, expertise, severity in zip(
        dice.sample(["domestic-violence", "addiction", "psychiatric", "care-avoidance"], 4),
        dice.choices(["domestic-violence", "addiction"], k=dice.randrange(4)),
        dice.choices([{}, {"severity": "serious"}], k=4))]
    made["hearing"]["ages"] = [
        {"from": age, "ways": dice.sample(WAYS, dice.randint(1, 3)), "accepts": dice.random() < 0.6,
         **dice.choice([{}, {"consulted": True}, {"consulted": False}])}
        for age in [0, *sorted(dice.sample(range(1, 25), dice.randrange(3)))]]
    empowerment = next(one for one in made["instruments"] if one["key"] == "empowerment")["scales"][0]
    empowerment.update({"sd": dice.choice([4, 12.5]), "reliability": dice.choice([0, 0.8])})
    made["terms"]["retell"] = {"count": dice.randint(1, 20), "unit": dice.choice(["days", "weeks"])}
    made["separation"] = dice.sample([["coordinator", "team-worker"], ["needs-assessor", "coordinator"],
                                      ["process-coordinator", "team-worker"], ["provider", "process-coordinator"],
                                      ["team-worker", "provider"]], dice.randint(0, 4))
    made["mandates"] = [mandate(dice, made["ladders"]) for _ in range(dice.choice([0, 0, 2, 4]))]
    made["provisions"][0].pop("class")
    made["severities"] = {code: dice.choice(["off", "note", "warn", "refuse"]) for code in (
        "WK1027", "WK2005", "WK2036", "WK3006", "WK3007", "WK4001", "WK4002", "WK4003") if dice.random() < 0.4}
    for part in ("hearing", "separation", "mandates"):
        if dice.random() < 0.2:
            del made[part]
    if dice.random() < 0.2:
        del made["terms"]["retell"]
    return json.dumps(made)


def make_up(dice, ladder):
    """Other tiers, steps, conditions, suggestions, and rules for an emergency."""
    tiers = [dict(tier) for place, tier in enumerate(ladder["tiers"]) if place < 2 or dice.random() < 0.7]
    if dice.random() < 0.3:
        tiers.insert(dice.randrange(len(tiers)), {"key": "between", "en": "between", "nl": "ertussen"})
    for place, tier in enumerate(tiers):
        tier["entry"] = dice.random() < 0.5 or place == 0
        tier["intended"] = {"count": dice.randint(1, 20), "unit": dice.choice(["days", "weeks"])}
        if dice.random() < 0.5:
            del tier["intended"]
    if dice.random() < 0.4:
        for rank, tier in zip(sorted(dice.sample(range(1, 60), len(tiers))), tiers):
            tier["rank"] = rank
    ladder["tiers"], ladder["decided"], keys = tiers, dice.random() < 0.6, [tier["key"] for tier in tiers]
    pairs = [(low, high) for low in keys for high in keys if low != high]
    needed = [(before, tier["key"]) for before, tier in zip(keys, tiers[1:]) if not tier["entry"]]
    ladder["steps"] = [
        {"from": low, "to": high, **({"when": condition(dice)} if dice.random() < 0.7 else {}),
         **dice.choice([{}, {}, {"coordination": "passes"}, {"coordination": "stays"}])}
        for low, high in pairs if (low, high) in needed or dice.random() < 0.5]
    ladder["suggestions"] = [{"from": low, "to": high, "when": condition(dice)}
                             for low, high in dice.sample(pairs, min(len(pairs), dice.randrange(4)))]
    ladder["emergency"] = dice.choice([{"use": "acutely-unsafe"}, condition(dice)])
    if dice.random() < 0.3:
        del ladder["emergency"]


def mandate(dice, ladders):
    act = dice.choice(["action-start", "action-start", "action-plan", "wait-start", "plan-activate", "goal-set",
                       "act-withdraw", "act-correct", "step-decide", "tier-enter", "step-propose", "pilot-light-return"])
    one = {"act": act, dice.choice(["role", "role", "professional"]): None}
    if "role" in one:
        one["role"] = dice.choice(["team-worker", "coordinator"])
    if "professional" in one:
        one["professional"] = str(uuid.UUID(bytes=f"worker-{dice.randrange(3)}".encode().ljust(16, b"\0")))
    if act in ("action-start", "action-plan", "wait-start") and dice.random() < 0.3:
        one["provision"] = dice.choice(["general.walk-in", "general.social-work"])
    if act.startswith("action") and dice.random() < 0.5:
        one["up_to"] = dice.randrange(60)
    if act in ("step-decide", "tier-enter", "step-propose", "pilot-light-return") and dice.random() < 0.7:
        ladder = dice.choice(ladders)
        one["ladder"] = ladder["key"]
        if dice.random() < 0.5:
            one["tier"] = dice.choice(ladder["tiers"])["key"]
    days = sorted(dice.sample(range(FIRST_DAY - 20, FIRST_DAY + 60), 2))
    for name, day in zip(("from", "until"), days):
        if dice.random() < 0.3:
            one[name] = (datetime.date(1970, 1, 1) + datetime.timedelta(day)).isoformat()
    return one


def atoms():
    """Facts, and what they may be about: the first words of the built-in pack."""
    made = json.loads(read("default"))
    words = {"tiers": made["ladders"][0]["tiers"], **{name: made[name] for name in ("signals", "domains", "problems")}}
    words["instruments"] = made["instruments"][1:3]
    words["scales"] = [{"key": "gas.goal"}, {"key": "empowerment.total"}]
    return sorted([(fact, "") for fact in (*FACTS, *HOLDS)] + [
        (fact, word["key"]) for fact, name in ABOUT.items() for word in words[name][:2]])


def condition(dice):
    """A condition in which nothing stands twice, so that what is missing has one smallest set."""
    chosen = dice.sample(ATOMS, 8)

    def fact():
        name, about = chosen.pop()
        one = {"fact": name, **({"about": about} if about else {})}
        if name in DATED and dice.random() < 0.5:
            one["within_days"] = dice.randrange(60)
        if name in QUANTITIES:
            one[dice.choice(["at_least", "at_most"])] = dice.randint(1, 5) * (3 if name == "days-in-tier" else 1)
        return one

    def group(depth):
        return {dice.choice(["all", "any"]): [group(depth - 1) if depth else fact()
                                              for _ in range(dice.randint(1, 2 + depth))]}

    return {dice.choice(["all", "any"]): [group(1), {"not": fact()}]} if dice.random() < 0.3 else group(1)


ATOMS = atoms()
