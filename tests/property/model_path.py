"""What acts make of a household, a part of the model in model.py: who coordinates, and the path of care.
What is noticed, weighed, referred and asked of experts is in model_care.py."""
from model_acts import must


class Coordination:
    def coordinator(self):
        return self.last("coordinators", until=None)

    def coordination_offer(self, act):
        pending = self.last("offers", answer="open")
        must(not pending, "WK3002", act["professional"], pending and pending["act"])
        self.make(act)

    def answer(self, act, answer):
        offer = self.not_yet("answered", "offers", act, "offer", "WK3003")
        offer.update({"answer": answer, "answered": act.valid})
        return offer["professional"]

    def coordination_accept(self, act):
        professional, current = self.answer(act, "accepted"), self.coordinator()
        must(not current or current["professional"] != professional, "WK3004", professional)
        for row in (current, self.last("acting", until=None)):
            if row:
                self.end(row, act)
        self.add("coordinators", act, professional=professional, **{"from": act.valid})

    def coordination_decline(self, act):
        self.answer(act, "declined")

    def coordination_withdraw(self, act):
        self.answer(act, "withdrawn")

    def acting_begin(self, act):
        coordinator, acting = self.coordinator(), self.last("acting", until=None)
        must(coordinator, "WK3010", act["professional"])
        must(coordinator["professional"] != act["professional"], "WK3009", act["professional"])
        must(not acting, "WK3005", act["professional"], acting and acting["act"])
        self.make(act)["coordinator"] = coordinator["professional"]

    def acting_end(self, act):
        self.end(self.not_yet("until", "acting", act, "acting", "WK3008"), act)

    def claim_resolve(self, act):
        self.change(self.not_yet("resolved", "claims", act, "claim", "WK3011"), act, resolved=act.valid)

    def duty_perform(self, act):
        self.make(act)["professional"] = (self.coordinator() or {}).get("professional")


class Path:
    def stay(self, ladder):
        return self.last("tier-stays", ladder=ladder, until=None)

    def way(self, act):
        """Where the household is on the ladder, and which way the tier of an act lies from there."""
        stay = self.stay(act["ladder"])
        must(not stay or stay["tier"] != act["tier"], "WK4004", stay and stay["act"])
        return stay, "entry" if not stay else "up" if act["rank"] > stay["rank"] else "down"

    # -- a step: proposed, talked over, decided, entered --

    def step_propose(self, act):
        stay, direction = self.way(act)
        self.make(act).update({"direction": direction, "from-tier": stay and stay["tier"], "by": act.professional,
                               "episode": len(self.tables["episodes"])})

    def goes_on(self, step):
        """What was not decided or entered when the dossier closed has lapsed."""
        return step["episode"] == len(self.tables["episodes"])

    def undecided(self, act):
        must(self.goes_on(self.row("steps", act["step"])), "WK4067", act["step"])
        self.not_yet("decided", "steps", act, "step", "WK4005")
        return self.not_yet("entered", "steps", act, "step", "WK4008")

    def client_consult(self, act):
        step = self.undecided(act)
        step["consulted"] = act.valid if step["consulted"] is None else step["consulted"]
        step["dissents"] += act["opinion"] == "dissents"
        for row in self.tables["dissents"] if act["opinion"] != "dissents" else ():
            if (row["step"], row["party"], row["lifted"]) == (act["step"], act["person"], None):
                row["lifted"] = act.valid
        self.make(act)

    def step_dissent(self, act):
        """Of a step that was decided or entered too."""
        self.row("steps", act["step"])["dissents"] += 1
        self.make(act)

    def step_decide(self, act):
        step = self.undecided(act)
        step.update({"decided": act.valid, "decision": act["decision"], "decided-by": act.professional})

    def tier_enter(self, act):
        stay, direction = self.way(act)
        if act["step"]:
            step = self.row("steps", act["step"])
            asked = (act["ladder"], stay and stay["tier"], act["tier"])
            must((step["ladder"], step["from-tier"], step["tier"]) == asked, "WK4006", act["step"])
            must(step["decision"] == "accepted" or act["emergency"] and not step["decision"], "WK4007", act["step"])
            self.not_yet("entered", "steps", act, "step", "WK4008")
            must(self.goes_on(step), "WK4067", act["step"])
            step["entered"] = act.valid
        if act["emergency"]:
            must(direction != "down", "WK4014", stay and stay["act"])
            must(act.reason, "WK4013")
            self.add("overrides", act, **act.fields, **{"from-tier": stay and stay["tier"], "entered": act.valid})
        self.into_tier(act, stay, direction)

    def into_tier(self, act, stay, direction):
        if stay:
            self.end(stay, act)
        row = self.make(act)
        row["direction"] = direction
        return row

    def override_review(self, act):
        self.change(self.not_yet("reviewed", "overrides", act, "override", "WK4064"), act, reviewed=act.valid)

    # -- settings: no step, whatever the tiers --

    def setting_move(self, act):
        here = self.last("setting-stays", until=None)
        if here:
            same = (here["setting"], here["provider"]) == (act["setting"], act["provider"])
            must(not same, "WK4009", here["act"])
            self.end(here, act)
        self.make(act)["from-setting"] = here and here["setting"]

    # -- waits, and pauses of the case --

    def client_wait_start(self, act):
        self.make(act)["waits-for"] = "client"

    def wait_start(self, act):
        self.make(act)["waits-for"] = "provider"

    def wait_bridge(self, act):
        """To look whether it is safe bridges nothing."""
        wait, kind = self.not_yet("until", "waits", act, "wait", "WK4010"), act["kind"] or "support"
        wait["minutes"] += act["minutes"] or 0
        if kind == "safety-check":
            wait["checked"] = act.valid
        else:
            wait["bridged"] += 1
        if kind == "contact":
            wait["contacts"] += 1
        self.make(act)["kind"] = kind

    def wait_revise(self, act):
        self.change(self.not_yet("until", "waits", act, "wait", "WK4010"), act)

    def wait_end(self, act):
        wait = self.not_yet("until", "waits", act, "wait", "WK4010")
        wait.update({"until": act.valid, "outcome": act["outcome"]})
        if act["outcome"] == "started":
            wait["started"] = act.valid

    def case_pause(self, act):
        self.not_beside(self.last("case-pauses", until=None), "WK4062")
        self.make(act)

    def case_resume(self, act):
        self.end(self.not_yet("until", "case-pauses", act, "pause", "WK4063"), act)

    # -- the pilot light --

    def pilot_light_start(self, act):
        self.not_beside(self.last("pilot-lights", until=None), "WK4012")
        self.make(act)["due"] = act.valid + act["interval"]

    def pilot_light_contact(self, act):
        """A contact is due one interval after the last one that reached the household, and every interval after that."""
        light = self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011")
        self.make(act)["due"] = light["due"]
        light["tried"] += 1
        light["minutes"] += act["minutes"] or 0
        if act["reached"]:
            light["contacts"] += 1
            light["missed"] += len(range(light["due"], act.valid, light["interval"]))
            light.update({"last-contact": act.valid, "due": act.valid + light["interval"]})

    def pilot_light_end(self, act):
        self.end(self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011"), act)

    def pilot_light_return(self, act):
        stay, direction = self.way(act)
        must(self.last("tier-stays", ladder=act["ladder"], tier=act["tier"]), "WK4017")
        light = self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011")
        self.end(light, act)
        light["returned"] = True
        self.into_tier(act, stay, direction)["returned"] = True
