/* Actions: planned or begun at once, held by a professional, a member or the network, paused to make room, ended. */
#include "dossier/fold.h"

/* ---- what the network holds ---- */

/* Count an action of a helper who is here: so many actions more, and its minutes times `share` more. */
static wijk_status burden(struct wijk__fold *fold, uint32_t row, int64_t actions, int64_t share) {
    const struct wijk__row_actions *action = ROW(fold->state, actions, row);
    uint32_t helper = action->holder == WIJK_PARTY_NETWORK ? wijk__helper_here(fold->state, &action->provider)
                                                           : WIJK__NO_ROW;
    if (helper == WIJK__NO_ROW)
        return WIJK_OK;
    CHANGE(fold, network, helper, network);
    network->actions += actions;
    network->minutes += share * wijk__action_minutes(action);
    return WIJK_OK;
}

/* ---- beginning ---- */

static uint32_t plan_of(const struct wijk__state *state, uint32_t action) {
    const wijk_id *plan = &ROW(state, actions, action)->plan;
    return wijk__state_find(state, WIJK__T_plans, plan->bytes, sizeof *plan);
}

/* Whoever gives help keeps apart from the roles that the policy keeps apart from `provider`. */
static wijk_status keep_apart(struct wijk__fold *fold, wijk_field provider) {
    if (!wijk__has(fold->act, provider))
        return WIJK_OK;
    const wijk_id *id = fold->act->fields[provider - 1].id;
    const struct wijk__row_professionals *row =
        wijk__had_role_apart(fold->state, fold->policy, id, wijk__provider_role);
    return row == NULL ? WIJK_OK : wijk__judge(fold, WIJK_WK3006, id, &row->act);
}

wijk_status wijk__guard_action_start(struct wijk__fold *fold) { return keep_apart(fold, WIJK_ACTION_START_PROVIDER); }
wijk_status wijk__guard_action_plan(struct wijk__fold *fold) { return keep_apart(fold, WIJK_ACTION_PLAN_PROVIDER); }

static wijk_status may_be_added(struct wijk__fold *fold, uint32_t plan, uint32_t goal, bool material) {
    const struct wijk__state *state = fold->state;
    wijk_status status = wijk__plan_not_closed(fold, plan);
    if (status == WIJK_OK && goal != WIJK__NO_ROW)
        status = wijk__goal_not_ended(fold, goal);
    if (status != WIJK_OK)
        return status;
    if (goal != WIJK__NO_ROW && !wijk__id_equal(&ROW(state, goals, goal)->plan, &ROW(state, plans, plan)->act))
        return wijk__refuse(fold, WIJK_WK2008, &ROW(state, goals, goal)->act, &ROW(state, plans, plan)->act);
    return wijk__plan_changes(fold, plan, material);
}

static wijk_status begin(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, actions, row, action);
    action->from = fold->act->valid;
    action->holder = wijk__party_of(fold->state, &action->provider);
    fold->state->heads.open_actions++;
    return burden(fold, row, 1, 1);
}

wijk_status wijk__fold_action_start(struct wijk__fold *fold) {
    wijk_status status = may_be_added(fold, wijk__ref(fold, WIJK_ACTION_START_PLAN),
                                      wijk__ref(fold, WIJK_ACTION_START_GOAL),
                                      wijk__code(fold, WIJK_ACTION_START_MATERIAL) != 0);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, actions, action_start, action);
    status = REGISTER_LAST(fold, actions);
    return status == WIJK_OK ? begin(fold, LAST(fold, actions)) : status;
}

/* Days that are not given leave the other free. */
static bool in_order(const struct wijk__act *act, wijk_field earliest, wijk_field latest) {
    return !wijk__has(act, earliest) || !wijk__has(act, latest) ||
           act->fields[earliest - 1].number <= act->fields[latest - 1].number;
}

wijk_status wijk__fold_action_plan(struct wijk__fold *fold) {
    if (!in_order(fold->act, WIJK_ACTION_PLAN_EARLIEST, WIJK_ACTION_PLAN_LATEST))
        return wijk__refuse(fold, WIJK_WK2017, &fold->act->id, NULL);
    wijk_status status = may_be_added(fold, wijk__ref(fold, WIJK_ACTION_PLAN_PLAN),
                                      wijk__ref(fold, WIJK_ACTION_PLAN_GOAL),
                                      wijk__code(fold, WIJK_ACTION_PLAN_MATERIAL) != 0);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, actions, action_plan, action);
    action->holder = wijk__party_of(fold->state, &action->provider);
    return REGISTER_LAST(fold, actions);
}

static wijk_status not_ended(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_actions *action = ROW(fold->state, actions, row);
    return wijk__lasts(action->until) ? WIJK_OK : wijk__refuse(fold, WIJK_WK2007, &action->act, NULL);
}

wijk_status wijk__fold_action_begin(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ACTION_BEGIN_ACTION);
    wijk_status status = not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    if (ROW(fold->state, actions, row)->from != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK2015, &ROW(fold->state, actions, row)->act, NULL);
    status = wijk__plan_not_closed(fold, plan_of(fold->state, row));
    return status == WIJK_OK ? begin(fold, row) : status;
}

/* ---- making room ---- */

