"""The library from outside, in the words of the model (model.py): compare.py sets them beside each other."""
import datetime
import json
import os
import sys

import model
from model import HOUSEHOLD

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import headers  # noqa: E402

NO_DAY, NO_TIME, VERIFY_CHAIN, JSON_LINES, ENGLISH = -2 ** 31, -2 ** 63, 1, 2, 1
EPOCH = datetime.datetime(1970, 1, 1)
BATCH = 12  # acts at most


class Differs(Exception):
    pass


# ---- how values are written ----

def id_text(label):
    digits = label.encode().ljust(16, b"\0").hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def to_text(kind, value):
    """As it stands in JSON, numbers, codes and keys as they are."""
    if kind in ("id", "ref", "person", "act"):
        return id_text(value)
    if kind == "date":
        return (EPOCH + datetime.timedelta(value)).date().isoformat()
    return (EPOCH + datetime.timedelta(microseconds=value)).isoformat() + "Z" if kind == "time" else value


def from_text(kind, text):
    if kind == "id":
        return bytes.fromhex(text.replace("-", "")).rstrip(b"\0").decode()
    if kind == "date":
        return (datetime.date.fromisoformat(text) - EPOCH.date()).days
    if kind == "time":
        return (datetime.datetime.fromisoformat(text[:-1]) - EPOCH) // datetime.timedelta(microseconds=1)
    return text


def as_json(catalog, act):
    kinds = {one["name"]: one["type"] for one in catalog.acts[act.type]["fields"]}
    by = {"professional": act.professional and to_text("id", act.professional), "role": act.role,
          "organisation": act.organisation and to_text("id", act.organisation)}
    return json.dumps({
        "act": act.type, "id": to_text("id", act.id), "dossier": to_text("id", HOUSEHOLD),
        "valid": to_text("date", act.valid), "recorded": to_text("time", act.recorded), "reason": act.reason or "",
        "by": {name: text for name, text in by.items() if text},
        "fields": {name: to_text(kinds[name], value) for name, value in act.fields.items()}}).encode()


def as_case(catalog, act):
    words = [to_text("date", act.valid), "@" + to_text("time", act.recorded), act.type]
    for one in catalog.acts[act.type]["fields"]:
        value = act[one["name"]]
        if value is not None:
            text = to_text("date", value) if one["type"] == "date" else {True: "yes", False: "no"}[value] if (
                one["type"] == "bool") else json.dumps(value, ensure_ascii=False) if one["type"] == "text" else value
            words.append(f"{one['name']}={text}")
    words += ["by", f"{act.professional}/{act.role or ''}" if act.professional else "nobody"]
    words += ["for", act.organisation] if act.organisation else []
    words += ["because", json.dumps(act.reason, ensure_ascii=False)] if act.reason else []
    return " ".join(words + ["as", act.id])


# ---- the library ----

class Library:
    def __init__(self, path, catalog):
        self.ffi, self.lib = headers.load(path)
        self.catalog, self.policies, self.error = catalog, {}, None
        self.context = self.new("wijk_context", self.lib.wijk_context_new, self.ffi.NULL, self.ffi.NULL)
        self.text = self.new("wijk_buffer", self.lib.wijk_buffer_new, self.context)
        self.error = self.new("wijk_error", self.lib.wijk_error_new, self.context)
        self.findings = self.make("wijk_findings", self.lib.wijk_findings_new, self.context)
        self.acts = [self.make("wijk_act", self.lib.wijk_act_new, self.context) for _ in range(BATCH)]
        self.kinds = {name: {"dossier": "id", "act": "id", **{one["name"]: one["type"] for one in table["columns"]}}
                      for name, table in catalog.tables.items()}

    def has_json(self):
        policy = self.ffi.new("wijk_policy **")
        return self.name(self.lib.wijk_policy_load(self.context, b"", 0, policy, self.error)) != "E_UNSUPPORTED"

    def name(self, status):
        return self.ffi.string(self.lib.wijk_status_name(status)).decode().removeprefix("WIJK_")

    def must(self, status):
        if status != 0:
            raise Differs("the library answers " + self.name(status))

    def new(self, kind, function, *arguments):
        out = self.ffi.new(kind + " **")
        self.must(function(*arguments, out))
        return out[0]

    def make(self, kind, function, *arguments):
        return self.new(kind, lambda *all_but_error: function(*all_but_error, self.error), *arguments)

    def id(self, label):
        return self.ffi.new("wijk_id *", [label.encode().ljust(16, b"\0")])

    def label(self, id_):
        return bytes(self.ffi.buffer(id_, 16)).rstrip(b"\0").decode() or None

    def policy(self, text):
        """The last ones are kept: most histories use the same few."""
        if len(self.policies) > 50:
            for policy in self.policies.values():
                self.lib.wijk_policy_unref(policy)
            self.policies.clear()
        if text not in self.policies:
            data = text.encode()
            self.policies[text] = self.make("wijk_policy", self.lib.wijk_policy_load, self.context, data, len(data))
        return self.policies[text]

    def lines(self, write, *arguments):
        """What a function writes as lines of JSON."""
        self.lib.wijk_buffer_clear(self.text)
        self.must(write(*arguments, self.text, self.error))
        data = bytes(self.ffi.buffer(self.lib.wijk_buffer_data(self.text), self.lib.wijk_buffer_size(self.text)))
        return [json.loads(line) for line in data.decode().split("\n")[:-1]]

    def said(self):
        def about(thing, name):
            return from_text("id", thing[name]) if name in thing else None

        if self.lib.wijk_findings_count(self.findings) == 0:
            return
        for line in self.lines(self.lib.wijk_findings_write_json, self.findings, ENGLISH):
            missing = [(one["fact"], about(one, "subject"), one.get("key")) for one in line.get("missing", [])]
            if len(set(missing)) != len(missing):
                raise Differs(f"a missing fact is named twice: {missing}")
            yield model.Finding(line["code"], line["severity"], about(line, "subject"), about(line, "other"),
                                frozenset(missing), line.get("item", -1))


