/* Any bytes as a journal. Scanning, cutting, loading and writing look at the same bytes by different ways, so each says
 * something of the others:
 *
 *   what a scan calls whole is whole by itself, is cut into frames that are numbered without gaps, and can be written
 *   as lines of JSON; all of it whole: it loads, or its acts contradict each other;
 *   what loads is whole; with the chain or without gives the same dossier; what is submitted to it is read again. */
#include "fuzz.h"

enum { TAKEN_BACK = 4 }; /* about so many acts of a dossier are tried to be taken back */

struct scan {
    wijk_status status;
    uint64_t good, frames, acts, unknown, sequence;
    wijk_id dossier;
    uint8_t head[WIJK_HASH_SIZE];
};

static struct scan scan_bytes(struct run *run, const void *bytes, size_t size, bool chain) {
    struct scan scan;
    wijk_journal_report *report;
    memset(&scan, 0, sizeof scan);
    scan.status = fuzz_said(wijk_journal_scan(run->context, bytes, size, chain, &report, run->error), run->error);
    HOLDS(report != NULL);
    scan.good = wijk_journal_report_good_bytes(report);
    scan.frames = wijk_journal_report_frames(report);
    scan.acts = wijk_journal_report_acts(report);
    scan.unknown = wijk_journal_report_unknown_acts(report);
    scan.sequence = wijk_journal_report_sequence(report);
    scan.dossier = *wijk_journal_report_dossier(report);
    memcpy(scan.head, wijk_journal_report_head(report), sizeof scan.head);
    wijk_journal_report_destroy(report);
    HOLDS(ONE_OF(scan.status, WIJK_OK, WIJK_TAIL_CUT, WIJK_E_CORRUPT, WIJK_E_FORMAT, WIJK_E_LIMIT, WIJK_E_CHAIN));
    HOLDS(scan.status != WIJK_E_CHAIN || chain);
    HOLDS(scan.status >= 0 || wijk_error_offset(run->error) == (int64_t)scan.good);
    HOLDS(scan.good <= size && (scan.status == WIJK_OK) == (scan.good == size));
    HOLDS(scan.sequence == scan.frames && scan.acts >= scan.frames && scan.unknown <= scan.acts);
    HOLDS(wijk__id_is_none(&scan.dossier) == (scan.frames == 0));
    return scan;
}

/* With the chain the answer is the same, or the chain breaks first. */
static void compare_scans(const struct scan *plain, const struct scan *chained) {
    if (chained->status == WIJK_E_CHAIN) {
        HOLDS(chained->good <= plain->good && chained->acts <= plain->acts);
        return;
    }
    struct scan same = *chained;
    memcpy(same.head, plain->head, sizeof same.head);
    HOLDS(memcmp(&same, plain, sizeof same) == 0);
}

/* Each frame holds the hash of the one before it. */
static void examine_chain(const uint8_t *bytes, const struct scan *scan) {
    uint8_t head[WIJK_HASH_SIZE] = {0};
    uint64_t length, sequence;
    for (uint64_t at = 0; at < scan->good; at += length) {
        HOLDS(wijk_journal_frame(bytes + at, (size_t)(scan->good - at), &length, &sequence, NULL) == WIJK_OK);
        HOLDS(memcmp(bytes + at + 56, head, sizeof head) == 0);
        wijk__sha256(bytes + at, (size_t)length, head);
    }
    HOLDS(memcmp(head, scan->head, sizeof head) == 0);
}

/* The whole frames, one after the other. */
static void examine_frames(struct run *run, const uint8_t *bytes, size_t size, const struct scan *scan) {
    uint64_t at = 0, length, sequence, frames = 0;
    while (at < scan->good) {
        HOLDS(wijk_journal_frame(bytes + at, size - at, &length, &sequence, run->error) == WIJK_OK);
        HOLDS(sequence == ++frames && length <= scan->good - at);
        at += length;
    }
    HOLDS(frames == scan->frames && at == scan->good);
    struct scan part = scan_bytes(run, bytes, (size_t)scan->good, false);
    HOLDS(part.status == WIJK_OK && part.good == scan->good && part.acts == scan->acts);
    if (at < size)
        fuzz_said(wijk_journal_frame(bytes + at, size - at, &length, &sequence, run->error), run->error);
}

