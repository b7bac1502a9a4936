#!/usr/bin/env python3
"""pictures.py WIJKTEAM: the charts of the command, compiled by Vega-Lite and drawn by examples/python/render.py.

Needs vl-convert-python. With WIJK_TEST_FULL=1 it is installed, in the build folder; otherwise the test is skipped where
it is not there."""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["WIJK_SOURCE_ROOT"])
BUILD = pathlib.Path(os.environ["WIJK_BUILD_ROOT"])
DOSSIER = "285ba350-6f5a-57db-bf12-5330b235f9c2"


def python():
    """A Python that has vl_convert; ends the test as skipped when there is none."""
    own = BUILD / "vl-convert" / "bin" / "python"
    def has(candidate):
        return os.path.exists(candidate) and \
            subprocess.run([candidate, "-c", "import vl_convert"], capture_output=True).returncode == 0

    if os.environ.get("WIJK_TEST_FULL") == "1" and not has(sys.executable) and not has(own):
        subprocess.run([sys.executable, "-m", "venv", own.parent.parent], capture_output=True)
        subprocess.run([own, "-m", "pip", "-q", "install", "vl-convert-python"], capture_output=True)
    for candidate in (sys.executable, own):
        if has(candidate):
            return str(candidate)
    print("skipped: vl-convert-python is not here")
    sys.exit(77)


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


def main():
    wijkteam, interpreter = os.path.abspath(sys.argv[1]), python()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        store = folder / "household.db"
        subprocess.run([wijkteam, "import", store, SOURCE / "examples/data/household.jsonl"], capture_output=True)
        charts = {
            "funnel": ["chart", "funnel", SOURCE / "examples/data/teams.csv", "--minimum", "10"],
            "wide": ["chart", "funnel", SOURCE / "examples/data/teams.csv", "--over-dispersion", "additive", "--lang", "nl"],
            "survival": ["chart", "survival", SOURCE / "examples/data/days-to-help.csv", "--lang", "nl"],
            "tiers": ["chart", "tiers", store, "--on", "2026-12-01"],
            "timeline": ["chart", "timeline", store, DOSSIER, "--on", "2026-12-01", "--lang", "nl"],
        }
        words = {"funnel": ["Each unit against", "Sluiswijk", "Haven: takes crisis", "99.8 %"], "wide": ["Elke eenheid", "Zuid"],
                 "survival": ["Nog zonder de gebeurtenis", "Noord", "Zuid"], "tiers": ["Households in each tier", "specialised care"], "timeline": ["doel 2, gescoord door: kind", "waakvlam"]}
        for name, command in charts.items():
            run(wijkteam, *command, "--out", folder / f"{name}.vl.json")
        run(interpreter, SOURCE / "examples/python/render.py", *(folder / f"{name}.vl.json" for name in charts))
        for name in charts:
            svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
            for word in words[name]:
                assert word in svg, f"{name}.svg does not say {word}"
            assert "NaN" not in svg and "undefined" not in svg, f"{name}.svg has a place without a number"
            assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG"), f"{name}.png"
        # The command draws by itself where the package is on the path, and leaves nothing else behind.
        there = {**os.environ, "PATH": os.path.dirname(interpreter) + os.pathsep + os.environ["PATH"]}
        alone = folder / "alone"
        alone.mkdir()
        run(wijkteam, *charts["tiers"], "--out", alone / "tiers.svg", env=there)
        run(wijkteam, *charts["tiers"], "--out", alone / "tiers.png", env=there)
        assert sorted(path.name for path in alone.iterdir()) == ["tiers.png", "tiers.svg"]
    print("all charts are drawn")


main()
