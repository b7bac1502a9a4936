#!/usr/bin/env python3
"""The ladders of a policy as a drawing: `policy print --dot`, read by Graphviz where that is there."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from command import Command

CASES = pathlib.Path(os.environ["WIJK_SOURCE_ROOT"]) / "tests" / "cases"
DOT = shutil.which("dot")
NASTY = 'a "b" <i>c</i> & \\N \\" d]]>e &amp; \u0007\u007f \ufffe\uffff{f|g} <!-- \u00e9\u4e16 \u202e h\ti\nj'


def entry(key, word=None):
    return {"key": key, "en": word or key, "nl": word or key}


def pack(ladders, **more):
    return {"format": 1, "name": "drawn", "version": "1", "valid_from": "2026-01-01", **more, "ladders": ladders}


def ladder(tiers, **more):
    return {**entry("l"), "decided": True, "tiers": tiers, **more}


class Drawing(Command):
    def draw(self, rules, *options):
        path = rules if isinstance(rules, pathlib.Path) else self.file("rules.json", json.dumps(rules))
        return self.run_it("policy", "print", "--dot", path, *options)

    def graph(self, text):
        """What Graphviz makes of it; it has nothing to say about it."""
        done = subprocess.run([DOT, "-Tjson0"], input=text.encode(), capture_output=True, timeout=120)
        self.assertEqual((done.returncode, done.stderr.decode()), (0, ""))
        return json.loads(done.stdout)

    def shapes(self, rules, *options):
        """Of each ladder its tiers, and the lines between them as (from, to, style)."""
        graph = self.graph(self.draw(rules, *options))
        names = {o["_gvid"]: o["name"] for o in graph.get("objects", [])}
        clusters = [o for o in graph.get("objects", []) if o["name"].startswith("cluster_")]
        found = []
        for cluster in clusters:
            nodes = {names[n] for n in cluster["nodes"]}
            lines = set()
            for edge in (e for e in graph.get("edges", []) if e["style"] != "invis" and names[e["tail"]] in nodes):
                ends = [int(names[edge[end]].rpartition("t")[2]) for end in ("tail", "head")]
                self.assertLess(*ends)
                lines.add((*(ends if edge["dir"] == "forward" else ends[::-1]), edge["style"]))
            found.append((sum(n.rpartition("t")[2].isdigit() for n in nodes), lines))
        return found

    def wanted(self, rules):
        for one in rules.get("ladders", []):
            places = {t["key"]: i for i, t in enumerate(one["tiers"])}
            steps = [(places[s["from"]], places[s["to"]]) for s in one.get("steps", [])]
            hints = {(places[s["from"]], places[s["to"]], "dotted") for s in one.get("suggestions", [])}
            yield len(places), {(a, b, "solid" if b > a else "dashed") for a, b in steps} | hints

    @unittest.skipUnless(DOT, "there is no Graphviz")
    def test_every_pack(self):
        """Every tier, step and suggestion of every pack of the tests is drawn, in both languages, and nothing else."""
        default = self.path / "default.json"
        default.write_text(self.run_it("policy", "print"))
        packs = [default, CASES / "policy" / "everything.json", *sorted((CASES / "packs").glob("*.json"))]
        for path in packs:
            rules = json.loads(path.read_text())
            for language in ("en", "nl"):
                self.assertEqual(self.shapes(path, "--lang", language), list(self.wanted(rules)), path.name)

    @unittest.skipUnless(DOT, "there is no Graphviz")
    def test_words_that_are_code_elsewhere(self):
        """Whatever a policy writes stays words."""
        rules = pack([{**ladder([{**entry("a", NASTY), "entry": True, "responsible": {"case": "r"}},
                                 entry("b", "x" * 3000), entry("c", "\\")],
                                steps=[{"from": "a", "to": "b", "when": {"fact": "signal-open", "about": "s"}},
                                       {"from": "b", "to": "c"}]), "en": NASTY, "nl": NASTY}],
                     roles=[entry("r", NASTY)], signals=[entry("s", NASTY)])
        text = self.draw(rules)
        self.assertEqual(self.shapes(rules), [(3, {(0, 1, "solid"), (1, 2, "solid")})])
        shown = "".join(subprocess.run([DOT, "-Tsvg"], input=text.encode(), capture_output=True, check=True)
                        .stdout.decode().split())
        self.assertIn("&lt;i&gt;c&lt;/i&gt;&amp;", shown)
        self.assertNotIn("<i>", shown)
        self.assertIn("d]]&gt;e&amp;amp;", shown)
        self.assertRegex(text, r"&lt;!-- é世 \u202e h i j<br")

    def test_what_it_says(self):
        text, dutch = self.draw(self.default()), self.draw(self.default(), "--lang", "nl")
        for words in ["case coordination: coordinator<", "operational: manager of the municipality<", "may begin here<",
                      "meant to last 26 weeks<", "such a signal is open: less support would do<",
                      "the household is in its tier for so many days (at least 182)<",
                      "the client was consulted on this step (at most 30 days ago)<",
                      "the coordination passes to somebody else<", "in an emergency up at once", "one of these:<",
                      "label=< <b>B*</b> >]"]:
            self.assertIn(words, text)
        for words in ["casusregie: regisseur<", "instap<", "bedoeld voor 26 weken<", "(hoogstens 30 dagen",
                      "(minstens 182)", "de regie gaat over op iemand anders<", "in nood meteen omhoog", "een van deze:<"]:
            self.assertIn(words, dutch)
        self.assertEqual(text, self.run_it("policy", "print", "--dot"))
        self.assertEqual(self.err, "")

    def default(self):
        return json.loads(self.run_it("policy", "print"))

    def test_conditions_in_words(self):
        """Each condition has one letter, after Z comes AA; groups are lists, and each kind of limit has its words."""
        days = [{"fact": "days-in-tier", "at_least": i, "at_most": i} for i in range(28)]
        said = {"all": [{"all": [{"fact": "goals-set"}]},
                        {"not": {"any": [{"fact": "plan-active"},
                                         {"not": {"all": [{"fact": "goals-set"}, {"fact": "client-consulted",
                                                                                  "within_days": 0}]}}]}},
                        {"not": {"not": {"fact": "goals-scored", "within_days": 1}}},
                        {"fact": "domain-level", "about": "d", "at_least": 2, "at_most": 3, "within_days": 9}]}
        rules = pack([ladder([{**entry(k), "entry": True} for k in "ab"],
                             steps=[{"from": "a", "to": "b", "when": said}, {"from": "b", "to": "a", "when": said}],
                             suggestions=[{"from": "a", "to": "b", "when": when} for when in days])],
                     domains=[entry("d", "domain")])
        text = self.draw(rules)
        self.assertEqual(len(re.findall(r"label=< <b>A</b> >\]", text)), 2)
        self.assertIn("label=< <i>B, C, D, E, ", text)
        self.assertIn(", Y, Z, AA, AB, AC</i> >]", text)
        rows = re.findall(r"<tr><td align=\"left\" valign=\"top\"><b>(.*?)</b></td><td.*?>(.*?)</td></tr>", text)
        self.assertEqual([letter for letter, _ in rows][-3:], ["AA", "AB", "AC"])
        lines = [re.sub(r"&#160;", " ", line) for line in rows[0][1].split('<br align="left"/>')]
        self.assertEqual(lines, [
            "&#8226; the plan has a goal",
            "&#8226; none of these:",
            "   &#8211; a plan is active",
            "   &#8211; not all of these:",
            "      &#8211; the plan has a goal",
            "      &#8211; the client was consulted on this step (on the day itself)",
            "&#8226; every goal has a score (at most 1 day ago)",
            "&#8226; the life domain was last assessed at such a level: domain",
            "  (from 2 to 3, at most 9 days ago)", ""])
        dutch = self.draw(rules, "--lang", "nl").replace('<br align="left"/>&#160;&#160;', " ")
        self.assertIn("domain (van 2 tot en met 3, hoogstens 9 dagen geleden)", dutch)

    def test_large_ladder(self):
        """The largest ladder there can be is drawn at once."""
        keys = [f"t{i}" for i in range(64)]
        steps = [{"from": a, "to": b} for a in keys for b in keys if a != b]
        text = self.draw(pack([ladder([{**entry(k), "entry": True} for k in keys], steps=steps)]))
        self.assertEqual(len(re.findall(r"dir=(?:forward|back)", text)), 64 * 63)

    def test_misuse(self):
        for words in (["rules.json", "--store", self.store], ["a", "b"], [self.file("bad.json", "{}")]):
            self.assertEqual(self.run_it("policy", "print", "--dot", *words, expect=2), "")
            self.assertNotEqual(self.err, "")
        path = self.file("rules.json", self.run_it("policy", "print"))
        self.assertEqual(self.run_it("policy", "print", path), self.run_it("policy", "print"))
        self.run_it("policy", "check", path, "--dot", expect=2)


if __name__ == "__main__":
    unittest.main()
