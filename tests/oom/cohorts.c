/* A cohort is filled, sealed and counted. */
#include "sweep.h"

enum { STORY_ACTS = 60, KINDS = 7, NUMBERS = 40 };

static wijk_status make_cohort(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_cohort_new)(run->context, &run->cohort, run->error);
    MUST(run, (status == WIJK_OK) == (run->cohort != NULL));
    MUST(run, CALL(wijk_cohort_ref)(run->cohort) == run->cohort);
    CALL(wijk_cohort_unref)(run->cohort);
    return status;
}

/* ---- filling ---- */

static wijk_status append(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_cohort_append)(run->cohort, run->dossier, "Utrecht", 7, WIJK_DATE_NONE, WIJK_TIME_NONE, run->error);
}

/* As it was a month earlier, which is another state; it is there already. */
static wijk_status append_frames(struct run *run, int argument) {
    const void *frames;
    size_t length;
    (void)argument;
    wijk_dossier_frames(run->dossier, &frames, &length);
    wijk_status status = CALL(wijk_cohort_append_frames)(run->cohort, frames, length, NULL, 0, given.day - 300,
                                                         WIJK_TIME_NONE, run->error);
    return expect(run, status, WIJK_DUPLICATE);
}

static wijk_status intern(struct run *run, int argument) {
    int32_t code;
    wijk_status status;
    if (argument < NUMBERS) {
        char name[24];
        snprintf(name, sizeof name, "team %d", argument);
        status = CALL(wijk_cohort_unit)(run->cohort, WIJK_UNIT_TEAM, name, WIJK_NUL_TERMINATED, &code, run->error);
    } else if (argument == NUMBERS) {
        status = CALL(wijk_cohort_scale)(run->cohort, "zrm/finances", WIJK_NUL_TERMINATED, &code, run->error);
    } else {
        status = CALL(wijk_cohort_code)(run->cohort, WIJK_ACT_TIER_ENTER, "care", "pressured", &code, run->error);
    }
    MUST(run, (status == WIJK_OK) == (code >= 0));
    return status;
}

static wijk_status add_dossiers(struct run *run, int argument) {
    wijk_id ids[NUMBERS];
    (void)argument;
    for (uint32_t i = 0; i < NUMBERS; i++)
        ids[i] = number_id(2000 + i);
    return CALL(wijk_cohort_add_dossiers)(run->cohort, ids, NULL, NULL, NULL, NUMBERS, run->error);
}

static wijk_status add_rows(struct run *run, int argument) {
    int32_t dossier[NUMBERS], day[NUMBERS], code[NUMBERS], scale = 0;
    wijk_id subject[NUMBERS];
    if (argument == 1) /* it is there, so this takes no memory */
        MUST(run, wijk_cohort_scale(run->cohort, "zrm/finances", WIJK_NUL_TERMINATED, &scale, run->error) == WIJK_OK);
    for (int i = 0; i < NUMBERS; i++) {
        dossier[i] = NUMBERS - i; /* backwards, so that they have to be sorted */
        day[i] = given.day - (i * 7) % 30;
        code[i] = scale;
        subject[i] = number_id(3000 + (uint32_t)i);
    }
    return argument == 0 ? CALL(wijk_cohort_add_acts)(run->cohort, dossier, day, code, NUMBERS, run->error)
                         : CALL(wijk_cohort_add_measurements)(run->cohort, dossier, subject, day, code, NULL, dossier,
                                                              NUMBERS, run->error);
}

static wijk_status add_figures(struct run *run, int argument) {
    wijk_table *table;
    (void)argument;
    wijk_status status = wijk_dossier_table(run->dossier, WIJK_TABLE_FIGURES, given.day, WIJK_TIME_NONE, &table,
                                            run->error);
    if (status != WIJK_OK)
        return status;
    status = CALL(wijk_cohort_add_figures)(run->cohort, table, run->error);
    wijk_table_unref(table);
    return status;
}

static wijk_status seal(struct run *run, int argument) {
    wijk_id id = number_id(2003);
    uint32_t bounds[3];
    (void)argument;
    wijk_status status = CALL(wijk_cohort_seal)(run->cohort, run->error);
    MUST(run, (status == WIJK_OK) == (CALL(wijk_cohort_sealed)(run->cohort) == 1));
    if (status != WIJK_OK)
        return status;
    int32_t number = CALL(wijk_cohort_find)(run->cohort, &id);
    MUST(run, number > 0 && memcmp(CALL(wijk_cohort_id)(run->cohort, (uint32_t)number), &id, sizeof id) == 0);
    MUST(run, CALL(wijk_cohort_parts)(run->cohort, 2, bounds) == WIJK_OK && bounds[2] == NUMBERS + 1);
    MUST(run, CALL(wijk_cohort_bytes)(run->cohort) > 0);
    return status;
}

/* ---- counting ---- */

