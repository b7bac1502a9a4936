#!/usr/bin/env python3
"""How the command is asked for, what it says to somebody who asks wrongly, the rules and the vocabulary."""
import json
import os
import subprocess
import unittest

import household
from command import WIJKTEAM, Command, json_lines
from household import Story


class Use(Command):
    """How it is asked for, and what it says to somebody who asks wrongly."""

    def test_version(self):
        self.assertRegex(self.run_it("--version"), r"^wijkteam \d+\.\d+\.\d+ \(libwijkteam \d+\.\d+\.\d+\)\n$")

    def test_help(self):
        english, dutch = self.run_it("--help"), self.run_it("--help", "--lang", "nl")
        self.assertNotEqual(english, dutch)
        commands = ["import", "show", "check", "steps", "agenda", "table", "changes", "undo", "household merge",
                    "household split", "household undo", "household shared", "journal verify", "journal dump",
                    "policy check", "policy print", "catalog print"]
        for command in commands:
            self.assertIn("wijkteam " + command, english)
            self.assertIn("wijkteam " + command, dutch)
            own = self.run_it(*command.split(), "--help")
            self.assertTrue(own.startswith("wijkteam " + command))
            self.assertIn("\nExamples:\n  wijkteam " + command, own)
            self.assertIn("\nVoorbeelden:\n  wijkteam " + command, self.run_it(*command.split(), "--help", "--lang=nl"))
            self.assertEqual(self.err, "")

    def test_help_of_the_first_word(self):
        """Who knows only the first of two words is told which second ones there are."""
        out = self.run_it("household", "--help")
        self.assertEqual([line.split()[2] for line in out.splitlines() if line.startswith("wijkteam ")],
                         ["merge", "split", "undo", "shared"])
        self.assertEqual(self.run_it("household", expect=2), "")
        self.assertEqual(self.err, out)
        self.assertIn("samenvoeging", self.run_it("household", "--help", "--lang", "nl"))
        for wrong in (["household", "nothing"], ["household", "nothing", "--help"]):
            self.assertEqual(self.run_it(*wrong, expect=2), "")
            self.assertEqual(self.err, out)

    def test_misuse(self):
        wrong = [
            [], ["nothing"], ["journal"], ["journal", "nothing"], ["import"], ["import", self.store],
            ["import", self.store, "a", "b"], ["show", self.store], ["check"], ["table", self.store],
            ["policy", "print", "word"], ["--nothing"], ["import", "--nothing"], ["--lang"], ["--lang", "fr", "--help"],
            ["--help=yes"], ["show", self.store, "x", "--on"], ["show", self.store, "x", "--on", "2026-02-30"],
            ["show", self.store, "x", "--known", "yesterday"], ["show", self.store, "x", "--known", "2026-02-30"],
            ["table", self.store, "goals", "--format", "xml"], ["show", self.store, "x", "--dry-run"],
            ["policy", "print", "--on", "2026-01-01"], ["a", "b", "c", "d", "e", "f", "g"],
            ["table", self.store, "nothing"], ["import", self.store, "acts", "--all", "--each"],
        ]
        for words in wrong:
            self.assertEqual(self.run_it(*words, expect=2), "")
            self.assertNotEqual(self.err, "", words)
            self.run_it(*words, "--lang=nl", expect=2)

    def test_no_parameters_of_the_library(self):
        """What is wrong is told in words of whoever runs it."""
        self.run_it("check", str(self.path / "nothing.db"), expect=2)
        self.assertTrue(self.err.endswith("nothing.db: The file is not there.\n"), self.err)
        self.run_it("import", self.store, "-", text="")
        self.run_it("check", self.store, "x", expect=2)
        self.assertEqual(self.err, "wijkteam: x: An id must be a UUID and not all zeros.\n")

    def test_words_after_two_hyphens(self):
        self.run_it("import", self.store, "--", "--help", expect=2)
        self.assertIn("--help", self.err)

    def test_what_is_not_there(self):
        for words in (["show", self.store, household.name_id("x")], ["check", self.store],
                      ["table", self.store, "goals"], ["journal", "verify", self.store],
                      ["journal", "dump", self.store, household.name_id("x")],
                      ["policy", "print", "--store", self.store], ["policy", "check", self.store],
                      ["import", self.store, str(self.path / "nothing.jsonl")]):
            self.run_it(*words, expect=2)
            self.assertNotEqual(self.err, "")
            self.assertFalse(os.path.exists(self.store))
        self.import_story(household.household())
        for id in (household.name_id("x"), "x"):
            for words in (["show", self.store, id], ["check", self.store, id], ["journal", "dump", self.store, id]):
                self.run_it(*words, expect=2)
                self.assertIn(id, self.err)
                self.assertEqual(json_lines(self.run_it(*words, "--json", expect=2)), [])
                self.assertEqual(json.loads(self.err)["subject"], id)

    def test_no_store(self):
        path = self.file("team.db", b"this is no store, but a text of more than a hundred bytes: " + b"." * 100)
        self.run_it("check", path, expect=2)
        self.run_it("import", path, self.file("acts.jsonl", ""), expect=2)

    def test_full_disk(self):
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([WIJKTEAM, "catalog", "print"], stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"stdout", done.stderr)


