#!/usr/bin/env python3
"""machine.py FOLDER TABLE EVENTS SECONDS: the ladder as a machine of the package transitions, fed with the events as
often as fits in the time. Prints "what events-per-second". FOLDER is where the package lies."""
import json
import sys
import time

sys.path.insert(0, sys.argv[1])
from transitions import Machine  # noqa: E402


class Household:
    def __init__(self):
        self.proposed, self.consulted, self.decided = None, False, False
        self.plan = self.coordinator = self.offered = False

    # -- guards --
    def no_offer(self, tier):
        return not self.offered

    def has_offer(self, tier):
        return self.offered

    def may_activate(self, tier):
        return self.coordinator and not self.plan

    def may_propose(self, tier):
        return (self.state, tier) in NEEDS

    def undecided(self, tier):
        return self.proposed is not None and not self.decided

    def met(self, tier):
        return all(getattr(self, name) for name in NEEDS[self.state, self.proposed])

    def accepted(self, tier):
        return self.decided and self.proposed == tier

    # -- what happens --
    def set_offer(self, tier):
        self.offered = True

    def set_coordinator(self, tier):
        self.offered, self.coordinator = False, True

    def set_plan(self, tier):
        self.plan = True

    def set_proposed(self, tier):
        self.proposed, self.consulted, self.decided = tier, False, False

    def set_consulted(self, tier):
        self.consulted = True

    def set_decided(self, tier):
        self.decided = True

    def used(self, tier):
        self.proposed, self.decided = None, False


def goes_to(tier):
    def is_it(event_tier):
        return event_tier == tier
    return is_it


def machine(table):
    every = ["nowhere", *table["tiers"]]
    inner = [
        ("OPEN", every, None, None), ("JOIN", every, None, None), ("DRAFT", every, None, None),
        ("OFFER", every, "no_offer", "set_offer"), ("ACCEPT", every, "has_offer", "set_coordinator"),
        ("ACTIVATE", every, "may_activate", "set_plan"), ("PROPOSE", table["tiers"], "may_propose", "set_proposed"),
        ("CONSULT", table["tiers"], "undecided", "set_consulted"),
        ("DECIDE", table["tiers"], ["undecided", "met"], "set_decided")]
    transitions = [{"trigger": name, "source": source, "dest": None, "conditions": guard, "before": action}
                   for name, source, guard, action in inner]
    transitions += [{"trigger": "BEGIN", "source": "nowhere", "dest": tier, "conditions": goes_to(tier)}
                    for tier in table["entries"]]
    transitions += [{"trigger": "ENTER", "source": step["from"], "dest": step["to"],
                     "conditions": ["accepted", goes_to(step["to"])], "before": "used"} for step in table["steps"]]
    return Machine(model=None, states=every, initial="nowhere", transitions=transitions, auto_transitions=False,
                   ignore_invalid_triggers=True)


def main():
    global NEEDS
    with open(sys.argv[2], encoding="utf-8") as file:
        table = json.load(file)
    NEEDS = {(step["from"], step["to"]): step["needs"] for step in table["steps"]}
    with open(sys.argv[3], encoding="utf-8") as file:
        events = [line.split() for line in file]
    made, seconds, rounds = machine(table), float(sys.argv[4]), 0
    last = [tier for name, tier, taken in events if name == "ENTER" and taken == "yes"][-1]
    start = time.process_time()
    while True:
        household = Household()
        made.add_model(household)
        for name, tier, _ in events:
            getattr(household, name)(tier)
        made.remove_model(household)
        rounds += 1
        taken = time.process_time() - start
        if taken > seconds:
            break
    if household.state != last:
        sys.exit(f"in {household.state}, expected {last}")
    print("machine", round(rounds * len(events) / taken))


if __name__ == "__main__":
    main()
