#!/usr/bin/env python3
"""What is told of what a store holds: show, check, table, journal."""
import json
import sqlite3
import unittest

import household
from command import Command, json_lines
from household import MARKER, Story


class Show(Command):
    def test_words(self):
        story = household.household()
        self.import_story(story)
        english = self.run_it("show", self.store, story.dossier)
        for words in ("open dossier: neighbourhood Oud-Zuid", f"  2026-03-02  Kim {MARKER} (team worker)\n",
                      f"add member: person Anna {MARKER}; role adult; date of birth 1985-04-01",
                      "kind of request money and debts", "baseline 1.5; target 6", "reason: " + MARKER + " agrees",
                      f"    hear member: person Cato {MARKER}; way of hearing alone",
                      f"  Anna {MARKER} (adult): from 2026-03-02, heard 2026-03-05 (alone)",
                      "  care: specialised care (step up): from 2026-04-01 until 2026-06-20, days: 80",
                      "  care: team, with one plan (step down): from 2026-06-20\n",
                      "measured by months paid, of six, from 1.5 to 6, due 2026-12-31",
                      "2026-06-20 score +1 (client)", "times bridged: 1",
                      "days between contacts: 30, times tried: 1, reached: 1",
                      "  money and debts: received 2026-03-02, decided: granted (2026-03-05)"):
            self.assertIn(words, english)
        dutch = self.run_it("show", self.store, story.dossier, "--lang", "nl")
        for words in ("Tijdlijn", "dossier openen: wijk Oud-Zuid", "geld en schulden", "(opschalen)", "(afschalen)",
                      "Waakvlam", "Regie", "score -1 (professional)"):
            self.assertIn(words, dutch)

    def test_still_to_be_done(self):
        """What was done along the path stands in words that one can follow; what is still to be done in capitals."""
        story = Story("path")
        household.meet(story)
        anna = story.person("Anna")
        story.act("tier-enter", ladder="care", tier="team-plan")
        story.act("signal-report", kind="safety", person=anna)
        weighed = story.act("safety-weigh", suspicion=True, unsafety="acute", person=anna)
        override = story.act("tier-enter", ladder="care", tier="compulsory", emergency=True, reason="danger")
        consult = story.act("expert-consult", expertise="law", question="may we tell the school?")
        story.act("support-begin", name="circle", assignment="be there", end="2028-03-01", review="2026-09-01")
        referral = story.act("referral-make", source="team", provision="individual.crisis-help", why="danger",
                             workload=2450, known=False)
        wait = story.act("client-wait-start", why="time to think", interim=story.person("Kim"))
        before = self.shown(story)
        for words in ("  care: compulsory measures (step up), an emergency step: from",
                      "from team, with one plan to compulsory measures",
                      "NOT REVIEWED", "  safety is at stake (Anna", "STILL OPEN", "  report to Safe at Home (Anna",
                      "acute unsafety, NOT REPORTED", "  law: asked", "NOT ANSWERED", "  circle: from",
                      "to end by 2028-03-01",
                      "  the team: ", "not known before, without an attempt of the team, NOT ANSWERED",
                      "workload 24.50", "  time to think, waiting for the client: from", "NOT BRIDGED"):
            self.assertIn(words, before)
        story.wait(3)
        story.act("safety-report", safety=weighed)
        story.act("override-review", override=override, justified=True)
        story.act("expert-answer", consult=consult, advice="only with her consent", binding=True)
        story.act("referral-refuse", referral=referral, why="no place")
        story.act("wait-end", wait=wait, outcome="other")
        story.act("case-pause", why="holidays", expected="2026-08-01")
        after = self.shown(story)
        for words in ("justified: yes", "reported 2026", "the advice binds", "refused 2026", "holidays: from",
                      "expected until 2026-08-01"):
            self.assertIn(words, after)
        for words in ("NOT REPORTED", "NOT REVIEWED", "NOT ANSWERED"):
            self.assertNotIn(words, after)

    def test_exit(self):
        """A national code is shown with its words, because the digits alone mean two things."""
        story = Story("exit")
        story.act("dossier-open")
        story.wait(1)
        story.act("dossier-close", exit="other", destination="network", code="iwmo/3.2/wmo588/31")
        story.wait(1)
        story.act("dossier-reopen")
        story.wait(1)
        story.act("dossier-close", exit="other", code="ijw/3.2/jz588/31")
        out = self.shown(story)
        for words in ("exit: other, to: own network, code iwmo/3.2/wmo588/31 (moved to another municipality), "
                      "counted as: early, by circumstances",
                      "code ijw/3.2/jz588/31 (ended as planned), counted as: as planned"):
            self.assertIn(words, out)

    def shown(self, story):
        self.import_story(story)
        return self.run_it("show", self.store, story.dossier)

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
        self.assertIn("    withdraw act: act move setting [recorded 2026-03-10]\n        reason: another household\n",
                      out)

    def test_path(self):
        """Everything that happens on the path has its line in the summary."""
        story = Story("path")
        household.meet(story)
        _, goal = household.plan(story)
        up = story.act("step-propose", ladder="care", tier="specialised", why=MARKER)
        story.act("client-consult", step=up, person=story.person("Anna"), opinion="agrees")
        story.act("step-dissent", step=up, party=story.person("Bram"), why=MARKER)
        signal = story.act("signal-report", kind="safety")
        weighed = story.act("safety-weigh", suspicion=True, unsafety="acute", again="2026-04-01")
        story.act("tier-enter", ladder="care", tier="pressured", emergency=True, reason=MARKER)
        consult = story.act("expert-consult", expertise="law", question=MARKER)
        story.act("support-begin", name="round table", assignment=MARKER, end="2026-06-01")
        story.act("referral-make", source="police", why=MARKER, provision="individual.crisis-help")
        story.act("case-pause", why="on holiday", expected="2026-03-20")
        self.import_story(story)
        out = self.run_it("show", self.store, story.dossier)
        for words in ("  step up to specialised care, proposed 2026-03-12, talked over 2026-03-12, NOT DECIDED\n",
                      f"  not agreed: Bram {MARKER} with the step to specialised care, 2026-03-12\n",
                      "\nEmergency steps\n"
                      "  care: 2026-03-12 from team, with one plan to pressured help, NOT REVIEWED\n",
                      "\nSignals\n  safety is at stake: reported 2026-03-12, STILL OPEN\n",
                      "\nSafety\n  report to Safe at Home: weighed 2026-03-12, acute unsafety, again by 2026-04-01, "
                      "NOT REPORTED\n",
                      "\nExperts\n  law: asked 2026-03-12, NOT ANSWERED\n",
                      "  round table: from 2026-03-12, to end by 2026-06-01\n",
                      "\nReferrals\n"
                      "  police: 2026-03-12 to crisis help, without an attempt of the team, NOT ANSWERED\n",
                      "\nPauses\n  on holiday: from 2026-03-12, expected until 2026-03-20\n",
                      "\nWhat the days were spent on\n  working: from 2026-03-02 until 2026-03-12, days: 10\n",
                      "  paused: from 2026-03-12 until 2026-03-13, days: 1\n"):
            self.assertIn(words, out)
        story.act("signal-close", signal=signal, why="x")
        story.act("safety-report", safety=weighed)
        story.act("expert-answer", consult=consult, advice="x")
        self.import_story(story)
        dutch = self.run_it("show", self.store, story.dossier, "--lang", "nl")
        for words in (f"  niet ingestemd: Bram {MARKER} met de stap naar gespecialiseerd, 2026-03-12\n",
                      "\nNoodstappen\n  zorg: 2026-03-12 van wijkteam met één plan naar drang, NIET GEËVALUEERD\n",
                      ", afgesloten 2026-03-12\n",
                      "recht: gevraagd 2026-03-12, beantwoord 2026-03-12\n", "opnieuw uiterlijk 2026-04-01, gemeld 2026-03-12\n",
                      "veiligheid wegen: vermoeden ja; onveiligheid acute onveiligheid",
                      "signaal afsluiten: signaal de veiligheid is in het geding"):
            self.assertIn(words, dutch)

    def test_fractions(self):
        """What is kept in thousandths and cents is shown as people write it."""
        story = Story("fractions")
        story.act("dossier-open")
        plan = story.act("plan-draft", title="Calm")
        goal = story.act("goal-set", plan=plan, title="rent", baseline=500, target=6000)
        story.act("goal-revise", goal=goal, baseline=1250, target=-5500)
        story.act("action-start", plan=plan, goal=goal, description="advice", amount=123405)
        self.import_story(story)
        out = self.run_it("show", self.store, story.dossier)
        for words in ("baseline 0.5; target 6\n", "baseline 1.25; target -5.5\n", "amount EUR 1234.05\n"):
            self.assertIn(words, out)

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
        self.assertIn(f"    about: {story.person('Anna')}\n", out)  # ids only, unless names are asked for
        self.assertIn(f"    about: {story.person('Anna')} ({MARKER})\n",
                      self.run_it("check", self.store, "--on", "2026-03-02", "--names"))
        self.assertNotIn(MARKER, out + self.run_it("check", self.store, "--on", "2026-03-02", "--json"))
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
        words = ["check", self.store, "--on", "2026-03-02", "--policy", path]
        self.assertIn("WK1020 refuse:", self.run_it(*words, expect=1))
        said = json_lines(self.run_it(*words, "--json", expect=1))
        self.assertEqual(said[0]["dossier"], story.dossier)
        self.assertEqual([(x["code"], x["severity"], x["mend"]) for x in said[0]["findings"]],
                         [("WK1020", "refuse", "member-hear")])

    def test_words_of_the_rules(self):
        """What is missing is said in the words of the rules that judge; a key stands on one line with the others."""
        self.import_story(household.household())
        out = self.run_it("check", self.store, "--on", "2026-07-20")
        domains = next(line for line in out.splitlines() if "life domain was neither" in line)
        self.assertIn(": Work and education, Use of time, Housing, ", domains)
        self.assertNotIn("Finances", domains)
        self.assertIn("ontbreekt: de regisseur heeft deze taak niet vervuld: de doelen bekijken\n",
                      self.run_it("check", self.store, "--on", "2026-12-20", "--lang", "nl"))
        rules = json.loads(self.run_it("policy", "print"))
        rules["domains"][1]["en"] = "Work\x1bed"
        self.assertIn(": Work ed, Use of time", self.run_it("check", self.store, "--on", "2026-07-20", "--policy",
                                                            self.file("words.json", json.dumps(rules))))

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
        quiet = Story("quiet")
        quiet.act("dossier-open")
        quiet.act("member-join", person=quiet.person("Anna"), role="adult")
        quiet.act("member-hear", person=quiet.person("Anna"), how="alone")
        self.import_story(quiet)
        self.assertEqual(self.run_it("check", self.store, "--on", "2026-07-20"), "")
        self.import_story(household.household())
        self.assertNotIn("WK4022", self.run_it("check", self.store, "--on", "2026-07-20"))
        self.assertIn("WK4022", self.run_it("check", self.store, "--on", "2026-12-20"))
        self.assertNotIn("WK4022", self.run_it("check", self.store, "--on", "2026-06-20", "--known", "2026-06-19"))


