"""What the days of a household are spent on, and what is counted of a period: a part of the model in model.py.

Every day is looked at by itself."""
import datetime

EPOCH = datetime.date(1970, 1, 1)
UNITS = {"days": 1, "weeks": 7}  # of the terms that are asked for here; the packs of these histories use no other
KINDS = ("working", "waiting-provider", "waiting-client", "pilot-light", "paused", "closed")


def easter(year):
    """By the rule of Gauss, as it holds in this century."""
    moon = (19 * (year % 19) + 24) % 30
    day = 22 + moon + (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    day -= 7 * (day == 57 or day == 56 and moon == 28 and year % 19 > 10)
    return datetime.date(year, 3, 1) + datetime.timedelta(day - 1)


def is_free(day):
    """Weekends and Dutch holidays; Liberation Day is one of them in every fifth year."""
    year, sunday = day.year, easter(day.year)
    kings = datetime.date(year, 4, 27)
    holidays = {datetime.date(year, 1, 1), kings - datetime.timedelta(kings.isoweekday() == 7),
                datetime.date(year, 12, 25), datetime.date(year, 12, 26)}
    holidays |= {sunday + datetime.timedelta(after) for after in (0, 1, 39, 49, 50)}
    holidays |= {datetime.date(year, 5, 5)} if year % 5 == 0 else set()
    return day.isoweekday() > 5 or day in holidays


def last_day(began, term):
    """Of a term; one that is extended ends on no free day. None when there is no such term."""
    if not term:
        return None
    last = began + term["count"] * UNITS[term["unit"]]
    while term.get("extend") and is_free(EPOCH + datetime.timedelta(last)):
        last += 1
    return last


def covers(row, day):
    return row["from"] <= day and (row["until"] is None or day < row["until"])


class Flow:
    """Of a dossier up to a day, which is not counted itself."""

    def __init__(self, policy, state, until):
        self.policy, self.tables, self.until = policy, state.tables, until
        first = self.tables["episodes"][0]["from"] if self.tables["episodes"] else until
        self.kinds = {day: self.kind(day) for day in range(first, until)}  # with the provider that is waited for

    def kind(self, day):
        tables = self.tables
        if not any(covers(row, day) for row in tables["episodes"]):
            return "closed", None
        for party in ("provider", "client"):
            waits = [row for row in tables["waits"] if row["waits-for"] == party and covers(row, day)]
            if waits:
                return "waiting-" + party, waits[0]["provider"] if party == "provider" else None  # that began first
        for table, kind in (("case-pauses", "paused"), ("pilot-lights", "pilot-light")):
            if any(covers(row, day) for row in tables[table]):
                return kind, None
        return "working", None

    def days(self):
        """Rows of days next to each other that are of one kind."""
        rows = []
        for day, (kind, provider) in self.kinds.items():
            if not rows or (rows[-1]["kind"], rows[-1]["provider"]) != (kind, provider):
                rows.append({"act": None, "kind": kind, "from": day, "days": 0, "provider": provider})
            rows[-1].update({"until": day + 1, "days": rows[-1]["days"] + 1})
        return rows

    # -- longer than intended --

    def too_long(self):
        """Stays with the last day that was intended, and the days after it."""
        for stay in self.tables["tier-stays"]:
            tiers = self.policy.ladders.get(stay["ladder"], {}).get("tiers", [])
            terms = [tier.get("intended") for tier in tiers if tier["key"] == stay["tier"]]
            last = last_day(stay["from"], terms[0] if terms else None)
            until = self.until if stay["until"] is None else min(stay["until"], self.until)
            if last is not None and until > last + 1:
                yield stay, last, range(last + 1, until)

    def overstays(self):
        """A row for each provider that was waited for, and one for the days spent otherwise."""
        rows = []
        for stay, last, days in self.too_long():
            spent = {}
            for day in days:
                kind, provider = self.kinds[day]
                why = (kind == "waiting-provider", provider if kind == "waiting-provider" else None)
                spent[why] = spent.get(why, 0) + 1
            rows += [{**stay, "intended": last, "until": days[-1] + 1, "days": count, "waiting": waiting,
                      "provider": provider} for (waiting, provider), count in spent.items()]
        return rows

    # -- what is counted --

    def count(self, start, within):
        """The figures of a period: (figure, provider, ladder, key) to how many out of how many."""
        figures, tables = {}, self.tables
        period = [day for day in self.kinds if day >= start]
        spent = {kind: sum(self.kinds[day][0] == kind for day in period) for kind in KINDS}
        is_open = len(period) - spent["closed"]

        def put(figure, count, of, provider=None, ladder=None, key=None):
            if self.kinds and (count or of):
                figures[figure, provider, ladder, key] = (count, of)

        def now(day):
            return day is not None and start <= day < self.until

        def share(figure, rows, which, **about):
            put(figure, sum(bool(which(row)) for row in rows), len(rows), **about)

        for kind in KINDS:
            put("days-" + kind, spent[kind], len(period) if kind == "closed" else is_open)
        waited = [day for day in period if self.kinds[day][0] == "waiting-provider"]
        bridged = [day for day in waited if self.is_bridged(day)]
        too_long = [day for _, _, days in self.too_long() for day in days if day >= start]
        late = [day for day in too_long if self.kinds[day][0] == "waiting-provider"]
        put("days-bridged", len(bridged), len(waited))
        put("days-overstay", len(late), len(too_long))
        for who in {self.kinds[day][1] for day in waited} - {None}:
            def of(days, who=who):
                return sum(self.kinds[day][1] == who for day in days)

            put("days-waiting-provider", of(waited), is_open, who)
            put("days-bridged", of(bridged), of(waited), who)
            if of(late):
                put("days-overstay", of(late), len(too_long), who)

        for ladder in {None, *[row["ladder"] for row in tables["tier-stays"]]}:
            self.count_steps([(before, stay) for before, stay in self.steps(ladder) if now(stay["from"])], is_open, put,
                             ladder)
        moves = [row["from"] for row in tables["setting-stays"] if row["from-setting"] is not None]
        put("setting-moves", sum(now(day) for day in moves), is_open)
        share("overrides-reviewed", [row for row in tables["overrides"] if now(row["entered"])],
              lambda row: row["reviewed"] is not None)
        missed, reached = self.contacts(now)
        put("contacts-missed", missed, missed + reached)
        share("returns-fast", [row for row in tables["pilot-lights"] if now(row["until"])], lambda row: row["returned"])

        exits = [(row, after) for row, after in zip(tables["episodes"], [*tables["episodes"][1:], None])
                 if now(row["until"]) and row["exit"] is not None]
        share("exits-returned", [pair for pair in exits if pair[0]["until"] + within < self.until],
              lambda pair: pair[1] and pair[1]["from"] - pair[0]["until"] <= within)
        share("starts-returning", [(before, row) for before, row in zip([None, *tables["episodes"]], tables["episodes"])
                                   if now(row["from"])],
              lambda pair: pair[0] and pair[0]["exit"] is not None and pair[1]["from"] - pair[0]["until"] <= within)
        share("drop-outs", [row for row, _ in exits if row["ending"] not in (None, "not-counted")],
              lambda row: row["ending"] == "by-client")

        referrals = [row for row in tables["referrals"] if now(row["made"])]
        share("referrals-known", referrals, lambda row: row["known"])
        share("referrals-quick", [row for row in referrals if row["source"] == "team"], lambda row: not row["attempted"])
        put("minutes-pilot-light", sum(row["minutes"] or 0 for row in tables["pilot-contacts"] if now(row["contacted"])),
            spent["pilot-light"])
        put("minutes-bridging", sum(row["minutes"] or 0 for row in tables["bridges"] if now(row["bridged"]) and (
            self.wait(row)["waits-for"] == "provider")), len(waited))
        for table, ladder, key in (("tier-stays", "ladder", "tier"), ("setting-stays", None, "setting")):
            ended = [(row.get(ladder), row[key], row["until"] - row["from"])
                     for row in tables[table] if now(row["until"])]
            for place in {one[:2] for one in ended}:
                lasted = [days for *where, days in ended if tuple(where) == place]
                put("dwell-" + table.split("-")[0], sum(lasted), len(lasted), None, *place)
        return figures

    def wait(self, bridge):
        return next(row for row in self.tables["waits"] if row["act"] == bridge["wait"])

    def is_bridged(self, day):
        """Something was given in the term before the day, in a wait for a provider that lasts on it."""
        for bridge in self.tables["bridges"]:
            wait, last = self.wait(bridge), last_day(bridge["bridged"], self.policy.terms.get("bridge"))
            if bridge["kind"] != "safety-check" and wait["waits-for"] == "provider" and covers(wait, day) and (
                    bridge["bridged"] <= day and (last is None or day <= last)):
                return True
        return False

    def steps(self, ladder):
        """Up or down, each with the stay before it; a return from a pilot light is none."""
        last = {}
        for stay in self.tables["tier-stays"]:
            if stay["direction"] != "entry" and not stay["returned"] and ladder in (None, stay["ladder"]):
                yield last[stay["ladder"]], stay
            last[stay["ladder"]] = stay

    def count_steps(self, steps, is_open, put, ladder):
        proposals = {row["act"]: row for row in self.tables["steps"]}
        by = [(proposals.get(stay["step"], {}), stay) for _, stay in steps]
        down = [(before, stay) for before, stay in steps if stay["direction"] == "down"]
        up = [stay for _, stay in steps if stay["direction"] == "up"]
        put("steps-up", len(up), is_open, ladder=ladder)
        put("steps-down", len(down), is_open, ladder=ladder)
        put("days-to-step-down", sum(stay["from"] - before["from"] for before, stay in down), len(down), ladder=ladder)
        consulted = [stay for step, stay in by
                     if step.get("consulted") is not None and step["consulted"] <= stay["from"]]
        put("steps-consulted", len(consulted), len(steps), ladder=ladder)
        put("steps-dissented", sum(step.get("dissents", 0) > 0 for step, _ in by), len(steps), ladder=ladder)
        put("overrides", sum(bool(stay["emergency"]) for stay in up), len(up), ladder=ladder)

    def contacts(self, now):
        """Of the pilot lights: missed on the day after they were due, and those that reached the household."""
        missed = reached = 0
        for light in self.tables["pilot-lights"]:
            days = [row["contacted"] for row in self.tables["pilot-contacts"]
                    if row["pilot-light"] == light["act"] and row["reached"]]
            reached += sum(now(day) for day in days)
            ends = [*days, self.until if light["until"] is None else light["until"]]
            for since, end in zip([light["from"], *days], ends):
                missed += sum(now(due + 1) for due in range(since + light["interval"], end, light["interval"]))
        return missed, reached

    def rows(self, start, within):
        return [{"act": None, "figure": figure, "subject": provider, "ladder": ladder, "key": key, "count": count,
                 "of": of} for (figure, provider, ladder, key), (count, of) in self.count(start, within).items()]
