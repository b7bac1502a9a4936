#!/usr/bin/env python3
"""bad_packs.py LOADER: every sample in bad/ is refused with the status, the pointer and the place that its line in
bad/manifest.json says; the packs of the project are taken."""
import json
import sys

from packs import BAD, GOOD, ROOT, verdicts

manifest = json.loads((BAD / "manifest.json").read_text(encoding="utf-8"))
files = {path.name for path in BAD.glob("*.json")} - {"manifest.json"}
problems = [f"{name}: only in {'bad/' if name in files else 'the manifest'}" for name in files ^ set(manifest)]
if len(manifest) < 40 or len(GOOD) < 3:
    problems.append(f"{len(manifest)} bad and {len(GOOD)} good packs are too few")

names = sorted(files & set(manifest))
packs = [BAD / name for name in names] + GOOD
said = verdicts(sys.argv[1], [path.read_bytes() for path in packs])
for path, got in zip(packs, said):
    entry = manifest.get(path.name) if path.parent == BAD else {"status": "WIJK_OK", "pointer": ""}
    wanted = (entry["status"], entry.get("line", 0), entry.get("column", 0), entry["pointer"])
    if got != wanted:
        problems.append(f"{path.relative_to(ROOT)}: wanted {wanted}, got {got}")
print("\n".join(problems) or f"{len(names)} bad packs refused, {len(GOOD)} good ones taken")
sys.exit(1 if problems else 0)
