"""What acts make of a household, a part of the model in model.py: members, the network, requests and other households.
The plan is in model_plan.py, coordination and the path of care in model_path.py, safety and experts in model_care.py."""
from model_acts import must
from model_care import Care
from model_outcome import Outcome
from model_path import Coordination, Path
from model_plan import Actions, Analysis, Plans


class Rows:
    """Plain rows by table. An act has a method of its name, or else only makes its row."""
    begins_with = {"plan-draft": {"status": "draft", "version": 1, "kind": "team"}, "analysis-open": {"over": None},
                   "coordination-offer": {"answer": "open"}, "domain-assess": {"applicable": True},
                   "network-join": {"actions": 0, "minutes": 0}, "step-propose": {"dissents": 0},
                   "wait-start": {"bridged": 0, "contacts": 0, "minutes": 0},
                   "client-wait-start": {"bridged": 0, "contacts": 0, "minutes": 0},
                   "pilot-light-start": {"contacts": 0, "tried": 0, "missed": 0, "minutes": 0},
                   "referral-make": {"answer": "open"}}

    def __init__(self, catalog):
        self.catalog, self.open = catalog, False
        self.tables = {name: [] for name in catalog.kept}

    def copy(self):
        other = type(self)(self.catalog)
        other.open, other.tables = self.open, {name: [dict(row) for row in rows] for name, rows in self.tables.items()}
        return other

    def perform(self, act, judge=None):
        """What every act needs; what the policy says, when it is judged; what it does itself."""
        must(self.open or "on" in self.catalog.acts[act.type], "WK1001")
        for name, table in self.catalog.refers[act.type].items():
            if act[name] and table == "members":
                must(self.member(act[name]), "WK1007", act[name])
            elif act[name]:
                must(self.row(table, act[name]), "WK9001", act[name])
        if judge:
            judge(self, act)
        getattr(self, act.type.replace("-", "_"), self.make)(act)
        self.count_burdens()

    def make(self, act):
        """The row that an act makes: its fields that have a column of the same name, and the day."""
        makes = self.catalog.acts[act.type]["makes"]
        values = {**self.begins_with.get(act.type, {}), **act.fields}
        return self.add(makes["table"], act, **{makes["day"]: act.valid}, **values)

    def add(self, table, act, **values):
        row = dict.fromkeys(self.catalog.columns[table])
        row.update({name: value for name, value in values.items() if name in row or name == "over"}, act=act.id)
        self.tables[table].append(row)
        return row

    @staticmethod
    def change(row, act, **more):
        """A row takes over what an act says, and keeps what it leaves out."""
        row.update({name: value for name, value in act.fields.items() if name in row}, **more)

    def last(self, table, **wanted):
        """The last row of a table that has these values."""
        for row in reversed(self.tables[table]):
            for name, value in wanted.items():
                if row[name] != value:
                    break
            else:
                return row
        return None

    def row(self, table, act):
        return self.last(table, act=act)

    def not_yet(self, column, table, act, field, finding):
        """The row that a field of an act refers to, if it has no value there yet."""
        row = self.row(table, act[field])
        must(row[column] is None, finding, act[field])
        return row

    def not_beside(self, row, finding):
        """There must be none that lasts."""
        must(row is None, finding, row and row["act"])

    @staticmethod
    def end(row, act):
        row["until"] = act.valid
        if "days" in row:
            row["days"] = act.valid - row["from"]


