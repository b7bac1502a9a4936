"""Install what packages.txt names, by name, into a folder; leave with 77 where that is impossible."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def install(folder):
    with open(os.path.join(HERE, "packages.txt"), encoding="utf-8") as file:
        packages = [line.strip() for line in file if not line.startswith("#")]
    if not all(os.path.isdir(os.path.join(folder, name)) for name in packages):
        try:
            done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, *packages],
                                  capture_output=True, text=True, timeout=600)
        except (OSError, subprocess.TimeoutExpired) as error:
            done, reason = None, error
        if done is None or done.returncode != 0:
            reason = reason if done is None else (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
            print(f"cannot be installed: {reason}")
            sys.exit(77)
    # Nothing else that is installed: what stands in the folder was built for the numpy beside it.
    sys.path[:] = [folder, *(path for path in sys.path if not path.endswith(("dist-packages", "site-packages")))]
