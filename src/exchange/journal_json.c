/* A journal as lines of JSON. */
#include "exchange/exchange.h"
#include "journal/journal.h"

static wijk_status write_frame(const struct wijk__walk *walk, size_t begin, const struct wijk__frame *frame,
                               wijk_buffer *out) {
    struct wijk__place place = wijk__place_first((uint32_t)begin);
    size_t end = place.act + frame->payload_length;
    while (place.act < end) {
        struct wijk__act act;
        wijk_status status = wijk__act_decode(walk->bytes, end, &place, &act);
        if (status == WIJK_OK)
            status = wijk__act_write(&act, frame->dossier, out);
        if (status == WIJK_OK)
            status = wijk__buffer_append(out, "\n", 1);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static wijk_status write_frames(struct wijk__walk *walk, wijk_buffer *out) {
    for (;;) {
        struct wijk__frame frame;
        size_t begin = walk->offset;
        wijk_status status = wijk__walk_next(walk, &frame);
        if (status == WIJK_NONE)
            return WIJK_OK;
        if (status == WIJK_OK)
            status = write_frame(walk, begin, &frame, out);
        if (status != WIJK_OK)
            return status;
    }
}

wijk_status wijk_journal_write_json(wijk_context *context, const void *frames, size_t length, wijk_buffer *out,
                                    wijk_error *error) {
    struct wijk__walk walk;
    if (!context || !out || (!frames && length > 0))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !out ? "out" : "frames");
    wijk_status status = wijk__walk_start(&walk, context, frames, length, false);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    size_t before = out->bytes.size;
    status = write_frames(&walk, out);
    if (status == WIJK_OK || status == WIJK_TAIL_CUT) { /* all that is whole was written */
        wijk__error_clear(error);
        return status;
    }
    wijk__buffer_cut(out, before);
    return wijk__fail_offset(error, status, walk.offset);
}
