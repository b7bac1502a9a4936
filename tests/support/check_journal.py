#!/usr/bin/env python3
"""check_journal.py FILE...: check journals as docs/formats/journal.md specifies them, knowing no catalog and sharing no
code with the library: frames, checksums, the chain, and that every act is in its one encoding."""
import hashlib, re, struct, sys, zlib


def need(condition, what, value=None):
    if not condition:
        raise ValueError(what)
    return value


class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return need(self.at <= len(self.data), "not whole", self.data[self.at - count:self.at])

    def varint(self):
        value = shift = 0
        while (byte := self.take(1)[0]) >= 0x80:
            value, shift = value | (byte & 0x7F) << shift, shift + 7
        value |= byte << shift
        return need((byte or not shift) and value < 2**64, "not the shortest number", value)

    def number(self, least=1 - 2**63, most=2**63 - 1):
        value = self.varint()
        value = value >> 1 if value % 2 == 0 else -(value >> 1) - 1
        return need(least <= value <= most, "number out of range", value)

    def id(self):
        return need(any(value := self.take(16)), "id of zeros", value)

    def text(self, pattern=r"[^\0]*"):
        return need(re.fullmatch(pattern, value := self.take(self.varint()).decode("utf-8")), "text", value)


def check_act(act, before):  # answers what the next act may leave out: recorded, professional, organisation, role
    flags, kind, _, _ = act.take(1)[0], act.varint(), act.id(), act.number(-719162, 2932896)
    recorded = (before[0] or 0) + act.number() if flags & 1 else before[0]
    need(0 < kind < 2**31 and recorded is not None and (recorded != before[0] or not flags & 1), "type or recorded")
    need(-62135596800000000 <= recorded <= 253402300799999999, "recorded")
    now = [recorded]
    for part, read in enumerate((act.id, act.id, lambda: act.text(r"[a-z0-9.-]{1,64}")), 1):
        how = flags >> 2 * part & 3
        now.append(before[part] if how == 0 else read() if how == 1 else None)
        need(how < 3 and (how == 0 or now[part] != before[part]), "actor")
    need(not flags & 2 or act.text(), "reason")
    last = 0
    while act.at < len(act.data):
        key = act.varint()
        last = need(last < key >> 2 < 2**31 and key & 3 < 3, "field", key >> 2)
        (act.number, act.id, act.text)[key & 3]()
    return now


def check(data):  # answers how many frames and acts there are, and the SHA-256 of the last frame
    frames, acts, dossier, head, at = 0, 0, None, bytes(32), 0
    while at < len(data):
        need(len(data) - at >= 92, f"not whole at {at}")
        magic, *form, length, count, sequence, owner, _, previous = struct.unpack_from("<4sBBHIIQ16s16s32s", data, at)
        frame = data[at:at + length]
        need(magic == b"WKT1" and length == len(frame) >= 92, f"no frame at {at}")
        need(zlib.crc32(frame[:-4]) == int.from_bytes(frame[-4:], "little"), f"checksum at {at}")
        need(form == [1, 1, 0] and any(owner) and owner == (dossier or owner), f"format or dossier at {at}")
        need(sequence == frames + 1 and previous == head, f"chain at {at}")
        payload, before = Bytes(frame[88:-4]), [None] * 4
        for _ in range(count):
            before = check_act(Bytes(payload.take(payload.varint())), before)
        need(count and payload.at == len(payload.data), f"number of acts at {at}")
        frames, acts, dossier, head, at = frames + 1, acts + count, owner, hashlib.sha256(frame).digest(), at + length
    return frames, acts, head.hex()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            print("%s: frames %d acts %d head %s" % (name, *check(file.read())))