static wijk_status make_tally(struct run *run, int argument) {
    wijk_date from = given.day - 400, until = given.day + 1;
    wijk_status status;
    CALL(wijk_tally_destroy)(run->tally);
    run->tally = NULL;
    if (argument == 0)
        status = CALL(wijk_tally_new_acts)(run->cohort, WIJK_UNIT_EVERYTHING, from, until, &run->tally, run->error);
    else if (argument == 1)
        status = CALL(wijk_tally_new_occupancy)(run->cohort, WIJK_UNIT_TEAM, "care", from, &run->tally, run->error);
    else if (argument == 2)
        status = CALL(wijk_tally_new_transitions)(run->cohort, WIJK_UNIT_TEAM, "care", from, until, &run->tally,
                                                  run->error);
    else if (argument == 3)
        status = CALL(wijk_tally_new_path)(run->cohort, WIJK_UNIT_TEAM, "care", from, until, &run->tally, run->error);
    else if (argument == 4)
        status = CALL(wijk_tally_new_times)(run->cohort, WIJK_UNIT_MUNICIPALITY, "dossier-open", "tier-enter", from,
                                            until, &run->tally, run->error);
    else if (argument == 5)
        status = CALL(wijk_tally_new_pairs)(run->cohort, WIJK_UNIT_TEAM, "zrm/finances", from, until, &run->tally,
                                            run->error);
    else
        status = CALL(wijk_tally_new_figures)(run->cohort, WIJK_UNIT_TEAM, &run->tally, run->error);
    MUST(run, (status == WIJK_OK) == (run->tally != NULL));
    return status;
}

static wijk_status count(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_cohort_run)(run->cohort, 0, CALL(wijk_cohort_dossiers)(run->cohort), &run->tally, 1, run->error);
}

static wijk_status estimate(struct run *run, int argument) {
    static const char *const names[] = {"", "light", "heavy", "universal", "team-short", "team-plan", "specialised",
                                        "pressured", "compulsory"};
    wijk_survival *survival = NULL;
    wijk_multistate *multistate = NULL;
    wijk_status status = argument == 0
                             ? CALL(wijk_tally_survival)(run->tally, NULL, 0, &survival, run->error)
                             : CALL(wijk_tally_multistate)(run->tally, NULL, names, sizeof names / sizeof *names,
                                                           &multistate, run->error);
    MUST(run, (status == WIJK_OK) == (survival != NULL || multistate != NULL));
    wijk_survival_destroy(survival);
    wijk_multistate_destroy(multistate);
    return status;
}

static wijk_status write_tally(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_tally_write)(run->tally, run->buffer, run->error);
}

/* What was written, read and added to the tally itself; adding may fail after the reading. */
static wijk_status merge(struct run *run, int argument) {
    wijk_tally *read, *like;
    (void)argument;
    wijk_status status = CALL(wijk_tally_read)(run->context, CALL(wijk_buffer_data)(run->buffer),
                                               CALL(wijk_buffer_size)(run->buffer), &read, run->error);
    if (status != WIJK_OK)
        return status;
    status = CALL(wijk_tally_new_like)(run->tally, &like, run->error);
    if (status == WIJK_OK)
        status = CALL(wijk_tally_merge)(run->tally, like, run->error);
    if (status == WIJK_OK)
        status = CALL(wijk_tally_merge)(run->tally, read, run->error);
    wijk_tally_destroy(like);
    wijk_tally_destroy(read);
    if (status == WIJK_OK)
        CALL(wijk_buffer_clear)(run->buffer);
    return status;
}

static wijk_status show(struct run *run, int argument) {
    wijk_table *table;
    (void)argument;
    wijk_status status = CALL(wijk_tally_table)(run->tally, &table, run->error);
    if (status != WIJK_OK)
        return status;
    MUST(run, wijk_table_rows(table) > 0);
    wijk_table_unref(table);
    return status;
}

static wijk_status look_behind(struct run *run, int argument) {
    uint32_t count_behind;
    (void)argument;
    wijk_status status = CALL(wijk_cohort_behind)(run->cohort, run->tally, 0, NULL, 0, &count_behind, run->error);
    MUST(run, status != WIJK_OK || count_behind > 0);
    return status;
}

#define COUNT_KIND(kind)                                                                                      \
    {"tally", make_tally, kind, 0}, {"count", count, 0, 0}, {"write", write_tally, 0, 0},                     \
        {"merge", merge, 0, FILLS_BUFFER}, {"show", show, 0, 0}, {"behind", look_behind, 0, 0}

static const struct step cohort_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 901, 0},
    {"story", submit_story, STORY_ACTS, 0},
    {"cohort", make_cohort, 0, 0},
    {"append", append, 0, 0},
    {"append frames", append_frames, 0, 0},
    {"team", intern, 0, 0},
    {"team", intern, 1, 0},
    {"scale", intern, NUMBERS, 0},
    {"code", intern, NUMBERS + 1, 0},
    {"dossiers", add_dossiers, 0, 0},
    {"acts", add_rows, 0, 0},
    {"measurements", add_rows, 1, 0},
    {"figures", add_figures, 0, 0},
    {"seal", seal, 0, 0},
    COUNT_KIND(0),
    COUNT_KIND(1),
    COUNT_KIND(2),
    COUNT_KIND(3),
    {"states", estimate, 1, 0},
    COUNT_KIND(4),
    {"survival", estimate, 0, 0},
    COUNT_KIND(5),
    COUNT_KIND(6),
};
const struct scenario cohort_scenario = SCENARIO("cohort", cohort_steps);
