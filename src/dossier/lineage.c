/* Lineage: households that go into one another or split off. Each dossier keeps its own side; merge.c does both at
 * once. */
#include "dossier/fold.h"

/* All acts of lineage name the other household first. */
bool wijk__names_household(const struct wijk__act *act, const wijk_id *household) {
    return act->type >= WIJK_ACT_HOUSEHOLD_ABSORB && act->type <= WIJK_ACT_HOUSEHOLD_SPLIT_FROM &&
           wijk__id_equal(act->fields[WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD - 1].id, household);
}

wijk_status wijk__fold_household_absorb(struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    uint32_t plan = wijk__ref(fold, WIJK_HOUSEHOLD_ABSORB_PLAN);
    if (plan != WIJK__NO_ROW && state->heads.plan != plan)
        return wijk__refuse(fold, WIJK_WK1014, &ROW(state, plans, plan)->act, NULL);
    MAKE(fold, lineage, household_absorb, row);
    row->kind = WIJK_LINEAGE_ABSORBED;
    return WIJK_OK;
}

/* Closing takes along what stands open, the plan too: it was said which plan goes on. */
wijk_status wijk__fold_household_merge_into(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t plan = state->heads.plan;
    if (plan != WIJK__NO_ROW && !wijk__has(fold->act, WIJK_HOUSEHOLD_MERGE_INTO_PLAN))
        return wijk__refuse(fold, WIJK_WK1013, &ROW(state, plans, plan)->act, NULL);
    if (plan != WIJK__NO_ROW) {
        wijk_status status = wijk__end_plan(fold, plan);
        if (status != WIJK_OK)
            return status;
    }
    wijk_status status = wijk__end_waits(fold);
    if (status == WIJK_OK)
        status = wijk__close_dossier(fold, (struct wijk__span){WIJK__NO_TEXT, 0});
    if (status != WIJK_OK)
        return status;
    MAKE(fold, lineage, household_merge_into, row);
    row->kind = WIJK_LINEAGE_MERGED_INTO;
    return WIJK_OK;
}

wijk_status wijk__fold_household_split_off(struct wijk__fold *fold) {
    MAKE(fold, lineage, household_split_off, row);
    row->kind = WIJK_LINEAGE_SPLIT_OFF;
    return WIJK_OK;
}

wijk_status wijk__fold_household_split_from(struct wijk__fold *fold) {
    MAKE(fold, lineage, household_split_from, row);
    row->kind = WIJK_LINEAGE_SPLIT_FROM;
    return WIJK_OK;
}
