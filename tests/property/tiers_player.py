"""What the spin model says (tiers.pml) played on the library: every act of the model as acts of a dossier, and the state
of the model as the tables have it."""
import collections
import random

import model
from library import Differs, Real

FIRST_DAY = 20000
NAMES = ("dossier", "plan", "coordinators", "offer", "tier", "step", "from", "target", "consulted", "waits", "unsafe",
         "unreviewed")
State = collections.namedtuple("State", [name.replace("from", "start") for name in NAMES])
NOTHING = State(*[0] * len(NAMES))
UNKNOWN, OPEN, CLOSED = range(3)
NONE, PROPOSED, ACCEPTED, REFUSED, USED = range(5)
WORKERS = (None, "A", "B")


def alphabet(tiers):
    plain = ("open close reopen activate end_plan accept decline withdraw consult decide_yes decide_no enter "
             "hurry_step weigh_unsafe weigh_safe review wait end_wait").split()
    return ([(name, 0) for name in plain] + [("offer_to", 1), ("offer_to", 2)] +
            [(name, tier) for name in ("propose", "begin", "hurry") for tier in range(1, tiers + 1)])


def bounded(act, state, most_waits):
    """Acts that the model leaves out because they would be a state more, not because a rule forbids them."""
    return ((act == ("weigh_unsafe", 0) and state.unsafe) or (act == ("weigh_safe", 0) and not state.unsafe) or
            (act == ("wait", 0) and state.waits == most_waits))


class Player(Real):
    """A dossier, and the names of what the acts of the model are about: always the last of its kind."""

    def __init__(self, library, policy, tiers):
        self.policy_text, self.tiers = policy, tiers
        self.number, self.last, self.waits = 0, {}, []
        super().__init__(library, policy)

    def acts(self, act):
        """As acts of the library, and what is known after them."""
        name, about = act
        made, last, waits = self.number, dict(self.last), list(self.waits)

        def make(kind, label=None, reason=None, **fields):
            nonlocal made
            made += 1
            label = f"{label or 'act'}{made}"
            fields = {field.replace("_", "-"): value for field, value in fields.items()}
            return model.Act(kind, label, FIRST_DAY, made * 10 ** 6, "W", reason=reason, fields=fields)

        def of(what):
            return last.get(what, "nothing")

        def entering(tier, **more):
            return make("tier-enter", "tier", ladder="care", tier=self.tiers[tier - 1], **more)

        target = last.get("target", 1)
        does = {
            "open": lambda: [make("dossier-open"), make("member-join", person="Anna", role="adult")],
            "close": lambda: [make("dossier-close", exit="self-reliant")],
            "reopen": lambda: [make("dossier-reopen")],
            "activate": lambda: [draft := make("plan-draft", "plan"), make("plan-activate", plan=draft.id)],
            "end_plan": lambda: [make("plan-close", plan=of("plan"))],
            "offer_to": lambda: [make("coordination-offer", "offer", professional=WORKERS[about])],
            "accept": lambda: [make("coordination-accept", offer=of("offer"))],
            "decline": lambda: [make("coordination-decline", offer=of("offer"))],
            "withdraw": lambda: [make("coordination-withdraw", offer=of("offer"))],
            "propose": lambda: [make("step-propose", "step", ladder="care", tier=self.tiers[about - 1])],
            "consult": lambda: [make("client-consult", step=of("step"), person="Anna", opinion="agrees")],
            "decide_yes": lambda: [make("step-decide", step=of("step"), decision="accepted")],
            "decide_no": lambda: [make("step-decide", step=of("step"), decision="refused")],
            "begin": lambda: [entering(about)],
            "enter": lambda: [entering(target, step=of("step"))],
            "hurry": lambda: [entering(about, emergency=True, reason="acutely unsafe")],
            "hurry_step": lambda: [entering(target, emergency=True, step=of("step"), reason="acutely unsafe")],
            "weigh_unsafe": lambda: [make("safety-weigh", suspicion=True, unsafety="acute")],
            "weigh_safe": lambda: [make("safety-weigh", suspicion=False)],
            "review": lambda: [make("override-review", override=of("hurry"), justified=True)],
            "wait": lambda: [make("wait-start", "wait", provision="general.walk-in", interim="A")],
            "end_wait": lambda: [make("wait-end", wait=waits[0] if waits else of("wait"), outcome="started")],
        }
        acts = does[name]()
        kind = {"activate": "plan", "offer_to": "offer", "propose": "step", "hurry": "hurry", "hurry_step": "hurry",
                "wait": "wait"}.get(name)
        if kind:
            last[kind] = acts[0].id
        if name == "propose":
            last["target"], last["lapsed"] = about, False
        if name == "close":
            last["lapsed"] = True
        if name == "wait":
            waits.append(acts[0].id)
        elif name == "end_wait":
            waits = waits[1:]
        return acts, (made, last, waits)

    def attempt(self, act):
        """The answer of the library; what is refused leaves no trace."""
        acts, after = self.acts(act)
        answer = self.submit(acts[0]) if len(acts) == 1 else self.submit_all(acts)
        if answer.status == "OK":
            self.number, self.last, self.waits = after
        elif answer.status != "REFUSED":
            raise Differs(f"{act}: {answer}")
        return answer

    def state_after(self, act):
        """The state that an act would lead to; None when it is refused. It is taken back."""
        acts, (*_, last, _) = self.acts(act)
        before, self.last = self.last, last
        self.library.must(self.lib.wijk_dossier_begin(self.dossier, self.error))
        taken = all(self.submit(one).status == "OK" for one in acts)
        state = self.look() if taken else None
        self.rollback()
        self.last = before
        return state

    def look(self):
        """The state of the model, as the library has it."""
        def rows(table):
            return self.table(table, None, None)

        dossier, steps, overrides, weighings = rows("dossiers"), rows("steps"), rows("overrides"), rows("safety")
        coordinator, plan, tier, _ = self.asked("care", None)
        offer = next((row["professional"] for row in rows("offers") if row["answer"] == "open"), None)
        step, step_from, target, consulted = NONE, 0, 0, 0
        if steps and not self.last.get("lapsed"):
            last = steps[-1]
            step = (USED if "entered" in last else {"accepted": ACCEPTED, "refused": REFUSED}[last["decision"]]
                    if "decision" in last else PROPOSED)
            consulted = int(step == PROPOSED and "consulted" in last)
            if step != USED:
                step_from, target = self.rank(last.get("from-tier")), self.rank(last["tier"])
        return State((OPEN if "closed" not in dossier[0] else CLOSED) if dossier else UNKNOWN, int(plan is not None),
                     WORKERS.index(coordinator), WORKERS.index(offer), self.rank(tier), step, step_from, target,
                     consulted, sum("until" not in row for row in rows("waits")),
                     int(bool(weighings) and weighings[-1].get("unsafety") == "acute"),
                     int(bool(overrides) and "reviewed" not in overrides[-1]))

    def rank(self, tier):
        return self.tiers.index(tier) + 1 if tier else 0


