#!/usr/bin/env python3
"""The command wijkteam, from outside: every command, its exit status, what it says and what it must never say.

    test_cli.py PATH-OF-WIJKTEAM [unittest options]

Every run is looked through: what stands on standard error must hold nothing that a person could be known by."""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import household  # noqa: E402
from household import MARKER, Story, as_text  # noqa: E402

WIJKTEAM = ""


class Command(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="wijkteam-cli-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.store = str(self.path / "team.db")

    def run_it(self, *words, expect=0, text=None):
        done = subprocess.run([WIJKTEAM, *map(str, words)], input=None if text is None else text.encode(),
                              stdin=subprocess.DEVNULL if text is None else None, capture_output=True, timeout=300)
        self.out, self.err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, expect, f"{words}\n{self.out}\n{self.err}")
        self.assertNotIn(MARKER, self.err)
        return self.out

    def file(self, name, text):
        (self.path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(self.path / name)

    def import_story(self, story, *options, expect=0):
        return self.run_it("import", self.store, self.file("acts.jsonl", story.text()), *options, expect=expect)

    def table(self, name, *options, store=None):
        out = self.run_it("table", store or self.store, name, "--format", "jsonl", *options)
        return [json.loads(line) for line in out.splitlines()]


class Use(Command):
    """How it is asked for, and what it says to somebody who asks wrongly."""

    def test_version(self):
        self.assertRegex(self.run_it("--version"), r"^wijkteam \d+\.\d+\.\d+ \(libwijkteam \d+\.\d+\.\d+\)\n$")

    def test_help(self):
        english, dutch = self.run_it("--help"), self.run_it("--help", "--lang", "nl")
        self.assertNotEqual(english, dutch)
        commands = ["import", "show", "check", "table", "journal verify", "journal dump", "policy check", "policy print",
                    "catalog print"]
        for command in commands:
            self.assertIn("wijkteam " + command, english)
            self.assertIn("wijkteam " + command, dutch)
            own = self.run_it(*command.split(), "--help")
            self.assertTrue(own.startswith("wijkteam " + command))
            self.assertIn("\nExamples:\n  wijkteam " + command, own)
            self.assertIn("\nVoorbeelden:\n  wijkteam " + command, self.run_it(*command.split(), "--help", "--lang=nl"))
            self.assertEqual(self.err, "")

    def test_misuse(self):
        wrong = [
            [], ["nothing"], ["journal"], ["journal", "nothing"], ["import"], ["import", self.store],
            ["import", self.store, "a", "b"], ["show", self.store], ["check"], ["table", self.store],
            ["policy", "print", "word"], ["--nothing"], ["import", "--nothing"], ["--lang"], ["--lang", "fr", "--help"],
            ["--help=yes"], ["show", self.store, "x", "--on"], ["show", self.store, "x", "--on", "2026-02-30"],
            ["show", self.store, "x", "--known", "yesterday"], ["show", self.store, "x", "--known", "2026-02-30"],
            ["table", self.store, "goals", "--format", "xml"], ["show", self.store, "x", "--dry-run"],
            ["policy", "print", "--on", "2026-01-01"], ["a", "b", "c", "d", "e", "f", "g"], ["table", self.store, "nothing"],
            ["import", self.store, "acts", "--all", "--each"],
        ]
        for words in wrong:
            self.assertEqual(self.run_it(*words, expect=2), "")
            self.assertNotEqual(self.err, "", words)
            self.run_it(*words, "--lang=nl", expect=2)

    def test_words_after_two_hyphens(self):
        self.run_it("import", self.store, "--", "--help", expect=2)
        self.assertIn("--help", self.err)

    def test_what_is_not_there(self):
        for words in (["show", self.store, household.name_id("x")], ["check", self.store], ["table", self.store, "goals"],
                      ["journal", "verify", self.store], ["journal", "dump", self.store, household.name_id("x")],
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


class Import(Command):
    def test_good(self):
        story = household.household()
        out = self.import_story(story)
        self.assertEqual(out, f"{len(story.lines)} lines: {len(story.lines)} taken, 0 already there, 0 refused, 0 bad.\n")
        self.assertEqual(self.err, "")
        self.assertEqual([row["act"] for row in self.table("acts")], [line["id"] for line in story.lines])

    def test_again(self):
        story = household.household()
        self.import_story(story)
        before = pathlib.Path(self.store).read_bytes()
        out = self.import_story(story, "--lang", "nl")
        self.assertEqual(out, f"{len(story.lines)} regels: 0 vastgelegd, {len(story.lines)} al aanwezig, 0 geweigerd, 0 fout.\n")
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
                story.act("setting-move", setting="home" if n % 2 else "clinic", provider=household.name_id(f"p{n % 3}"))
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


class Show(Command):
    def test_words(self):
        story = household.household()
        self.import_story(story)
        english = self.run_it("show", self.store, story.dossier)
        for words in ("open dossier: neighbourhood Oud-Zuid", f"  2026-03-02  Kim {MARKER} (team worker)\n",
                      f"join member: person Anna {MARKER}; role adult; date of birth 1985-04-01",
                      "kind of request money and debts", "baseline 1.5; target 6", "reason: " + MARKER + " agrees",
                      f"    hear member: person Cato {MARKER}; way of hearing alone",
                      f"  Anna {MARKER} (adult): from 2026-03-02, heard 2026-03-05 (alone)",
                      "  care, specialised care (step up): from 2026-04-01 until 2026-06-20, days: 80",
                      "  care, team, with one plan (step down): from 2026-06-20\n",
                      "measured by months paid, of six, from 1.5 to 6, due 2026-12-31",
                      "2026-06-20 score +1 (client)", "times bridged: 1", "days between contacts: 30, times reached: 1",
                      "  money and debts: received 2026-03-02, decided: granted (2026-03-05)"):
            self.assertIn(words, english)
        dutch = self.run_it("show", self.store, story.dossier, "--lang", "nl")
        for words in ("Tijdlijn", "dossier openen: wijk Oud-Zuid", "geld en schulden", "(opschalen)", "(afschalen)",
                      "Waakvlam", "Regie", "score -1 (professional)"):
            self.assertIn(words, dutch)

    def test_as_of(self):
        story = household.household()
        self.import_story(story)
        early = self.run_it("show", self.store, story.dossier, "--on", "2026-03-12")
        self.assertIn("enter tier: ladder care; tier team, with one plan", early)
        self.assertNotIn("step up", early)
        self.assertNotIn("Pilot light", early)
        known = self.run_it("show", self.store, story.dossier, "--known", "2026-03-02")
        self.assertIn("NOT HEARD", known)
        self.assertEqual(known, self.run_it("show", self.store, story.dossier, "--known", "2026-03-02T10:59:59Z"))
        self.assertNotEqual(known, self.run_it("show", self.store, story.dossier, "--known", "2026-03-02T10:00:02Z"))

    def test_late_and_withdrawn(self):
        story = Story("late")
        household.meet(story)
        wrong = story.act("setting-move", setting="clinic")
        story.wait(5)
        story.act("act-withdraw", act=wrong, reason="another household")
        story.lines[-1]["valid"] = "2026-03-05"
        self.import_story(story)
        out = self.run_it("show", self.store, story.dossier)
        self.assertIn("    move setting: setting clinic [withdrawn later]\n", out)
        self.assertIn("    withdraw act: act move setting [recorded 2026-03-10]\n        reason: another household\n", out)

    def test_no_control_characters(self):
        story = Story("control")
        story.act("dossier-open")
        story.act("member-join", person=story.person("A"), role="adult", name="A\x1b[2Jb\x07\nc\x7f\u009bd\r")
        self.import_story(story)
        out = self.run_it("show", self.store, story.dossier)
        self.assertIn("person A [2Jb  c  d ;", out)
        self.assertFalse(any(c < " " and c != "\n" or "\x7f" <= c <= "\x9f" for c in out))

    def test_names_of_what_has_none(self):
        story = Story("none")
        story.act("dossier-open")
        story.act("member-join", person=story.person("A"), role="adult")
        self.import_story(story)
        self.assertIn(f"person {story.person('A')[:8]};", self.run_it("show", self.store, story.dossier))

    def test_json(self):
        story = household.household()
        self.import_story(story)
        shown = json.loads(self.run_it("show", self.store, story.dossier, "--json"))
        self.assertEqual(shown["dossier"], story.dossier)
        for name in ("dossiers", "members", "goals", "acts", "tier-stays", "pilot-lights", "analyses"):
            self.assertEqual(shown[name], self.table(name), name)

    def test_words_of_the_policy(self):
        story = household.household()
        rules = json.loads(self.run_it("policy", "print"))
        for kind in rules["requests"]:
            kind["en"] = kind["en"].upper()
        path = self.file("rules.json", json.dumps(rules))
        self.import_story(story)
        self.assertIn("MONEY AND DEBTS", self.run_it("show", self.store, story.dossier, "--policy", path))


class Check(Command):
    def rules(self, **severities):
        rules = json.loads(self.run_it("policy", "print"))
        rules.setdefault("severities", {}).update(severities)
        return self.file("rules.json", json.dumps(rules))

    def test_warning(self):
        story = Story("unheard")
        story.act("dossier-open")
        story.act("member-join", person=story.person("Anna"), role="adult", name=MARKER)
        self.import_story(story)
        out = self.run_it("check", self.store, "--on", "2026-03-02")
        self.assertIn(f"{story.dossier}: WK1020 warn: A member of the household was neither heard nor excused.\n", out)
        self.assertIn("    mended by: member-hear (hear member)\n", out)
        self.assertIn(story.person("Anna"), out)
        self.assertEqual(out, self.run_it("check", self.store, story.dossier, "--on", "2026-03-02"))
        self.assertIn("WK1020", self.run_it("check", self.store))  # as of today
        self.assertIn("te verhelpen met: member-hear (gezinslid horen)",
                      self.run_it("check", self.store, "--on", "2026-03-02", "--lang", "nl"))

    def test_refusal(self):
        story = Story("unheard")
        story.act("dossier-open")
        story.act("member-join", person=story.person("Anna"), role="adult", name=MARKER)
        self.import_story(story)
        path = self.rules(WK1020="refuse")
        self.assertIn("WK1020 refuse:", self.run_it("check", self.store, "--on", "2026-03-02", "--policy", path, expect=1))
        said = json_lines(self.run_it("check", self.store, "--on", "2026-03-02", "--policy", path, "--json", expect=1))
        self.assertEqual(said[0]["dossier"], story.dossier)
        self.assertEqual([(x["code"], x["severity"], x["mend"]) for x in said[0]["findings"]],
                         [("WK1020", "refuse", "member-hear")])

    def test_all_dossiers(self):
        stories = [Story(f"check/{n}") for n in range(3)]
        for n, story in enumerate(stories):
            story.act("dossier-open")
            if n != 1:
                story.act("member-join", person=story.person("Anna"), role="adult")
        self.run_it("import", self.store, "-", text="".join(story.text() for story in stories))
        out = self.run_it("check", self.store, "--on", "2026-03-02")
        self.assertEqual(out.count(": WK1020 "), 2)
        self.assertEqual(len(json_lines(self.run_it("check", self.store, "--on", "2026-03-02", "--json"))), 3)

    def test_quiet(self):
        story = household.household()
        self.import_story(story)
        self.assertEqual(self.run_it("check", self.store, "--on", "2026-07-20"), "")
        self.assertIn("WK4022", self.run_it("check", self.store, "--on", "2026-12-20"))
        self.assertNotIn("WK4022", self.run_it("check", self.store, "--on", "2026-06-20", "--known", "2026-06-19"))


class Table(Command):
    def test_formats(self):
        stories = [household.household("a"), household.household("b")]
        self.run_it("import", self.store, "-", text="".join(story.text() for story in stories))
        csv = self.run_it("table", self.store, "tier-stays").split("\r\n")
        self.assertEqual(csv[0], "dossier,act,ladder,tier,rank,direction,from,until,days")
        self.assertEqual((len(csv), csv[-1]), (8, ""))
        self.assertEqual(csv, self.run_it("table", self.store, "tier-stays", "--format", "csv").split("\r\n"))
        rows = self.table("tier-stays")
        self.assertEqual({row["dossier"] for row in rows}, {story.dossier for story in stories})
        self.assertEqual(sorted(row["dossier"] for row in rows), [row["dossier"] for row in rows])
        self.assertEqual(json_lines(self.run_it("table", self.store, "tier-stays", "--json")), rows)
        days = [(row["direction"], row.get("days")) for row in rows[:3]]
        self.assertEqual(days, [("entry", 20), ("up", 80), ("down", None)])

    def test_as_of(self):
        self.import_story(household.household())
        self.assertEqual(len(self.table("tier-stays", "--on", "2026-04-01")), 2)
        self.assertEqual(len(self.table("tier-stays", "--known", "2026-03-12")), 1)
        self.assertEqual(len(self.table("members", "--on", "2026-03-01")), 0)

    def test_empty(self):
        self.run_it("import", self.store, "-", text="")
        self.assertEqual(self.run_it("table", self.store, "goals").count("\r\n"), 1)
        self.assertEqual(self.run_it("table", self.store, "goals", "--json"), "")

    def test_every_table(self):
        self.import_story(household.household())
        names = [x["name"] for x in json_lines(self.run_it("catalog", "print", "--json")) if x["part"] == "tables"]
        self.assertGreater(len(names), 20)
        for name in names:
            header = self.run_it("table", self.store, name).split("\r\n")[0]
            self.assertTrue(header.startswith("dossier,act,"), name)


class Journal(Command):
    def test_verify(self):
        stories = [household.household("a"), household.household("b")]
        self.run_it("import", self.store, "-", text="".join(story.text() for story in stories))
        out = self.run_it("journal", "verify", self.store)
        lines = out.splitlines()
        for line, dossier in zip(lines, sorted(story.dossier for story in stories)):
            self.assertRegex(line, rf"^{dossier} whole 1 frames \d+ acts [0-9a-f]{{64}}$")
        self.assertRegex(lines[2], r"^2 dossiers, 2 frames, \d+ acts, 0 broken$")
        machine = json_lines(self.run_it("journal", "verify", self.store, "--json"))
        self.assertEqual([x["head"] for x in machine], [line.split()[-1] for line in lines[:2]])
        self.assertEqual({x["status"] for x in machine}, {"WIJK_OK"})
        self.assertIn("heel", self.run_it("journal", "verify", self.store, "--lang", "nl"))

    def damage(self, change):
        """Change the bytes of a frame behind the library's back."""
        with sqlite3.connect(self.store) as base:
            tables = [name for (name,) in base.execute("select name from sqlite_master where type='table'")]
            for table in tables:
                columns = [row[1] for row in base.execute(f"pragma table_info({table})")]
                for column in columns:
                    found = base.execute(f"select rowid, {column} from {table} where typeof({column})='blob' and "
                                         f"length({column}) > 100").fetchall()
                    if found:
                        rowid, blob = found[-1]
                        base.execute(f"update {table} set {column}=? where rowid=?", (change(bytearray(blob)), rowid))
                        return
        self.fail("no frame found")

    def test_verify_damage(self):
        def flip(blob):
            blob[len(blob) // 2] ^= 4
            return blob
        story = household.household()
        self.import_story(story)
        self.damage(flip)
        self.assertIn("BROKEN", self.run_it("journal", "verify", self.store, expect=2))
        self.assertIn("1 broken", self.out)
        said = json_lines(self.run_it("journal", "verify", self.store, "--json", expect=2))
        self.assertNotEqual(said[0]["status"], "WIJK_OK")
        for words in (["show", self.store, story.dossier], ["check", self.store], ["table", self.store, "goals"],
                      ["import", self.store, self.file("acts.jsonl", story.text())]):
            self.run_it(*words, expect=2)
            self.assertNotEqual(self.err, "")

    def test_dump(self):
        story, other = household.household(), str(self.path / "other.db")
        self.import_story(story)
        dump = self.run_it("journal", "dump", self.store, story.dossier)
        lines = json_lines(dump)
        derived = [line.pop("derived", None) for line in lines]
        self.assertEqual(lines, story.lines)
        self.assertEqual(sum(x is not None for x in derived), 5)
        self.run_it("import", other, "-", "--all", text=dump)
        self.assertEqual(self.run_it("journal", "dump", other, story.dossier), dump)
        for name in ("goals", "tier-stays", "members"):
            self.assertEqual(self.table(name), self.table(name, store=other))
        self.run_it("import", self.store, "-", text=dump)
        self.assertIn(" 0 taken,", self.out)


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
        bad = [dict(goal, act="goal"), dict(goal, id="x"), dict(goal, valid="1-1-2026"), dict(goal, recorded="2026-01-01"),
               dict(goal, by={}), dict(goal, by=dict(goal["by"], role="A")), dict(goal, by=dict(goal["by"], name="x")),
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


class Policy(Command):
    def test_check_good(self):
        path = self.file("rules.json", self.run_it("policy", "print"))
        self.assertRegex(self.run_it("policy", "check", path), r"good, version 1 \([0-9a-f-]{36}\)\n$")
        self.assertIn("goed, versie 1", self.run_it("policy", "check", path, "--lang", "nl"))
        self.assertEqual(json.loads(self.run_it("policy", "check", path, "--json"))["version"], "1")

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
        self.run_it("import", self.store, self.file("acts.jsonl", ""), "--policy", self.file("bad.json", "[]"), expect=2)

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
                         {"acts", "tables", "findings", "facts", "code_lists", "policy_lists"})
        goal = next(x for x in entries if x["name"] == "goal-set")
        title = next(x for x in goal["members"] if x["name"] == "title")
        self.assertEqual(title, {"number": 3, "name": "title", "en": "title", "nl": "titel", "type": "text",
                                 "personal": True, "required": True})


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


if __name__ == "__main__":
    WIJKTEAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