class Real:
    """One dossier in the library, with the methods of the model's."""

    def __init__(self, library, policy):
        self.library, self.lib, self.error, self.frames = library, library.lib, library.error, b""
        self.dossier = self.made(self.lib.wijk_dossier_new, policy, library.id(HOUSEHOLD))

    def made(self, function, policy, *arguments):
        library = self.library
        return library.make("wijk_dossier", function, library.context, library.policy(policy), *arguments)

    def free(self):
        self.lib.wijk_dossier_destroy(self.dossier)
        self.dossier = self.library.ffi.NULL

    def submit(self, act):
        return self.answer([act], self.lib.wijk_dossier_submit, self.library.acts[0])

    def submit_all(self, acts):
        filled = self.library.ffi.new("wijk_act *[]", self.library.acts)
        return self.answer(acts, self.lib.wijk_dossier_submit_all, filled, len(acts))

    def answer(self, acts, submit, *filled):
        library, lib, status = self.library, self.lib, 0
        lib.wijk_findings_clear(library.findings)
        for act, into in zip(acts, library.acts):
            line = as_json(library.catalog, act)
            status = status or lib.wijk_act_read_json(into, line, len(line), library.id("x"), self.error)
        status = status or submit(self.dossier, *filled, library.findings, self.error)
        path = library.ffi.string(lib.wijk_error_path(self.error)).decode() if status < 0 else ""
        item = lib.wijk_error_index(self.error) if status < 0 else -1
        return model.Answer(library.name(status), tuple(library.said()), path, item)

    def begin(self):
        self.library.must(self.lib.wijk_dossier_begin(self.dossier, self.error))

    def commit(self):
        self.library.must(self.lib.wijk_dossier_commit(self.dossier, self.error))

    def rollback(self):
        self.lib.wijk_dossier_rollback(self.dossier)

    def reload(self, policy):
        """Made anew from its frames, to be judged by another policy from here on."""
        data, size = self.library.ffi.new("void **"), self.library.ffi.new("size_t *")
        self.lib.wijk_dossier_frames(self.dossier, data, size)
        self.frames += bytes(self.library.ffi.buffer(data[0], size[0])) if size[0] else b""
        self.free()
        if self.frames:
            self.dossier = self.made(self.lib.wijk_dossier_load, policy, self.frames, len(self.frames), VERIFY_CHAIN)
        else:
            self.__init__(self.library, policy)

    def rows(self, name, function, *arguments):
        table = self.library.make("wijk_table", function, self.dossier, *arguments)
        kinds, rows = self.library.kinds[name], []
        if self.lib.wijk_table_rows(table):
            rows = self.library.lines(self.lib.wijk_table_write, table, JSON_LINES, 0)
        self.lib.wijk_table_unref(table)
        return [{column: from_text(kinds[column], text) for column, text in row.items()} for row in rows]

    def table(self, name, on, known):
        return self.rows(name, self.lib.wijk_dossier_table, self.library.catalog.tables[name]["number"],
                         NO_DAY if on is None else on, NO_TIME if known is None else known)

    def changes(self, since, known, on):
        return self.rows("acts", self.lib.wijk_dossier_changes, since, NO_TIME if known is None else known,
                         NO_DAY if on is None else on)

    def broken(self, on, known):
        """The invariants that the check says are broken."""
        status = self.lib.wijk_dossier_check(self.dossier, on, NO_TIME if known is None else known,
                                             self.library.findings, self.error)
        if self.library.name(status) not in ("OK", "REFUSED"):
            raise Differs("the check answers " + self.library.name(status))
        return [finding for finding in self.library.said() if self.library.catalog.findings[finding.code]["invariant"]]

    def options(self, on, known):
        """The rows of possible steps, and a finding for each that is refused."""
        moment = NO_TIME if known is None else known
        rows = self.rows("options", lambda dossier, out, error: self.lib.wijk_dossier_steps(
            dossier, on, moment, out, self.library.findings, error))
        return rows, tuple(self.library.said())

    def flow(self, start, until, within, known):
        return self.rows("flow", self.lib.wijk_dossier_flow, start, until, within, NO_TIME if known is None else known)

    def undo(self, act):
        library = self.library
        status = self.lib.wijk_dossier_undo(self.dossier, library.id(act), library.id("inverse"), 0, 0, library.acts[0],
                                            library.findings, self.error)
        return model.Answer(library.name(status), tuple(library.said()))

    def asked(self, ladder, on):
        """What every screen asks of a day: who coordinates, which plan, which tier, who was not heard."""
        ffi, lib, found, day = self.library.ffi, self.lib, [], NO_DAY if on is None else on
        id_, text, length = ffi.new("wijk_id *"), ffi.new("char **"), ffi.new("size_t *")
        for function in (lib.wijk_dossier_coordinator, lib.wijk_dossier_plan):
            found.append(self.library.label(id_) if function(self.dossier, day, id_) == 0 else None)
        status = lib.wijk_dossier_tier(self.dossier, ladder.encode(), len(ladder), day, text, length)
        found.append(ffi.unpack(text[0], length[0]).decode() if status == 0 else None)
        persons, count = ffi.new("wijk_id[8]"), ffi.new("uint32_t *")
        self.library.must(lib.wijk_dossier_unheard(self.dossier, day, persons, 8, count))
        return found + [[self.library.label(ffi.addressof(persons, i)) for i in range(count[0])]]