class Agenda(Command):
    def lines(self, *words, **more):
        return self.run_it("agenda", self.store, *words, **more).splitlines()

    def test_lines(self):
        """From joining until the hearing there are four weeks; whoever is late is told so."""
        story = Story("agenda")
        story.act("dossier-open")
        for name in ("Anna", "Bram"):
            story.act("member-join", person=story.person(name), role="adult", name=f"{name} {MARKER}")
        story.act("member-hear", person=story.person("Bram"), how="alone")
        story.act("professional-join", professional=story.worker, role="team-worker", name=f"Kim {MARKER}")
        story.act("coordination-accept", offer=story.act("coordination-offer", professional=story.worker))
        self.import_story(story)
        anna = f"2026-03-30 {story.dossier}: WK1020 hear member: Anna {MARKER}"
        self.assertEqual(self.lines("--from", "2026-03-30", "--until", "2026-03-30")[-1], anna)
        self.assertIn(anna + " (overdue)", self.lines("--from", "2026-03-31", "--until", "2026-03-31"))
        self.assertNotIn(anna, self.lines("--from", "2026-03-02", "--until", "2026-03-29"))
        self.assertIn(anna, self.lines("--from", "2026-03-02"))  # four weeks
        self.assertIn(f"2026-03-30 {story.dossier}: WK1020 gezinslid horen: Anna {MARKER} (te laat)",
                      self.lines("--from", "2026-04-01", "--lang", "nl", story.dossier))
        self.assertIn(f"2026-03-16 {story.dossier}: WK3023 perform duty: tell all providers who coordinates: "
                      f"Kim {MARKER}", self.lines("--from", "2026-03-02", "--until", "2026-03-16"))
        self.assertIn("WK1020", self.run_it("agenda", self.store))  # from today on
        self.assertEqual(self.lines("--from", "2026-02-01", "--until", "2026-12-31"), [])  # it was not there then

    def test_order(self):
        stories = [household.household("a"), household.household("b")]
        self.run_it("import", self.store, "-", text="".join(story.text() for story in stories))
        words = ("--from", "2026-03-13", "--until", "2026-12-31")
        lines = self.lines(*words)
        for story in stories:
            days = [line[:10] for line in lines if line[11:47] == story.dossier]
            self.assertEqual(days, sorted(days))
            self.assertEqual(self.lines(story.dossier, *words), [line for line in lines if line[11:47] == story.dossier])
        said = json_lines(self.run_it("agenda", self.store, *words, "--json"))
        self.assertEqual([x["dossier"] for x in said], sorted(story.dossier for story in stories))
        self.assertEqual(sum(len(x["agenda"]) for x in said), len(lines))
        row = next(row for row in said[0]["agenda"] if row["mend"] == "duty-perform")
        self.assertEqual((row["finding"], row["key"], row["overdue"]), (3023, "partners-informed", False))

    def test_words_of_the_rules(self):
        """Which expert is to be asked is said in the words of the rules."""
        story = Story("expert")
        story.act("dossier-open")
        analysis = story.act("analysis-open")
        story.act("problem-identify", analysis=analysis, domain="mental-health", severity="acute", kind="psychiatric",
                  description=f"{MARKER} sees things")
        self.import_story(story)
        self.assertIn(f"2026-03-02 {story.dossier}: WK4032 consult expert: mental health: {MARKER} sees things",
                      self.lines("--from", "2026-03-02"))
        self.assertIn(f"2026-03-02 {story.dossier}: WK4032 expert raadplegen: geestelijke gezondheid: {MARKER} sees "
                      "things (te laat)", self.lines("--from", "2026-03-04", "--lang", "nl"))

    def test_as_known(self):
        story = household.household()
        self.import_story(story)
        words = ("agenda", self.store, "--from", "2026-06-20", "--until", "2026-12-31")
        self.assertIn("WK4022", self.run_it(*words))
        self.assertNotIn("WK4022", self.run_it(*words, "--known", "2026-06-01"))

    def test_rules(self):
        story = household.household()
        self.import_story(story)
        rules = json.loads(self.run_it("policy", "print"))
        rules["terms"]["review"] = {"count": 1, "unit": "weeks"}
        path = self.file("weekly.json", json.dumps(rules))
        words = ("--from", "2026-03-14", "--until", "2026-03-31")
        self.assertFalse(any("WK2027" in line for line in self.lines(*words)))
        self.assertTrue(any(line.startswith("2026-03-19 ") and "WK2027 review plan" in line
                            for line in self.lines(*words, "--policy", path)))

    def test_misuse(self):
        self.import_story(household.household())
        self.run_it("agenda", self.store, "--from", "2026-03-02", "--until", "2026-03-01", expect=2)
        self.assertIn("--until", self.err)
        self.run_it("agenda", self.store, "--from", "yesterday", expect=2)
        self.run_it("agenda", self.store, "--on", "2026-03-01", expect=2)
        self.run_it("agenda", self.store, "nobody", expect=2)
        self.run_it("agenda", str(self.path / "no.db"), expect=2)


