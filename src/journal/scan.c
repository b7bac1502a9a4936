/* What a host may learn of a run of frames without opening the dossier. */
#include "journal/journal.h"

struct wijk_journal_report {
    wijk_context *context;
    uint64_t good_bytes, frames, acts, unknown_acts, sequence;
    wijk_id dossier;
    uint8_t head[WIJK_HASH_SIZE];
};

/* The acts of a frame at `offset`: as many as its header says, and nothing after them. */
static wijk_status read_acts(const uint8_t *bytes, size_t offset, const struct wijk__frame *frame, uint64_t *unknown) {
    struct wijk__place place = wijk__place_first((uint32_t)offset);
    size_t end = place.act + frame->payload_length;
    struct wijk__act act;
    for (uint32_t i = 0; i < frame->acts; i++) {
        wijk_status status = wijk__act_decode(bytes, end, &place, &act);
        if (status != WIJK_OK)
            return status;
        *unknown += !act.def;
    }
    return place.act == end ? WIJK_OK : WIJK_E_CORRUPT;
}

/* One more whole frame; the report counts it only when its acts are sound and not too many. */
static wijk_status add_frame(wijk_journal_report *report, struct wijk__walk *walk) {
    size_t offset = walk->offset;
    struct wijk__frame frame;
    wijk_status status = wijk__walk_next(walk, &frame);
    if (status != WIJK_OK)
        return status;
    if (frame.acts > report->context->limits.acts - report->acts)
        return WIJK_E_LIMIT;
    uint64_t unknown = 0;
    status = read_acts(walk->bytes, offset, &frame, &unknown);
    if (status != WIJK_OK)
        return status;
    report->good_bytes = walk->offset;
    report->frames++;
    report->acts += frame.acts;
    report->unknown_acts += unknown;
    report->sequence = frame.sequence;
    report->dossier = *frame.dossier;
    memcpy(report->head, walk->head, sizeof report->head);
    return WIJK_OK;
}

static wijk_status scan(wijk_journal_report *report, const void *bytes, size_t length, bool chain) {
    struct wijk__walk walk;
    wijk_status status = wijk__walk_start(&walk, report->context, bytes, length, chain);
    while (status == WIJK_OK)
        status = add_frame(report, &walk);
    return status == WIJK_NONE ? WIJK_OK : status;
}

wijk_status wijk_journal_scan(wijk_context *context, const void *bytes, size_t length, int32_t verify_chain,
                              wijk_journal_report **out, wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!context)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "context");
    if (!bytes && length != 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "bytes");
    if (verify_chain != 0 && verify_chain != 1)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "verify_chain");
    wijk_journal_report *report = wijk__allocate_zeroed(context, sizeof *report);
    if (!report)
        return wijk__fail(error, WIJK_E_MEMORY);
    report->context = wijk_context_ref(context);
    *out = report;
    wijk_status status = scan(report, bytes, length, verify_chain == 1);
    if (status < 0)
        return wijk__fail_offset(error, status, report->good_bytes);
    wijk__error_clear(error);
    return status;
}

void wijk_journal_report_destroy(wijk_journal_report *report) {
    if (!report)
        return;
    wijk_context *context = report->context;
    wijk__release(context, report, sizeof *report);
    wijk_context_unref(context);
}

uint64_t wijk_journal_report_good_bytes(const wijk_journal_report *report) { return report ? report->good_bytes : 0; }
uint64_t wijk_journal_report_frames(const wijk_journal_report *report) { return report ? report->frames : 0; }
uint64_t wijk_journal_report_acts(const wijk_journal_report *report) { return report ? report->acts : 0; }
uint64_t wijk_journal_report_unknown_acts(const wijk_journal_report *report) {
    return report ? report->unknown_acts : 0;
}
uint64_t wijk_journal_report_sequence(const wijk_journal_report *report) { return report ? report->sequence : 0; }
const wijk_id *wijk_journal_report_dossier(const wijk_journal_report *report) {
    return report ? &report->dossier : NULL;
}
const uint8_t *wijk_journal_report_head(const wijk_journal_report *report) { return report ? report->head : NULL; }
