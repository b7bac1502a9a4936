#!/usr/bin/env python3
"""wijkteam flow: sums over many dossiers, with the counts beside every rate."""
import unittest

import household
from command import Command, json_lines
from household import Story, name_id

SOUTH, NORTH = name_id("team south"), name_id("team north")
CLINIC, HARBOUR = name_id("clinic"), name_id("harbour")


def waiting(name, team, provider, days):
    """Opened on 2 March, 10 days of work, a wait that is bridged on its fifth day, ten days of work, closed."""
    story = Story(name)
    story.act("dossier-open", **({"team": team} if team else {}))
    story.act("professional-join", professional=story.worker, role="team-worker")
    story.wait(10)
    wait = story.act("wait-start", provision="individual.mental-health", interim=story.worker,
                     **({"provider": provider} if provider else {}))
    story.wait(5)
    story.act("wait-bridge", wait=wait, support="a call", kind="contact", minutes=30)
    story.wait(days - 5)
    story.act("wait-end", wait=wait, outcome="started")
    story.wait(10)
    story.act("dossier-close", exit="goals-reached")
    return story


def figure(line, name, **where):
    """(count, of) of one row."""
    rows = [row for row in line["figures"] if row["figure"] == name and
            {key: row.get(key) for key in ("ladder", "key", "subject")} ==
            {"ladder": None, "key": None, "subject": None, **where}]
    return (rows[0]["count"], rows[0]["of"]) if rows else None


