"""What is measured and told, a part of the model in model.py: answers to the instruments of a rule pack become scores
(docs/formats/policy.md), which are kept with the measurement. Fractions, so that nothing is rounded but where it says."""
import math
import re
from fractions import Fraction

from model_acts import must
from model_facts import age


class BadAnswers(Exception):
    """Which status, of a text of answers that cannot be read."""


def whole(number, rounding="half-up"):
    """The nearest whole number."""
    below = math.floor(number)
    if number - below == Fraction(1, 2):
        return below if rounding == "half-even" and below % 2 == 0 else below + 1
    return math.floor(number + Fraction(1, 2))


def decimal(number):
    """A number of a pack, to the millionth."""
    return Fraction(math.floor(abs(number) * 10 ** 6 + 0.5), 10 ** 6) * (-1 if number < 0 else 1)


class Instrument:
    def __init__(self, pack):
        self.pack, self.subject, self.ages = pack, pack["subject"], pack.get("ages", {})
        self.items = {item["key"]: item for item in pack["items"]}
        self.scales = pack.get("scales") or [
            {"key": key, "items": [key], "aggregate": "sum", "bands": pack.get("bands", [])} for key in self.items]

    def fits(self, member, on):
        """Whether it is meant for somebody; where the age is not known, for adults or children in general."""
        first, end = self.ages.get("from", 0), self.ages.get("until", 10 ** 6)
        if member["born"] is None:
            return (first < 18 or member["role"] != "child") and (end > 18 or member["role"] != "adult")
        return first <= age(member["born"], on) < end

    def answers(self, text):
        given = {}
        if text == "":
            raise BadAnswers("E_MISSING")
        for word in text.split(" "):
            match = re.fullmatch(r"([a-z0-9.-]{1,64})=(-?[0-9]{1,18})", word)
            if not match:
                raise BadAnswers("E_SYNTAX")
            key, answer = match[1], int(match[2])
            if key not in self.items:
                raise BadAnswers("E_UNKNOWN")
            if key in given:
                raise BadAnswers("E_DUPLICATE")
            if not self.items[key]["min"] <= answer <= self.items[key]["max"]:
                raise BadAnswers("E_RANGE")
            given[key] = answer
        return given

    def bounds(self, scale):
        if "items" in scale:
            ends = [(self.items[key]["min"], self.items[key]["max"]) for key in scale["items"]]
        else:
            ends = [self.bounds(part) for part in self.scales if part["key"] in scale["scales"]]
        by = len(ends) if scale["aggregate"] == "mean" else 1
        return [Fraction(sum(end), by) for end in zip(*ends)]

    def scores(self, text):
        """As the act keeps them: scale by scale the score in thousandths, of how many parts, and the band."""
        given, raws, words = self.answers(text), {}, []
        for scale in self.scales:
            parts = [raws.get(key) for key in scale["scales"]] if "scales" in scale else [
                None if given.get(key) is None else self.turned(self.items[key], given[key]) for key in scale["items"]]
            there, score = [part for part in parts if part is not None], None
            if len(there) >= scale.get("min_valid", len(parts)):
                raw = Fraction(sum(there), len(there)) * (len(parts) if scale["aggregate"] == "sum" else 1)
                if scale.get("rounding", "none") != "none":
                    raw = Fraction(whole(raw, scale["rounding"]))
                raw = Fraction(whole(raw * 10 ** 6), 10 ** 6)
                score = self.transformed(scale, raw)
                raws[scale["key"]] = raw if score is not None else None
            band = [one["key"] for one in scale.get("bands", [])
                    if score is not None and whole(decimal(one["from"]) * 1000) <= score]
            words.append(f"{scale['key']}={'-' if score is None else score}/{len(there)}" + (
                f":{band[-1]}" if band else ""))
        return " ".join(words)

    @staticmethod
    def turned(item, answer):
        return item["min"] + item["max"] - answer if item.get("reversed") else answer

    def transformed(self, scale, raw):
        how = scale.get("transform", {"kind": "none"})
        if how["kind"] == "linear":
            least, most = self.bounds(scale)
            return whole((raw - least) / (most - least) * 100000)
        if how["kind"] == "t":
            return 50000 + whole((raw - decimal(how["mean"])) / decimal(how["sd"]) * 10000)
        if how["kind"] == "table":
            rows = [row for row in how["rows"] if whole(decimal(row["from"]) * 1000) <= raw * 1000]
            return whole(decimal(rows[-1]["score"]) * 1000) if rows else None
        return whole(raw * 1000)


class Outcome:
    def measure_take(self, act):
        subject, person = act["subject"], act["person"]
        must((person is None) == (subject == "household"), "WK5010", person)
        must(subject != "member" or self.member(person), "WK1007", person)
        must(subject != "worker" or self.last("professionals", professional=person, until=None), "WK1009", person)
        words = [word.split("=") for word in act["answers"].split(" ")]
        for item, answer in words:
            self.add("measurement-items", act, item=item, answer=int(answer))
        self.make(act)["answered"] = len(words)
        for word in act["scores"].split(" "):
            scale, score, valid, band = re.fullmatch(r"(.*)=(.*)/([0-9]*)(?::(.*))?", word).groups()
            self.add("scores", act, measured=act.valid, scale=scale, score=None if score == "-" else int(score),
                     valid=int(valid), band=band,
                     **{name: act[name] for name in ("instrument", "person", "rater", "moment")})
