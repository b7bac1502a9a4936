/* Undo: the act that takes another back, or the acts that rest on it and stand in the way. */
#include "dossier/dossier.h"

struct trial {
    const wijk_dossier *dossier;
    struct wijk__state state;
    wijk_findings *findings;
    wijk_id act; /* that would be taken back */
};

/* Fold an act as if the other had never been; when it cannot hold, name it and go on without it, so that what rests on
 * it in turn is named too. */
static wijk_status try_act(struct trial *trial, const struct wijk__act *act) {
    size_t mark;
    wijk_status status = wijk__state_mark(&trial->state, &mark);
    if (status != WIJK_OK)
        return status;
    struct wijk__fold fold = {.state = &trial->state};
    status = wijk__fold_act(&fold, act);
    if (status == WIJK_REFUSED) {
        wijk__state_undo(&trial->state, mark);
        status = wijk__findings_add(trial->findings, WIJK_WK9002, WIJK_SEVERITY_REFUSE, &trial->act, &act->id);
    }
    wijk__state_forget(&trial->state);
    return status;
}

static wijk_status try_without(struct trial *trial, uint32_t entry) {
    const struct wijk__history *history = &trial->dossier->history;
    wijk_status status = WIJK_OK;
    for (uint32_t place = 0; status == WIJK_OK && place < history->count; place++) {
        uint32_t number = history->entries[place].by_day;
        struct wijk__act act;
        if (number == entry || !wijk__history_counts(trial->dossier, number, history->count))
            continue;
        wijk__history_read_standing(trial->dossier, number, &act);
        if (act.def != NULL)
            status = try_act(trial, &act);
    }
    return status;
}

wijk_status wijk__undo_blockers(const wijk_dossier *dossier, uint32_t without, const wijk_id *subject,
                                wijk_findings *findings) {
    struct trial trial = {.dossier = dossier, .findings = findings, .act = *subject};
    wijk__state_init(&trial.state, dossier->context, true);
    trial.state.texts = dossier->history.journal.data;
    wijk_status status = try_without(&trial, without);
    wijk__state_free(&trial.state);
    return status;
}

static wijk_status undo(wijk_dossier *dossier, const wijk_act *inverse, wijk_findings *findings) {
    struct wijk__entry entry = {.frame = UINT32_MAX};
    const struct wijk__act *act = wijk__act_view(inverse);
    wijk_status status = wijk__history_target(dossier, act, &entry, findings);
    if (status == WIJK_OK)
        status = wijk__undo_blockers(dossier, entry.withdraws - 1, act->fields[WIJK_ACT_WITHDRAW_ACT - 1].id, findings);
    return status == WIJK_OK && wijk_findings_count(findings) > 0 ? WIJK_REFUSED : status;
}

wijk_status wijk_dossier_undo(wijk_dossier *dossier, const wijk_id *act, const wijk_id *id, wijk_date valid,
                              wijk_time recorded, wijk_act *inverse, wijk_findings *findings, wijk_error *error) {
    wijk_findings_clear(findings);
    if (dossier == NULL || dossier->frame.open)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    if (inverse == NULL || findings == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, inverse == NULL ? "inverse" : "findings");
    wijk_status status = wijk_act_begin(inverse, WIJK_ACT_ACT_WITHDRAW, id, valid, recorded, error);
    if (status == WIJK_OK)
        status = wijk_act_set_id(inverse, WIJK_ACT_WITHDRAW_ACT, act, error);
    if (status != WIJK_OK)
        return status;
    status = undo(dossier, inverse, findings);
    return status < 0 ? wijk__fail(error, status) : status;
}