class Comparison:
    """The graph of the model and the library, side by side."""

    def __init__(self, library, policy, tiers, graph, most_waits):
        self.library, self.policy, self.tiers, self.graph = library, policy, tiers, graph
        self.acts, self.most_waits = alphabet(len(tiers)), most_waits
        self.asked, self.followed, self.answers = set(), set(), 0

    def player(self):
        return Player(self.library, self.policy, self.tiers)

    def step(self, player, state, act, words):
        answer, after = player.attempt(act), self.graph[state][act]
        self.answers += 1
        if answer.status != "OK":
            raise Differs(f"the model allows {act} in {state}, the library does not: {answer}; after {words}")
        self.followed.add((state, act))
        found = player.look()
        if found != after:
            raise Differs(f"{act} in {state} leads to {after} in the model, to {found} in the library; after {words}")
        return after

    def ask(self, player, state, words):
        """Everything that the model refuses here, the library must refuse."""
        if state in self.asked:
            return
        self.asked.add(state)
        for act in self.acts:
            if act in self.graph[state] or bounded(act, state, self.most_waits):
                continue
            answer = player.attempt(act)
            self.answers += 1
            if answer.status == "OK":
                raise Differs(f"the library allows {act} in {state}, the model does not; after {words}")
        found = player.look()
        if found != state:
            raise Differs(f"what was refused changed {state} into {found}; after {words}")

    def try_all(self, player, state):
        """Everything that the model allows here, and where it leads."""
        for act, after in self.graph[state].items():
            found = player.state_after(act)
            if found != after:
                raise Differs(f"{act} in {state} leads to {after} in the model, to {found} in the library")
            self.followed.add((state, act))
            self.answers += 1

    def walk(self, dice, length):
        """One dossier, by acts that were not followed yet when there are some."""
        player, state, words = self.player(), NOTHING, []
        for _ in range(length):
            self.ask(player, state, words)
            acts = list(self.graph[state])
            new = [act for act in acts if (state, act) not in self.followed]
            act = dice.choice(new or acts)
            state = self.step(player, state, act, words)
            words.append(act)
        broken = player.broken(FIRST_DAY, None)
        player.free()
        if broken:
            raise Differs(f"{broken} after {words}")

    def all_traces(self, depth):
        """Every trace of so many acts."""
        def go(words, state):
            if len(words) < depth:
                for act in self.graph[state]:
                    player, at = self.player(), NOTHING
                    for word in words:
                        player.attempt(word)
                        at = self.graph[at][word]
                    after = self.step(player, at, act, words)
                    self.ask(player, after, [*words, act])
                    player.free()
                    go([*words, act], after)
        go([], NOTHING)

    def the_rest(self):
        """States that no walk came by, each by a shortest way."""
        before = shortest_ways(self.graph)
        for state in self.graph:
            if state in self.asked:
                continue
            words, at = [], state
            while at != NOTHING:
                at, act = before[at]
                words.append(act)
            player = self.player()
            for act in reversed(words):
                player.attempt(act)
            if player.look() != state:
                raise Differs(f"{words[::-1]} leads to {player.look()}, not to {state}")
            self.ask(player, state, words[::-1])
            self.try_all(player, state)
            player.free()


