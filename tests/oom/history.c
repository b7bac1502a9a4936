/* A history that is mended: acts that wait for each other, corrections, late batches, what changed since, and undo. */
#include "sweep.h"

#include <wijkteam/acts.h>

/* The acts that the steps submit, made once, in a context that never fails. They follow the story. */
enum made {
    HELPER, PLAN, FIRST, SECOND, LINK, CIRCLE, STARTED, PAUSED, GOAL, ACTIVATION,
    RENAMED, CORRECTION, OTHER_GOAL, GOAL_CORRECTION, WRONG_KIND, WRONG_CORRECTION, /* pairs: what takes a place first */
    LATE_ACCEPTANCE, LATE_OFFER, EARLIER_HELPER, MADE
};
static wijk_act *made[MADE];

static wijk_id id_of(enum made place) { return number_id(500 + (uint32_t)place); }

static wijk_time moment_of(int minute) {
    return ((wijk_time)given.day + 200) * INT64_C(86400000000) + (wijk_time)minute * INT64_C(60000000);
}

/* MAKE(place, name, days after the story, minute, fields...) */
#define MAKE(place, name, days, minute, ...)                                                                    \
    do {                                                                                                        \
        wijk_id id_ = id_of(place), who_ = number_id(11);                                                       \
        if (wijk_act_new(given.context, &made[place], NULL) != WIJK_OK ||                                       \
            wijk_act_##name(made[place], &id_, given.day + (days), moment_of(minute), __VA_ARGS__) != WIJK_OK || \
            wijk_act_set_actor(made[place], &who_, NULL, NULL, 0, NULL) != WIJK_OK)                             \
            abort();                                                                                            \
    } while (0)

void history_prepare(void) {
    const wijk_date none = WIJK_DATE_NONE;
    const wijk_id helper = number_id(12), other = number_id(13), plan = id_of(PLAN), first = id_of(FIRST),
                  second = id_of(SECOND), joined = id_of(HELPER), renamed = id_of(RENAMED), goal = id_of(GOAL),
                  other_goal = id_of(OTHER_GOAL), wrong = id_of(WRONG_KIND), offer = id_of(LATE_OFFER);
    MAKE(HELPER, network_join, 10, 0, &helper, WIJK_RELATION_FRIEND, "A helper", NULL);
    MAKE(PLAN, plan_draft, 11, 1, "Again", NULL);
    MAKE(FIRST, action_plan, 12, 2, &plan, NULL, &helper, NULL, "Shopping", 60, INT64_MIN, none, none, none, NULL);
    MAKE(SECOND, action_plan, 12, 3, &plan, NULL, &helper, NULL, "Cooking", 90, INT64_MIN, none, none, none, NULL);
    MAKE(LINK, action_depend, 12, 4, &first, &second, NULL);
    MAKE(CIRCLE, action_depend, 12, 5, &second, &first, NULL);
    MAKE(STARTED, action_begin, 13, 6, &first, NULL);
    MAKE(PAUSED, action_pause, 14, 7, &first, "Ill", NULL, NULL);
    MAKE(GOAL, goal_set, 15, 8, &plan, NULL, "Eat well", NULL, INT64_MIN, INT64_MIN, none, NULL, NULL);
    MAKE(ACTIVATION, plan_activate, 16, 9, &plan, NULL);
    MAKE(RENAMED, network_join, 9, 20, &helper, WIJK_RELATION_NEIGHBOUR, "Another name", NULL);
    MAKE(CORRECTION, act_correct, 9, 20, &joined, &renamed, NULL);
    MAKE(OTHER_GOAL, goal_set, 14, 21, &plan, NULL, "Eat and sleep well", NULL, INT64_MIN, INT64_MIN, none, NULL, NULL);
    MAKE(GOAL_CORRECTION, act_correct, 14, 21, &goal, &other_goal, NULL);
    MAKE(WRONG_KIND, network_join, 9, 22, &other, WIJK_RELATION_FRIEND, NULL, NULL);
    MAKE(WRONG_CORRECTION, act_correct, 9, 22, &goal, &wrong, NULL);
    MAKE(LATE_ACCEPTANCE, coordination_accept, 8, 23, &offer, NULL);
    MAKE(LATE_OFFER, coordination_offer, 7, 23, &other, none, NULL);
    MAKE(EARLIER_HELPER, network_join, 6, 24, &other, WIJK_RELATION_FRIEND, NULL, NULL);
}

