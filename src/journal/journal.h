/* Acts to bytes and back, frames, checksums and the chain. Knows nothing of what an act means; see
 * docs/formats/journal.md. */
#ifndef WIJK_JOURNAL_JOURNAL_H
#define WIJK_JOURNAL_JOURNAL_H

#include "act/act.h"
#include "base/base.h"
#include <wijkteam/journal.h>

/* Layout of a frame, all little-endian:
 *   0 magic "WKT1" (u32)   4 format version (u8) 1   5 hash algorithm (u8) 1 = SHA-256   6 flags (u16) 0
 *   8 length of the whole frame (u32)   12 number of acts (u32)   16 sequence, from 1 (u64)
 *  24 dossier (16)   40 policy (16)   56 SHA-256 of the frame before, zeros for the first (32)
 *  88 acts ...       at the end: CRC-32 (IEEE) of all before it (u32)                                             */
#define WIJK__FRAME_HEADER 88
#define WIJK__FRAME_TRAILER 4
#define WIJK__FRAME_MAGIC UINT32_C(0x31544B57)

struct wijk__frame { /* a frame's header, read */
    uint32_t length, acts;
    uint64_t sequence;
    const wijk_id *dossier, *policy;
    const uint8_t *previous;       /* 32 bytes */
    const uint8_t *payload;
    size_t payload_length;
};

/* Read a header and check magic, version, lengths; and the checksum when asked. CORRUPT, FORMAT, or OK. */
wijk_status wijk__frame_read(const uint8_t *bytes, size_t length, bool checksum, struct wijk__frame *out);
/* Fill in header and checksum of a frame whose payload stands at `frame + WIJK__FRAME_HEADER`; `length` is the whole. */
void wijk__frame_seal(uint8_t *frame, uint32_t length, uint32_t acts, uint64_t sequence, const wijk_id *dossier,
                      const wijk_id *policy, const uint8_t previous[32]);

/* Encoding of acts within one frame: an act says only what differs from the one before it (actor, recorded time). */
struct wijk__codec {
    wijk_time recorded;
    wijk_id professional, organisation;
    bool has_professional, has_organisation;
    struct wijk__text role;   /* points into the bytes of the frame when reading */
    char role_copy[64];       /* when writing */
};
void wijk__codec_start(struct wijk__codec *codec); /* at the start of every frame */

/* Most bytes that an act can take, to reserve before writing. */
size_t wijk__act_encoded_limit(const struct wijk__act *act);
/* Write an act at `to`, which has room for wijk__act_encoded_limit() bytes; returns the bytes written. */
size_t wijk__act_encode(struct wijk__codec *codec, const struct wijk__act *act, uint8_t *to);
/* Read the act at `from`; everything in `act` points into the bytes. `used` is the act's length. Only canonical bytes
 * are accepted: shortest numbers, fields in order. CORRUPT otherwise. An act of an unknown type has def NULL, and
 * `unknown` holds all its fields; unknown fields of a known type are kept in `unknown` too. */
wijk_status wijk__act_decode(struct wijk__codec *codec, const uint8_t *from, size_t length, struct wijk__act *act,
                             size_t *used);

uint32_t wijk__crc32(uint32_t crc, const void *data, size_t size);

#endif
