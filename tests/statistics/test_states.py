#!/usr/bin/env python3
"""test_states.py LIBRARY: states over time against exact fractions, and what becomes of input that is odd."""
import math
import random
import sys
import unittest
from fractions import Fraction

from library import Failed, Library, near
from survival_data import Counted, States

# The six subjects of the manual page of mstate (transMat, tg): healthy 1, ill 2, dead 3.
TINY = [(0, 1, 1, 2), (1, 5, 2, 3), (0, 1, 1, 3), (0, 6, 1, 2), (6, 9, 2, 3), (0, 6, 1, 2), (6, 7, 2, 3), (0, 8, 1, 3),
        (0, 9, 1, 2), (9, 12, 2, 3)]
TINY_PARTS = {0: (6, 0, 0), 1: (4, 1, 1), 5: (4, 0, 2), 6: (2, 2, 2), 7: (2, 1, 3), 8: (1, 1, 4), 9: (0, 1, 5),
              12: (0, 0, 6)}


def exact(stays, states, origin, start):
    """[(time, parts, variances)] in fractions, by the definition and with the whole matrices."""
    at_start = [sum(1 for entry, exit_, from_, _ in stays if entry <= start < exit_ and from_ == state + 1)
                for state in range(states)]
    p = [Fraction(state + 1 == origin) if origin else Fraction(at_start[state], sum(at_start))
         for state in range(states)]
    c = [[Fraction(0)] * states for _ in range(states)]
    found = [(start, p, [Fraction(0)] * states)]
    for time in sorted({exit_ for _, exit_, _, to in stays if to and exit_ > start}):
        at_risk = [sum(1 for entry, exit_, from_, _ in stays if entry < time <= exit_ and from_ == state + 1)
                   for state in range(states)]
        matrix = [[Fraction(a == b) for b in range(states)] for a in range(states)]
        for _, exit_, from_, to in stays:
            if exit_ == time and to:
                matrix[from_ - 1][to - 1] += Fraction(1, at_risk[from_ - 1])
                matrix[from_ - 1][from_ - 1] -= Fraction(1, at_risk[from_ - 1])
        c = [[sum(matrix[a][i] * c[a][b] * matrix[b][j] for a in range(states) for b in range(states))
              for j in range(states)] for i in range(states)]
        for h in range(states):
            for i in range(states if at_risk[h] else 0):
                for j in range(states):
                    c[i][j] += p[h] ** 2 / at_risk[h] * matrix[h][i] * ((i == j) - matrix[h][j])
        p = [sum(p[a] * matrix[a][b] for a in range(states)) for b in range(states)]
        found.append((time, p, [c[state][state] for state in range(states)]))
    return found


def draw(chance, states, subjects):
    stays, owners = [], []
    for subject in range(subjects):
        state, now = chance.randint(1, states), chance.choice((0, 0, 2, 5))
        for _ in range(chance.randint(1, 4)):
            end = now + chance.randint(1, 6)
            to = chance.choice([other for other in range(states + 1) if other != state])
            stays.append((now, end, state, to))
            owners.append(subject)
            if to == 0:
                break
            state, now = to, end
    return stays, owners


