#!/usr/bin/env python3
"""embedding.py BUILD: what the README says about using the library in a program works, line by line.

Installs into an empty folder, writes the README's program to tour.c, and runs its lines that call pkg-config."""
import os
import shutil
import subprocess
import sys
import tempfile

import markdown

SOURCE = os.environ["WIJK_SOURCE_ROOT"]


def main():
    if not shutil.which("pkg-config") or not shutil.which("cc"):
        print("pkg-config or cc is not there")
        return 77
    readme = os.path.join(SOURCE, "README.md")
    lines = [line for line in markdown.joined(readme, "sh").split("\n") if "pkg-config" in line]
    shown = markdown.joined(readme, "text")
    with tempfile.TemporaryDirectory() as root:
        subprocess.run(["meson", "install", "-C", sys.argv[1], "--no-rebuild", "--quiet"], check=True,
                       env={**os.environ, "DESTDIR": root}, stdout=subprocess.DEVNULL)
        packages = [folder for folder, _, names in os.walk(root) if "wijkteam.pc" in names]
        libraries = [folder for folder, _, names in os.walk(root) if "libwijkteam.so" in names]
        environment = {**os.environ, "PKG_CONFIG_PATH": packages[0], "PKG_CONFIG_SYSROOT_DIR": root,
                       "LD_LIBRARY_PATH": libraries[0]}
        with open(os.path.join(root, "tour.c"), "w", encoding="utf-8") as file:
            file.write(markdown.joined(readme, "c"))
        for line in lines:
            done = subprocess.run(["sh", "-c", line], cwd=root, env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{line}\n{done.stderr}")
                return 1
        printed = subprocess.run(["./tour"], cwd=root, env=environment, capture_output=True, text=True).stdout
    print(f"{len(lines)} lines" if printed == shown else f"tour prints\n{printed}")
    return 0 if lines and printed == shown else 1


sys.exit(main())
