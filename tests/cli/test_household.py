#!/usr/bin/env python3
"""Households that join and part: merge, split, undo and shared."""
import datetime
import json
import unittest

import household
from command import Command, json_lines
from household import MARKER, Story, as_text

WHO = household.name_id("worker")
ON = ("--on", "2020-06-01")
DAY = "2020-03-02"  # all is recorded before whoever runs the command does something


def small(name, *members, home=None):
    """A household of some members, who are the same person in every household by name."""
    story = Story(name, DAY)
    story.act("dossier-open", neighbourhood="Oud-Zuid")
    for member in members:
        fields = {"home": home} if home else {}
        story.act("member-join", person=household.name_id(member), role="adult", name=f"{member} {MARKER}", **fields)
    return story


class Households(Command):
    def import_all(self, *stories):
        lines = [line for story in stories for line in story.lines]
        self.run_it("import", self.store, self.file("acts.jsonl", as_text(lines)))

    def members(self, story, *options):
        return sum(row["dossier"] == story.dossier and "until" not in row for row in self.table("members", *options))

    def frames(self):
        self.run_it("journal", "verify", self.store)
        return len(self.table("acts"))

    def household(self, *words, by=WHO, expect=0):
        return self.run_it("household", *words, *(["--by", by] if by else []), expect=expect)

    def test_merge_and_undo(self):
        one, other = small("one", "Anna"), small("other", "Bram", "Cato", "Anna")
        self.import_all(one, other)
        before = self.run_it("table", self.store, "members")
        said = self.household("merge", self.store, one.dossier, other.dossier, *ON, "--because", "together again")
        self.assertIn(f"{one.dossier} took in {other.dossier}\n", said)
        self.assertEqual(self.members(one), 3)
        self.assertEqual(self.members(one, "--on", "2020-05-31"), 1)
        self.assertEqual({row["kind"] for row in self.table("lineage")}, {"absorbed", "merged-into"})
        act = said.split()[-1]
        recorded = [row for row in self.table("acts") if row["type"] in ("household-absorb", "household-merge-into")]
        self.assertEqual({row["reason"] for row in recorded}, {"together again"})
        self.assertEqual({row["professional"] for row in recorded}, {WHO})
        self.household("merge", self.store, one.dossier, other.dossier, *ON, expect=1)  # which is closed now
        self.assertIn("WK1001", self.err)
        said = json.loads(self.household("undo", self.store, one.dossier, act, "--json"))
        self.assertEqual((said["dossier"], said["other"]), (one.dossier, other.dossier))
        self.assertEqual(self.run_it("table", self.store, "members"), before)
        self.assertEqual(self.table("lineage"), [])
        self.household("undo", self.store, one.dossier, act, expect=2)
        self.run_it("journal", "verify", self.store)

    def test_refused(self):
        one, other = household.household("one"), household.household("other")
        self.import_all(one, other)
        acts = self.frames()
        for words in (["merge", self.store, one.dossier, one.dossier], ["split", self.store, one.dossier, WHO]):
            self.household(*words, expect=1)
            self.assertRegex(self.err, "WK10(15|07)")
            codes = [finding["code"] for finding in json_lines(self.household(*words, "--json", expect=1))]
            self.assertIn(codes, (["WK1015"], ["WK1007"]))
        self.assertEqual(self.frames(), acts)

    def test_plans(self):
        one, other = Story("one", DAY), Story("other", DAY)
        plans = []
        for story in (one, other):
            household.meet(story)
            plans.append(household.plan(story)[0])
        self.import_all(one, other)
        acts = self.frames()
        found = json_lines(self.household("merge", self.store, one.dossier, other.dossier, *ON, "--json", expect=1))
        self.assertEqual([(f["code"], f["subject"], f["other"]) for f in found], [("WK1013", plans[1], plans[0])])
        self.assertEqual(self.frames(), acts)
        self.household("merge", self.store, one.dossier, other.dossier, *ON, "--plan", plans[0])
        self.assertEqual({row["plan"] for row in self.table("lineage")}, {plans[0]})

    def test_split_and_undo(self):
        story = small("one", "Anna", "Bram", "Cato")
        self.import_all(story)
        said = self.household("split", self.store, story.dossier, household.name_id("Bram"), household.name_id("Cato"),
                              *ON, "--json")
        done = json.loads(said)
        self.assertEqual(done["dossier"], story.dossier)
        self.assertEqual(self.members(story), 1)
        self.assertEqual(sum(row["dossier"] == done["other"] for row in self.table("members")), 2)
        self.run_it("show", self.store, done["other"])
        undone = self.household("undo", self.store, story.dossier, done["act"])
        self.assertIn(f"{story.dossier} is as it was, and so is {done['other']}\n", undone)
        self.assertEqual(self.members(story), 3)
        self.run_it("journal", "verify", self.store)

    def test_undo_what_others_rest_on(self):
        one, other = small("one", "Anna"), small("other", "Bram")
        self.import_all(one, other)
        done = json.loads(self.household("merge", self.store, one.dossier, other.dossier, *ON, "--json"))
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        line = {"act": "member-hear", "id": household.name_id("late"), "dossier": one.dossier, "valid": "2020-06-02",
                "recorded": now, "by": {"professional": WHO},
                "fields": {"person": household.name_id("Bram"), "how": "alone"}}
        self.run_it("import", self.store, self.file("late.jsonl", as_text([line])))
        found = json_lines(self.household("undo", self.store, one.dossier, done["act"], "--json", expect=1))
        self.assertEqual([(f["code"], f["subject"], f["other"]) for f in found], [("WK9002", done["act"], line["id"])])
        line.update(id=household.name_id("later"), recorded="2999-01-01T00:00:00Z")
        self.run_it("import", self.store, self.file("later.jsonl", as_text([line])))
        self.household("undo", self.store, one.dossier, done["act"], expect=1)  # recorded after whoever asks now
        self.assertIn("WK9004", self.err)

    def test_shared(self):
        one, two, three = small("one", "Anna", "Bram"), small("two", "Anna"), small("three", "Anna", "Cato")
        homes = [small("left", "Daan", home="shared"), small("right", "Daan", home="shared")]
        apart = small("closed", "Bram")
        apart.act("dossier-close", exit="moved")
        self.import_all(one, two, three, *homes, apart)
        said = self.run_it("household", "shared", self.store)
        self.assertEqual(said.count("WK1026"), 2)  # Anna: of three households, told of two and two
        self.assertEqual(self.run_it("household", "shared", self.store, "--on", "2020-03-01"), "")
        lines = json_lines(self.run_it("household", "shared", self.store, "--json"))
        ids = sorted([one.dossier, two.dossier, three.dossier])
        self.assertEqual([line["dossier"] for line in lines], ids[:2])
        self.assertEqual([[f["other"] for f in line["findings"]] for line in lines], [[ids[1]], [ids[2]]])
        self.assertEqual(self.run_it("check", self.store).count("WK1026"), 2)
        self.assertEqual(self.run_it("check", self.store, one.dossier).count("WK1026"), 0)
        self.assertEqual({f["subject"] for line in lines for f in line["findings"]}, {household.name_id("Anna")})
        rules = json.loads(self.run_it("policy", "print"))
        rules["severities"] = {"WK1026": "refuse"}
        strict = self.file("strict.json", json.dumps(rules))
        self.run_it("household", "shared", self.store, "--policy", strict, expect=1)
        rules["severities"] = {"WK1026": "off"}
        self.assertEqual(self.run_it("household", "shared", self.store, "--policy",
                                     self.file("off.json", json.dumps(rules))).count("WK1026"), 0)

    def test_misuse(self):
        one = small("one", "Anna")
        self.import_all(one)
        unknown = household.name_id("unknown")
        acts = self.frames()
        for words in (["merge", self.store, one.dossier, unknown], ["merge", self.store, unknown, one.dossier],
                      ["merge", self.store, one.dossier, "x"], ["merge", self.store, "x", one.dossier],
                      ["merge", self.store, one.dossier, unknown, "--plan", "x"],
                      ["split", self.store, one.dossier, "x"], ["split", self.store, one.dossier],
                      ["undo", self.store, one.dossier, unknown], ["undo", self.store, one.dossier, "x"],
                      ["shared", self.store, "x"], ["merge", str(self.path / "nothing.db"), one.dossier, unknown]):
            self.household(*words, expect=2)
            self.assertNotEqual(self.err, "", words)
        self.household("split", self.store, one.dossier, household.name_id("Anna"), by=None, expect=2)
        self.assertIn("--by", self.err)
        self.household("split", self.store, one.dossier, household.name_id("Anna"), by="x", expect=2)
        self.run_it("household", "shared", str(self.path / "nothing.db"), expect=2)
        self.assertEqual(self.frames(), acts)


if __name__ == "__main__":
    unittest.main()