static void examine_lines(struct run *run, const void *bytes, size_t size, const struct scan *scan) {
    wijk_buffer *out;
    HOLDS(wijk_buffer_new(run->context, &out) == WIJK_OK);
    wijk_status status = fuzz_said(wijk_journal_write_json(run->context, bytes, size, out, run->error), run->error);
    HOLDS(status == scan->status && (status >= 0 || wijk_error_offset(run->error) == (int64_t)scan->good));
    if (status >= 0) {
        uint64_t lines = 0;
        const char *at = wijk_buffer_data(out), *end = at + wijk_buffer_size(out);
        for (const char *stop; at < end; at = stop + 1, lines++) {
            wijk__json *line;
            stop = memchr(at, '\n', (size_t)(end - at));
            HOLDS(stop != NULL);
            HOLDS(wijk__json_parse(run->context, at, (size_t)(stop - at), true, &line, run->error) == WIJK_OK);
            wijk__json_free(line);
        }
        HOLDS(lines == scan->acts);
    } else {
        HOLDS(wijk_buffer_size(out) == 0);
    }
    wijk_buffer_destroy(out);
}

/* ---- as a dossier ---- */

static wijk_dossier *load(struct run *run, const void *bytes, size_t size, wijk_load_flags flags, wijk_status *status) {
    wijk_dossier *dossier;
    wijk_policy *policy = fuzz_policy(1);
    *status = fuzz_said(wijk_dossier_load(run->context, policy, bytes, size, flags, &dossier, run->error), run->error);
    HOLDS((dossier != NULL) == (*status == WIJK_OK));
    return dossier;
}

/* Something that nearly any dossier takes, so that its history goes on. */
static void go_on(struct run *run, wijk_dossier *dossier) {
    wijk_act *act;
    wijk_table *acts;
    const wijk_id id = fuzz_id(200, 1), worker = fuzz_id(201, 1);
    HOLDS(wijk_dossier_table(dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &acts, NULL) == WIJK_OK);
    wijk_date last = WIJK_DATE_MIN;
    wijk_time latest = WIJK_TIME_MIN;
    for (uint32_t row = 0; row < wijk_table_rows(acts); row++) {
        wijk_date valid = (wijk_date)wijk_table_int(acts, WIJK_ACTS_COLUMN_VALID, row);
        wijk_time recorded = wijk_table_int(acts, WIJK_ACTS_COLUMN_RECORDED, row);
        HOLDS(recorded >= latest);
        latest = recorded;
        last = valid > last ? valid : last;
    }
    wijk_table_unref(acts);
    HOLDS(wijk_act_new(run->context, &act, NULL) == WIJK_OK);
    HOLDS(wijk_act_begin(act, WIJK_ACT_PLAN_DRAFT, &id, last, WIJK_TIME_MAX, NULL) == WIJK_OK);
    HOLDS(wijk_act_set_actor(act, &worker, NULL, NULL, 0, NULL) == WIJK_OK);
    struct fingerprint before = fingerprint(dossier);
    wijk_status status = fuzz_said(wijk_dossier_submit(dossier, act, run->findings, run->error), run->error);
    struct fingerprint after = fingerprint(dossier);
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_REFUSED, WIJK_E_LIMIT));
    HOLDS((status == WIJK_OK) != same_fingerprint(&before, &after));
    wijk_act_destroy(act);
}

