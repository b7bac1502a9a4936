#!/usr/bin/env python3
"""Lines of acts taken in: good, bad and refused, all or each, twice, killed on the way; and the schema of a line."""
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import household
from command import WIJKTEAM, Command, json_lines
from household import MARKER, Story, as_text


class Import(Command):
    def test_good(self):
        story = household.household()
        out, count = self.import_story(story), len(story.lines)
        self.assertEqual(out, f"{count} lines: {count} taken, 0 already there, 0 refused, 0 bad.\n")
        self.assertEqual(self.err, "")
        self.assertEqual([row["act"] for row in self.table("acts")], [line["id"] for line in story.lines])

    def test_again(self):
        story = household.household()
        self.import_story(story)
        before = pathlib.Path(self.store).read_bytes()
        out, count = self.import_story(story, "--lang", "nl"), len(story.lines)
        self.assertEqual(out, f"{count} regels: 0 vastgelegd, {count} al aanwezig, 0 geweigerd, 0 fout.\n")
        self.assertEqual(pathlib.Path(self.store).read_bytes(), before)
        self.import_story(story, "--all")
        self.assertEqual(pathlib.Path(self.store).read_bytes(), before)

    def test_one_by_one_is_the_same(self):
        """Frames differ, what is known does not."""
        story, other = household.household(), str(self.path / "other.db")
        self.import_story(story)
        for line in story.lines:
            self.run_it("import", other, "-", text=as_text([line]))
        for name in ("members", "plans", "goals", "tier-stays", "coordinators", "waits"):
            self.assertEqual(self.table(name), self.table(name, store=other))
        self.run_it("journal", "verify", other)
        self.assertIn(f"{len(story.lines)} frames {len(story.lines)} acts", self.out)

    def corrected(self, **fields):
        """A story in which a member's role was wrong, and an offer was written down late with its answer."""
        story = Story("corrected")
        household.meet(story)
        story.act("plan-draft", title="t")
        first = next(line for line in story.lines if line["act"] == "member-join")
        late = []
        for number, (act, day, more) in enumerate([
                ("member-join", first["valid"], dict(first["fields"], role="other")),
                ("act-correct", "2026-06-01", {"act": first["id"], "replacement": household.name_id("late/0"), **fields}),
                ("coordination-offer", first["valid"], {"professional": story.worker}),
                ("coordination-accept", first["valid"], {"offer": household.name_id("late/2")})]):
            late.append(dict(first, act=act, id=household.name_id(f"late/{number}"), valid=day, fields=more,
                             recorded="2026-06-01T10:00:00Z"))
        return story, late

    def test_one_moment_is_judged_together(self):
        story, late = self.corrected()
        lines, total = story.lines + late, len(story.lines) + 4
        for how in ((), ("--all",)):
            store = str(self.path / f"moment{len(how)}.db")
            out = self.run_it("import", store, "-", *how, text=as_text(lines))
            self.assertEqual(out, f"{total} lines: {total} taken, 0 already there, 0 refused, 0 bad.\n")
            members = self.table("members", store=store)
            self.assertEqual((members[0]["act"], members[0]["role"]), (story.lines[1]["id"], "other"))
            self.assertEqual(self.table("coordinators", store=store)[0]["from"], story.lines[1]["valid"])
            again = self.run_it("import", store, "-", text=as_text(lines))
            self.assertEqual(again, f"{total} lines: 0 taken, {total} already there, 0 refused, 0 bad.\n")
            dump = self.run_it("journal", "dump", store, story.dossier)
            copy = self.run_it("import", str(self.path / f"copy{len(how)}.db"), "-", text=dump)
            self.assertEqual(copy, f"{total} lines: {total} taken, 0 already there, 0 refused, 0 bad.\n")

    def test_what_came_apart_comes_back(self):
        """A hearing is taken back at the very moment at which the plan took effect, but after it: as one, the plan
        could not take effect."""
        lines = household.household().lines
        until = next(i for i, line in enumerate(lines) if line["act"] == "plan-activate") + 1
        heard = [line for line in lines[:until] if line["act"] == "member-hear"][-1]
        back = dict(lines[until - 1], act="act-withdraw", id=household.name_id("back"), reason="never happened",
                    fields={"act": heard["id"]})
        for part in (lines[:until], [back]):
            self.run_it("import", self.store, "-", text=as_text(part))
        dump = self.run_it("journal", "dump", self.store, back["dossier"])
        copy = str(self.path / "copy.db")
        out = self.run_it("import", copy, "-", text=dump)
        self.assertEqual(out, f"{until + 1} lines: {until + 1} taken, 0 already there, 0 refused, 0 bad.\n")
        self.assertEqual(self.table("plans", store=copy), self.table("plans"))
        more = dict(back, id=household.name_id("more"), fields={"act": household.name_id("nothing")})
        out = self.run_it("import", str(self.path / "none.db"), "-", text=dump + as_text([more]), expect=1)
        self.assertEqual(out, f"{until + 2} lines: {until - 1} taken, 0 already there, 3 refused, 0 bad.\n")

    def test_half_there_already(self):
        story, late = self.corrected()
        self.run_it("import", self.store, "-", text=as_text(story.lines + late[:2]))
        out = self.run_it("import", self.store, "-", text=as_text(late))
        self.assertEqual(out, "4 lines: 2 taken, 2 already there, 0 refused, 0 bad.\n")

    def test_what_is_mended_together_falls_together(self):
        story, late = self.corrected(act=household.name_id("nothing"))
        self.run_it("import", self.store, "-", text=as_text(story.lines))
        before = pathlib.Path(self.store).read_bytes()
        out = self.run_it("import", self.store, "-", text=as_text(late), expect=1)
        self.assertEqual(out, "4 lines: 0 taken, 0 already there, 4 refused, 0 bad.\n")
        self.assertIn("-:2: WK9001 refuse:", self.err)
        for number in (1, 3, 4):
            self.assertIn(f"-:{number}: refused with another line of the same moment\n", self.err)
        self.assertEqual(pathlib.Path(self.store).read_bytes(), before)

    def test_one_bad_apple(self):
        """What does not mend anything is taken line by line when it cannot be taken together."""
        story, late = self.corrected()
        self.run_it("import", self.store, "-", text=as_text(story.lines))
        late[1] = dict(late[1], act="member-hear", fields={"person": household.name_id("nobody"), "how": "alone"})
        out = self.run_it("import", self.store, "-", text=as_text(late[1:]), expect=1)
        self.assertEqual(out, "3 lines: 2 taken, 0 already there, 1 refused, 0 bad.\n")
        self.assertIn("-:1: WK1007 refuse:", self.err)

    def bad_file(self):
        """A story of which three lines are bad and one is refused; their numbers, from 1."""
        story = Story("bad")
        household.meet(story)
        lines = [json.dumps(line) for line in story.lines]
        lines.insert(2, '{"act":"member-join","%s":"%s"' % (MARKER, MARKER))
        lines.insert(4, json.dumps(dict(story.lines[3], valid=MARKER)))
        refused = dict(story.lines[3], id=household.name_id("again"))
        lines.insert(6, json.dumps(refused))  # joined already
        lines.insert(8, json.dumps(dict(story.lines[4], id=household.name_id("c"),
                                        fields=dict(story.lines[4]["fields"], role=MARKER))))
        return story, self.file("bad.jsonl", "\n".join(lines))

    def test_each(self):
        story, path = self.bad_file()
        out = self.run_it("import", self.store, path, expect=2)
        good = len(story.lines)
        self.assertEqual(out, f"{good + 4} lines: {good} taken, 0 already there, 1 refused, 3 bad.\n")
        said = [line for line in self.err.splitlines() if line.startswith(path)]
        self.assertRegex(said[0], r":3:\d+: The text is not valid JSON\.$")
        self.assertRegex(said[1], r":5: /valid: A date must")
        self.assertRegex(said[2], r":7: WK1006 refuse: This person is a member already\.")
        self.assertRegex(said[3], r":9: /fields/role: A key must")
        self.assertEqual(len(said), 4)
        self.assertEqual([row["act"] for row in self.table("acts")], [line["id"] for line in story.lines])

    def test_each_in_dutch(self):
        _, path = self.bad_file()
        out = self.run_it("import", self.store, path, "--lang", "nl", expect=2)
        self.assertIn("1 geweigerd, 3 fout", out)
        self.assertIn("Deze persoon is al gezinslid.", self.err)
        self.assertNotIn("must", self.err)

    def test_each_as_json(self):
        story, path = self.bad_file()
        out = self.run_it("import", self.store, path, "--json", "--each", expect=2)
        self.assertEqual(json.loads(out), {"lines": len(story.lines) + 4, "taken": len(story.lines), "already_there": 0,
                                           "refused": 1, "bad": 3, "stored": True})
        said = json_lines(self.err)
        self.assertEqual([(x["line"], x["status"], x.get("pointer")) for x in said],
                         [(3, "WIJK_E_SYNTAX", ""), (5, "WIJK_E_DATE", "/valid"), (7, "WIJK_REFUSED", None),
                          (9, "WIJK_E_KEY", "/fields/role")])
        self.assertEqual(said[2]["findings"][0]["code"], "WK1006")
        self.assertTrue(all(x["file"] == path and x["text"] for x in said))

    def test_refused_only(self):
        story = Story("refused")
        household.meet(story)
        story.act("dossier-open")
        self.import_story(story, expect=1)
        self.assertIn("1 refused, 0 bad", self.out)

    def test_missing_facts(self):
        story = Story("missing")
        household.meet(story)
        household.plan(story)
        proposed = story.act("step-propose", ladder="care", tier="specialised")
        story.act("step-decide", step=proposed, decision="accepted")
        self.import_story(story, expect=1)
        self.assertIn("WK4002 refuse: The conditions for this step are not met.", self.err)
        self.assertIn("    missing: the client was not consulted on this step", self.err)
        self.import_story(story, "--json", expect=1)
        missing = json.loads(self.err)["findings"][0]["missing"]
        self.assertEqual([(x["fact"], x["mend"]) for x in missing], [("client-consulted", "client-consult")])

    def test_all(self):
        story, path = self.bad_file()
        out = self.run_it("import", self.store, path, "--all", expect=2)
        self.assertIn("Nothing was stored.", out)
        self.assertEqual(self.err.count(path), 4)
        self.assertEqual(self.table("acts"), [])
        self.assertIn('"stored":false', self.run_it("import", self.store, path, "--all", "--json", expect=2))
        refused = Story("refused")
        household.meet(refused)
        refused.act("dossier-open")
        self.import_story(refused, "--all", expect=1)
        self.assertEqual(self.table("acts"), [])
        out = self.import_story(household.household(), "--all")
        self.assertNotIn("Nothing", out)
        self.assertGreater(len(self.table("acts")), 30)

    def test_dry_run(self):
        story, path = self.bad_file()
        out = self.run_it("import", self.store, path, "--dry-run", expect=2)
        self.assertIn(f"{len(story.lines)} taken, 0 already there, 1 refused, 3 bad. Nothing was stored.", out)
        self.assertEqual(self.err.count(path), 4)
        self.assertFalse(os.path.exists(self.store))
        self.import_story(household.household())
        before = pathlib.Path(self.store).read_bytes()
        out = self.run_it("import", self.store, path, "--dry-run", "--json", expect=2)
        self.assertEqual(json.loads(out)["stored"], False)
        self.import_story(household.household("other"), "--dry-run")
        out = self.import_story(household.household(), "--dry-run")
        self.assertIn(" 0 taken,", out)
        self.assertEqual(pathlib.Path(self.store).read_bytes(), before)

    def test_standard_input(self):
        story = household.household()
        self.run_it("import", self.store, "-", text=story.text())
        self.assertEqual(len(self.table("acts")), len(story.lines))
        self.run_it("import", self.store, "-", text="nonsense\n", expect=2)
        self.assertTrue(self.err.startswith("-:1:1: "))

    def test_ends_of_lines(self):
        story = household.household()
        text = story.text().replace("\n", "\r\n\n  \t\r\n").rstrip()
        self.run_it("import", self.store, "-", text=text)
        self.assertTrue(self.out.startswith(f"{len(story.lines)} lines: {len(story.lines)} taken"))
        for text in ("", "\n", "\n\n \n"):
            self.assertTrue(self.run_it("import", self.store, "-", text=text).startswith("0 lines"))

    def test_long_lines(self):
        """A line may have 1 MiB; one that is longer is bad, and those around it are taken."""
        story = Story("long")
        household.meet(story)
        lines = story.text().splitlines()
        most = 1 << 20
        fitting = lines[1] + " " * (most - len(lines[1].encode()))
        text = "\n".join([lines[0], fitting, *lines[2:4], lines[4] + " " * most, "x" * (3 * most), *lines[5:]])
        self.run_it("import", self.store, "-", "--json", text=text + "\n" + "x" * (most + 1), expect=2)
        counts = json.loads(self.out)
        self.assertEqual((counts["taken"], counts["bad"]), (len(lines) - 1, 3))
        self.assertEqual([(x["line"], x["status"], "pointer" in x) for x in json_lines(self.err)],
                         [(n, "WIJK_E_LIMIT", False) for n in (5, 6, len(lines) + 2)])

    def test_places_of_errors_do_not_linger(self):
        story = Story("linger")
        household.meet(story)
        long = dict(story.lines[1], reason="x" * 70000)
        text = json.dumps(long) + "\n" + "x" * ((1 << 20) + 1) + "\n"
        self.run_it("import", self.store, "-", "--json", text=text, expect=2)
        self.assertEqual([x.get("pointer") for x in json_lines(self.err)], ["/reason", None])

    def test_many_dossiers(self):
        """More dossiers than are kept in memory, their lines in turn: some go and come back."""
        stories = [Story(f"many/{n}") for n in range(4400)]
        for story in stories:
            story.act("dossier-open")
            story.act("member-join", person=story.person("Anna"), role="adult", name=MARKER)
            story.act("setting-move", setting="home")
        text = as_text(story.lines[n] for n in range(3) for story in stories)
        self.run_it("import", self.store, "-", text=text)
        self.assertTrue(self.out.startswith(f"{3 * len(stories)} lines: {3 * len(stories)} taken"))
        out = self.run_it("journal", "verify", self.store)
        self.assertIn(f"\n{len(stories)} dossiers, ", out)
        self.assertTrue(out.endswith(f" {3 * len(stories)} acts, 0 broken\n"))
        self.run_it("import", self.store, "-", "--all", text=text)
        self.assertIn(" 0 taken, ", self.out)
        self.run_it("import", self.store, "-", "--dry-run", text=text)
        self.assertIn(" 0 taken, ", self.out)

    def test_killed(self):
        """An import that is killed at any moment leaves whole chunks; the same import then makes it complete."""
        stories = [Story(f"killed/{n}") for n in range(45)]
        for story in stories:
            story.act("dossier-open")
            for n in range(800):
                story.act("setting-move", setting="home" if n % 2 else "clinic")
        path = self.file("killed.jsonl", as_text(story.lines[n] for n in range(801) for story in stories))
        for turn in range(3):
            store = str(self.path / f"killed-{turn}.db")
            job = subprocess.Popen([WIJKTEAM, "import", store, path], stdout=subprocess.DEVNULL)
            time.sleep(0.05 + 0.2 * turn)
            job.send_signal(signal.SIGKILL)
            job.wait()
            left = subprocess.run([WIJKTEAM, "journal", "verify", store, "--json"], capture_output=True, timeout=300)
            if left.returncode != 0:  # killed before there was a store in the file, which the next import mends
                self.assertIn(json.loads(left.stderr)["status"], ("WIJK_E_NOT_FOUND", "WIJK_E_FORMAT"))
            counts = json.loads(self.run_it("import", store, path, "--json"))
            self.assertEqual(counts["taken"] + counts["already_there"], 45 * 801)
            self.assertIn(f" {45 * 801} acts, 0 broken\n", self.run_it("journal", "verify", store))


