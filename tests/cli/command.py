"""What the tests of the command share: running it, and looking through all that it says.

    test_X.py PATH-OF-WIJKTEAM [unittest options]

Every run is looked through: what stands on standard error must hold nothing that a person could be known by."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from household import MARKER

WIJKTEAM = os.path.abspath(sys.argv.pop(1))


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


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
