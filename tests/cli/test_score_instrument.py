#!/usr/bin/env python3
"""wijkteam score instrument: answers in, scores out; what cannot be scored is told with line and column."""
import csv
import io
import json
import unittest

from command import Command

ITEMS = [f"i{number}" for number in range(1, 26)]


def answers(**given):
    """A file with one person for each row of answers; the others were not answered."""
    rows = max(len(values) for values in given.values())
    lines = [",".join(["id", *given])]
    lines += [",".join([f"p{row}", *("" if values[row] is None else str(values[row]) for values in given.values())])
              for row in range(rows)]
    return "\n".join(lines) + "\n"


class ScoreInstrument(Command):
    def score(self, instrument, text, *options):
        out = self.run_it("score", "instrument", instrument, self.file("answers.csv", text), *options)
        return list(csv.DictReader(io.StringIO(out)))

    def test_the_published_key(self):
        """All answers 1, all 2, and halves: 5/4 of ten is 12.5 of 10, so the mean of four times five."""
        given = {item: [1, 2, None] for item in ITEMS}
        for item, answer in {"i2": 1, "i10": 0, "i15": 0, "i21": 1}.items():  # reversed 21 is 1: 2 of 4, 2.5
            given[item][2] = answer
        rows = self.score("sdq", answers(**given))
        self.assertEqual([row["total"] for row in rows], ["20", "30", ""])
        self.assertEqual([row["total_band"] for row in rows], ["very-high", "very-high", ""])
        self.assertEqual((rows[2]["hyperactivity"], rows[2]["hyperactivity_valid"]), ("3", "4"))
        self.assertEqual(rows[1]["conduct"], "8")
        self.assertEqual(rows[0]["id"], "p0")

    def test_rounding_is_the_rules_own(self):
        """The same halves under a pack that rounds to even."""
        pack = json.loads(self.run_it("policy", "print"))
        sdq = next(one for one in pack["instruments"] if one["key"] == "sdq")
        for scale in sdq["scales"]:
            if "items" in scale:
                scale["rounding"] = "half-even"
        rules = self.file("rules.json", json.dumps(pack))
        text = answers(i2=[1], i10=[0], i15=[0], i21=[1])
        self.assertEqual(self.score("sdq", text)[0]["hyperactivity"], "3")
        self.assertEqual(self.score("sdq", text, "--policy", rules)[0]["hyperactivity"], "2")

    def test_fractions_and_missing_answers(self):
        text = answers(**{"knows_way": [1, 5], "decides": [2, None], "asks": [2, None], "heard": [2, 1],
                          "overwhelmed": [None, None]})
        rows = self.score("empowerment", text)
        self.assertEqual((rows[0]["total"], rows[0]["total_valid"]), ("18.75", "4"))
        self.assertEqual((rows[1]["total"], rows[1]["total_valid"]), ("", "2"))

    def test_columns_by_either_name_and_json(self):
        for name in ("work-education", "work_education"):
            out = self.run_it("score", "instrument", "zrm-2017", "-", "--json", text=f"id,{name}\nx,2\n")
            row = json.loads(out)["rows"][0]
            self.assertEqual((row["work_education"], row["work_education_band"]), (2, "not"))
            self.assertNotIn("finances", row)

    def test_what_is_wrong_is_told_with_its_place(self):
        self.run_it("score", "instrument", "nothing", self.file("a.csv", "id,a\n"), expect=2)
        self.assertIn("nothing", self.err)
        self.run_it("score", "instrument", "sdq", self.file("a.csv", "id,other\nx,1\n"), expect=2)
        self.run_it("score", "instrument", "sdq", self.file("a.csv", "i1\n1\n"), expect=2)
        self.assertIn("id", self.err)
        for value in ("3", "-1", "99999999999"):
            path = self.file("a.csv", f"id,i1,i2\nx,1,1\ny,1,{value}\n")
            self.run_it("score", "instrument", "sdq", path, expect=2)
            self.assertIn(f"{path}:3: i2: ", self.err)
        self.run_it("score", "instrument", "sdq", self.file("a.csv", "id,i1\nx,1.5\n"), expect=2)
        self.assertIn(":2: i1: ", self.err)


if __name__ == "__main__":
    unittest.main()
