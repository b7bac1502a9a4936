"""Seeds of the fuzz target of tallies, made from docs/formats/tally.md and nothing else; for seed.py."""
import struct
import zlib

NO_DAY = -2**31


def text(word):
    data = word.encode()
    return struct.pack("<I", len(data)) + data


def labels(values):
    whole = struct.pack("<I", len(values))
    return whole + b"".join(text(v) if isinstance(v, str) else struct.pack("<q", v) for v in values)


def tally(kind, unit, days, texts, sides, planes):
    body = struct.pack("<ii", *days) + b"".join(map(text, texts)) + b"".join(map(labels, sides))
    for cells in planes:
        body += struct.pack("<Q", len(cells)) + b"".join(struct.pack("<QQ", *cell) for cell in cells)
    head = b"WKTT" + bytes([1, kind, unit, 0]) + struct.pack("<Q", 16 + len(body) + 4)
    return head + body + struct.pack("<I", zlib.crc32(head + body))


def tally_seeds():
    whole = {
        "empty": tally(1, 1, (NO_DAY, NO_DAY), [], [[], []], [[]]),
        "acts": tally(1, 2, (20000, 20100), [], [["", "Zeist"], ["dossier-open", "goal-set"]],
                      [[(0, 3), (1, 1), (3, 2**63 - 1)]]),
        "occupancy": tally(2, 3, (20000, 20000), ["care"], [["Zuid"], ["", "light"]], [[(0, 1), (1, 2)]]),
        "transitions": tally(3, 4, (20000, 20100), ["care"], [["a"], ["", "light"], ["", "heavy"]],
                             [[(1, 4), (2, 1), (3, 9)], [(0, 400), (1, 30)]]),
        "path": tally(4, 1, (NO_DAY, 20100), ["care"], [[""], [0, 17], ["", "light"], ["heavy", "light"]],
                      [[(1, 4), (6, 1)], [(2, 1)]]),
        "times": tally(5, 1, (NO_DAY, 20100), ["dossier-open", "tier-enter/care"], [[""], [0, 5]], [[(0, 1)], [(1, 2)]]),
        "pairs": tally(6, 1, (NO_DAY, NO_DAY), ["zrm/finances"], [[""], [0, 2], [1000, 2500], [-500, 3000]],
                       [[(0, 1), (7, 5)], [(1, 1)]]),
        "figures": tally(7, 2, (NO_DAY, NO_DAY), [], [["Zeist"], ["figures/plan-accepted"]], [[], [(0, 12)]]),
    }
    for name, data in whole.items():
        yield name, b"\0" + data
        yield name + "-mended", b"\1" + data[:-4] + b"\0\0\0\0"
    yield "truncated", b"\1" + whole["acts"][:60]
