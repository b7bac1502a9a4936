#!/usr/bin/env python3
"""tally.py LOG...: add up Meson's testlog.json files; prints "passed failed skipped" as three numbers.

A log that cannot be read is one failure: tests that never ran are no success."""
import json
import sys

PASSED = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP", "IGNORED"}


def main():
    passed = failed = skipped = 0
    for name in sys.argv[1:]:
        try:
            with open(name, encoding="utf-8") as log:
                results = [json.loads(line)["result"] for line in log if line.strip()]
        except (OSError, ValueError, KeyError):
            failed += 1
            continue
        for result in results:
            if result in PASSED:
                passed += 1
            elif result in SKIPPED:
                skipped += 1
            else:
                failed += 1
    print(passed, failed, skipped)


main()
