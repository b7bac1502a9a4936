/* Acts to bytes and back, frames, checksums and the chain. Knows nothing of what an act means; see
 * docs/formats/journal.md. */
#ifndef WIJK_JOURNAL_JOURNAL_H
#define WIJK_JOURNAL_JOURNAL_H

#include "act/act.h"
#include "base/base.h"
#include <wijkteam/journal.h>

/* ---- frames (frame.c) ----
 * Layout of a frame, all little-endian:
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

/* The length that a frame at the start of these bytes says it has; 0 when no whole frame can stand here. */
uint32_t wijk__frame_length(const uint8_t *bytes, size_t length);
/* Whether a whole frame, of any version, stands at the start of these bytes: magic, length and checksum are right. */
bool wijk__frame_whole(const uint8_t *bytes, size_t length);
/* Read a header and check magic, lengths and, when asked, the checksum; then version and the rest of the header.
 * CORRUPT; FORMAT for a newer version, with a checksum that holds when it is asked; or OK. */
wijk_status wijk__frame_read(const uint8_t *bytes, size_t length, bool checksum, struct wijk__frame *out);
/* Fill in header and checksum of a frame whose acts stand at `frame + WIJK__FRAME_HEADER`; `length` is the whole. */
void wijk__frame_seal(uint8_t *frame, uint32_t length, uint32_t acts, uint64_t sequence, const wijk_id *dossier,
                      const wijk_id *policy, const uint8_t previous[32]);

/* IEEE CRC-32 of some bytes, going on from `crc`, which is 0 at the start. */
uint32_t wijk__crc32(uint32_t crc, const void *data, size_t size);

/* ---- acts (encode.c, decode.c) ----
 * Within a frame an act says only what differs from the act before it: recorded, professional, organisation, role. So
 * reading needs to know where those of the act before stand. A place says that, in 24 bytes: whoever keeps the place of
 * every act can read acts in any order, each at the same price. Offsets count from the start of the bytes in which
 * the frames stand one after the other, and offset 0, a frame's magic, means "none": places stay right when the bytes
 * are moved, and going back to an earlier place takes back what was written after it. */
struct wijk__place {
    wijk_time recorded;    /* of the act before; WIJK_TIME_NONE before the first act of a frame */
    uint32_t act;          /* where the act begins */
    uint32_t professional; /* where the id stands that holds until this act says otherwise; 0: none */
    uint32_t organisation; /* likewise */
    uint32_t role;         /* likewise: its length, which is one byte */
};

/* The place of the first act of a frame that begins at `frame`. */
static inline struct wijk__place wijk__place_first(uint32_t frame) {
    return (struct wijk__place){.recorded = WIJK_TIME_NONE, .act = frame + WIJK__FRAME_HEADER};
}

/* Most bytes that an act can take, to reserve before writing. */
size_t wijk__act_encoded_limit(const struct wijk__act *act);
/* Write an act at a place, where `bytes` has room for wijk__act_encoded_limit() more; the place goes on to the next
 * act, so that what was written ends at `place->act`. The act is as wijk_act's setters let it be: sound texts, dates
 * and ids. What it points to must not stand where is written. */
void wijk__act_encode(uint8_t *bytes, struct wijk__place *place, const struct wijk__act *act);
/* The same, and let the texts of the fields stand in `bytes` from now on, for as long as these are not moved. */
void wijk__act_move(uint8_t *bytes, struct wijk__place *place, struct wijk__act *act);
/* Read the act at a place, no further than `end`; the place goes on to the next act. Everything in `act` points into
 * the bytes; of `fields`, only those are set that `present` names. CORRUPT, with the place unchanged, for bytes that
 * are not canonical or not whole. Nothing is allocated or copied. An act of an unknown type has def NULL, and `unknown`
 * holds all its fields; the fields of a known type that are unknown stand in `unknown` too. */
wijk_status wijk__act_decode(const uint8_t *bytes, size_t end, struct wijk__place *place, struct wijk__act *act);
/* Read an act again, at a place where one was read or written before; texts are not checked again. */
void wijk__act_again(const uint8_t *bytes, const struct wijk__place *place, struct wijk__act *act);
/* The id of an act at such a place, and nothing else of it; it stands in the bytes. */
const wijk_id *wijk__act_id_at(const uint8_t *bytes, const struct wijk__place *place);
/* Likewise its type. */
wijk_act_type wijk__act_type_at(const uint8_t *bytes, const struct wijk__place *place);

/* ---- a run of frames (walk.c) ---- */

struct wijk__walk {
    const uint8_t *bytes;
    size_t length;
    size_t offset;          /* where the next frame begins; on failure, where the bad one does */
    uint64_t sequence;      /* of the last frame; 0 before the first */
    const wijk_id *dossier; /* NULL before the first frame */
    uint64_t frame_bytes;   /* the limit of the context */
    bool chain;             /* hash every frame, and compare */
    bool lean;              /* with `chain`: leave out the checksum of a frame whose hash the next one tells; after a
                               failure, walk again without this to know which frame is bad */
    uint8_t head[WIJK_HASH_SIZE]; /* with `chain`: SHA-256 of the last frame; zeros before the first */
};
/* Begin at the first frame of a dossier. LIMIT when the run is longer than the context allows. */
wijk_status wijk__walk_start(struct wijk__walk *walk, wijk_context *context, const void *bytes, size_t length,
                             bool chain);
/* Read the next frame and go past it; its acts are for the caller to decode, from wijk__place_first(offset before the
 * call) to the end of the payload. NONE at the end; TAIL_CUT when what is left holds no whole frame; CORRUPT; CHAIN;
 * FORMAT; LIMIT. */
wijk_status wijk__walk_next(struct wijk__walk *walk, struct wijk__frame *frame);

#endif
