/* Scores and shares. */
#include "sweep.h"

static wijk_status ask_scores(struct run *run, int argument) {
    static const int32_t before[] = {-1, -2}, after[] = {1, 0};
    double score, lower, upper;
    (void)argument;
    MUST(run, CALL(wijk_gas_score)(NULL, after, 2, -2, 2, 0.3, WIJK_MISSING_DROP, &score, NULL, NULL, run->error) ==
                  WIJK_OK);
    MUST(run, CALL(wijk_gas_change)(NULL, before, after, 2, -2, 2, 0.3, WIJK_MISSING_DROP, &score, NULL, NULL,
                                    run->error) == WIJK_OK);
    MUST(run, CALL(wijk_proportion_limits)(1, 2, 0, WIJK_PROPORTION_INTERVAL_EXACT, 0.95, &lower, &upper,
                                           run->error) == WIJK_OK);
    return WIJK_OK;
}

/* A table that was made, or none. */
static wijk_status made(struct run *run, wijk_table *table, wijk_status status) {
    MUST(run, (status == WIJK_OK) == (table != NULL));
    wijk_table_unref(table);
    return status;
}

static wijk_status make_shares(struct run *run, int argument) {
    static const int64_t successes[] = {1, 2}, n[] = {4, 2};
    wijk_table *table;
    (void)argument;
    wijk_status status = CALL(wijk_proportions)(run->context, successes, n, NULL, 2, WIJK_PROPORTION_INTERVAL_WILSON,
                                                0.95, &table, run->error);
    return made(run, table, status);
}

static wijk_status make_outcomes(struct run *run, int argument) {
    wijk_table *table;
    (void)argument;
    wijk_status status = CALL(wijk_outcome_shares)(run->context, 1, 2, 3, 4, WIJK_PROPORTION_INTERVAL_EXACT, 0.95,
                                                   &table, run->error);
    return made(run, table, status);
}

/* Of levels: 0 their changes, 1 their transitions. */
static wijk_status make_levels(struct run *run, int argument) {
    static const int32_t before[] = {1, 2, WIJK_LEVEL_NONE}, after[] = {2, WIJK_LEVEL_NONE, 3}, domains[] = {0, 1, 1};
    wijk_table *table;
    wijk_status status =
        argument == 0 ? CALL(wijk_level_changes)(run->context, domains, 2, before, after, 3, 1, 5,
                                                 WIJK_INDICATOR_DIRECTION_HIGHER, &table, run->error)
                      : CALL(wijk_level_transitions)(run->context, before, after, 3, 1, 5, &table, run->error);
    return made(run, table, status);
}

static const double first[] = {1, 2.5, 4, 8}, second[] = {3, 2, 5, 8};

static wijk_status ask_change(struct run *run, int argument) {
    double value;
    int32_t change_class;
    (void)argument;
    MUST(run, CALL(wijk_change_error)(WIJK_CHANGE_ERROR_MAASSEN, 3, 4, 0.75, &value, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_change_cutoff)(WIJK_CHANGE_CUTOFF_C, WIJK_INDICATOR_DIRECTION_HIGHER, 40, 7.5, 60, 7.5, &value,
                                       run->error) == WIJK_OK);
    MUST(run, CALL(wijk_reliable_change)(1, 9, 2, 1.96, WIJK_INDICATOR_DIRECTION_HIGHER, NULL, &value, &change_class,
                                         run->error) == WIJK_OK);
    return WIJK_OK;
}

static wijk_status make_changes(struct run *run, int argument) {
    wijk_table *table;
    (void)argument;
    wijk_status status = CALL(wijk_reliable_changes)(run->context, first, second, 4, WIJK_CHANGE_ERROR_JACOBSON_TRUAX,
                                                     2, 0, 0.8, 1.96, WIJK_INDICATOR_DIRECTION_LOWER, NULL, &table,
                                                     run->error);
    return made(run, table, status);
}

static wijk_status make_pairs(struct run *run, int argument) {
    wijk_table *table;
    (void)argument;
    wijk_status status =
        CALL(wijk_paired_statistics)(run->context, first, second, 4, 0.95, &table, run->error);
    return made(run, table, status);
}

/* Ranks by sorting of one side, by counting of the other. */
static wijk_status ask_ranks(struct run *run, int argument) {
    double rho, p;
    (void)argument;
    static const double whole[] = {3, 1, 2, 2};
    wijk_status status = CALL(wijk_spearman)(run->context, first, whole, 4, &rho, &p, run->error);
    MUST(run, status == WIJK_OK || (rho == 0 && p == 0));
    return status;
}

static const struct step steps[] = {
    BEGINNING,
    {"scores", ask_scores, 0, 0},
    {"shares", make_shares, 0, 0},
    {"outcomes", make_outcomes, 0, 0},
    {"changes of levels", make_levels, 0, 0},
    {"transitions", make_levels, 1, 0},
    {"change", ask_change, 0, 0},
    {"reliable changes", make_changes, 0, 0},
    {"pairs", make_pairs, 0, 0},
    {"ranks", ask_ranks, 0, 0},
};
const struct scenario measures_scenario = SCENARIO("measures", steps);