class Flow(Command):
    def setUp(self):
        super().setUp()
        for story in (waiting("a", SOUTH, CLINIC, 15), waiting("b", SOUTH, HARBOUR, 20),
                      waiting("c", NORTH, CLINIC, 25), waiting("d", None, None, 5)):
            self.import_story(story)

    def flow(self, *options):
        return json_lines(self.run_it("flow", self.store, "--json", *options))

    def test_sums(self):
        line, = self.flow("--until", "2026-04-30")
        self.assertEqual((line["dossiers"], line["until"], line["within"]), (4, "2026-04-30", 182))
        self.assertNotIn("from", line)
        # 20 days worked and the wait, of each; closed until 30 April, which counts
        self.assertEqual(figure(line, "days-working"), (80, 145))
        self.assertEqual(figure(line, "days-waiting-provider"), (65, 145))
        self.assertEqual(figure(line, "days-closed"), (4 * 60 - 145, 4 * 60))
        self.assertEqual(figure(line, "days-bridged"), (10 + 15 + 15 + 0, 65))
        self.assertEqual(figure(line, "minutes-bridging"), (120, 65))
        self.assertEqual(figure(line, "starts-returning"), (0, 4))
        self.assertFalse([row for row in line["figures"] if "subject" in row])

    def test_teams(self):
        every, *teams = self.flow("--until", "2026-04-30", "--by", "team")
        self.assertEqual([team["team"] for team in teams], [None, *sorted((SOUTH, NORTH))])
        by_id = {team["team"]: team for team in teams}
        self.assertEqual(by_id[SOUTH]["dossiers"], 2)
        self.assertEqual(figure(by_id[SOUTH], "days-waiting-provider"), (35, 75))
        self.assertEqual(figure(by_id[None], "days-waiting-provider"), (5, 25))
        for row in every["figures"]:
            parts = [figure(team, row["figure"]) for team in teams]
            self.assertEqual((row["count"], row["of"]), tuple(map(sum, zip(*filter(None, parts)))), row)

    def test_providers(self):
        line, = self.flow("--until", "2026-04-30", "--by", "provider")
        self.assertEqual(figure(line, "days-waiting-provider", subject=CLINIC), (40, 80))
        self.assertEqual(figure(line, "days-waiting-provider", subject=HARBOUR), (20, 40))
        self.assertEqual(figure(line, "days-bridged", subject=CLINIC), (25, 40))
        text = self.run_it("flow", self.store, "--until", "2026-04-30", "--by", "provider")
        self.assertIn(f"provider {CLINIC}\n", text)
        self.assertRegex(text, r"\n  waiting days bridged +25 of 40, 62\.5%\n")

    def test_periods_add_up(self):
        """Days and bridged days of two halves are those of the whole."""
        whole, = self.flow("--from", "2026-03-01", "--until", "2026-04-30")
        first, = self.flow("--from", "2026-03-01", "--until", "2026-03-20")
        second, = self.flow("--from", "2026-03-21", "--until", "2026-04-30")
        for name in ("days-working", "days-waiting-provider", "days-closed", "days-bridged", "minutes-bridging",
                     "starts-returning"):
            parts = figure(first, name) or (0, 0), figure(second, name) or (0, 0)
            self.assertEqual(figure(whole, name), tuple(map(sum, zip(*parts))), name)

    def test_returns_are_looked_for_until_today(self):
        period = ("--from", "2026-03-01", "--until", "2026-04-30", "--within", "30")
        line, = self.flow(*period, "--on", "2026-04-30")
        self.assertEqual(figure(line, "exits-returned"), (0, 1))  # the exit of 27 March
        line, = self.flow(*period, "--on", "2026-06-30")
        self.assertEqual(figure(line, "exits-returned"), (0, 4))

    def test_words(self):
        self.import_story(household.household())
        text = self.run_it("flow", self.store, "--from", "2026-03-01", "--until", "2026-06-30", "--on", "2026-06-30")
        self.assertIn("From 2026-03-01 to and including 2026-06-30; "
                      "returns within 182 days, looked for until 2026-06-30\n", text)
        self.assertIn("\nall dossiers: 5\n", text)
        self.assertRegex(text, r"\n  steps up +1, \d\.\d\d a case-year \(\d\.\d case-years\)\n    ladder care +1, ")
        self.assertRegex(text, r"\n  exits with a return within the term +0 of 0\n")
        self.assertRegex(text, r"\n  days to a step down +\d+, on average \d+\.0 over 1 steps down\n")
        self.assertRegex(text, r"\n  days in a tier\n    care specialised +80, on average 80\.0 over 1 stays that ended\n")
        self.assertRegex(text, r"\n  days in a setting\n    clinic +60, on average 60\.0 over 1 stays that ended\n")
        self.assertNotIn("nan", text)
        self.assertNotIn("inf", text)
        dutch = self.run_it("flow", self.store, "--by", "team", "--lang", "nl", "--until", "2026-06-30")
        for words in ("Vanaf de eerste opening tot en met 2026-06-30", "alle dossiers: 5", "geen team, dossiers: 2",
                      f"team {SOUTH}, dossiers: 2", "dagen gewacht op de cliënt ", "0 van "):
            self.assertIn(words, dutch)

    def test_nothing_is_not_divided(self):
        text = self.run_it("flow", self.store, "--until", "2026-01-01")
        self.assertIn("all dossiers: 0\n", text)
        self.assertRegex(text, r"\n  days worked +0 of 0\n")
        self.assertRegex(text, r"\n  steps up +0, no day open\n")
        line, = self.flow("--until", "2026-01-01", "--by", "team")
        self.assertEqual((line["dossiers"], line["figures"]), (0, []))

    def test_known(self):
        """What was recorded after a moment is not counted as known then."""
        line, = self.flow("--until", "2026-04-30", "--known", "2026-03-15")
        self.assertEqual(figure(line, "days-waiting-provider"), (4 * 50, 4 * 60))

    def test_misuse(self):
        for words in (("--by", "month"), ("--within", "soon"), ("--within", "-1"), ("--within", "36601"),
                      ("--within", ""), ("--within", "99999999999"), ("--plan", CLINIC),
                      ("--from", "2026-05-01", "--until", "2026-04-30")):
            self.run_it("flow", self.store, *words, expect=2)
            self.assertTrue(self.err, words)
        self.assertEqual(self.out, "")
        self.run_it("agenda", self.store, "--within", "3", expect=2)

    def test_help(self):
        self.assertIn("--by team|provider", self.run_it("flow", "--help"))
        self.assertIn("dossierjaar", self.run_it("flow", "--help", "--lang", "nl"))


if __name__ == "__main__":
    unittest.main()
