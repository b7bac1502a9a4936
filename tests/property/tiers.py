#!/usr/bin/env python3
"""tiers.py LIBRARY: the tier machine, proved on a model and compared with the library.

spin explores tiers.pml, with the ladder of the built-in rule pack (its first tiers) as its table. Ordinary: one writer,
all states; what the model allows and refuses is compared with the library by walks. With WIJK_TEST_FULL=1: two writers,
the formulas, every seeded fault, every state of the library. Exits with 77 where there is no spin."""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import model
import tiers_player
from library import Differs, Library
from tiers_player import CLOSED, Comparison, State

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.environ["WIJK_SOURCE_ROOT"]
FULL = os.environ.get("WIJK_TEST_FULL") == "1"
SECONDS, MEGABYTES, DEPTH = 900, 2000, 2000000  # of one exploration, at most
FACTS = {"client-consulted": "consulted", "children-consulted": "true", "plan-active": "plan",
         "coordinator-present": "coordinators != NOBODY", "expert-advised": "true"}  # no children, no known problems
# What each seeded fault of the model must be found by: an assertion, unless a state without a way on, or acts that never
# happen. Fault 10 is one that a formula finds.
FAULTS = {**{number: "assertion" for number in (1, 2, 3, 4, 5, 6, 7, 8, 11, 12)}, 9: "end state", 13: "unreached"}
FORMULAS = {"sole": True, "waits_block": True, "decided_first": True, "progress": True, "nobody_starves": False}


# ---- the ladder ----

def cut_pack(count):
    """The built-in pack with the first tiers of its care ladder only, and a plan that asks for nothing."""
    with open(os.path.join(ROOT, "src", "policy", "default.json"), encoding="utf-8") as file:
        pack = json.load(file)
    ladder = next(one for one in pack["ladders"] if one["key"] == "care")
    ladder["tiers"] = ladder["tiers"][:count]
    tiers = [tier["key"] for tier in ladder["tiers"]]
    for part in ("steps", "suggestions"):
        ladder[part] = [one for one in ladder[part] if one["from"] in tiers and one["to"] in tiers]
    pack["ladders"] = [ladder]
    del pack["plan"]
    return pack, ladder, tiers


def condition(pack, when):
    """A condition of the pack in the words of the model."""
    if when is None:
        return "true"
    if "use" in when:
        return condition(pack, pack["conditions"][when["use"]])
    if "fact" in when:
        return FACTS[when["fact"]]
    kind, = when.keys() & {"all", "any", "not"}
    if kind == "not":
        return f"!({condition(pack, when['not'])})"
    return "(" + {"all": " && ", "any": " || "}[kind].join(condition(pack, one) for one in when[kind]) + ")"


def ladder_file(pack, ladder, tiers):
    numbers = {tier: number for number, tier in enumerate(tiers, 1)}
    steps = [(numbers[one["from"]], numbers[one["to"]], condition(pack, one.get("when"))) for one in ladder["steps"]]
    entries = [numbers[tier["key"]] for tier in ladder["tiers"] if tier.get("entry")]
    targets = sorted({to for _, to, _ in steps} | set(entries))

    def each(numbers):
        return " ".join(f"m({number})" for number in numbers)

    return "\n".join([
        f"#define EACH_TIER(m) {each(numbers.values())}",
        f"#define EACH_ENTRY(m) {each(entries)}",
        f"#define EACH_TARGET(m) {each(targets)}",
        "#define ENTRY(t) (" + " || ".join(f"t == {entry}" for entry in entries) + ")",
        "#define STEP(f, t) (" + " || ".join(f"f == {f} && t == {t}" for f, t, _ in steps) + ")",
        "#define MET(f, t) (" + " || ".join(f"f == {f} && t == {t} && {when}" for f, t, when in steps) + ")", ""])


# ---- spin ----

