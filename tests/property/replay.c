/* Random histories: acts of every kind in any order, backdated, withdrawn, in batches that are rolled back, and what
 * must always hold of them. Every sequence is made from its number, so a failure can be run again alone:
 *
 *     replay [FIRST [COUNT]]      sequences FIRST .. FIRST + COUNT - 1; as a test 2,000 of them, in the full
 *                                 run 100,000
 *
 * Of every sequence: a refused act changes nothing; loading the frames gives the same state; what was known at a
 * moment is what the frames up to then give; the invariants hold on every day, as known at any time. */
#include "random_acts.h"

static wijk_context *context;
static wijk_policy *policy;
static wijk_findings *findings;

static void take(wijk_dossier *dossier, wijk_act *act) {
    wijk_act_type type;
    if (!make(act, &type))
        return;
    int compare = draw(8) == 0;
    struct snapshot before;
    if (compare)
        before = look(dossier);
    wijk_status status = wijk_dossier_submit(dossier, act, findings, NULL);
    if (status < 0)
        must(status, "submit");
    if (status == WIJK_REFUSED && wijk_findings_count(findings) == 0)
        fail("refused without a finding");
    if (status == WIJK_OK) {
        h.taken[h.count].type = type;
        h.taken[h.count++].id = *wijk_act_get_id(act);
    } else if (compare && !same(before, look(dossier))) {
        fail("a refused act changed the dossier");
    }
}

static void take_batch(wijk_dossier *dossier, wijk_act *act, uint32_t length) {
    struct snapshot before = look(dossier);
    uint32_t count = h.count;
    must(wijk_dossier_begin(dossier, NULL), "begin");
    for (uint32_t i = 0; i < length && h.count < LONGEST; i++)
        take(dossier, act);
    if (draw(3)) {
        must(wijk_dossier_commit(dossier, NULL), "commit");
        return;
    }
    wijk_dossier_rollback(dossier);
    h.count = count;
    if (!same(before, look(dossier)))
        fail("a rolled back frame left something behind");
}

static void check_invariants(const wijk_dossier *dossier, wijk_time known) {
    wijk_date on = h.day - (wijk_date)draw(60);
    wijk_status status = wijk_dossier_check(dossier, on, known, findings, NULL);
    if (status != WIJK_OK && status != WIJK_REFUSED)
        must(status, "check");
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++)
        if (wijk_findings_code(findings, i) == WIJK_WK2001 || wijk_findings_code(findings, i) == WIJK_WK3001)
            fail("an invariant does not hold");
}

/* Loading all frames, and the frames up to one in the middle. */
static void check_replay(const wijk_dossier *dossier) {
    const void *bytes;
    size_t length, cut = 0;
    wijk_dossier_frames(dossier, &bytes, &length);
    if (length == 0)
        return;
    wijk_dossier *again;
    must(wijk_dossier_load(context, draw(2) ? policy : NULL, bytes, length, draw(2) ? WIJK_LOAD_VERIFY_CHAIN : 0,
                           &again,
                           NULL), "load");
    if (!same(look(dossier), look(again)))
        fail("loading gives another state");
    wijk_dossier_destroy(again);
    uint64_t frame, number, stop = 1 + draw((uint32_t)wijk_dossier_sequence(dossier));
    for (uint64_t i = 0; i < stop; i++, cut += frame)
        must(wijk_journal_frame((const char *)bytes + cut, length - cut, &frame, &number, NULL), "frame");
    must(wijk_dossier_load(context, NULL, bytes, cut, WIJK_LOAD_VERIFY_CHAIN, &again, NULL), "load a part");
    wijk_dossier_destroy(again);
}

static void rows_as_text(const wijk_dossier *dossier, wijk_table_id table, wijk_date on, wijk_time known,
                         wijk_buffer *out) {
    wijk_table *rows;
    must(wijk_dossier_table(dossier, table, on, known, &rows, NULL), "table");
    must(wijk_table_write(rows, WIJK_FORMAT_CSV, 1, out, NULL), "write");
    wijk_table_unref(rows);
}

/* Without a day these are of the last day of all. */
static int of_a_day(wijk_table_id table) {
    static const wijk_table_id tables[] = {WIJK_TABLE_FIGURES,     WIJK_TABLE_AGENDA,    WIJK_TABLE_DAYS,
                                           WIJK_TABLE_OPTIONS,
                                           WIJK_TABLE_SUGGESTIONS, WIJK_TABLE_OVERSTAYS, WIJK_TABLE_FLOW};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i] == table)
            return 1;
    return 0;
}

/* What was known at a moment: the same as a dossier that was given only the acts recorded by then. */
static void check_known(const wijk_dossier *dossier, wijk_dossier *then, wijk_time known) {
    wijk_buffer *a, *b;
    must(wijk_buffer_new(context, &a), "buffer");
    must(wijk_buffer_new(context, &b), "buffer");
    for (wijk_table_id table = 1; table <= (wijk_table_id)wijk_catalog_count(WIJK_CATALOG_TABLES); table++) {
        wijk_date on = draw(2) ? WIJK_DATE_NONE : h.day - (wijk_date)draw(60);
        if (on == WIJK_DATE_NONE && of_a_day(table))
            on = h.day; /* only one of the two knows the last day of all */
        rows_as_text(dossier, table, on, known, a);
        rows_as_text(then, table, on, WIJK_TIME_NONE, b);
    }
    if (wijk_buffer_size(a) != wijk_buffer_size(b) ||
        memcmp(wijk_buffer_data(a), wijk_buffer_data(b), wijk_buffer_size(a)) != 0)
        fail("what was known then differs from what was recorded by then");
    wijk_buffer_destroy(a);
    wijk_buffer_destroy(b);
}

static void run(uint64_t number) {
    sequence_number = number;
    start_history(number, 0);
    wijk_id id = named(0, (uint32_t)number + 1);
    wijk_dossier *dossier, *then = NULL;
    wijk_act *act;
    wijk_time known = WIJK_TIME_NONE;
    must(wijk_dossier_new(context, policy, &id, &dossier, NULL), "dossier");
    must(wijk_act_new(context, &act, NULL), "act");
    uint32_t length = 1 + draw(draw(3) ? 100 : LONGEST), middle = draw(length);
    for (uint32_t i = 0; i < length && h.count < LONGEST; i++) {
        if (draw(20) == 0)
            take_batch(dossier, act, 1 + draw(12));
        else
            take(dossier, act);
        if (i == middle && wijk_dossier_sequence(dossier) > 0) {
            const void *bytes;
            size_t size;
            wijk_dossier_frames(dossier, &bytes, &size);
            must(wijk_dossier_load(context, policy, bytes, size, 0, &then, NULL), "load");
            known = h.recorded;
            h.recorded += 1000;
        }
    }
    check_invariants(dossier, WIJK_TIME_NONE);
    check_replay(dossier);
    if (then != NULL) {
        check_invariants(dossier, known);
        check_known(dossier, then, known);
    }
    wijk_act_destroy(act);
    wijk_dossier_destroy(then);
    wijk_dossier_destroy(dossier);
}

int main(int argc, char **argv) {
    if (!wijk_feature_supported(WIJK_FEATURE_JSON)) {
        puts("no policy in a build without JSON");
        return 77;
    }
    must(wijk_context_new(NULL, NULL, &context), "context");
    must(wijk_policy_load_default(context, &policy, NULL), "policy");
    must(wijk_findings_new(context, &findings, NULL), "findings");
    run_sequences(sequences_of(argc, argv, 2000, 100000), run);
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return 0;
}
