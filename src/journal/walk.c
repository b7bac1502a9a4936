/* A run of frames: each follows from the one before, and what is not whole is either the end or corruption. */
#include "journal/journal.h"

wijk_status wijk__walk_start(struct wijk__walk *walk, wijk_context *context, const void *bytes, size_t length,
                             bool chain) {
    *walk = (struct wijk__walk){
        .bytes = bytes, .length = length, .frame_bytes = context->limits.frame_bytes, .chain = chain};
    /* Places are 32 bits wide, whatever the context says. */
    return length <= context->limits.journal_bytes && length <= UINT32_MAX ? WIJK_OK : WIJK_E_LIMIT;
}

/* How often the bytes that are searched may be summed over. Frames that stand beside each other are summed over once;
 * the rest is for what only looks like a frame. */
enum { SEARCH_BUDGET = 4 };

/* Whether a whole frame, of whatever version or dossier, stands in these bytes: then what is bad before it is no torn
 * end.
 *
 * Frames are found by their magic. Text cannot hold a frame, since a header holds zeros and text does not; by chance a
 * magic stands in one of four thousand million places. But hostile bytes can hold one every few bytes, each with a
 * length up to the end, and summing over each would take quadratic time. So all sums together may cover only so many
 * bytes; what needs more is no torn write, and the answer is yes: the side on which nothing is ever cut off. */
static bool frame_stands_in(const uint8_t *bytes, size_t length) {
    uint64_t budget = (uint64_t)length * SEARCH_BUDGET;
    for (size_t at = 0; length - at >= WIJK__FRAME_HEADER + WIJK__FRAME_TRAILER; at++) {
        uint32_t claimed = wijk__frame_length(bytes + at, length - at);
        if (claimed > budget || wijk__frame_whole(bytes + at, length - at))
            return true;
        budget -= claimed;
    }
    return false;
}

/* What follows the frame before it: the next number, of the same dossier. */
static bool follows(const struct wijk__walk *walk, const struct wijk__frame *frame) {
    return frame->sequence == walk->sequence + 1 && (!walk->dossier || wijk__id_equal(frame->dossier, walk->dossier));
}

wijk_status wijk__walk_next(struct wijk__walk *walk, struct wijk__frame *frame) {
    if (walk->offset == walk->length)
        return WIJK_NONE;
    const uint8_t *from = walk->bytes + walk->offset;
    size_t left = walk->length - walk->offset;
    bool chained = walk->lean && wijk__frame_length(from, left) < left;
    if (!(chained ? wijk__frame_length(from, left) != 0 : wijk__frame_whole(from, left)))
        return frame_stands_in(from + 1, left - 1) ? WIJK_E_CORRUPT : WIJK_TAIL_CUT;
    wijk_status status = wijk__frame_read(from, left, false, frame);
    if (status != WIJK_OK)
        return status;
    if (!follows(walk, frame))
        return WIJK_E_CORRUPT;
    if (frame->length > walk->frame_bytes)
        return WIJK_E_LIMIT;
    if (walk->chain) {
        if (memcmp(frame->previous, walk->head, sizeof walk->head) != 0)
            return WIJK_E_CHAIN;
        wijk__sha256(from, frame->length, walk->head);
    }
    walk->offset += frame->length;
    walk->sequence = frame->sequence;
    walk->dossier = frame->dossier;
    return WIJK_OK;
}
