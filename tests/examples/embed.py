#!/usr/bin/env python3
"""embed.py BUILD: examples/c-embed, made as its README says, with what pkg-config says of an installed library.

It prints what its README shows. The frames in its drawer are a whole journal. A drawer that was cut off anywhere, as by
a power failure, is read up to the last whole record. It compiles without a warning. embed.py BUILD --record writes anew
what the README shows."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["WIJK_SOURCE_ROOT"])
sys.path += [str(SOURCE / "tests" / "docs"), str(SOURCE / "tests" / "support")]
import check_journal  # noqa: E402
import markdown  # noqa: E402

EXAMPLE = SOURCE / "examples" / "c-embed"
STRICT = "-std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -pedantic -Wconversion -Wsign-conversion -Wshadow -Werror"
failures = []


def install(build, root):
    """Where the installed library is, for pkg-config and the loader."""
    subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--quiet"], check=True,
                   env={**os.environ, "DESTDIR": str(root)}, stdout=subprocess.DEVNULL)
    package, library = next(root.rglob("wijkteam.pc")), next(root.rglob("libwijkteam.so"))
    return {**os.environ, "PKG_CONFIG_PATH": str(package.parent), "PKG_CONFIG_SYSROOT_DIR": str(root),
            "LD_LIBRARY_PATH": str(library.parent), "LC_ALL": "C.UTF-8"}


def run(folder, environment, *command, status=0):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != status:
        failures.append(f"{' '.join(command)}: exit {done.returncode}, expected {status}\n{done.stdout}{done.stderr}")
    return done


def compare(printed):
    readme = EXAMPLE / "README.md"
    shown = markdown.joined(readme, "text")
    if "--record" in sys.argv:
        readme.write_text(markdown.read(readme).replace(shown, printed), encoding="utf-8")
        shown = printed
    for number, (a, b) in enumerate(zip(shown.split("\n"), printed.split("\n")), 1):
        if a != b:
            failures.append(f"README.md, line {number} of what is shown: {a}\nbut it is: {b}")
            return
    if shown != printed:
        failures.append(f"README.md shows {len(shown)} bytes, the program prints {len(printed)}")


def records(drawer):
    """[(kind, bytes)], as drawer.h describes them."""
    found, at = [], 0
    while at < len(drawer):
        length = int.from_bytes(drawer[at + 1:at + 5], "little")
        found.append((drawer[at:at + 1], drawer[at + 5:at + 5 + length]))
        at += length + 6
        if drawer[at - 1:at] != found[-1][0]:
            raise SystemExit("a record does not end in its letter")
    return found


def check_drawer(drawer):
    found = records(drawer)
    check_journal.check(b"".join(held for kind, held in found if kind == b"F"))
    if [held for kind, held in found if kind == b"N"] != [b"Parking is behind the school."]:
        failures.append("the vendor's own note is not in the drawer")


def check_torn(folder, environment, drawer):
    """A record that is not whole is passed over: the program finds the family, or at the very start begins anew."""
    first = len(records(drawer)[0][1]) + 6
    for size in [*range(0, len(drawer), 97), first - 1, first, first + 1, len(drawer) - 1]:
        (folder / "torn.drawer").write_bytes(drawer[:size])
        done = run(folder, environment, "./embed", "torn.drawer", status=0 if size < first else 2)
        if size >= first and "there is a family" not in done.stderr:
            failures.append(f"cut off at {size}: {done.stderr}")
        if size < first and (folder / "torn.drawer").read_bytes() != drawer:
            failures.append(f"cut off at {size} and begun anew, the drawer is another")


def main():
    if not shutil.which("pkg-config") or not shutil.which("make"):
        print("pkg-config or make is not there")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        environment = install(sys.argv[1], root)
        folder = root / "c-embed"
        shutil.copytree(EXAMPLE, folder)
        run(folder, environment, "make", f"CFLAGS={STRICT}")
        (folder / "embed").unlink(missing_ok=True)
        make, start = markdown.joined(EXAMPLE / "README.md", "sh").split("\n")[:-1]
        run(folder, environment, *make.split())
        if not failures:
            compare(run(folder, environment, *start.split()).stdout)
            drawer = (folder / "family.drawer").read_bytes()
            check_drawer(drawer)
            check_torn(folder, environment, drawer)
    print("\n".join(failures) or "the embedded library does what the README shows")
    sys.exit(1 if failures else 0)


main()
