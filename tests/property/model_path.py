"""What acts make of a household, a part of the model in model.py: who coordinates, and the path of care."""
from model_policy import must


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
        stay = self.stay(act["ladder"])
        must(not stay or stay["tier"] != act["tier"], "WK4004", stay and stay["act"])
        return stay, "entry" if not stay else "up" if act["rank"] > stay["rank"] else "down"

    def step_propose(self, act):
        stay, direction = self.way(act)
        self.make(act).update({"direction": direction, "from-tier": stay and stay["tier"]})

    def client_consult(self, act):
        self.not_yet("decided", "steps", act, "step", "WK4005")
        self.make(act)

    def step_decide(self, act):
        step = self.not_yet("decided", "steps", act, "step", "WK4005")
        step.update({"decided": act.valid, "decision": act["decision"]})

    def tier_enter(self, act):
        stay, direction = self.way(act)
        if act["step"]:
            step = self.row("steps", act["step"])
            must((step["ladder"], step["tier"]) == (act["ladder"], act["tier"]), "WK4006", act["step"])
            must(step["decision"] == "accepted", "WK4007", act["step"])
            self.not_yet("entered", "steps", act, "step", "WK4008")["entered"] = act.valid
        if stay:
            self.end(stay, act)
        self.make(act)["direction"] = direction

    def setting_move(self, act):
        here = self.last("setting-stays", until=None)
        if here:
            same = (here["setting"], here["provider"]) == (act["setting"], act["provider"])
            must(not same, "WK4009", here["act"])
            self.end(here, act)
        self.make(act)

    def wait_bridge(self, act):
        self.not_yet("until", "waits", act, "wait", "WK4010")["bridged"] += 1
        self.make(act)

    def wait_end(self, act):
        wait = self.not_yet("until", "waits", act, "wait", "WK4010")
        wait.update({"until": act.valid, "outcome": act["outcome"]})

    def pilot_light_start(self, act):
        self.not_beside(self.last("pilot-lights", until=None), "WK4012")
        self.make(act)

    def pilot_light_contact(self, act):
        light = self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011")
        if act["reached"]:
            light.update({"contacts": light["contacts"] + 1, "last-contact": act.valid})

    def pilot_light_end(self, act):
        self.not_yet("until", "pilot-lights", act, "pilot-light", "WK4011")["until"] = act.valid
