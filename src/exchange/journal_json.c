/* A journal as lines of JSON. */
#include "exchange/exchange.h"
#include "journal/journal.h"

/* As many acts as the header says, and nothing after them. */
static wijk_status write_frame(const struct wijk__walk *walk, size_t begin, const struct wijk__frame *frame,
                               wijk_buffer *out) {
    struct wijk__place place = wijk__place_first((uint32_t)begin);
    size_t end = place.act + frame->payload_length;
    for (uint32_t i = 0; i < frame->acts; i++) {
        struct wijk__act act;
        wijk_status status = wijk__act_decode(walk->bytes, end, &place, &act);
        if (status == WIJK_OK)
            status = wijk__act_write(&act, frame->dossier, out);
        if (status == WIJK_OK)
            status = wijk__buffer_append(out, "\n", 1);
        if (status != WIJK_OK)
            return status;
    }
    return place.act == end ? WIJK_OK : WIJK_E_CORRUPT;
}

/* On failure the walk stands at the frame that failed. */
static wijk_status write_frames(struct wijk__walk *walk, uint64_t acts_left, wijk_buffer *out) {
    for (;;) {
        struct wijk__frame frame;
        size_t begin = walk->offset;
        wijk_status status = wijk__walk_next(walk, &frame);
        if (status == WIJK_NONE)
            return WIJK_OK;
        if (status == WIJK_OK)
            status = frame.acts <= acts_left ? write_frame(walk, begin, &frame, out) : WIJK_E_LIMIT;
        if (status != WIJK_OK) {
            walk->offset = begin;
            return status;
        }
        acts_left -= frame.acts;
    }
}

wijk_status wijk_journal_write_json(wijk_context *context, const void *frames, size_t length, wijk_buffer *out,
                                    wijk_error *error) {
    struct wijk__walk walk;
    if (!context || !out || (!frames && length > 0))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !out ? "out" : "frames");
    wijk_status status = wijk__walk_start(&walk, context, frames, length, false);
    if (status != WIJK_OK)
        return wijk__fail_offset(error, status, 0);
    size_t before = out->bytes.size;
    status = write_frames(&walk, context->limits.acts, out);
    if (status == WIJK_OK || status == WIJK_TAIL_CUT) { /* all that is whole was written */
        wijk__error_clear(error);
        return status;
    }
    wijk__buffer_cut(out, before);
    return wijk__fail_offset(error, status, walk.offset);
}
