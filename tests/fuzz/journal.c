/* Journal bytes as they are, and with their frames mended: a checksum stands in the way of nearly all damaged bytes, so
 * that without help only the first lines of a reader would be tried. The first byte says how much is mended. */
#include "fuzz.h"

#include "journal/journal.h"

enum {
    MEND_CHECKSUM = 1, /* length and checksum of each frame; a frame goes on to where the next magic stands */
    MEND_HEADER = 2,   /* and version, sequence, dossier and number of acts */
    MEND_CHAIN = 4,    /* and the hash of the frame before */
    SMALL_LIMITS = 8,
};

/* How many acts begin in these bytes, by their lengths alone. */
static uint32_t count_acts(const uint8_t *at, const uint8_t *end) {
    uint32_t count = 0;
    while (at < end) {
        uint64_t length = 0;
        for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
            length |= (uint64_t)(*at & 0x7F) << shift;
            if (*at++ < 0x80)
                break;
        }
        at = length < (uint64_t)(end - at) ? at + length : end;
        count++;
    }
    return count;
}

struct mend {
    uint8_t flags, head[WIJK_HASH_SIZE];
    uint64_t sequence;
    wijk_id dossier;
};

static void mend_frame(struct mend *mend, uint8_t *frame, uint32_t length) {
    uint8_t *payload = frame + WIJK__FRAME_HEADER, *end = frame + length - WIJK__FRAME_TRAILER;
    wijk_id policy;
    uint8_t previous[WIJK_HASH_SIZE];
    memcpy(&policy, frame + 40, sizeof policy);
    memcpy(previous, mend->flags & MEND_CHAIN ? mend->head : frame + 56, sizeof previous);
    if (mend->flags & MEND_HEADER) {
        if (mend->sequence++ == 0)
            memcpy(&mend->dossier, frame + 24, sizeof mend->dossier);
        wijk__frame_seal(frame, length, count_acts(payload, end), mend->sequence, &mend->dossier, &policy, previous);
    } else {
        wijk__put32(frame + 8, length);
        wijk__put32(end, wijk__crc32(0, frame, length - WIJK__FRAME_TRAILER));
    }
    wijk__sha256(frame, length, mend->head);
}

static void mend_frames(uint8_t flags, uint8_t *bytes, size_t size) {
    static const uint8_t magic[] = {'W', 'K', 'T', '1'};
    struct mend mend = {.flags = flags};
    size_t start = 0, least = WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER;
    while (size - start >= least) {
        size_t stop = start + least;
        while (stop < size && (size - stop < sizeof magic || memcmp(bytes + stop, magic, sizeof magic) != 0))
            stop++;
        mend_frame(&mend, bytes + start, (uint32_t)(stop - start));
        start = stop;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const wijk_limits small = {.struct_size = sizeof small, .frame_bytes = 400, .journal_bytes = 2000, .acts = 12};
    struct input in = {data, data + size};
    struct run run;
    uint8_t flags = take8(&in);
    size_t length = (size_t)(in.end - in.at);
    uint8_t *bytes = malloc(length ? length : 1);
    HOLDS(bytes != NULL);
    memcpy(bytes, in.at, length);
    if (flags & (MEND_CHECKSUM | MEND_HEADER | MEND_CHAIN))
        mend_frames(flags, bytes, length);
    run_start(&run, flags & SMALL_LIMITS ? &small : NULL);
    examine_journal(&run, bytes, length);
    run_end(&run);
    free(bytes);
    return 0;
}
