"""What the tests of rule packs share: where they are, and what the library says of them."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(os.environ["WIJK_SOURCE_ROOT"])
BAD = ROOT / "tests" / "cases" / "policy" / "bad"
GUIDE = [ROOT / "docs" / name for name in ("formats/policy.md", "guide/ladder.md", "guide/nl/ladder.md")]
SCHEMA = ROOT / "docs" / "formats" / "policy.schema.json"
GOOD = [ROOT / "src" / "policy" / "default.json", BAD.parent / "everything.json",
        *sorted((ROOT / "tests" / "cases" / "packs").glob("*.json")),
        *sorted((ROOT / "examples").glob("**/*policy*.json"))]


def examples():
    """The packs of the guide; where it shows some members only, they are put into a pack."""
    head = '{"format": 1, "name": "guide", "version": "1", "valid_from": "2026-01-01",'
    text = "\n".join(page.read_text(encoding="utf-8") for page in GUIDE)
    for block in re.findall(r"```json\n(.*?)```", text, flags=re.S):
        yield (block if block.startswith("{") else head + block + "}").encode()


def verdicts(loader, packs):
    """(status, line, column, pointer) of each pack, given as bytes."""
    done = subprocess.run([loader], input=b"".join(b"%d\n%s" % (len(p), p) for p in packs), stdout=subprocess.PIPE)
    if done.returncode == 77:
        print("the library was built without JSON")
        sys.exit(77)
    if done.returncode != 0:
        sys.exit(f"{loader} ended with {done.returncode}")
    lines = done.stdout.decode("utf-8").split("\n")[:-1]
    if len(lines) != len(packs):
        sys.exit(f"{len(packs)} packs, {len(lines)} answers")
    return [(s, int(line), int(column), pointer) for s, line, column, pointer in (x.split("\t") for x in lines)]