class AgainstFractions(unittest.TestCase):
    def test_tiny(self):
        with States(WIJK, TINY, 3, [1, 1, 2, 3, 3, 4, 4, 5, 6, 6]) as counted:
            for origin in (0, 1):  # all begin healthy
                rows = counted.probabilities(origin)
                found = {time: tuple(row["probability"] for row in rows if row["time"] == time) for time in TINY_PARTS}
                for time, parts in TINY_PARTS.items():
                    for got, sixths in zip(found[time], parts):
                        self.assertTrue(near(got, sixths / 6, 1e-15), (time, got, sixths))
                self.assertEqual(len(rows), 3 * len(TINY_PARTS))

    def test_random_stays(self):
        chance = random.Random(7)
        for number in range(120):
            states = chance.choice((2, 3, 4))
            stays, owners = draw(chance, states, chance.choice((1, 3, 8)))
            start = chance.choice((0, 0, 3))
            if not any(entry <= start < exit_ for entry, exit_, _, _ in stays):
                continue
            with States(WIJK, stays, states, owners) as counted:
                for origin in range(states + 1):
                    rows = counted.probabilities(origin, float(start))
                    wanted = exact(stays, states, origin, start)
                    self.assertEqual([row["time"] for row in rows[::states]], [time for time, _, _ in wanted])
                    for place, (time, parts, variances) in enumerate(wanted):
                        for state in range(states):
                            row = rows[place * states + state]
                            here = (number, time, row)
                            self.assertTrue(near(row["probability"], float(parts[state]), 1e-13), here)
                            self.assertTrue(near(row["std_error"] ** 2, float(variances[state]), 1e-9), here)

    def test_two_states_are_a_curve(self):
        chance = random.Random(8)
        time = [chance.randint(1, 30) for _ in range(60)]
        event = [chance.randint(0, 1) for _ in time]
        with Counted(WIJK, time, event) as counted:
            curve = [row for row in counted.curve() if row["events"] > 0]
        with States(WIJK, [(0, t, 1, 2 * e) for t, e in zip(time, event)], 2) as counted:
            rows = [row for row in counted.probabilities(1, interval="log") if row["state"] == 1][1:]
        self.assertEqual([row["time"] for row in rows], [row["time"] for row in curve])
        for row, point in zip(rows, curve):
            self.assertTrue(near(row["probability"], point["survival"], 1e-12))
            for name in ("std_error", "lower", "upper"):
                if point[name] is not None:
                    self.assertTrue(near(row[name], point[name], 1e-9), (name, row, point))

    def test_expected_time(self):
        with States(WIJK, TINY, 3) as counted:
            rows = counted.stays(1, 0.0, 20.0)  # long after all have died
            times = sorted(TINY_PARTS)
            for state in range(3):
                wanted = sum(TINY_PARTS[time][state] / 6 * (later - time)
                             for time, later in zip(times, [*times[1:], 20]))
                self.assertTrue(near(rows[state]["expected"], wanted, 1e-14))
            self.assertTrue(near(sum(row["expected"] for row in counted.stays(0, 2.0, 9.5)), 7.5, 1e-14))