def shortest_ways(graph):
    before, waiting = {NOTHING: None}, collections.deque([NOTHING])
    while waiting:
        state = waiting.popleft()
        for act, after in graph[state].items():
            if after not in before:
                before[after] = (state, act)
                waiting.append(after)
    return before


def always_possible(graph, wanted):
    """Whether from every state one can come to a state that is wanted; answers a state from which one cannot."""
    backward = collections.defaultdict(list)
    for state, acts in graph.items():
        for after in acts.values():
            backward[after].append(state)
    found = {state for state in graph if wanted(state)}
    waiting = list(found)
    while waiting:
        for before in backward[waiting.pop()]:
            if before not in found:
                found.add(before)
                waiting.append(before)
    return next((state for state in graph if state not in found), None) if found else NOTHING


def two_writers(library, policy, tiers, graph, store, dice, turns):
    """Two writers of one dossier in a store, as in the model: who saved later is refused, loads again, and goes on."""
    lib, ffi = library.lib, library.ffi

    class Writer(Player):
        def load(self):
            self.free()
            status = lib.wijk_store_read(store, library.id(model.HOUSEHOLD), library.text, library.error)
            if library.name(status) == "NONE":
                Real.__init__(self, library, policy)
                return
            library.must(status)
            self.dossier = self.made_from(lib.wijk_buffer_data(library.text), lib.wijk_buffer_size(library.text))

        def made_from(self, data, size):
            return library.make("wijk_dossier", lib.wijk_dossier_load, library.context, library.policy(policy), data,
                                size, 1)

        def save(self):
            return library.name(lib.wijk_store_save(store, self.dossier, library.error))

    writers, state = [Writer(library, policy, tiers) for _ in range(2)], NOTHING
    doing, behind, conflicts = [None, None], [False, False], 0
    known = (0, {}, [])  # what both know of names, as of the last save
    for _ in range(turns):
        me = dice.randrange(2)
        writer = writers[me]
        if doing[me] is None:
            writer.load()
            writer.number, writer.last, writer.waits = known
            doing[me], behind[me] = dice.choice(list(graph[state])), False
            answer = writer.attempt(doing[me])
            if answer.status != "OK":
                raise Differs(f"{doing[me]} in {state}: {answer}")
            continue
        answer, expected = writer.save(), "E_CONFLICT" if behind[me] else "OK"
        if answer != expected:
            raise Differs(f"saving {doing[me]} in {state} is {answer}, expected {expected}")
        conflicts += behind[me]
        if answer == "OK":
            state, behind[1 - me] = graph[state][doing[me]], True
            known = (writer.number, writer.last, writer.waits)
        doing[me] = None
    writers[0].load()
    if writers[0].look() != state:
        raise Differs(f"the store has {writers[0].look()}, the model {state}")
    for writer in writers:
        writer.free()
    return conflicts