static void examine_loaded(struct run *run, wijk_dossier *dossier, const void *bytes, size_t size,
                           const struct scan *scan) {
    HOLDS(wijk_dossier_acts(dossier) == scan->acts && wijk_dossier_sequence(dossier) == scan->frames);
    HOLDS(wijk__id_equal(wijk_dossier_id(dossier), &scan->dossier));
    HOLDS(wijk_dossier_memory(dossier) >= size);
    examine_tables(run, dossier, WIJK_DATE_NONE, WIJK_TIME_NONE, true);
    examine_answers(run, dossier, 20000, WIJK_TIME_NONE, true);
    /* as of the middle of what is known */
    wijk_table *acts;
    HOLDS(wijk_dossier_table(dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &acts, NULL) == WIJK_OK);
    uint32_t middle = wijk_table_rows(acts) / 2;
    wijk_time known = wijk_table_int(acts, WIJK_ACTS_COLUMN_RECORDED, middle);
    wijk_date on = (wijk_date)wijk_table_int(acts, WIJK_ACTS_COLUMN_VALID, middle);
    for (uint32_t row = 0; row < wijk_table_rows(acts); row += 1 + wijk_table_rows(acts) / TAKEN_BACK)
        examine_undo(run, dossier, wijk_table_cell_id(acts, WIJK_ACTS_COLUMN_ACT, row));
    wijk_table_unref(acts);
    examine_changes(run, dossier, known, WIJK_TIME_NONE, on);
    examine_changes(run, dossier, WIJK_TIME_MIN, known, WIJK_DATE_NONE);
    examine_tables(run, dossier, on, known, true);
    examine_answers(run, dossier, on, known, true);
    go_on(run, dossier);
    wijk_buffer *whole;
    const void *added;
    size_t length;
    wijk_dossier_frames(dossier, &added, &length);
    HOLDS(wijk_buffer_new(run->context, &whole) == WIJK_OK);
    HOLDS(wijk__buffer_append(whole, bytes, size) == WIJK_OK);
    HOLDS(wijk__buffer_append(whole, added, length) == WIJK_OK);
    wijk_status status;
    wijk_dossier *again = load(run, wijk_buffer_data(whole), wijk_buffer_size(whole), 0, &status);
    HOLDS(status == WIJK_OK);
    wijk_dossier_mark_saved(dossier);
    struct fingerprint first = fingerprint(dossier), second = fingerprint(again);
    HOLDS(same_fingerprint(&first, &second));
    wijk_dossier_destroy(again);
    wijk_buffer_destroy(whole);
}

void examine_journal(struct run *run, const void *bytes, size_t size) {
    struct scan plain = scan_bytes(run, bytes, size, false), chained = scan_bytes(run, bytes, size, true);
    compare_scans(&plain, &chained);
    examine_frames(run, bytes, size, &plain);
    examine_chain(bytes, &chained);
    examine_lines(run, bytes, size, &plain);
    if (size == 0)
        return;
    wijk_status status, status_chained;
    wijk_dossier *dossier = load(run, bytes, size, WIJK_LOAD_CHECKSUMS, &status);
    wijk_dossier *verified = load(run, bytes, size, WIJK_LOAD_VERIFY_CHAIN, &status_chained);
    if (plain.status == WIJK_OK)
        HOLDS(ONE_OF(status, WIJK_OK, WIJK_E_HISTORY));
    else
        HOLDS(ONE_OF(status, plain.status < 0 ? plain.status : WIJK_E_CORRUPT, WIJK_E_HISTORY));
    if (chained.status == WIJK_OK)
        HOLDS(status_chained == status);
    else
        HOLDS(ONE_OF(status_chained, chained.status < 0 ? chained.status : WIJK_E_CORRUPT, WIJK_E_HISTORY));
    if (verified != NULL) {
        struct fingerprint first = fingerprint(dossier), second = fingerprint(verified);
        HOLDS(same_fingerprint(&first, &second));
        HOLDS(memcmp(second.head, chained.head, sizeof chained.head) == 0);
    }
    if (dossier != NULL)
        examine_loaded(run, dossier, bytes, size, &plain);
    wijk_dossier_destroy(dossier);
    wijk_dossier_destroy(verified);
}