class OddInput(unittest.TestCase):
    def refused(self, status, path, index, call):
        with self.assertRaises(Failed) as caught:
            call()
        self.assertEqual((caught.exception.status, caught.exception.path, caught.exception.index),
                         (status, path, index))

    def test_order_of_rows_plays_no_part(self):
        chance = random.Random(9)
        stays, owners = draw(chance, 4, 40)
        order = list(range(len(stays)))
        with States(WIJK, stays, 4, owners) as counted:
            wanted = counted.probabilities(), counted.stays(2, 0.0, 5.0)
        for _ in range(5):
            chance.shuffle(order)
            with States(WIJK, [stays[i] for i in order], 4, [owners[i] for i in order]) as counted:
                self.assertEqual((counted.probabilities(), counted.stays(2, 0.0, 5.0)), wanted)
        with States(WIJK, [(a / 8 + .01, b / 8 + .01, c, d) for a, b, c, d in stays], 4) as counted:  # sorted, no grid
            rows = counted.probabilities(0, .01)
            self.assertEqual([(row["state"], row["probability"], row["std_error"]) for row in rows],
                             [(row["state"], row["probability"], row["std_error"]) for row in wanted[0]])

    def test_stays_of_one_subject(self):
        self.refused("WIJK_E_HISTORY", "entry", 1, lambda: States(WIJK, [(0, 3, 1, 2), (2, 4, 2, 0)], 2, [5, 5]))
        self.refused("WIJK_E_HISTORY", "entry", 0, lambda: States(WIJK, [(2, 4, 2, 0), (0, 3, 1, 2)], 2, [5, 5]))
        self.refused("WIJK_E_HISTORY", "entry", 3, lambda: States(
            WIJK, [(0, 9, 1, 0), (5, 9, 1, 0), (0, 4, 1, 0), (3, 5, 1, 0)], 2, [1, 2, 2, 2]))
        self.refused("WIJK_E_HISTORY", "from", 1, lambda: States(WIJK, [(0, 3, 1, 2), (3, 4, 1, 0)], 2, [5, 5]))
        # Of two subjects; after a gap; seen on.
        for stays, owners in (([(0, 3, 1, 2), (2, 4, 2, 0)], (5, 6)), ([(0, 3, 1, 2), (4, 5, 1, 0)], (5, 5)),
                              ([(0, 3, 1, 0), (3, 5, 1, 2)], (5, 5))):
            with States(WIJK, stays, 2, owners) as counted:
                self.assertEqual(len(counted.probabilities(1)), 4)

    def test_rows(self):
        for bad in (math.nan, math.inf, -1):
            self.refused("WIJK_E_RANGE", "entry", 1, lambda: States(WIJK, [(0, 1, 1, 0), (bad, 2, 1, 0)], 2))
            self.refused("WIJK_E_RANGE", "exit", 0, lambda: States(WIJK, [(0, bad, 1, 0)], 2))
        self.refused("WIJK_E_RANGE", "exit", 0, lambda: States(WIJK, [(2, 2, 1, 0)], 2))
        self.refused("WIJK_E_RANGE", "from", 0, lambda: States(WIJK, [(1, 2, 0, 2)], 2))
        self.refused("WIJK_E_RANGE", "from", 0, lambda: States(WIJK, [(1, 2, 3, 2)], 2))
        self.refused("WIJK_E_RANGE", "to", 0, lambda: States(WIJK, [(1, 2, 1, 3)], 2))
        self.refused("WIJK_E_RANGE", "to", 0, lambda: States(WIJK, [(1, 2, 1, -1)], 2))
        self.refused("WIJK_E_RANGE", "to", 1, lambda: States(WIJK, [(1, 2, 1, 2), (1, 2, 2, 2)], 2))
        for states in (0, -1, 257):
            self.refused("WIJK_E_RANGE", "states", -1, lambda: States(WIJK, [(1, 2, 1, 0)], states))

    def test_questions(self):
        with States(WIJK, TINY, 3) as counted:
            for origin in (-1, 4):
                self.refused("WIJK_E_RANGE", "from", -1, lambda: counted.probabilities(origin))
            for start in (-1.0, math.nan, math.inf):
                self.refused("WIJK_E_RANGE", "start", -1, lambda: counted.probabilities(1, start))
                self.refused("WIJK_E_RANGE", "start", -1, lambda: counted.stays(1, start, 5.0))
            self.refused("WIJK_E_RANGE", "at", 0, lambda: counted.probabilities(1, 2.0, at=(1,)))
            for until in (2.0, 1.0, math.nan, math.inf):
                self.refused("WIJK_E_RANGE", "until", -1, lambda: counted.stays(1, 2.0, until))

    def test_at_given_times(self):
        with States(WIJK, TINY, 3) as counted:
            rows = counted.probabilities(1, at=(0, 5.5, 30))
            for place, time in enumerate((0, 5, 12)):  # what was so since then
                for row, sixths in zip(rows[3 * place:], TINY_PARTS[time]):
                    self.assertTrue(near(row["probability"], sixths / 6, 1e-15))

    def test_nobody_was_seen(self):
        with States(WIJK, [(0, 2, 1, 2), (1, 4, 1, 0), (7, 9, 1, 2)], 2) as counted:
            late = counted.probabilities(1, at=(4, 12))
            self.assertEqual([row["probability"] for row in late], [.5, .5, 0, 1])  # at 9 the last one moved
            self.assertEqual({row["probability"] for row in counted.probabilities(0, 5.0)}, {None})  # nobody then
            self.assertEqual({row["expected"] for row in counted.stays(0, 5.0, 6.0)}, {None})
        with States(WIJK, [(0, 2, 1, 2), (0, 4, 1, 0)], 2) as counted:
            seen, unseen = counted.probabilities(1, at=(4, 5))[::2]
            self.assertEqual((seen["probability"], unseen["probability"], unseen["std_error"]), (.5, None, None))
            self.assertEqual([row["expected"] for row in counted.stays(1, 0.0, 5.0)], [None, None])
            self.assertEqual([row["expected"] for row in counted.stays(1, 0.0, 4.0)], [3, 1])
        with States(WIJK, [], 2) as counted:
            self.assertEqual([row["probability"] for row in counted.probabilities()], [None, None])
            self.assertEqual([row["probability"] for row in counted.probabilities(2)], [0, 1])


if __name__ == "__main__":
    with Library(sys.argv.pop(1)) as WIJK:
        sys.exit(not unittest.main(exit=False).result.wasSuccessful())
