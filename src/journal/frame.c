/* Frames: the header, the checksum, and what a host may ask of one frame. */
#include "journal/journal.h"

enum { FORMAT_VERSION = 1, HASH_SHA256 = 1, FORMAT_FLAGS = 0 };

/* No act is shorter: its length, flags and type, its id, and one byte for the day. */
enum { ACT_SMALLEST = 1 + 1 + 1 + 16 + 1 };

/* Where things stand in a frame. The magic, the version, the length and the checksum at the end stay what and where
 * they are in every version, so that an old library can tell a newer frame from a damaged one. */
enum {
    AT_MAGIC = 0,
    AT_VERSION = 4,
    AT_HASH = 5,
    AT_FLAGS = 6,
    AT_LENGTH = 8,
    AT_ACTS = 12,
    AT_SEQUENCE = 16,
    AT_DOSSIER = 24,
    AT_POLICY = 40,
    AT_PREVIOUS = 56,
};

_Static_assert(AT_PREVIOUS + WIJK_HASH_SIZE == WIJK__FRAME_HEADER, "the hash ends the header");

uint32_t wijk__frame_length(const uint8_t *bytes, size_t length) {
    if (length < WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER || wijk__get32(bytes + AT_MAGIC) != WIJK__FRAME_MAGIC)
        return 0;
    uint32_t claimed = wijk__get32(bytes + AT_LENGTH);
    return claimed >= WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER && claimed <= length ? claimed : 0;
}

bool wijk__frame_whole(const uint8_t *bytes, size_t length) {
    uint32_t whole = wijk__frame_length(bytes, length);
    if (whole == 0)
        return false;
    uint32_t covered = whole - WIJK__FRAME_TRAILER;
    return wijk__crc32(0, bytes, covered) == wijk__get32(bytes + covered);
}

static bool version_known(const uint8_t *bytes) {
    return bytes[AT_VERSION] == FORMAT_VERSION && bytes[AT_HASH] == HASH_SHA256 &&
           wijk__get16(bytes + AT_FLAGS) == FORMAT_FLAGS;
}

/* What a writer never makes: a frame without acts, or with more than fit; no dossier; a first frame that follows
 * another, or the other way round. */
static bool header_sound(const struct wijk__frame *frame) {
    static const uint8_t zeros[WIJK_HASH_SIZE];
    bool first = memcmp(frame->previous, zeros, sizeof zeros) == 0;
    return frame->acts >= 1 && frame->acts <= frame->payload_length / ACT_SMALLEST && frame->sequence >= 1 &&
           (frame->sequence == 1) == first && !wijk__id_is_none(frame->dossier);
}

wijk_status wijk__frame_read(const uint8_t *bytes, size_t length, bool checksum, struct wijk__frame *out) {
    uint32_t whole = wijk__frame_length(bytes, length);
    if (whole == 0 || (checksum && !wijk__frame_whole(bytes, length)))
        return WIJK_E_CORRUPT;
    if (!version_known(bytes))
        return WIJK_E_FORMAT;
    *out = (struct wijk__frame){
        .length = whole,
        .acts = wijk__get32(bytes + AT_ACTS),
        .sequence = wijk__get64(bytes + AT_SEQUENCE),
        .dossier = (const wijk_id *)(bytes + AT_DOSSIER),
        .policy = (const wijk_id *)(bytes + AT_POLICY),
        .previous = bytes + AT_PREVIOUS,
        .payload = bytes + WIJK__FRAME_HEADER,
        .payload_length = whole - WIJK__FRAME_HEADER - WIJK__FRAME_TRAILER,
    };
    return header_sound(out) ? WIJK_OK : WIJK_E_CORRUPT;
}

void wijk__frame_seal(uint8_t *frame, uint32_t length, uint32_t acts, uint64_t sequence, const wijk_id *dossier,
                      const wijk_id *policy, const uint8_t previous[32]) {
    wijk__put32(frame + AT_MAGIC, WIJK__FRAME_MAGIC);
    frame[AT_VERSION] = FORMAT_VERSION;
    frame[AT_HASH] = HASH_SHA256;
    wijk__put16(frame + AT_FLAGS, FORMAT_FLAGS);
    wijk__put32(frame + AT_LENGTH, length);
    wijk__put32(frame + AT_ACTS, acts);
    wijk__put64(frame + AT_SEQUENCE, sequence);
    memcpy(frame + AT_DOSSIER, dossier, sizeof *dossier);
    memcpy(frame + AT_POLICY, policy, sizeof *policy);
    memcpy(frame + AT_PREVIOUS, previous, WIJK_HASH_SIZE);
    uint32_t covered = length - WIJK__FRAME_TRAILER;
    wijk__put32(frame + covered, wijk__crc32(0, frame, covered));
}

wijk_status wijk_journal_frame(const void *bytes, size_t length, uint64_t *frame_length, uint64_t *sequence,
                               wijk_error *error) {
    if (frame_length)
        *frame_length = 0;
    if (sequence)
        *sequence = 0;
    if (!bytes || !frame_length || !sequence)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !bytes ? "bytes" : !frame_length ? "frame_length" : "sequence");
    struct wijk__frame frame;
    wijk_status status = wijk__frame_read(bytes, length, true, &frame);
    if (status != WIJK_OK)
        return wijk__fail_offset(error, status, 0);
    *frame_length = frame.length;
    *sequence = frame.sequence;
    wijk__error_clear(error);
    return WIJK_OK;
}
