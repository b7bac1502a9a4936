/* Time until an event, and states over time: each call makes what it needs and frees it. */
#include "sweep.h"

enum { SUBJECTS = 6 };
static const double times[SUBJECTS] = {1, 2, 2, 4, 5, 6}, late[SUBJECTS] = {0, 0, 1, 0, 2, 0};
static const double halves[SUBJECTS] = {1.5, 2.5, 2.5, 4.5, 5.5, 1e9}; /* too far apart for a grid of days */
static const int32_t events[SUBJECTS] = {1, 2, 0, 1, 0, 1}, groups[SUBJECTS] = {0, 0, 1, 1, 2, 2};
static const double at[] = {2, 5};

static wijk_status use_survival(struct run *run, const wijk_survival *survival, int question) {
    wijk_table *table = NULL;
    wijk_status status = WIJK_OK;
    switch (question) {
    case 0:
        status = CALL(wijk_survival_curve)(survival, WIJK_SURVIVAL_INTERVAL_LOG, 0.95, NULL, 0, &table, run->error);
        break;
    case 1:
        status = CALL(wijk_survival_curve)(survival, WIJK_SURVIVAL_INTERVAL_PLAIN, 0.95, at, 2, &table, run->error);
        break;
    case 2:
        status = CALL(wijk_survival_median)(survival, WIJK_SURVIVAL_INTERVAL_LOG_LOG, 0.95, &table, run->error);
        break;
    case 3:
        status = CALL(wijk_survival_mean)(survival, 4, &table, run->error);
        break;
    case 4:
        status = CALL(wijk_survival_test)(survival, 0, &table, run->error);
        break;
    default:
        status = CALL(wijk_survival_incidence)(survival, WIJK_INCIDENCE_VARIANCE_AALEN, WIJK_SURVIVAL_INTERVAL_LOG,
                                               0.95, at, 2, &table, run->error);
        break;
    }
    MUST(run, (status == WIJK_OK) == (table != NULL && wijk_table_rows(table) > 0));
    wijk_table_unref(table);
    return status;
}

static wijk_status ask_survival(struct run *run, int question) {
    wijk_survival *survival = NULL;
    wijk_status status = CALL(wijk_survival_new)(run->context, question == 1 ? halves : times, events, late, groups,
                                                 SUBJECTS, &survival, run->error);
    MUST(run, (status == WIJK_OK) == (survival != NULL));
    if (status == WIJK_OK)
        status = use_survival(run, survival, question);
    CALL(wijk_survival_destroy)(survival);
    return status;
}

static wijk_status ask_states(struct run *run, int question) {
    static const int64_t subjects[] = {2, 1, 1, 3};
    static const double entry[] = {0, 3, 0, 0}, exit[] = {4, 5, 3, 6};
    static const int32_t from[] = {1, 2, 1, 2}, to[] = {2, 1, 2, 0};
    wijk_multistate *states = NULL;
    wijk_table *table = NULL;
    wijk_status status =
        CALL(wijk_multistate_new)(run->context, subjects, entry, exit, from, to, 4, 2, &states, run->error);
    MUST(run, (status == WIJK_OK) == (states != NULL));
    if (status == WIJK_OK && question == 0)
        status = CALL(wijk_multistate_probabilities)(states, 0, 0, WIJK_SURVIVAL_INTERVAL_PLAIN, 0.95, NULL, 0, &table,
                                                     run->error);
    else if (status == WIJK_OK)
        status = CALL(wijk_multistate_stays)(states, 1, 0, 5, &table, run->error);
    MUST(run, (status == WIJK_OK) == (table != NULL && wijk_table_rows(table) > 0));
    wijk_table_unref(table);
    CALL(wijk_multistate_destroy)(states);
    return status;
}

static const struct step survival_steps[] = {
    {"context", make_context, 0, NO_ERROR}, {"error", make_error, 0, NO_ERROR}, {"curve", ask_survival, 0, 0},
    {"curve at times", ask_survival, 1, 0}, {"median", ask_survival, 2, 0},     {"mean", ask_survival, 3, 0},
    {"test", ask_survival, 4, 0},           {"incidence", ask_survival, 5, 0},  {"states", ask_states, 0, 0},
    {"stays", ask_states, 1, 0},
};
const struct scenario survival_scenario = SCENARIO("time until an event, and states over time", survival_steps);