void history_done(void) {
    for (int i = 0; i < MADE; i++)
        wijk_act_destroy(made[i]);
}

/* ---- steps ---- */

static wijk_status submit_made(struct run *run, int place) {
    return CALL(wijk_dossier_submit)(run->dossier, made[place], run->findings, run->error);
}

static wijk_status submit_refused(struct run *run, int place) {
    wijk_status status = submit_made(run, place);
    if (status == WIJK_REFUSED)
        read_findings(run);
    return expect(run, status, WIJK_REFUSED);
}

static wijk_status submit_pair(struct run *run, int place) {
    return CALL(wijk_dossier_submit_all)(run->dossier, (const wijk_act *const *)&made[place], 2, run->findings,
                                         run->error);
}

static wijk_status submit_bad_pair(struct run *run, int place) {
    wijk_status status = submit_pair(run, place);
    if (status == WIJK_REFUSED)
        read_findings(run);
    return expect(run, status, WIJK_REFUSED);
}

static wijk_status changes(struct run *run, int minute) {
    wijk_status status = CALL(wijk_dossier_changes)(run->dossier, moment_of(minute), WIJK_TIME_NONE, WIJK_DATE_NONE,
                                                    &run->table, run->error);
    MUST(run, (status == WIJK_OK) == (run->table != NULL));
    if (status == WIJK_OK)
        MUST(run, CALL(wijk_table_rows)(run->table) > 0);
    CALL(wijk_table_unref)(run->table);
    run->table = NULL;
    return status;
}

static wijk_status undo(struct run *run, int place) {
    const wijk_id act = id_of((enum made)place), own = number_id(600);
    return CALL(wijk_dossier_undo)(run->dossier, &act, &own, given.day + 20, moment_of(100), run->act, run->findings,
                                   run->error);
}

/* What rests on it is named. */
static wijk_status undo_refused(struct run *run, int place) {
    wijk_status status = undo(run, place);
    if (status == WIJK_REFUSED)
        read_findings(run);
    return expect(run, status, WIJK_REFUSED);
}

static wijk_status submit_inverse(struct run *run, int place) {
    const wijk_id who = number_id(11);
    wijk_status status = undo(run, place);
    if (status == WIJK_OK)
        status = CALL(wijk_act_set_actor)(run->act, &who, NULL, NULL, 0, run->error);
    return status == WIJK_OK ? CALL(wijk_dossier_submit)(run->dossier, run->act, run->findings, run->error) : status;
}

/* A frame with a late act that is dropped again. */
static wijk_status drop(struct run *run, int place) {
    wijk_status status = CALL(wijk_dossier_begin)(run->dossier, run->error);
    if (status == WIJK_OK)
        status = submit_made(run, place);
    CALL(wijk_dossier_rollback)(run->dossier);
    return status;
}

static const struct step history_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 403, 0},
    {"story", submit_story, 0, 0},
    {"helper", submit_made, HELPER, 0},
    {"plan", submit_made, PLAN, 0},
    {"action", submit_made, FIRST, 0},
    {"action", submit_made, SECOND, 0},
    {"waits", submit_made, LINK, 0},
    {"circle", submit_refused, CIRCLE, 0},
    {"begun", submit_made, STARTED, 0},
    {"paused", submit_made, PAUSED, 0},
    {"goal", submit_made, GOAL, 0},
    {"activation", submit_refused, ACTIVATION, 0},
    {"correction", submit_pair, RENAMED, 0},
    {"second correction", submit_pair, OTHER_GOAL, 0},
    {"correction of another kind", submit_bad_pair, WRONG_KIND, 0},
    {"late pair, the wrong way round", submit_pair, LATE_ACCEPTANCE, 0},
    {"dropped", drop, EARLIER_HELPER, 0},
    {"changes", changes, 20, 0},
    {"undo refused", undo_refused, PLAN, LOSES_ACT},
    {"undo", undo, LINK, LOSES_ACT},
    {"load", load, 0, 0},
    {"load and verify", load, WIJK_LOAD_VERIFY_CHAIN, 0},
    {"undone", submit_inverse, LINK, LOSES_ACT},
};
const struct scenario history_scenario = SCENARIO("a history that is mended", history_steps);
