#!/usr/bin/env python3
"""bad_packs.py LOADER: every sample in bad/ is refused with the status, the pointer and the place that its line in
bad/manifest.json says; the packs of the project and the examples of the guide are taken."""
import json
import sys

from packs import BAD, GOOD, ROOT, examples, verdicts

manifest = json.loads((BAD / "manifest.json").read_text(encoding="utf-8"))
files = {path.name for path in BAD.glob("*.json")} - {"manifest.json"}
problems = [f"{name}: only in {'bad/' if name in files else 'the manifest'}" for name in files ^ set(manifest)]
if len(manifest) < 40 or len(GOOD) < 3:
    problems.append(f"{len(manifest)} bad and {len(GOOD)} good packs are too few")

names = sorted(files & set(manifest))
packs = [(f"bad/{name}", (BAD / name).read_bytes(), manifest[name]) for name in names]
packs += [(str(path.relative_to(ROOT)), path.read_bytes(), {}) for path in GOOD]
shown = list(examples())
packs += [(f"example {place} of the guide", pack, {}) for place, pack in enumerate(shown, 1)]
if len(shown) < 3:
    problems.append("the examples of the guide were not found")
for (name, _, entry), got in zip(packs, verdicts(sys.argv[1], [pack for _, pack, _ in packs])):
    wanted = (entry.get("status", "WIJK_OK"), entry.get("line", 0), entry.get("column", 0), entry.get("pointer", ""))
    if got != wanted:
        problems.append(f"{name}: wanted {wanted}, got {got}")
print("\n".join(problems) or f"{len(names)} bad packs refused, {len(packs) - len(names)} good ones taken")
sys.exit(1 if problems else 0)