wijk_status wijk__fold_action_pause(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ACTION_PAUSE_ACTION);
    const struct wijk__row_actions *before = ROW(fold->state, actions, row);
    wijk_status status = not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    if (before->from == WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK2016, &before->act, NULL);
    if (before->paused != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK2013, &before->act, NULL);
    if (wijk__ref(fold, WIJK_ACTION_PAUSE_YIELDS_TO) == row)
        return wijk__refuse(fold, WIJK_WK2012, &before->act, &before->act);
    status = burden(fold, row, 0, -1);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, actions, row, action);
    action->paused = fold->act->valid;
    MAKE(fold, pauses, action_pause, pause);
    return REGISTER_LAST(fold, pauses);
}

static wijk_status end_pause(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, actions, row, action);
    action->paused = WIJK_DATE_NONE;
    uint32_t last = wijk__state_find(fold->state, WIJK__T_pauses, action->act.bytes, sizeof action->act);
    CHANGE(fold, pauses, last, pause);
    pause->until = fold->act->valid;
    return burden(fold, row, 0, 1);
}

wijk_status wijk__fold_action_resume(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ACTION_RESUME_ACTION);
    wijk_status status = not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    if (ROW(fold->state, actions, row)->paused == WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK2014, &ROW(fold->state, actions, row)->act, NULL);
    return end_pause(fold, row);
}

/* ---- waiting for each other ---- */

struct links { /* of each action, the dependencies in which it waits: the last of them, and the one before each */
    uint32_t *last, *earlier; /* dependency plus one; 0: none */
    uint32_t *on;             /* the action that is waited for */
    uint32_t *ahead;          /* actions to go on from; every dependency brings one, once */
};

static uint32_t action_row(const struct wijk__state *state, const wijk_id *action) {
    return wijk__state_find(state, WIJK__T_actions, action->bytes, sizeof *action);
}

static void gather_links(const struct wijk__state *state, struct links *links) {
    for (uint32_t i = 0; i < COUNT(state, dependencies); i++) {
        const struct wijk__row_dependencies *row = ROW(state, dependencies, i);
        uint32_t *last = &links->last[action_row(state, &row->action)];
        links->on[i] = action_row(state, &row->on);
        links->earlier[i] = *last;
        *last = i + 1;
    }
}

/* Whether `from` waits for `to`, directly or not. Every link is followed once, however long the way is. */
static bool waits_for(struct links *links, uint32_t from, uint32_t to) {
    uint32_t count = 1;
    links->ahead[0] = from;
    while (count > 0) {
        uint32_t at = links->ahead[--count], link = links->last[at];
        if (at == to)
            return true;
        for (links->last[at] = 0; link != 0; link = links->earlier[link - 1])
            links->ahead[count++] = links->on[link - 1];
    }
    return false;
}

static wijk_status find_circle(const struct wijk__state *state, uint32_t action, uint32_t on, bool *circle) {
    size_t actions = COUNT(state, actions), dependencies = COUNT(state, dependencies);
    size_t size = (actions + 3 * dependencies + 1) * sizeof(uint32_t);
    uint32_t *room = wijk__allocate_zeroed(state->context, size);
    if (room == NULL)
        return WIJK_E_MEMORY;
    struct links links = {room, room + actions, room + actions + dependencies, room + actions + 2 * dependencies};
    gather_links(state, &links);
    *circle = waits_for(&links, on, action);
    wijk__release(state->context, room, size);
    return WIJK_OK;
}

wijk_status wijk__fold_action_depend(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t action = wijk__ref(fold, WIJK_ACTION_DEPEND_ACTION), on = wijk__ref(fold, WIJK_ACTION_DEPEND_ON);
    bool circle;
    wijk_status status = not_ended(fold, action);
    if (status == WIJK_OK)
        status = find_circle(state, action, on, &circle);
    if (status != WIJK_OK)
        return status;
    if (circle)
        return wijk__refuse(fold, WIJK_WK2012, &ROW(state, actions, action)->act, &ROW(state, actions, on)->act);
    MAKE(fold, dependencies, action_depend, dependency);
    return WIJK_OK;
}

/* ---- ending ---- */

static wijk_status end(struct wijk__fold *fold, uint32_t row) {
    bool open = wijk__action_open(ROW(fold->state, actions, row));
    wijk_status status = WIJK_OK;
    if (ROW(fold->state, actions, row)->paused != WIJK_DATE_NONE)
        status = end_pause(fold, row);
    if (status == WIJK_OK && open)
        status = burden(fold, row, -1, -1);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, actions, row, action);
    action->until = fold->act->valid;
    fold->state->heads.open_actions -= open;
    return WIJK_OK;
}

wijk_status wijk__fold_action_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ACTION_END_ACTION);
    wijk_status status = not_ended(fold, row);
    if (status == WIJK_OK)
        status = wijk__plan_changes(fold, plan_of(fold->state, row),
                                    wijk__code(fold, WIJK_ACTION_END_MATERIAL) != 0);
    return status == WIJK_OK ? end(fold, row) : status;
}

wijk_status wijk__end_actions(struct wijk__fold *fold) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = COUNT(fold->state, actions); status == WIJK_OK && i-- > fold->state->heads.first_action;)
        if (wijk__lasts(ROW(fold->state, actions, i)->until))
            status = end(fold, i);
    fold->state->heads.first_action = COUNT(fold->state, actions);
    return status;
}