class Policy(Command):
    def test_check_good(self):
        path = self.file("rules.json", self.run_it("policy", "print"))
        self.assertRegex(self.run_it("policy", "check", path), r"good, version 1 \([0-9a-f-]{36}\)\n$")
        self.assertIn("goed, versie 1", self.run_it("policy", "check", path, "--lang", "nl"))
        self.assertEqual(json.loads(self.run_it("policy", "check", path, "--json"))["version"], "1")
        self.assertEqual(json.loads(self.out)["findings"], [])

    def test_doubtful_policy(self):
        """What is doubtful in rules that are taken is told with its place; rules may say how much it weighs."""
        rules = json.loads(self.run_it("policy", "print"))
        ladder = rules["ladders"][0]
        ladder["steps"] = [s for s in ladder["steps"] if (s["from"], s["to"]) != ("compulsory", "pressured")]
        path = self.file("rules.json", json.dumps(rules))
        lines = self.run_it("policy", "check", path).splitlines()
        self.assertRegex(lines[0], r"good, version 1 \([0-9a-f-]{36}\)$")
        self.assertEqual(lines[1], f"{path}: WK8001 warn: A tier of the policy is reached by stepping up, "
                                   "and there is no way back down.")
        self.assertEqual(lines[2:], ["    at: /ladders/0/tiers/5"])
        self.assertIn("\n    op: /ladders/0/tiers/5\n", self.run_it("policy", "check", path, "--lang", "nl"))
        finding = json.loads(self.run_it("policy", "check", path, "--json"))["findings"]
        self.assertEqual([(f["code"], f["severity"], f["place"]) for f in finding],
                         [("WK8001", "warn", "/ladders/0/tiers/5")])
        rules["severities"] = {"WK8001": "refuse"}
        path = self.file("strict.json", json.dumps(rules))
        self.assertIn("WK8001 refuse: ", self.run_it("policy", "check", path, expect=1))
        self.assertEqual(json.loads(self.run_it("policy", "check", path, "--json", expect=1))["status"], "WIJK_OK")
        rules["severities"] = {"WK8001": "off"}
        self.assertEqual(len(self.run_it("policy", "check", self.file("mild.json", json.dumps(rules))).splitlines()), 1)

    def test_check_bad(self):
        text = self.run_it("policy", "print")
        for bad, place in ((text.replace('"ladders"', '"laders"'), r": .*: "),
                           (text.replace('"format": 1,', '"format": 1'), r":3:3: "),
                           (text.replace('"entry": true', '"entry": "yes"', 1), r": /ladders/0/tiers/0/entry: "),
                           ("", r":1:1: "), ("[]", r": ")):
            path = self.file("bad.json", bad)
            self.assertEqual(self.run_it("policy", "check", path, expect=2), "")
            self.assertRegex(self.err, place)
            self.assertTrue(self.err.startswith(path))
            english = self.err
            self.run_it("policy", "check", path, "--lang", "nl", expect=2)
            self.assertNotEqual(english, self.err)
            self.run_it("policy", "check", path, "--json", expect=2)
            self.assertTrue(json.loads(self.err)["status"].startswith("WIJK_E_"))
        bad = self.file("bad.json", "[]")
        self.run_it("import", self.store, self.file("acts.jsonl", ""), "--policy", bad, expect=2)

    def test_which_is_used(self):
        """--policy, else the last one of the store, else the built-in one, which is then kept."""
        default = self.run_it("policy", "print")
        rules = json.loads(default)
        rules["version"] = "own"
        rules["settings"].append({"key": "boat", "en": "boat", "nl": "boot"})
        path = self.file("rules.json", json.dumps(rules))
        story = Story("boat")
        story.act("dossier-open")
        story.act("setting-move", setting="boat")
        self.import_story(story, expect=2)
        self.assertIn("/fields/setting", self.err)
        self.assertEqual(self.run_it("policy", "print", "--store", self.store), default)
        self.import_story(story, "--policy", path, "--dry-run")
        self.assertEqual(self.run_it("policy", "print", "--store", self.store), default)
        self.import_story(story, "--policy", path)
        self.assertEqual(json.loads(self.run_it("policy", "print", "--store", self.store)), rules)
        story.act("setting-move", setting="home")
        story.act("setting-move", setting="boat")
        self.import_story(story)
        self.assertIn("2 taken, 2 already there", self.out)
        self.assertIn("setting boat", self.run_it("show", self.store, story.dossier))

    def test_not_kept_when_nothing_is(self):
        rules = json.loads(self.run_it("policy", "print"))
        rules["version"] = "own"
        path = self.file("rules.json", json.dumps(rules))
        self.import_story(household.household())
        bad = Story("bad")
        bad.act("dossier-open")
        bad.act("dossier-open")
        self.import_story(bad, "--policy", path, "--all", expect=1)
        self.assertEqual(json.loads(self.run_it("policy", "print", "--store", self.store))["version"], "1")


class Catalog(Command):
    def test_text(self):
        english, dutch = self.run_it("catalog", "print"), self.run_it("catalog", "print", "--lang", "nl")
        self.assertIn("  goal-set: set goal\n    plan* (ref plans): plan\n", english)
        self.assertIn("  goal-set: doel stellen\n", dutch)
        self.assertIn("    role* (code member-role): role\n", english)
        self.assertIn("    exit* (key exits): exit reason\n", english)

    def test_json(self):
        entries = json_lines(self.run_it("catalog", "print", "--json"))
        self.assertEqual({x["part"] for x in entries},
                         {"acts", "tables", "results", "findings", "facts", "code_lists", "policy_lists",
                          "standards"})
        moved = next(x for x in entries if x["name"] == "iwmo/3.2/wmo588")
        self.assertIn({"number": 31, "name": "31", "en": "moved to another municipality",
                       "nl": "verhuizing naar een andere gemeente", "ending": "circumstances"}, moved["members"])
        goal = next(x for x in entries if x["name"] == "goal-set")
        title = next(x for x in goal["members"] if x["name"] == "title")
        self.assertEqual(title, {"number": 3, "name": "title", "en": "title", "nl": "titel", "type": "text",
                                 "personal": True, "required": True})


if __name__ == "__main__":
    unittest.main()
