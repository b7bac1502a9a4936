/* The check: the invariants, and what the rules say that holds on a day. */
#include "dossier/rules/rules.h"

/* ---- what listens to the rules ---- */

static wijk_status take(struct wijk__judging *judging, const struct wijk__matter *matter) {
    judging->taken = judging->on >= matter->from;
    if (!judging->taken)
        return WIJK_OK;
    return wijk__findings_add(judging->listener, judging->finding, judging->severity, matter->subject, matter->other);
}

static wijk_status miss(struct wijk__judging *judging, wijk_fact fact, const wijk_id *subject, struct wijk__text key) {
    return wijk__findings_add_missing(judging->listener, fact, subject, key);
}

static wijk_status judge(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                         wijk_findings *findings) {
    struct wijk__judging judging = wijk__judging_of(dossier, view, on);
    judging.take = take;
    judging.miss = miss;
    judging.listener = findings;
    wijk_status status = wijk__check_invariants(view->state, findings);
    return status == WIJK_OK ? wijk__judge_all(&judging) : status;
}

wijk_status wijk_dossier_check(const wijk_dossier *dossier, wijk_date on, wijk_time known, wijk_findings *findings,
                               wijk_error *error) {
    wijk_findings_clear(findings);
    if (dossier == NULL || findings == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, dossier == NULL ? "dossier" : "findings");
    if (on < WIJK_DATE_MIN || on > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "on");
    wijk__error_clear(error);
    struct wijk__view view;
    wijk_status status = wijk__view_open(dossier, on, known, &view);
    if (status == WIJK_OK) {
        status = judge(dossier, &view, on, findings);
        wijk__view_close(&view);
    }
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    return wijk_findings_worst(findings) == WIJK_SEVERITY_REFUSE ? WIJK_REFUSED : WIJK_OK;
}