class Household:
    def member(self, person):
        return self.last("members", person=person, until=None)

    def members(self):
        return [row for row in self.tables["members"] if row["until"] is None]

    # -- the dossier --

    def dossier_open(self, act):
        must(not self.tables["dossiers"], "WK1002")
        must(not self.tables["improvements"] and not self.tables["variations"], "WK5002")
        self.make(act)
        self.add("episodes", act, **{"from": act.valid})
        self.open = True

    def dossier_close(self, act):
        self.not_beside(self.active_plan(), "WK1004")
        must(not self.last("waits", until=None), "WK1005")
        self.close(act)

    def close(self, act):
        """What stands open in actions, tiers, settings, pilot lights, pauses, supports, coordination and analyses ends
        with it."""
        self.tables["dossiers"][0].update({"closed": act.valid, "exit": act["exit"]})
        self.tables["episodes"][-1].update({"until": act.valid, **{
            name: act[name] for name in ("exit", "destination", "code", "ending")}})
        for table in ("tier-stays", "setting-stays", "pilot-lights", "case-pauses", "supports", "coordinators",
                      "acting"):
            for row in self.tables[table]:
                if row["until"] is None:
                    self.end(row, act)
        for action in self.tables["actions"]:
            if action["until"] is None:
                self.end_action(action, act)
        for offer in self.tables["offers"]:
            if offer["answer"] == "open":
                offer.update({"answer": "withdrawn", "answered": act.valid})
        for analysis in self.tables["analyses"]:
            analysis["over"] = True
        self.open = False

    def dossier_reopen(self, act):
        must(self.tables["dossiers"], "WK1001")
        must(not self.open, "WK1003")
        away = act.valid - self.tables["episodes"][-1]["until"]
        self.add("episodes", act, **{"from": act.valid, "days-away": away})
        self.tables["dossiers"][0]["closed"] = None
        self.open = True

    # -- members and professionals --

    def member_join(self, act):
        must(not self.member(act["person"]), "WK1006", act["person"])
        self.make(act)

    def member_leave(self, act):
        self.end(self.member(act["person"]), act)

    def member_revise(self, act):
        self.change(self.member(act["person"]), act)

    def member_hear(self, act):
        """Again: the last who asked the same was somebody else."""
        before = self.last("hearings", person=act["person"], topic=act["topic"])
        self.make(act).update({"by": act.professional, "again": bool(before and before["by"] != act.professional)})
        self.member(act["person"]).update({"heard": act.valid, "how": act["how"]})

    def member_excuse(self, act):
        self.member(act["person"])["excused"] = act.valid

    def professional_join(self, act):
        here = self.last("professionals", professional=act["professional"], until=None)
        must(not here, "WK1008", act["professional"])
        self.make(act)

    def professional_leave(self, act):
        here = self.last("professionals", professional=act["professional"], until=None)
        must(here, "WK1009", act["professional"])
        self.end(here, act)

    def request_decide(self, act):
        request = self.not_yet("decided", "requests", act, "request", "WK6001")
        request.update({"decided": act.valid, "outcome": act["outcome"], "motivation": act["motivation"]})


class Network:
    def member_relate(self, act):
        must(act["person"] != act["of"], "WK1016", act["person"])
        self.make(act)

    def relation_end(self, act):
        self.end(self.not_yet("until", "relations", act, "relation", "WK1010"), act)

    def representatives(self, person):
        """Who represents a member in law; the authority of a parent is something else."""
        return [row["person"] for row in self.tables["relations"] if row["of"] == person and row["authority"] and (
            row["relation"] != "parent" and row["until"] is None)]

    def network_join(self, act):
        must(not self.last("network", person=act["person"], until=None), "WK1011", act["person"])
        self.make(act)

    def network_leave(self, act):
        helper = self.last("network", person=act["person"], until=None)
        must(helper, "WK1012", act["person"])
        self.end(helper, act)

    def count_burdens(self):
        """What the helpers who are here hold now."""
        for helper in self.tables["network"]:
            if helper["until"] is None:
                held = [row for row in self.tables["actions"] if row["from"] is not None and row["until"] is None and (
                    (row["holder"], row["provider"]) == ("network", helper["person"]))]
                helper["actions"] = len(held)
                helper["minutes"] = sum(row["minutes"] or 0 for row in held if row["paused"] is None)

    def party(self, who):
        """What somebody is to the household now."""
        if who is None or self.member(who):
            return who and "member"
        if self.last("network", person=who, until=None):
            return "network"
        return "professional" if self.last("professionals", professional=who, until=None) else "organisation"

    # -- households that go into one another, or split off --

    def household_absorb(self, act):
        active = self.active_plan()
        must(not act["plan"] or (active and active["act"] == act["plan"]), "WK1014", act["plan"])
        self.make(act)["kind"] = "absorbed"

    def household_merge_into(self, act):
        active = self.active_plan()
        must(not active or act["plan"], "WK1013", active and active["act"])
        if active:
            active.update({"status": "closed", "until": act.valid})
        for wait in self.tables["waits"]:
            if wait["until"] is None:
                wait.update({"until": act.valid, "outcome": "other"})
        self.close(act)
        self.make(act)["kind"] = "merged-into"

    def household_split_off(self, act):
        self.make(act)["kind"] = "split-off"

    def household_split_from(self, act):
        self.make(act)["kind"] = "split-from"


class State(Household, Network, Analysis, Plans, Actions, Coordination, Path, Care, Outcome, Rows):
    """All of it."""
