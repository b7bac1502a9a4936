/* Safety: the five questions of the reporting code (meldcode kindermishandeling en huiselijk geweld, afwegingskader),
 * answered in their order until one decides; and signals that somebody noticed. */
#include "dossier/fold.h"

enum { ABSENT = -1 };

static int64_t answer(const struct wijk__fold *fold, wijk_field field) {
    return wijk__has(fold->act, field) ? fold->act->fields[field - 1].number : ABSENT;
}

/* Questions 3 to 5: each is asked only when the one before it was answered with yes. */
static bool in_order(int64_t possible, int64_t accepted, int64_t works) {
    return (possible == 1 || accepted == ABSENT) && (accepted == 1 || works == ABSENT);
}

/* An answer of no asks for a report. Answers 0 when nothing is decided yet; only the result may be left for later. */
static int32_t verdict_of_help(int64_t possible, int64_t accepted, int64_t works) {
    if (possible == 0 || accepted == 0 || works == 0)
        return WIJK_SAFETY_VERDICT_REPORT;
    if (accepted == ABSENT)
        return 0;
    return works == ABSENT ? WIJK_SAFETY_VERDICT_HELP : WIJK_SAFETY_VERDICT_SETTLED;
}

static int32_t verdict(const struct wijk__fold *fold) {
    int64_t unsafety = answer(fold, WIJK_SAFETY_WEIGH_UNSAFETY);
    int64_t possible = answer(fold, WIJK_SAFETY_WEIGH_HELP_POSSIBLE);
    int64_t works = answer(fold, WIJK_SAFETY_WEIGH_HELP_WORKS);
    int64_t accepted = answer(fold, WIJK_SAFETY_WEIGH_HELP_ACCEPTED);
    bool suspicion = answer(fold, WIJK_SAFETY_WEIGH_SUSPICION) != 0;
    if ((suspicion ? unsafety == ABSENT : unsafety != ABSENT || possible != ABSENT) ||
        !in_order(possible, accepted, works))
        return 0;
    if (!suspicion)
        return WIJK_SAFETY_VERDICT_NO_SUSPICION;
    /* Unsafety is reported whatever the rest, which may still be answered, together with Safe at Home. */
    return unsafety != WIJK_UNSAFETY_NONE ? WIJK_SAFETY_VERDICT_REPORT : verdict_of_help(possible, accepted, works);
}

wijk_status wijk__fold_safety_weigh(struct wijk__fold *fold) {
    int32_t outcome = verdict(fold);
    if (outcome == 0)
        return wijk__refuse(fold, WIJK_WK4016, NULL, NULL);
    MAKE(fold, safety, safety_weigh, weighing);
    weighing->verdict = outcome;
    return REGISTER_LAST(fold, safety);
}

wijk_status wijk__fold_safety_report(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_SAFETY_REPORT_SAFETY);
    const struct wijk__row_safety *weighed = ROW(fold->state, safety, row);
    if (weighed->verdict != WIJK_SAFETY_VERDICT_REPORT || weighed->reported != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4065, &weighed->act, NULL);
    CHANGE(fold, safety, row, weighing);
    weighing->reported = fold->act->valid;
    return WIJK_OK;
}

bool wijk__weighs_for(const struct wijk__row_safety *weighing, const struct wijk__row_safety *other) {
    return wijk__id_is_none(&weighing->person) || wijk__id_equal(&weighing->person, &other->person);
}

bool wijk__weighed_later(const struct wijk__state *state, uint32_t row) {
    for (uint32_t i = row + 1; i < COUNT(state, safety); i++)
        if (wijk__weighs_for(ROW(state, safety, i), ROW(state, safety, row)))
            return true;
    return false;
}

/* ---- signals ---- */

wijk_status wijk__fold_signal_report(struct wijk__fold *fold) {
    MAKE(fold, signals, signal_report, signal);
    return REGISTER_LAST(fold, signals);
}

wijk_status wijk__fold_signal_close(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_SIGNAL_CLOSE_SIGNAL);
    const struct wijk__row_signals *before = ROW(fold->state, signals, row);
    if (before->closed != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4018, &before->act, NULL);
    CHANGE(fold, signals, row, signal);
    signal->closed = fold->act->valid;
    wijk__change_signal_close(signal, fold->act, fold->state->texts);
    return WIJK_OK;
}