class Table(Command):
    def test_formats(self):
        stories = [household.household("a"), household.household("b")]
        self.run_it("import", self.store, "-", text="".join(story.text() for story in stories))
        csv = self.run_it("table", self.store, "tier-stays").split("\r\n")
        self.assertEqual(csv[0], "dossier,act,ladder,tier,rank,direction,from,until,days,emergency,returned,step")
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

    def test_what_is_counted(self):
        """Figures and agenda are judged as of a day by the rules of the store, or by others."""
        self.import_story(household.household())
        rows = {row["figure"]: (row["count"], row["of"]) for row in self.table("figures", "--on", "2026-03-31")}
        self.assertEqual(rows["members-heard"], (3, 3))
        self.assertEqual(rows["domains-assessed"], (1, 13))
        self.assertEqual(rows["actions-by-coordinator"], (1, 1))
        rules = json.loads(self.run_it("policy", "print"))
        rules["domains"] = rules["domains"][:5]
        path = self.file("five.json", json.dumps(rules))
        rows = {row["figure"]: row for row in self.table("figures", "--on", "2026-03-31", "--policy", path)}
        self.assertEqual((rows["domains-assessed"]["count"], rows["domains-assessed"]["of"]), (1, 5))
        due = self.table("agenda", "--on", "2026-12-31")
        self.assertTrue(due and all(row["overdue"] or row["due"] == "2026-12-31" for row in due))

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
        self.assertEqual(sum(x is not None for x in derived), 7)
        self.run_it("import", other, "-", "--all", text=dump)
        self.assertEqual(self.run_it("journal", "dump", other, story.dossier), dump)
        for name in ("goals", "tier-stays", "members"):
            self.assertEqual(self.table(name), self.table(name, store=other))
        self.run_it("import", self.store, "-", text=dump)
        self.assertIn(" 0 taken,", self.out)


if __name__ == "__main__":
    unittest.main()
