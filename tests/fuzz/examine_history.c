/* What must hold of the history of any dossier: what changed, and what taking an act back comes to. */
#include "fuzz.h"

#include "dossier/dossier.h"

enum { TAKEN_BACK_MOST = 16 };

/* ---- what changed ---- */

static wijk_table *acts_known(const wijk_dossier *dossier, wijk_time known, wijk_date on) {
    wijk_table *acts;
    HOLDS(wijk_dossier_table(dossier, WIJK_TABLE_ACTS, on, known, &acts, NULL) == WIJK_OK);
    return acts;
}

void examine_changes(struct run *run, const wijk_dossier *dossier, wijk_time since, wijk_time known, wijk_date on) {
    wijk_table *changes;
    HOLDS(fuzz_said(wijk_dossier_changes(dossier, since, known, on, &changes, run->error), run->error) == WIJK_OK);
    wijk_table *before = acts_known(dossier, since, on), *after = acts_known(dossier, known, on);
    uint32_t first = wijk_table_rows(before), last = wijk_table_rows(after);
    HOLDS(wijk_table_rows(changes) == (last > first ? last - first : 0));
    for (uint32_t row = 0; row < wijk_table_rows(changes); row++)
        HOLDS(wijk__id_equal(wijk_table_cell_id(changes, WIJK_ACTS_COLUMN_ACT, row),
                             wijk_table_cell_id(after, WIJK_ACTS_COLUMN_ACT, first + row)));
    examine_table(run, changes);
    wijk_table_unref(changes);
    wijk_table_unref(before);
    wijk_table_unref(after);
}

/* ---- taking back ---- */

/* Another dossier with the same history, without limits, that can be written. */
static wijk_dossier *copy(const wijk_dossier *dossier, wijk_context *roomy) {
    const struct wijk__bytes *journal = &dossier->history.journal;
    wijk_dossier *made;
    HOLDS(wijk_dossier_load(roomy, dossier->policy ? dossier->policy : fuzz_policy(1), journal->data, journal->size, 0,
                            &made, NULL) == WIJK_OK);
    return made;
}

static void make_withdrawal(wijk_act *act, uint32_t number, const struct wijk__entry *last, const wijk_id *target) {
    const wijk_id id = fuzz_id(103, number), who = fuzz_id(104, 1);
    HOLDS(wijk_act_begin(act, WIJK_ACT_ACT_WITHDRAW, &id, last->valid, last->recorded, NULL) == WIJK_OK);
    HOLDS(wijk_act_set_id(act, WIJK_ACT_WITHDRAW_ACT, target, NULL) == WIJK_OK);
    HOLDS(wijk_act_set_actor(act, &who, NULL, NULL, 0, NULL) == WIJK_OK);
}

/* Alone it is taken back if and only if nothing rests on it. */
static void try_alone(struct run *run, const wijk_dossier *dossier, wijk_context *roomy, wijk_act *inverse,
                      wijk_status expected) {
    const wijk_id who = fuzz_id(104, 1);
    wijk_dossier *other = copy(dossier, roomy);
    HOLDS(wijk_act_set_actor(inverse, &who, NULL, NULL, 0, NULL) == WIJK_OK);
    wijk_status status = wijk_dossier_submit(other, inverse, run->findings, run->error);
    HOLDS(fuzz_said(status, run->error) == expected);
    if (status == WIJK_OK)
        examine_answers(run, other, WIJK_DATE_MAX, WIJK_TIME_NONE, false);
    wijk_dossier_destroy(other);
}

/* Together with all that rests on it, it is taken back. */
static void try_together(struct run *run, const wijk_dossier *dossier, wijk_context *roomy, const wijk_id *ids,
                         uint32_t count) {
    const struct wijk__entry *last = &dossier->history.entries[dossier->history.count - 1];
    wijk_act *acts[TAKEN_BACK_MOST + 1];
    wijk_dossier *other = copy(dossier, roomy);
    for (uint32_t i = 0; i < count; i++) {
        HOLDS(wijk_act_new(roomy, &acts[i], NULL) == WIJK_OK);
        make_withdrawal(acts[i], i, last, &ids[i]);
    }
    const wijk_act *const *batch = (const wijk_act *const *)acts;
    wijk_status status = wijk_dossier_submit_all(other, batch, count, run->findings, run->error);
    HOLDS(fuzz_said(status, run->error) == WIJK_OK);
    examine_answers(run, other, WIJK_DATE_MAX, WIJK_TIME_NONE, false);
    for (uint32_t i = 0; i < count; i++)
        wijk_act_destroy(acts[i]);
    wijk_dossier_destroy(other);
}

/* Whether what stands in the way is acts that rest on it; they go before `act` in `ids`. */
static bool rests(const struct run *run, const wijk_id *act, wijk_id *ids, uint32_t count) {
    if (wijk_findings_code(run->findings, 0) != WIJK_WK9002)
        HOLDS(count == 1 && ONE_OF(wijk_findings_code(run->findings, 0), WIJK_WK9001, WIJK_WK9005));
    for (uint32_t i = 0; i < count && i < TAKEN_BACK_MOST; i++) {
        HOLDS(wijk__id_equal(wijk_findings_subject(run->findings, i), act) || count == 1);
        if (wijk_findings_code(run->findings, i) == WIJK_WK9002)
            ids[i] = *wijk_findings_other(run->findings, i);
    }
    return wijk_findings_code(run->findings, 0) == WIJK_WK9002;
}

void examine_undo(struct run *run, wijk_dossier *dossier, const wijk_id *act) {
    const wijk_id id = fuzz_id(102, 1);
    wijk_id ids[TAKEN_BACK_MOST + 1];
    wijk_context *roomy;
    wijk_act *inverse;
    if (dossier->history.count == 0)
        return;
    const struct wijk__entry *last = &dossier->history.entries[dossier->history.count - 1];
    HOLDS(wijk_context_new(NULL, NULL, &roomy) == WIJK_OK);
    HOLDS(wijk_act_new(roomy, &inverse, NULL) == WIJK_OK);
    struct fingerprint before = fingerprint(dossier);
    wijk_status status = wijk_dossier_undo(dossier, act, &id, last->valid, last->recorded, inverse, run->findings,
                                           run->error);
    struct fingerprint after = fingerprint(dossier);
    HOLDS(same_fingerprint(&before, &after));
    HOLDS(ONE_OF(fuzz_said(status, run->error), WIJK_OK, WIJK_REFUSED));
    uint32_t count = wijk_findings_count(run->findings);
    HOLDS((status == WIJK_OK) == (count == 0));
    bool together = status == WIJK_OK || rests(run, act, ids, count);
    try_alone(run, dossier, roomy, inverse, status);
    if (together && count <= TAKEN_BACK_MOST) {
        ids[count] = *act;
        try_together(run, dossier, roomy, ids, count + 1);
    }
    wijk_act_destroy(inverse);
    wijk_context_unref(roomy);
}
