#!/usr/bin/env python3
"""Where a household is on each ladder, and which steps it can take: the command steps."""
import json
import unittest

import household
from command import Command
from household import MARKER, Story

CARE = ("--ladder", "care")


def family():
    """Two adults, a child of thirteen, a plan in force, in the tier team-plan since 2026-03-12."""
    story = Story("steps")
    household.meet(story)
    story.lines[3]["fields"]["born"] = "2012-06-30"  # Cato, who therefore accepts the plan too
    household.plan(story)
    at = next(n for n, line in enumerate(story.lines) if line["act"] == "plan-accept")
    cato = {**story.lines[at], "id": household.name_id("Cato accepts"),
            "fields": {**story.lines[at]["fields"], "person": story.person("Cato")}}
    story.lines.insert(at, cato)
    return story


class Steps(Command):
    def steps(self, story, *options, expect=0):
        return self.run_it("steps", self.store, story.dossier, *options, expect=expect)

    def said(self, story, *options):
        return json.loads(self.steps(story, "--json", *options))

    def ladder(self, story, key, *options):
        return next(x for x in self.said(story, *options)["ladders"] if x["ladder"] == key)

    def block(self, out, title):
        """The line of a step, and those under it."""
        lines = out.splitlines()
        at = next(n for n, line in enumerate(lines) if line.startswith("  " + title))
        end = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith("    ")), len(lines))
        return lines[at:end]

    def start(self, until=None):
        story = family()
        up = story.act("step-propose", ladder="care", tier="specialised", why=f"{MARKER} is at an end")
        self.import_story(story)
        return story, up

    def test_here(self):
        """Where it is, since when, who carries what, and who coordinates."""
        story, _ = self.start()
        lines = self.steps(story, "--on", "2026-03-12").splitlines()
        self.assertEqual(lines[0], f"Dossier {story.dossier}, on 2026-03-12")
        self.assertEqual(lines[1], f"coordinated by {story.worker}, since 2026-03-05")
        self.assertEqual(lines[3], "care: team, with one plan, since 2026-03-12")
        self.assertEqual(lines[4], "  case coordination: coordinator; operational responsibility: team leader; "
                                   "administrative responsibility: alderman")
        self.assertIn("coordination (AVE): on no tier", lines)
        dutch = self.steps(story, "--on", "2026-03-12", "--lang", "nl")
        for words in (f", op 2026-03-12\nregie bij {story.worker}, sinds 2026-03-05\n",
                      "\nzorg: wijkteam met één plan, sinds 2026-03-12\n  casusregie: regisseur; operationele ",
                      "\n  opschalen naar gespecialiseerd: nog niet; eerst: cliënt raadplegen (client-consult)\n",
                      "\n    ontbreekt: de stap is niet geaccepteerd -> over stap besluiten (step-decide)\n",
                      "\n    daarna: de regisseur blijft; operationele verantwoordelijkheid: zorgaanbieder\n",
                      "\nregie (AVE): op geen trede\n", "  beginnen bij fase 2: een vraag of een probleem: kan nu: trede"):
            self.assertIn(words, dutch)

    def test_missing(self):
        """The smallest set of what is missing, each with the act that supplies it and about whom."""
        story, up = self.start()
        cato = story.person("Cato")
        self.assertEqual(self.block(self.steps(story, "--on", "2026-03-12"), "step up to"), [
            "  step up to specialised care: not yet; next: consult client (client-consult)",
            f"    proposed 2026-03-12: {up}",
            "    missing: the client was not consulted on this step -> consult client (client-consult)",
            f"    missing: a child who by age has to be consulted on this step was not: {cato} -> consult client "
            "(client-consult)",
            "    missing: the step was not accepted -> decide step (step-decide)",
            "    afterwards: the coordinator stays; operational responsibility: provider"])
        self.assertEqual(self.block(self.steps(story, "--on", "2026-03-12"), "step down to")[:2], [
            "  step down to team, short support: not yet; next: propose step (step-propose)",
            "    missing: the step was not proposed -> propose step (step-propose)"])

    def test_names(self):
        """Names and what was written down about people only when they are asked for."""
        story, up = self.start()
        without = self.steps(story, "--on", "2026-03-12")
        self.assertNotIn(MARKER, without)
        self.assertNotIn(MARKER, self.steps(story, "--on", "2026-03-12", "--json"))
        named = self.steps(story, "--on", "2026-03-12", "--names")
        for words in (f"coordinated by {story.worker} (Kim {MARKER}), since", f"{story.person('Cato')} (Cato {MARKER}) ->",
                      f"    reason: {MARKER} is at an end\n"):
            self.assertIn(words, named)

    def test_to_the_end(self):
        """What is missing becomes less with every act, and the tier can be entered when nothing is."""
        story, up = self.start()
        for person in ("Anna", "Cato"):
            story.act("client-consult", step=up, person=story.person(person), opinion="agrees")
        self.import_story(story)
        block = self.block(self.steps(story, "--on", "2026-03-12"), "step up to")
        self.assertEqual([line for line in block if "missing" in line],
                         ["    missing: the step was not accepted -> decide step (step-decide)"])
        story.act("step-dissent", step=up, party=story.person("Bram"), why=f"{MARKER} says no")
        story.act("step-decide", step=up, decision="accepted")
        self.import_story(story)
        self.assertEqual(self.block(self.steps(story, "--on", "2026-03-12"), "step up to"), [
            "  step up to specialised care: can be taken now: enter tier (tier-enter)",
            f"    proposed 2026-03-12, talked over 2026-03-12, accepted 2026-03-12, dissents: 1: {up}",
            "    afterwards: the coordinator stays; operational responsibility: provider"])
        story.act("tier-enter", ladder="care", tier="specialised", step=up)
        self.import_story(story)
        self.assertIn("\ncare: specialised care, since 2026-03-12\n", self.steps(story, "--on", "2026-03-12"))

    def test_all(self):
        """With --all also the steps that begin elsewhere, without a word on whether they could be taken."""
        story, _ = self.start()
        out = self.steps(story, "--on", "2026-03-12", "--all", *CARE)
        self.assertEqual(self.block(out, "step up from pressured help"), [
            "  step up from pressured help to compulsory measures: not from here",
            "    afterwards: the coordination passes on; case coordination: certified institution; "
            "operational responsibility: certified institution"])
        self.assertIn("  begin at general provisions: not from here\n", out)
        here = self.ladder(story, "care", "--on", "2026-03-12")["steps"]
        every = self.ladder(story, "care", "--on", "2026-03-12", "--all")["steps"]
        self.assertEqual([x for x in every if x["here"]], here)
        self.assertEqual(len(every), 14)
        self.assertEqual([x["allowed"] for x in every if not x["here"]], [False] * 12)

    def test_ladder(self):
        story, _ = self.start()
        self.assertEqual([x["ladder"] for x in self.said(story, "--on", "2026-03-12")["ladders"]], ["care", "ave"])
        self.assertEqual([x["ladder"] for x in self.said(story, "--ladder", "ave")["ladders"]], ["ave"])
        self.assertNotIn("\ncare", self.steps(story, "--ladder", "ave"))
        self.steps(story, "--ladder", "stairs", expect=2)
        self.assertEqual(self.err, "wijkteam: stairs: the rules have no such ladder\n")
        nobody = "00000000-0000-4000-8000-000000000001"
        self.run_it("steps", self.store, nobody, "--lang", "nl", expect=2)
        self.assertEqual(self.err, f"wijkteam: {nobody}: de opslag heeft dit dossier niet\n")
        self.steps(story, "--ladder", "stairs", "--lang", "nl", expect=2)
        self.assertEqual(self.err, "wijkteam: stairs: het beleid kent die ladder niet\n")

    def test_json(self):
        """One object: of each ladder the stay as in its table, and the steps as in theirs, with what is missing."""
        story, up = self.start()
        said = self.said(story, "--on", "2026-03-12")
        self.assertEqual((said["dossier"], said["on"]), (story.dossier, "2026-03-12"))
        care, ave = said["ladders"]
        self.assertEqual([care["stay"]], self.table("tier-stays", "--on", "2026-03-12"))
        self.assertNotIn("stay", ave)
        self.assertEqual([(x["tier"], x["allowed"]) for x in ave["steps"]], [(f"ave-{n}", True) for n in (1, 2, 3, 4)])
        self.assertTrue(all(x["next"] == "tier-enter" and "finding" not in x for x in ave["steps"]))
        rows = [row for row in self.table("options", "--on", "2026-03-12") if row["here"]]
        for step in care["steps"] + ave["steps"]:
            self.assertIn({key: value for key, value in step.items() if key not in ("finding", "reasons")}, rows)
        step = next(x for x in care["steps"] if x["tier"] == "specialised")
        self.assertEqual((step["step"], step["next"], step["direction"]), (up, "client-consult", "up"))
        self.assertEqual(step["finding"]["subject"], up)
        self.assertEqual([(x["fact"], x.get("subject"), x["mend"]) for x in step["finding"]["missing"]],
                         [("client-consulted", up, "client-consult"),
                          ("children-consulted", story.person("Cato"), "client-consult"),
                          ("step-accepted", up, "step-decide")])

    def test_suggestion(self):
        """What the rules would have considered, and why; nobody is moved by it."""
        story, _ = self.start()
        goal = next(line["id"] for line in story.lines if line["act"] == "goal-set")
        story.act("goal-review", goal=goal, progress="worsening")
        self.import_story(story)
        block = self.block(self.steps(story, "--on", "2026-03-12"), "step up to")
        self.assertEqual(block[1], f"    to consider: a goal is getting worse: {goal}")
        self.assertIn("    te overwegen: een doel gaat achteruit: ", self.steps(story, "--on", "2026-03-12", "--lang", "nl"))
        self.assertIn(f"{goal} ({MARKER} pays", self.steps(story, "--on", "2026-03-12", "--names"))
        step = next(x for x in self.ladder(story, "care", "--on", "2026-03-12")["steps"] if x["tier"] == "specialised")
        self.assertEqual((step["suggested"], step["allowed"]), (True, False))
        self.assertEqual(step["reasons"], self.table("suggestions", "--on", "2026-03-12"))
        self.assertEqual([(x["reason"], x["subject"]) for x in step["reasons"]], [("goal-worsening", goal)])
        self.assertNotIn("to consider", self.steps(story, "--on", "2026-09-12"))

    def test_suggestion_by_signal(self):
        story = family()
        story.act("tier-enter", ladder="ave", tier="ave-2")
        signal = story.act("signal-report", kind="complexity", note=MARKER)
        self.import_story(story)
        out = self.steps(story, "--on", "2026-03-12", "--ladder", "ave")
        self.assertIn(f"    to consider: such a signal is open: high complexity: {signal}\n", out)
        self.assertIn("high complexity: " + signal + " (high complexity)\n",
                      self.steps(story, "--on", "2026-03-12", "--ladder", "ave", "--names"))

    def test_words_of_a_missing_key(self):
        """What a fact is missing of is said in the words of the rules."""
        story = family()
        story.act("tier-enter", ladder="ave", tier="ave-3")
        self.import_story(story)
        out = self.steps(story, "--on", "2026-03-12", "--ladder", "ave")
        self.assertIn("    missing: no such signal is open: cooperation stagnates -> report signal (signal-report)\n", out)
        self.assertIn("step down to phase 2: a request or a problem: not yet; next: propose step", out)

    def test_emergency(self):
        story = family()
        story.act("safety-weigh", suspicion=True, unsafety="acute", note=MARKER)
        story.act("tier-enter", ladder="care", tier="compulsory", emergency=True, reason=f"{MARKER}, tonight")
        self.import_story(story)
        out = self.steps(story, "--on", "2026-03-12")
        self.assertIn("\ncare: compulsory measures, since 2026-03-12, by an emergency step\n"
                      "  case coordination: certified institution; process coordination: process coordinator; ", out)
        self.assertIn("    afterwards: the coordination passes on; case coordination: coordinator; operational "
                      "responsibility: provider\n", out)
        self.assertIn(", door een noodstap\n", self.steps(story, "--on", "2026-03-12", "--lang", "nl"))

    def test_as_of(self):
        """As of a day, and as was known at a moment."""
        story, _ = self.start()
        self.assertIn("care: on no tier", self.steps(story, "--on", "2026-03-11"))
        self.assertIn("care: on no tier", self.steps(story, "--on", "2026-03-12", "--known", "2026-03-11"))
        self.assertIn("care: team, with one plan", self.steps(story, "--on", "2026-03-12", "--known", "2026-03-12"))
        self.assertIn("care: team, with one plan", self.steps(story))  # as of today
        self.assertIn("nobody coordinates\n", self.steps(story, "--on", "2026-03-04"))

    def test_before_and_after(self):
        """A dossier that is not open has no steps."""
        story = family()
        plan = next(line["id"] for line in story.lines if line["act"] == "plan-draft")
        story.wait(1)
        story.act("plan-close", plan=plan)
        story.act("dossier-close", exit="moved")
        self.import_story(story)
        for day in ("2026-03-01", "2026-03-13"):
            out = self.steps(story, "--on", day, *CARE)
            self.assertTrue(out.endswith("\n\nno step can be taken: the dossier is not open, or the rules have no ladder\n"))
            self.assertEqual(self.said(story, "--on", day)["ladders"], [])
        self.assertIn("het dossier is niet open", self.steps(story, "--on", day, "--lang", "nl"))

    def test_other_rules(self):
        """Other rules may be asked; a tier that they do not know leads nowhere."""
        story, _ = self.start()
        rules = json.loads(self.run_it("policy", "print"))
        for step in rules["ladders"][0]["steps"]:
            step.pop("when", None)
        path = self.file("free.json", json.dumps(rules))
        block = self.block(self.steps(story, "--on", "2026-03-12", "--policy", path), "step up to")
        self.assertEqual([line for line in block if "missing" in line],
                         ["    missing: the step was not accepted -> decide step (step-decide)"])
        rules["ladders"][0]["decided"] = False
        path = self.file("undecided.json", json.dumps(rules))
        self.assertIn("  step up to specialised care: can be taken now: enter tier (tier-enter)\n",
                      self.steps(story, "--on", "2026-03-12", "--policy", path))
        rules["ladders"][0].update(
            tiers=[{"key": "only", "en": "the only one", "nl": "de enige", "entry": True}], steps=[], suggestions=[])
        path = self.file("other.json", json.dumps(rules))
        out = self.steps(story, "--on", "2026-03-12", "--policy", path, *CARE)
        self.assertIn("care: team-plan, since 2026-03-12\n  the rules do not know this tier\n  no step begins here\n", out)

    def test_misuse(self):
        story, _ = self.start()
        for words in ([], [self.store], [self.store, "x"], [str(self.path / "no.db"), story.dossier],
                      [self.store, household.name_id("nobody")], [self.store, story.dossier, "more"],
                      [self.store, story.dossier, "--on", "soon"], [self.store, story.dossier, "--each"],
                      [self.store, story.dossier, "--ladder"], [self.store, story.dossier, "--dry-run"]):
            self.assertEqual(self.run_it("steps", *words, expect=2), "")
            self.assertNotEqual(self.err, "", words)
        self.run_it("check", self.store, "--all", expect=2)
        self.assertIn("--all", self.err)

    def test_help(self):
        """One word, two meanings: each help has its own."""
        self.assertIn("do not begin where the household is", self.run_it("steps", "--help"))
        self.assertNotIn("store nothing", self.run_it("steps", "--help"))
        self.assertIn("store nothing unless all", self.run_it("import", "--help"))
        self.assertNotIn("where the household is", self.run_it("import", "--help"))


if __name__ == "__main__":
    unittest.main()
