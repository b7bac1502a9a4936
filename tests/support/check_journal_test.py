#!/usr/bin/env python3
"""check_journal_test.py FOLDER...: the independent checker agrees with the library on the golden journals, and refuses
them with any one bit changed."""
import json
import pathlib
import sys

import check_journal


def refuses(data):
    try:
        check_journal.check(data)
    except ValueError:  # a UnicodeDecodeError is one too
        return True
    return False


def main():
    count = 0
    for path in sorted(path for folder in sys.argv[1:] for path in pathlib.Path(folder).glob("*/*.journal")):
        data, expected = path.read_bytes(), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        good = data[:expected["good_bytes"]]
        found = check_journal.check(good)
        assert found == (expected["frames"], expected["act_count"], expected["head"]), (path, found)
        assert (expected["status"] == 0) == (good == data) and (good == data or refuses(data)), path
        for bit in range(0, 8 * len(good), 1 if len(good) < 2000 else 101):
            changed = bytearray(good)
            changed[bit // 8] ^= 1 << bit % 8
            assert refuses(bytes(changed)), (path, bit)
        count += 1
    assert count >= 5, count
    print(f"{count} golden journals")


main()
