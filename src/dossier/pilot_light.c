/* The pilot light (waakvlam): contact now and then, so that it does not get worse again. */
#include "dossier/fold.h"

/* ---- when a contact is due ---- */

/* Frames that no dossier made may hold any interval; 0: no contact is ever due. */
static int64_t interval_of(const struct wijk__row_pilot_lights *light) {
    enum { TEN_YEARS = 3660 };
    return light->interval >= 1 && light->interval <= TEN_YEARS ? light->interval : 0;
}

wijk_date wijk__light_due(const struct wijk__row_pilot_lights *light, wijk_date since) {
    int64_t day = (int64_t)since + interval_of(light);
    return interval_of(light) == 0 || day > WIJK_DATE_MAX ? WIJK_DATE_NONE : (wijk_date)day;
}

int64_t wijk__light_overdue(const struct wijk__row_pilot_lights *light, wijk_date since, wijk_date on) {
    return interval_of(light) == 0 || on <= since ? 0 : ((int64_t)on - since - 1) / interval_of(light);
}

static int64_t overdue_since_contact(const struct wijk__row_pilot_lights *light, wijk_date on) {
    return wijk__light_overdue(light, light->last_contact != WIJK_DATE_NONE ? light->last_contact : light->from, on);
}

/* ---- what happens to it ---- */

wijk_status wijk__fold_pilot_light_start(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.pilot_light != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK4012, &ROW(state, pilot_lights, state->heads.pilot_light)->act, NULL);
    MAKE(fold, pilot_lights, pilot_light_start, light);
    light->contacts = light->tried = light->missed = light->minutes = 0;
    light->due = wijk__light_due(light, light->from);
    state->heads.pilot_light = LAST(fold, pilot_lights);
    return REGISTER_LAST(fold, pilot_lights);
}

static wijk_status burns(struct wijk__fold *fold, uint32_t row) {
    if (fold->state->heads.pilot_light == row)
        return WIJK_OK;
    return wijk__refuse(fold, WIJK_WK4011, &ROW(fold->state, pilot_lights, row)->act, NULL);
}

wijk_status wijk__fold_pilot_light_contact(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PILOT_LIGHT_CONTACT_PILOT_LIGHT);
    wijk_status status = burns(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, pilot_lights, row, light);
    wijk_date due = light->due;
    light->tried++;
    wijk__add_minutes(&light->minutes, fold, WIJK_PILOT_LIGHT_CONTACT_MINUTES);
    if (fold->act->fields[WIJK_PILOT_LIGHT_CONTACT_REACHED - 1].number != 0) {
        light->contacts++;
        light->missed += overdue_since_contact(light, fold->act->valid);
        light->last_contact = fold->act->valid;
        light->due = wijk__light_due(light, fold->act->valid);
    }
    MAKE(fold, pilot_contacts, pilot_light_contact, contact);
    contact->due = due;
    return WIJK_OK;
}

static wijk_status end_light(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, pilot_lights, row, light);
    light->until = fold->act->valid;
    fold->state->heads.pilot_light = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__fold_pilot_light_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PILOT_LIGHT_END_PILOT_LIGHT);
    wijk_status status = burns(fold, row);
    return status == WIJK_OK ? end_light(fold, row) : status;
}

wijk_status wijk__return_from_light(struct wijk__fold *fold, uint32_t row) {
    wijk_status status = burns(fold, row);
    if (status == WIJK_OK)
        status = end_light(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, pilot_lights, row, light);
    light->returned = 1;
    return WIJK_OK;
}

wijk_status wijk__end_light(struct wijk__fold *fold) {
    uint32_t row = fold->state->heads.pilot_light;
    return row == WIJK__NO_ROW ? WIJK_OK : end_light(fold, row);
}