class Spin:
    def __init__(self, folder, ladder):
        self.folder = folder
        shutil.copy(os.path.join(HERE, "tiers.pml"), folder)
        with open(os.path.join(folder, "ladder.pml"), "w", encoding="utf-8") as file:
            file.write(ladder)

    def run(self, *command):
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=SECONDS)
        if done.returncode != 0:
            raise Differs(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def make(self, spin=(), pan=()):
        """The explorer of the model with these options."""
        if "rror" in (said := self.run("spin", "-a", *spin, "tiers.pml")):
            raise Differs(said)
        self.run(*os.environ.get("CC", "cc").split(), "-w", "-O1", f"-DMEMLIM={MEGABYTES}", "-DNOREDUCE", *pan,
                 "-o", "pan", "pan.c")

    def explore(self, *options):
        return self.run("./pan", f"-m{DEPTH}", *options)

    def look(self, *spin):
        """All states, without a formula."""
        self.make(spin, ("-DSAFETY", "-DNOCLAIM", "-DNOFAIR"))
        return self.explore()


def errors(said):
    if "max search depth too small" in said or "out of memory" in said or "interrupted" in said:
        raise Differs("the exploration did not come to its end:\n" + said)
    return int(re.search(r"errors: (\d+)", said).group(1))


def unreached(said):
    """What no state comes by, the ends of what goes on for ever left out."""
    proctypes = re.search(r"unreached in proctype(.*?)(?:unreached in claim|pan: elapsed)", said, re.S).group(1)
    return [line.strip() for line in proctypes.split("\n") if ".pml" in line and '"-end-"' not in line]


def stored(said):
    return int(re.search(r"(\d+) states, stored", said).group(1))


def whole(said):
    if errors(said) or unreached(said):
        raise Differs(said)
    return stored(said)


def graph_of(spin, waits):
    """Every state of the model with what each act that is taken leads to."""
    spin.make(("-DTABLE", f"-DWAITS={waits}"), ("-DSAFETY", "-DNOFAIR", "-DPRINTF"))
    said = spin.explore()
    whole(said)
    with open(os.path.join(HERE, "tiers.pml"), encoding="utf-8") as file:
        names = re.search(r"mtype = \{(.*?)\}", file.read(), re.S).group(1).replace(",", " ").split()
    graph, lines = {}, [line.split() for line in said.split("\n") if line[:1] in ("<", ">")]
    for before, after in zip(lines[::2], lines[1::2]):
        assert before[0] == "<" and after[0] == ">" and before[-2:] == after[-2:]
        act = names[-int(before[-2])], int(before[-1])
        graph.setdefault(State(*map(int, before[1:-2])), {})[act] = State(*map(int, after[1:-2]))
    assert len(graph) == stored(said), (len(graph), stored(said))
    return graph


def find_faults(spin):
    for number, how in FAULTS.items():
        said = spin.look(f"-DFAULT={number}", "-DWAITS=1")
        found = ("assertion" if "assertion violated" in said else "end state" if "invalid end state (" in said else
                 "unreached" if not errors(said) and unreached(said) else "nothing")
        if found != how:
            raise Differs(f"fault {number} is found by {found}, expected {how}:\n{said}")
    spin.make(("-DFAULT=10", "-DWAITS=1", "-DFORMULAS"))
    if not errors(spin.explore("-a", "-N", "progress")):
        raise Differs("fault 10: a writer who never loads again was not found")
    print(f"{len(FAULTS) + 1} seeded faults: all found")


def formulas(spin):
    spin.make(("-DWAITS=1", "-DFORMULAS"))
    for name, holds in FORMULAS.items():
        said = spin.explore("-a", "-N", name)
        if bool(errors(said)) == holds:
            raise Differs(f"the formula {name} {'does not hold' if holds else 'holds'}:\n{said}")
    print(f"{len(FORMULAS)} formulas: as expected")


# ---- the library ----

def open_store(library, folder):
    out = library.ffi.new("wijk_store **")
    path = os.path.join(folder, "tiers.db").encode()
    status = library.lib.wijk_store_open_sqlite(library.context, path, 3, 1000, out, library.error)
    return out[0] if library.name(status) == "OK" else None


def always(graph, tiers):
    """From every state the dossier can be closed, every tier be entered, and a step be used."""
    wanted = {"be closed": lambda state: state.dossier == CLOSED, "wait no more": lambda state: not state.waits}
    wanted.update({f"come to {key}": lambda state, number=number: state.tier == number
                   for number, key in enumerate(tiers, 1)})
    for words, test in wanted.items():
        stuck = tiers_player.always_possible(graph, test)
        if stuck is not None:
            raise Differs(f"from {stuck} the household cannot {words}")


def compare(library, folder, pack, tiers, graph, waits):
    text = json.dumps(pack)
    comparison = Comparison(library, text, tiers, graph, waits)
    dice = random.Random(4)
    comparison.all_traces(3 if FULL else 2)
    for _ in range(400 if FULL else 12):
        comparison.walk(dice, 100 if FULL else 60)
    if FULL:
        comparison.the_rest()
    print(f"the library: {comparison.answers} answers as in the model, in {len(comparison.asked)} of {len(graph)} "
          f"states, {len(comparison.followed)} of {sum(map(len, graph.values()))} steps followed")
    store = open_store(library, folder)
    if store is None:
        return
    conflicts = tiers_player.two_writers(library, text, tiers, graph, store, dice, 6000 if FULL else 200)
    library.lib.wijk_store_destroy(store)
    print(f"two writers and a store: {conflicts} times the later one was refused, as in the model")


def main():
    if not shutil.which("spin"):
        print("spin is not there: Debian has it as the package spin")
        return 77
    library = Library(sys.argv[1], model.Catalog(os.path.join(ROOT, "src", "catalog", "catalog.json")))
    if not library.has_json():
        print("this build has no JSON")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        waits = 2
        pack, ladder, tiers = cut_pack(4)
        spin = Spin(folder, ladder_file(pack, ladder, tiers))
        graph = graph_of(spin, waits)
        print(f"{len(tiers)} tiers, one writer: {len(graph)} states")
        always(graph, tiers)
        compare(library, folder, pack, tiers, graph, waits)
        if FULL:
            print(f"two writers: {whole(spin.look(f'-DWAITS={waits}'))} states")
            pack, ladder, tiers = cut_pack(3)
            spin = Spin(folder, ladder_file(pack, ladder, tiers))
            formulas(spin)
            find_faults(spin)
    return 0


if __name__ == "__main__":
    sys.exit(main())
