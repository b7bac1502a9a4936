#!/usr/bin/env python3
"""coordination.py LIBRARY [--record]: every state of the coordination machine times every act.

A state is: the dossier, the plan, the coordinator, the open offer, who acts, and an open claim. The states are found
breadth first, from a household that nobody knows and from one that has a past, through the public library only, under
a policy that asks for nothing. coordination-table.txt says what every act does in each; the test compares, --record
writes it. Whichever way a state is reached, it must answer the same; an active plan never stands beside no coordinator;
and somebody becomes the coordinator by accepting only."""
import difflib
import json
import os
import sys

import model
from library import Differs, Library, Real

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "coordination-table.txt")
HEADER = """\
# What every act does in every state of the coordination machine (coordination.py compares this with the library, and
# writes it with --record). A state is a line at the margin. Below it stands a line for every act: after -> what
# changes, "nothing" when the act is taken and the state stays; or why the act is refused, each finding with what it is
# about and a second thing.
#
# A, B and C are professionals, D is a party that claims to coordinate. An act that needs a plan, an offer, an acting or
# a claim is about the one that is open; when there is none, about one that is closed, answered, ended or resolved. A
# plan is drafted where there is none; "another plan" is drafted and activated at once. "That plan" is one of the
# household that this one goes into. The policy asks for nothing, so that what is refused here no policy can allow.
"""
POLICY = json.dumps({
    "format": 1, "name": "Nothing is asked", "version": "1", "valid_from": "2026-01-01",
    "exits": [{"key": "self-reliant", "en": "goes on without support", "nl": "verder zonder ondersteuning"}],
    "duties": [{"key": "call", "en": "call", "nl": "bellen", "within": {"count": 1, "unit": "weeks"}}]})
PARTS = ("dossier", "plan", "coordinator", "offer", "acting", "claim")
ORDER = ("none", "open", "closed", "draft", "active", "A", "B", "C")
NOBODY_KNOWS = ("none",) * 6
FIRST_DAY = 20000

# An act in words, and the acts that it takes: a type, and its fields; * is the coordinator, and @ what PARTS has most
# recently of that name.
ACTS = {
    "dossier-open": [("dossier-open", {})],
    "dossier-close": [("dossier-close", {"exit": "self-reliant"})],
    "dossier-reopen": [("dossier-reopen", {})],
    "plan-draft": [("plan-draft", {})],
    "plan-activate": [("plan-activate", {"plan": "@plan"})],
    "plan-activate, another plan": [("plan-draft", {}), ("plan-activate", {"plan": "@new"})],
    "plan-close": [("plan-close", {"plan": "@plan"})],
    "coordination-offer to A": [("coordination-offer", {"professional": "A"})],
    "coordination-offer to B": [("coordination-offer", {"professional": "B"})],
    "coordination-accept": [("coordination-accept", {"offer": "@offer"})],
    "coordination-decline": [("coordination-decline", {"offer": "@offer"})],
    "coordination-withdraw": [("coordination-withdraw", {"offer": "@offer"})],
    "acting-begin by C": [("acting-begin", {"professional": "C"})],
    "acting-begin by the coordinator": [("acting-begin", {"professional": "*"})],
    "acting-end": [("acting-end", {"acting": "@acting"})],
    "coordination-claim": [("coordination-claim", {"party": "D"})],
    "claim-resolve": [("claim-resolve", {"claim": "@claim", "resolution": "rejected"})],
    "duty-perform": [("duty-perform", {"duty": "call"})],
    "household-merge-into": [("household-merge-into", {"household": "H"})],
    "household-merge-into, that plan goes on": [("household-merge-into", {"household": "H", "plan": "theirs"})],
}
MAKERS = {"plan-draft": "plan", "coordination-offer": "offer", "acting-begin": "acting", "coordination-claim": "claim"}
PAST = ("dossier-open", "plan-draft", "plan-close", "coordination-offer to A", "coordination-decline",
        "coordination-offer to A", "coordination-accept", "acting-begin by C", "acting-end", "coordination-claim",
        "claim-resolve", "dossier-close", "dossier-reopen")