class Schema(Command):
    """The schema of a line says yes to what the library takes, and no to what it can see to be wrong."""

    def setUp(self):
        super().setUp()
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not there")
        path = pathlib.Path(os.environ["WIJK_BUILD_ROOT"], "include", "wijkteam", "acts.schema.json")
        self.schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(self.schema)
        self.validator = jsonschema.Draft202012Validator(self.schema)

    def test_good(self):
        story = household.household()
        self.import_story(story)
        for line in json_lines(self.run_it("journal", "dump", self.store, story.dossier)) + story.lines:
            self.validator.validate(line)

    def test_every_act(self):
        entries = json_lines(self.run_it("catalog", "print", "--json"))
        self.assertEqual(self.schema["properties"]["act"]["enum"], [x["name"] for x in entries if x["part"] == "acts"])

    def test_bad(self):
        """One change to a good line at a time; the library and the schema agree that it is bad."""
        story = household.household()
        goal = next(line for line in story.lines if line["act"] == "goal-set")
        enter = next(line for line in story.lines if line["act"] == "tier-enter")
        score = next(line for line in story.lines if line["act"] == "goal-score")
        contact = next(line for line in story.lines if line["act"] == "pilot-light-contact")
        bad = [dict(goal, act="goal"), dict(goal, id="x"), dict(goal, valid="1-1-2026"),
               dict(goal, recorded="2026-01-01"), dict(goal, by={}), dict(goal, by=dict(goal["by"], role="A")),
               dict(goal, by=dict(goal["by"], name="x")),
               dict(goal, reason=1), dict(goal, fields=[]), dict(goal, extra=1), dict(goal, derived=1)]
        bad += [{key: value for key, value in goal.items() if key != name} for name in goal]
        for line, changes in ((goal, ({"title": ""}, {"title": 1}, {"plan": "x"}, {"baseline": 1.5}, {"baseline": "1"},
                                      {"due": "soon"}, {"extra": 1}, {"baseline": 2**63})),
                              (enter, ({"tier": "A"}, {"ladder": 1}, {"rank": 1})),
                              (score, ({"level": 3}, {"level": -3}, {"rater": "x"}, {"rater": 1})),
                              (contact, ({"reached": 1}, {"pilot-light": None}))):
            bad += [dict(line, fields=dict(line["fields"], **change)) for change in changes]
        for line in bad:
            self.assertFalse(self.validator.is_valid(line), line)
        self.run_it("import", self.store, "-", "--json", text=as_text(bad), expect=2)
        self.assertEqual(json.loads(self.out)["bad"], len(bad))


if __name__ == "__main__":
    unittest.main()
