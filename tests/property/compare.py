#!/usr/bin/env python3
"""compare.py LIBRARY [FIRST [COUNT]]: random histories through the library and through the model beside it (model.py).

After every act both must answer the same, and say the same of it. Now and then, and at the end, the rows of the tables
must be the same as of several days and moments, and so must what every screen asks. A history is made from its number,
so that it can be run again alone; one that differs is first made as short as it gets, and told in the lines that cases
are written in (tests/cases/README.md). Two processes share the histories: 200,000 acts as a test, 5,000,000 in the full
run."""
import gc
import json
import os
import random
import re
import sys
import time

import model
import model_facts
import packs
from author import Author
from library import HOUSEHOLD, Differs, Library, Real, as_case
from supply import ROUNDS, CannotSupply, Supply, contradict

PROCESSES = 2


class Play:
    """The library and the model beside each other. What was done is a list: (name, arguments...)."""

    def __init__(self, library, policy):
        self.library, self.policy, self.done = library, policy, []
        self.model = model.Dossier(library.catalog, model.Policy(library.catalog, policy))
        self.real = Real(library, policy)

    def do(self, name, *arguments):
        self.done.append((name, *arguments))
        if name in ("look", "ask", "changes", "options", "flow", "supply"):
            return getattr(self, name)(*arguments)
        return self.both(name, *arguments)

    def both(self, name, *arguments):
        answer = getattr(self.model, name)(*arguments)
        self.same("the answer", answer, getattr(self.real, name)(*arguments))
        self.same("the number of acts", len(self.model.history), self.real.lib.wijk_dossier_acts(self.real.dossier))
        return answer

    def last_day(self):
        return max((entry.given.valid for entry in self.model.history), default=packs.FIRST_DAY)

    def rows(self, name, rows):
        columns = ["act", *self.library.catalog.columns[name]]
        return [{"dossier": HOUSEHOLD, **{column: row[column] for column in columns if row[column] is not None}}
                for row in rows]

    def look(self, on, known, names):
        tables = self.model.tables(on, known)
        for name in names:
            self.same(f"table {name} on {on} known {known}", self.rows(name, tables[name]),
                      self.real.table(name, on, known))
        day = self.last_day() if on is None else on
        self.same(f"what no policy allows on {day} known {known}", [], self.real.broken(day, known))

    def changes(self, since, known, on):
        """What became known between two moments: of the acts that are known, those that were not known before."""
        before = {entry.given.id for entry in self.model.known(since)}
        new = [row for row in self.model.tables(on, known)["acts"] if row["act"] not in before]
        self.same(f"changes on {on} since {since} known {known}", self.rows("acts", new),
                  self.real.changes(since, known, on))

    def options(self, on, known):
        """What could be done, and what is suggested."""
        options = self.model.options(on, known)
        rows, findings = self.real.options(on, known)
        self.same(f"table options on {on} known {known}", self.rows("options", options.rows), rows)
        self.same(f"what steps lack on {on} known {known}", tuple(options.findings), findings)
        self.same(f"table suggestions on {on} known {known}", self.rows("suggestions", options.suggestions),
                  self.real.table("suggestions", on, known))

    def flow(self, start, until, within, known):
        """Every day is of one kind, and what is counted of a period; the days are those up to the end of the period."""
        flow, known_as = self.model.flow(until, known), f"until {until} known {known}"
        days = self.real.table("days", until - 1, known)
        self.same(f"table days on {known_as}", self.rows("days", flow.days()), days)
        ends = [row["from"] for row in days] + [until]
        self.same(f"days on {known_as}, end to end", [(row["until"], row["until"] - row["from"]) for row in days],
                  list(zip(ends[1:], [row["days"] for row in days])))
        for name, expected, found in (
                ("overstays", flow.overstays(), self.real.table("overstays", until - 1, known)),
                ("flow", flow.rows(-10 ** 9, 182), self.real.table("flow", until - 1, known)),
                (f"flow from {start} within {within}", flow.rows(start, within),
                 self.real.flow(start, until, within, known))):
            self.same(f"table {name} on {known_as}", self.in_order(self.rows(name.split()[0], expected)),
                      self.in_order(found))

    @staticmethod
    def in_order(rows):
        return sorted(rows, key=lambda row: sorted(row.items()).__repr__())

    def supply(self, on, which):
        """All that a refused step lacks is supplied in an open frame; then it is allowed, and can be taken."""
        on = max(on, self.last_day())
        refused = [row for row in self.model.options(on).rows if row["here"] and not row["allowed"]]
        if not refused or self.model.first_open is not None:
            return
        self.both("begin")
        try:
            self.supplied(Supply(self, on), refused[which % len(refused)])
        except CannotSupply:
            pass
        self.both("rollback")

    def supplied(self, supply, refused):
        steps = self.model.policy.ladders[refused["ladder"]]["steps"]
        path = next(one for one in steps if (one["from"], one["to"]) == (refused["from-tier"], refused["tier"]))
        if contradict({one["fact"] for one in supply.asked(path.get("when", {"all": []}))}):
            return
        for _ in range(ROUNDS):
            self.options(supply.on, None)
            row = next(row for row in self.model.options(supply.on).rows if all(
                row[name] == refused[name] for name in ("ladder", "from-tier", "tier")))
            if row["allowed"]:
                supply.act("tier-enter", ladder=row["ladder"], tier=row["tier"], step=row["step"])
                return
            for fact, subject, key in row["lacks"]:
                supply.supply(fact, subject, key, {**row, **path})
        self.same(f"what {refused['tier']} still lacks when all was supplied", (), row["lacks"])

    def ask(self, ladder, on):
        state = self.model.state(on)
        coordinator, plan, stay = state.coordinator(), state.active_plan(), state.stay(ladder)
        question = model_facts.Question(self.model.policy, state, self.last_day() if on is None else on, None, None)
        self.same(f"coordinator, plan, tier of {ladder} and who is unheard on {on}", [
            coordinator and coordinator["professional"], plan and plan["act"], stay and stay["tier"],
            [row["person"] for row in state.members() if row["excused"] is None and not question.heard(row)],
        ], self.real.asked(ladder, on))

    @staticmethod
    def same(what, expected, found):
        if expected != found:
            raise Differs(f"{what}\n  model:   {expected}\n  library: {found}")


