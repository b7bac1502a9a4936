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

static const struct step steps[] = {
    BEGINNING,
    {"scores", ask_scores, 0, 0},
    {"shares", make_shares, 0, 0},
};
const struct scenario measures_scenario = SCENARIO("measures", steps);