class Way:
    """A dossier that came to a state by acts in words."""

    def __init__(self, library, words=()):
        self.real, self.made, self.last = Real(library, POLICY), 0, {}
        self.words, self.state = (), NOBODY_KNOWS
        for word in words:
            answer = self.take(word)
            assert answer.status == "OK", (self.words, word, answer)

    def acts(self, word):
        made, last, acts = self.made, self.last, []
        for kind, fields in ACTS[word]:
            made += 1
            name = f"{MAKERS.get(kind, 'act')}-{made}"
            fields = {field: self.means(value, acts) for field, value in fields.items()}
            acts.append(model.Act(kind, name, FIRST_DAY + made, made * 10 ** 6, "W", fields=fields))
            last = {**last, MAKERS[kind]: name} if kind in MAKERS else last
        return acts, made, last

    def means(self, value, acts):
        if value == "*":
            return self.state[2] if self.state[2] != "none" else "A"
        return acts[-1].id if value == "@new" else self.last.get(value[1:], "nothing") if value[0] == "@" else value

    def submit(self, acts):
        return self.real.submit(acts[0]) if len(acts) == 1 else self.real.submit_all(acts)

    def take(self, word):
        acts, made, last = self.acts(word)
        answer = self.submit(acts)
        if answer.status == "OK":
            self.made, self.last, self.words, self.state = made, last, (*self.words, word), self.look()
        return answer

    def attempt(self, word):
        """What an act would do: the answer, and the state after it."""
        acts, _, _ = self.acts(word)
        self.real.begin()
        for act in acts:
            answer = self.real.submit(act)
        state = self.look() if answer.status == "OK" else self.state
        self.real.rollback()
        return answer, state

    def rows(self, table):
        return self.real.table(table, None, None)

    def look(self):
        """The state, as the tables have it."""
        def only(table, column, **wanted):
            names = [row[column] for row in self.rows(table)
                     if all(row.get(name) == value for name, value in wanted.items())]
            return names[-1] if names else "none"

        dossier = self.rows("dossiers")
        plans = [row["status"] for row in self.rows("plans")]
        plan = next((status for status in ("active", "draft") if status in plans), "none")
        return ("none" if not dossier else "closed" if "closed" in dossier[0] else "open", plan,
                only("coordinators", "professional", until=None), only("offers", "professional", answer="open"),
                only("acting", "professional", until=None),
                "open" if only("claims", "party", resolved=None) != "none" else "none")

    def check_days(self):
        """On every day of an active plan there is exactly one coordinator; on no day two plans are active."""
        plans, coordinators = self.rows("plans"), self.rows("coordinators")
        for day in range(FIRST_DAY, FIRST_DAY + self.made + 2):
            active, coordinating = ([row["from"] <= day < row.get("until", day + 1) for row in rows if "from" in row]
                                    for rows in (plans, coordinators))
            assert sum(active) <= 1 and sum(coordinating) <= 1 and sum(active) <= sum(coordinating), (self.words, day)


def follows(word, state):
    """Whether a way goes on from here: more plans or claims than one are no other states."""
    return not (word == "plan-activate, another plan" or (word == "coordination-claim" and state[5] == "open"))


def tried(word, state):
    return word != "plan-draft" or state[1] == "none"


def described(parts, values):
    return ", ".join(f"{part} {'to ' if part == 'offer' and value != 'none' else ''}{value}"
                     for part, value in zip(parts, values))


def outcome(answer, before, after):
    if answer.status == "OK":
        assert not answer.findings, answer
        return "-> " + (described(*zip(*[(part, new) for part, old, new in zip(PARTS, before, after) if old != new]))
                        if before != after else "nothing")
    if answer.status != "REFUSED":
        raise Differs(str(answer))
    found = []
    for finding in answer.findings:
        about = [name.split("-")[0] for name in (finding.subject, finding.other) if name]
        found.append(finding.code + (f" ({', '.join(about)})" if about else ""))
    return "refused " + " ".join(found)


def check_step(word, before, after):
    """What must hold of the table itself."""
    assert after[1] != "active" or after[2] != "none", (before, word, after)
    if after[2] != before[2]:
        accepted = word == "coordination-accept" and after[2] == before[3] != "none"
        ended = after[2] == "none" and after[0] == "closed"
        assert accepted or ended, (before, word, after)


def merge(old, new):
    """Two ways to one state answer the same; but what is spent on one may never have been there on the other."""
    for word in new:
        absent = [outcomes[word].startswith("refused WK9001") for outcomes in (old, new)]
        if old[word] != new[word] and not any(absent):
            raise Differs(f"{word}: {old[word]}, or {new[word]}")
        old[word] = new[word] if absent[0] else old[word]


def explore(library):
    """Outcomes by state and act. Every step from a known state is followed once, also to a state that is known."""
    states, waiting, followed = {}, [PAST, ()], set()
    while waiting:
        words = waiting.pop(0)
        way, outcomes = Way(library, words), {}
        way.check_days()
        for word in ACTS:
            if not tried(word, way.state):
                continue
            answer, after = way.attempt(word)
            outcomes[word] = outcome(answer, way.state, after)
            check_step(word, way.state, after)
            if answer.status == "OK" and follows(word, way.state) and (way.state, word) not in followed:
                followed.add((way.state, word))
                waiting.append((*words, word))
        try:
            merge(states.setdefault(way.state, outcomes), outcomes)
        except Differs as difference:
            raise Differs(f"{way.state}, reached by {words}: {difference}") from None
        way.real.free()
    return states


def written(states):
    lines = [HEADER]
    for state in sorted(states, key=lambda state: [ORDER.index(value) for value in state]):
        lines.append(described(PARTS, state))
        lines += [f"    {word:42}{what}" for word, what in states[state].items()] + [""]
    return "\n".join(lines)


def main():
    catalog = model.Catalog(os.path.join(os.environ["WIJK_SOURCE_ROOT"], "src", "catalog", "catalog.json"))
    library = Library(sys.argv[1], catalog)
    if not library.has_json():
        print("this build has no JSON")
        return 77
    states = explore(library)
    table = written(states)
    if sys.argv[2:] == ["--record"]:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(table)
    with open(TABLE, encoding="utf-8") as file:
        recorded = file.read()
    if table != recorded:
        lines = recorded.splitlines(True), table.splitlines(True)
        sys.stdout.writelines(difflib.unified_diff(*lines, "recorded", "now"))
        return 1
    print(f"{len(states)} states, {sum(map(len, states.values()))} outcomes: as recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
