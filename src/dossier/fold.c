/* Dispatch: what holds for every act, then the act's own guard and fold. */
#include "dossier/fold.h"

struct handlers {
    wijk__fold_function fold, guard;
};

static const struct handlers handlers[] = {
#define FOLD(name, number, guard) {wijk__fold_##name, wijk__guard_##guard},
#define GUARD(name)
#include "catalog/folds.inc"
#undef FOLD
#undef GUARD
};

wijk_status wijk__refuse(struct wijk__fold *fold, wijk_finding finding, const wijk_id *subject, const wijk_id *other) {
    return wijk__findings_refuse(fold->findings, finding, subject, other);
}

wijk_status wijk__judge(struct wijk__fold *fold, wijk_finding finding, const wijk_id *subject, const wijk_id *other) {
    wijk_severity severity = wijk_policy_severity(fold->policy, finding);
    if (severity == WIJK_SEVERITY_OFF)
        return WIJK_OK;
    wijk_status status = wijk__findings_add(fold->findings, finding, severity, subject, other);
    return status == WIJK_OK && severity == WIJK_SEVERITY_REFUSE ? WIJK_REFUSED : status;
}

static wijk_status check_dossier(struct wijk__fold *fold) {
    const struct wijk__heads *heads = &fold->state->heads;
    switch (fold->act->def->on) {
    case WIJK__ON_OPEN: return heads->open ? WIJK_OK : wijk__refuse(fold, WIJK_WK1001, NULL, NULL);
    case WIJK__ON_CLOSED: return heads->open ? wijk__refuse(fold, WIJK_WK1003, NULL, NULL) : WIJK_OK;
    case WIJK__ON_ANY: return WIJK_OK;
    }
    return WIJK_OK;
}

static wijk_status resolve(struct wijk__fold *fold, const struct wijk__field_def *field) {
    const wijk_id *id = fold->act->fields[field->words.number - 1].id;
    uint32_t table = field->type == WIJK__PERSON ? WIJK__T_members : (uint32_t)field->table;
    uint32_t row = wijk__state_find(fold->state, table, id->bytes, sizeof id->bytes);
    fold->ref[field->words.number - 1] = row;
    if (field->type == WIJK__PERSON) {
        bool member = row != WIJK__NO_ROW && wijk__lasts(ROW(fold->state, members, row)->until);
        return member ? WIJK_OK : wijk__refuse(fold, WIJK_WK1007, id, NULL);
    }
    return row != WIJK__NO_ROW ? WIJK_OK : wijk__refuse(fold, WIJK_WK9001, id, NULL);
}

static wijk_status resolve_all(struct wijk__fold *fold) {
    const struct wijk__act_def *def = fold->act->def;
    wijk_status status = WIJK_OK;
    for (uint32_t left = def->resolved & fold->act->present; left != 0 && status == WIJK_OK; left &= left - 1)
        status = resolve(fold, &def->fields[__builtin_ctz(left)]);
    return status;
}

wijk_status wijk__fold_act(struct wijk__fold *fold, const struct wijk__act *act) {
    fold->act = act;
    const struct handlers *handler = &handlers[act->def - wijk__acts];
    wijk_status status = check_dossier(fold);
    if (status == WIJK_OK)
        status = resolve_all(fold);
    if (status == WIJK_OK && fold->policy != NULL)
        status = wijk__judge_mandate(fold);
    if (status == WIJK_OK && fold->policy != NULL && handler->guard != NULL)
        status = handler->guard(fold);
    return status == WIJK_OK ? handler->fold(fold) : status;
}

wijk_date wijk__term_last(const wijk_policy *policy, wijk_date began, struct wijk__term term) {
    wijk_date last;
    if (term.count == 0 || wijk_term_end(began, term.count, term.unit, term.extend, wijk__policy_calendar(policy),
                                         &last) != WIJK_OK)
        return WIJK_DATE_NONE;
    return last;
}
