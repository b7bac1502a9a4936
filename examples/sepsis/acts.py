#!/usr/bin/env python3
"""acts.py FILE.csv > acts.jsonl: care pathways of a hospital as acts.

A patient is a dossier. Registration opens it, an admission enters a tier of the ladder `hospital` (emergency room,
normal care, intensive care), another organisational unit is a setting move, a release closes the dossier, and coming
back reopens it.
"""
import csv
import json
import sys
import uuid

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://doi.org/10.4121/uuid:915d2bfb-7e84-49ad-a286-dc35f063a460")
TIERS = {"ER Registration": "er", "Return ER": "er", "Admission NC": "nc", "Admission IC": "ic"}


def name(*parts):
    return str(uuid.uuid5(SPACE, "/".join(parts)))


class Case:
    def __init__(self, case):
        self.case, self.count = case, 0
        self.opened = self.open = False
        self.tier = self.setting = None

    def act(self, event, kind, **fields):
        self.count += 1
        print(json.dumps({
            "act": kind, "id": name(self.case, str(self.count)), "dossier": name(self.case),
            "valid": event["time"][:10], "recorded": event["time"] + "Z",
            "by": {"professional": name("unit", event["group"]), "organisation": name("hospital"), "role": "hospital"},
            "fields": fields}))

    def arrive(self, event):
        if not self.open:
            self.act(event, "dossier-reopen" if self.opened else "dossier-open")
            self.opened = self.open = True
        tier = TIERS[event["activity"]]
        if tier != self.tier:
            self.act(event, "tier-enter", ladder="hospital", tier=tier)
        setting = "unit-unknown" if event["group"] == "?" else "unit-" + event["group"].lower()
        if setting != self.setting:
            self.act(event, "setting-move", setting=setting)
        self.tier, self.setting = tier, setting

    def leave(self, event):
        self.act(event, "dossier-close", exit=event["activity"].lower().replace(" ", "-"))
        self.open, self.tier, self.setting = False, None, None


def main(path):
    cases = {}
    with open(path, encoding="utf-8", newline="") as file:
        for event in csv.DictReader(file):
            case = cases.setdefault(event["case"], Case(event["case"]))
            if event["activity"] in TIERS:
                case.arrive(event)
            elif event["activity"].startswith("Release"):
                case.leave(event)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