# ---- what differs ----

def again(library, policy, done):
    """In what a history differs that is done once more; nothing if its frames are not whole any more."""
    letters = {"submit": "s", "submit_all": "a", "reload": "l", "begin": "b", "commit": "c", "rollback": "r"}
    play = Play(library, policy)
    try:
        if re.fullmatch("([sal]|bs*[cr])*(bs*)?", "".join(letters.get(step[0], "") for step in done)):
            for step in done:
                play.do(*step)
    except Differs as difference:
        return str(difference)
    finally:
        play.real.free()
    return ""


def tell(library, play, difference):
    """The history without what can be left out, so that it still differs in the same."""
    done, size, what = play.done, len(play.done) // 2, difference.split("\n")[0].split(" on ")[0]
    while size:
        for start in range(len(done) - size, -1, -size):
            rest = done[:start] + done[start + size:]
            shorter = again(library, play.policy, rest)
            if shorter.startswith(what):
                done, difference = rest, shorter
        size //= 2
    print(f"{difference}\n\npolicy", json.loads(play.policy)["name"])
    for name, *arguments in done:
        if name in ("submit", "submit_all"):
            print("{" if name == "submit_all" else "", end="")
            for act in arguments if name == "submit" else arguments[0]:
                print("    " + as_case(library.catalog, act))
            print("}" if name == "submit_all" else "", end="")
        else:
            print(name, *[json.loads(one)["name"] if name == "reload" else one for one in arguments])
    if "-v" in sys.argv:
        print(play.policy)


# ---- the run ----

def history(library, number):
    """Whether a history is the same in both, and how many acts it has."""
    dice = random.Random(number)
    play = Play(library, packs.pack(dice))
    try:
        Author(play, dice).write()
    except Differs as difference:
        print(f"history {number} differs in", end=" ")
        tell(library, play, str(difference))
        return False, 0
    finally:
        play.real.free()
    return True, sum(len(step[1]) if step[0] == "submit_all" else step[0] == "submit" for step in play.done)


def run(library, numbers, wanted):
    """Histories until there are enough acts."""
    histories, acts, started, first = 0, 0, time.monotonic(), None
    for number in numbers:
        same, more = history(library, number)
        if not same:
            return 1
        first, last = number if first is None else first, number
        histories, acts = histories + 1, acts + more
        if wanted and acts >= wanted:
            break
    seconds = time.monotonic() - started
    print(f"histories {first} to {last}: {histories} of them, {acts} acts in {seconds:.0f} s, {acts / seconds:.0f} a "
          "second: no difference", flush=True)
    return 0


def main():
    words = [word for word in sys.argv[1:] if word != "-v"]
    gc.set_threshold(50_000)  # hardly anything here is a circle
    catalog = model.Catalog(os.path.join(packs.ROOT, "src", "catalog", "catalog.json"))
    library = Library(words[0], catalog)
    if not library.has_json():
        print("this build has no JSON")
        return 77
    if words[1:]:
        first = int(words[1])
        return run(library, range(first, first + int(words[2] if words[2:] else 1)), None)
    wanted = 5_000_000 if os.environ.get("WIJK_TEST_FULL") else 200_000
    children = []
    for which in range(PROCESSES):
        children.append(os.fork())
        if children[-1] == 0:
            sys.stdout.flush()
            os._exit(run(library, range(which, sys.maxsize, PROCESSES), wanted // PROCESSES))
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)


if __name__ == "__main__":
    sys.exit(main())
