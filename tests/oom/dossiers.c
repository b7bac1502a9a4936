/* A dossier that is written, and one that is read. */
#include "sweep.h"

enum { FIRST = 30, BATCH_END = 60 }; /* of the story: one by one, then as a batch, the rest in an open frame */

static wijk_time noon_of(wijk_date day) { return (wijk_time)day * INT64_C(86400000000) + INT64_C(43200000000); }

static const wijk_act *story_act(size_t place) { return given.acts[place]; }

wijk_status make_dossier(struct run *run, int argument) {
    wijk_id id = number_id((uint32_t)argument);
    wijk_status status = CALL(wijk_dossier_new)(run->context, given.policy, &id, &run->dossier, run->error);
    MUST(run, (status == WIJK_OK) == (run->dossier != NULL));
    return status;
}

static wijk_status submit_one(struct run *run, int argument) {
    return CALL(wijk_dossier_submit)(run->dossier, story_act((size_t)argument), run->findings, run->error);
}

wijk_status expect(struct run *run, wijk_status status, wijk_status expected) {
    MUST(run, status == expected || status == WIJK_E_MEMORY);
    return status == expected ? WIJK_OK : status;
}

static wijk_status submit_duplicate(struct run *run, int argument) {
    return expect(run, submit_one(run, argument), WIJK_DUPLICATE);
}

void read_findings(struct run *run) {
    uint32_t count = CALL(wijk_findings_count)(run->findings);
    MUST(run, count > 0 && CALL(wijk_findings_worst)(run->findings) > 0);
    for (uint32_t i = 0; i < count; i++) {
        MUST(run, CALL(wijk_findings_code)(run->findings, i) != 0);
        MUST(run, CALL(wijk_findings_name)(run->findings, i)[0] == 'W');
        MUST(run, CALL(wijk_findings_severity)(run->findings, i) != 0);
        MUST(run, CALL(wijk_findings_text)(run->findings, i, WIJK_DUTCH)[0] != '\0');
        CALL(wijk_findings_subject)(run->findings, i);
        CALL(wijk_findings_other)(run->findings, i);
        CALL(wijk_findings_item)(run->findings, i);
        CALL(wijk_findings_mend)(run->findings, i);
        for (uint32_t fact = 0; fact < CALL(wijk_findings_missing_count)(run->findings, i); fact++) {
            MUST(run, CALL(wijk_findings_missing)(run->findings, i, fact) != 0);
            CALL(wijk_findings_missing_subject)(run->findings, i, fact);
            const char *key = CALL(wijk_findings_missing_key)(run->findings, i, fact);
            MUST(run, key == NULL || *key != '\0');
            CALL(wijk_findings_missing_mend)(run->findings, i, fact);
        }
    }
}

/* Another plan is drafted after the story (0), and activated before it has anything: refused, with all that it misses
 * (1). */
static wijk_status submit_plan(struct run *run, int argument) {
    wijk_id id = number_id(100 + (uint32_t)argument), plan = number_id(100), who = number_id(11);
    MUST(run, wijk_act_begin(run->act, argument ? WIJK_ACT_PLAN_ACTIVATE : WIJK_ACT_PLAN_DRAFT, &id, given.day + 100,
                             noon_of(given.day + 100), NULL) == WIJK_OK);
    if (argument)
        MUST(run, wijk_act_set_id(run->act, WIJK_PLAN_ACTIVATE_PLAN, &plan, NULL) == WIJK_OK);
    wijk_status status = wijk_act_set_actor(run->act, &who, NULL, NULL, 0, run->error);
    if (status == WIJK_OK)
        status = CALL(wijk_dossier_submit)(run->dossier, run->act, run->findings, run->error);
    if (argument == 0)
        return status;
    if (status == WIJK_REFUSED)
        read_findings(run);
    return expect(run, status, WIJK_REFUSED);
}

static wijk_status submit_batch(struct run *run, int argument) {
    return CALL(wijk_dossier_submit_all)(run->dossier, (const wijk_act *const *)given.acts + FIRST,
                                         (size_t)argument - FIRST, run->findings, run->error);
}

/* The acts before the last are taken before, the last is refused: none is taken. */
static wijk_status submit_bad_batch(struct run *run, int argument) {
    const wijk_act *acts[] = {story_act((size_t)argument), story_act(0), story_act((size_t)argument + 1), NULL};
    (void)argument;
    wijk_status status = CALL(wijk_dossier_submit_all)(run->dossier, acts, 4, run->findings, run->error);
    return expect(run, status, WIJK_E_ARGUMENT);
}

static wijk_status begin_frame(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_dossier_begin)(run->dossier, run->error);
}

static wijk_status commit_frame(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_dossier_commit)(run->dossier, run->error);
}

/* An act that holds before others, and the withdrawal of one: both make the state anew. */
static wijk_status submit_late(struct run *run, int argument) {
    wijk_id id = number_id(200 + (uint32_t)argument), who = number_id(11);
    wijk_date day = wijk_act_get_valid(story_act(12)) + argument;
    MUST(run, wijk_act_begin(run->act, WIJK_ACT_SETTING_MOVE, &id, day, noon_of(given.day + 100),
                             NULL) == WIJK_OK);
    wijk_status status = wijk_act_set_text(run->act, WIJK_SETTING_MOVE_SETTING, "home", 4, run->error);
    if (status == WIJK_OK)
        status = wijk_act_set_id(run->act, WIJK_SETTING_MOVE_PROVIDER, &id, run->error);
    if (status == WIJK_OK)
        status = wijk_act_set_actor(run->act, &who, NULL, NULL, 0, run->error);
    return status == WIJK_OK ? CALL(wijk_dossier_submit)(run->dossier, run->act, run->findings, run->error) : status;
}

static wijk_status submit_withdrawal(struct run *run, int argument) {
    wijk_id id = number_id(300 + (uint32_t)argument), target = number_id(200 + (uint32_t)argument);
    MUST(run, wijk_act_begin(run->act, WIJK_ACT_ACT_WITHDRAW, &id, given.day,
                             noon_of(given.day + 100), NULL) == WIJK_OK);
    MUST(run, wijk_act_set_id(run->act, WIJK_ACT_WITHDRAW_ACT, &target, NULL) == WIJK_OK);
    wijk_status status = wijk_act_set_actor(run->act, &id, NULL, NULL, 0, run->error);
    return status == WIJK_OK ? CALL(wijk_dossier_submit)(run->dossier, run->act, run->findings, run->error) : status;
}

/* A whole frame that is dropped again, with a late act in it. */
static wijk_status roll_back(struct run *run, int argument) {
    wijk_status status = begin_frame(run, 0);
    if (status == WIJK_OK)
        status = submit_late(run, argument);
    if (status == WIJK_OK)
        status = submit_withdrawal(run, argument);
    CALL(wijk_dossier_rollback)(run->dossier);
    return status;
}

static wijk_status keep(struct run *run, int argument) {
    (void)argument;
    MUST(run, CALL(wijk_dossier_memory)(run->dossier) > 0 && CALL(wijk_dossier_id)(run->dossier) != NULL);
    CALL(wijk_dossier_mark_saved)(run->dossier);
    return WIJK_OK;
}

/* Each act is a step of its own, so that each is seen to leave the dossier as it was when it fails. */
#define ONE(n) {"submit", submit_one, n, 0}
#define TEN(n) ONE(n), ONE(n + 1), ONE(n + 2), ONE(n + 3), ONE(n + 4), ONE(n + 5), ONE(n + 6), ONE(n + 7), ONE(n + 8), \
               ONE(n + 9)

static const struct step dossier_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 400, 0},
    TEN(0), TEN(10), TEN(20),
    {"duplicate", submit_duplicate, 7, 0},
    {"bad batch", submit_bad_batch, FIRST, 0},
    {"batch", submit_batch, BATCH_END, 0},
    {"begin", begin_frame, 0, 0},
    TEN(60), TEN(70), ONE(80), ONE(81), ONE(82), ONE(83), ONE(84), ONE(85),
    {"late in a frame", submit_late, 1, LOSES_ACT},
    {"late again", submit_late, 2, LOSES_ACT},
    {"withdrawal in a frame", submit_withdrawal, 1, LOSES_ACT},
    {"draft", submit_plan, 0, LOSES_ACT},
    {"refused in a frame", submit_plan, 1, LOSES_ACT},
    {"commit", commit_frame, 0, 0},
    {"refused", submit_plan, 1, LOSES_ACT},
    {"late", submit_late, 3, LOSES_ACT},
    {"withdrawal", submit_withdrawal, 3, LOSES_ACT},
    {"roll back", roll_back, 4, LOSES_ACT},
    {"keep", keep, 0, 0},
};
const struct scenario dossier_scenario = SCENARIO("a dossier that is written", dossier_steps);

/* ---- reading ---- */

wijk_status load(struct run *run, int argument) {
    const void *frames;
    size_t length;
    CALL(wijk_dossier_destroy)(run->other_dossier);
    run->other_dossier = NULL;
    CALL(wijk_dossier_frames)(run->dossier, &frames, &length);
    wijk_status status = CALL(wijk_dossier_load)(run->context, given.policy, frames, length, argument,
                                                 &run->other_dossier, run->error);
    MUST(run, (status == WIJK_OK) == (run->other_dossier != NULL));
    return status;
}

static wijk_status scan(struct run *run, int argument) {
    const void *frames;
    size_t length;
    uint64_t first, sequence;
    CALL(wijk_journal_report_destroy)(run->report);
    run->report = NULL;
    CALL(wijk_dossier_frames)(run->dossier, &frames, &length);
    MUST(run, CALL(wijk_journal_frame)(frames, length, &first, &sequence, run->error) == WIJK_OK && sequence == 1);
    wijk_status status = CALL(wijk_journal_scan)(run->context, frames, length, argument, &run->report, run->error);
    if (status != WIJK_OK)
        return status;
    MUST(run, CALL(wijk_journal_report_good_bytes)(run->report) == length);
    MUST(run, CALL(wijk_journal_report_frames)(run->report) == CALL(wijk_journal_report_sequence)(run->report));
    MUST(run, CALL(wijk_journal_report_acts)(run->report) == wijk_dossier_acts(run->dossier));
    MUST(run, CALL(wijk_journal_report_unknown_acts)(run->report) == 0);
    MUST(run, CALL(wijk_journal_report_dossier)(run->report) != NULL &&
                  CALL(wijk_journal_report_head)(run->report) != NULL);
    return status;
}

static wijk_status journal_json(struct run *run, int argument) {
    const void *frames;
    size_t length;
    (void)argument;
    CALL(wijk_dossier_frames)(run->dossier, &frames, &length);
    wijk_status status = CALL(wijk_journal_write_json)(run->context, frames, length, run->buffer, run->error);
    if (status == WIJK_OK)
        wijk_buffer_clear(run->buffer);
    if (status == WIJK_OK)
        status = CALL(wijk_csv_write_text)("=a \"text\" that is longer than others are", 41, run->buffer, run->error);
    if (status == WIJK_OK)
        wijk_buffer_clear(run->buffer);
    return status;
}

static void read_table(struct run *run) {
    const wijk_table *table = run->table;
    for (uint32_t column = 0; column < CALL(wijk_table_columns)(table); column++) {
        wijk_layout layout;
        const void *values;
        const int32_t *offsets;
        const uint8_t *validity;
        uint32_t nulls;
        MUST(run, CALL(wijk_table_column)(table, column, &layout, &values, &offsets, &validity, &nulls) == WIJK_OK);
        for (uint32_t row = 0; row < CALL(wijk_table_rows)(table); row++) {
            size_t length;
            int32_t null = CALL(wijk_table_is_null)(table, column, row);
            const wijk_id *id = CALL(wijk_table_cell_id)(table, column, row);
            const char *text = CALL(wijk_table_text)(table, column, row, &length);
            CALL(wijk_table_int)(table, column, row);
            MUST(run, CALL(wijk_table_real)(table, column, row) == 0 || layout == WIJK_LAYOUT_REAL);
            MUST(run, !null || (id == NULL && text == NULL));
        }
    }
}

/* As Arrow: whole, and as a stream. */
static wijk_status hand_out(struct run *run) {
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream;
    wijk_status status = CALL(wijk_table_export_arrow)(run->table, &schema, &array, run->error);
    MUST(run, (status == WIJK_OK) == (schema.release != NULL) && (status == WIJK_OK) == (array.release != NULL));
    if (status != WIJK_OK)
        return status;
    MUST(run, array.length == wijk_table_rows(run->table));
    schema.release(&schema);
    array.release(&array);
    status = CALL(wijk_table_export_stream)(run->context, &run->table, 1, 2, &stream, run->error);
    MUST(run, (status == WIJK_OK) == (stream.release != NULL));
    if (status == WIJK_OK)
        stream.release(&stream);
    return status;
}

/* All tables as they are now; three of them as of a day, a moment, or both, as the argument says. */
static bool wanted(wijk_table_id which, int argument) {
    return argument == 0 || which == WIJK_TABLE_ACTS || which == WIJK_TABLE_MEMBERS || which == WIJK_TABLE_COORDINATORS;
}

static wijk_status tables(struct run *run, int argument) {
    wijk_date on = argument & 1 ? wijk_act_get_valid(story_act(FIRST)) : WIJK_DATE_NONE;
    wijk_time known = argument & 2 ? wijk_act_get_recorded(story_act(FIRST)) : WIJK_TIME_NONE;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES) && status == WIJK_OK; i++) {
        wijk_table_id which = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        if (!wanted(which, argument))
            continue;
        status = CALL(wijk_dossier_table)(run->dossier, which, on, known, &run->table, run->error);
        MUST(run, (status == WIJK_OK) == (run->table != NULL));
        if (status != WIJK_OK)
            break;
        MUST(run, CALL(wijk_table_get_id)(run->table) == which);
        MUST(run, CALL(wijk_table_ref)(run->table) == run->table);
        CALL(wijk_table_unref)(run->table);
        if (run->alloc->fail_at == 0)
            read_table(run);
        status = CALL(wijk_table_write)(run->table, argument & 1 ? WIJK_FORMAT_CSV : WIJK_FORMAT_JSON_LINES,
                                        argument & 1, run->buffer, run->error);
        if (status == WIJK_OK && wanted(which, 1))
            status = hand_out(run);
        CALL(wijk_table_unref)(run->table);
        run->table = NULL;
    }
    wijk_buffer_clear(run->buffer);
    return status;
}

/* The stays of a dossier as Arrow into a cohort, and that as Arrow out again. */
static wijk_status arrow_and_back(struct run *run, int argument) {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    wijk_cohort *cohort = NULL;
    (void)argument;
    wijk_status status = wijk_dossier_table(run->dossier, WIJK_TABLE_TIER_STAYS, WIJK_DATE_NONE, WIJK_TIME_NONE,
                                            &run->table, run->error);
    if (status == WIJK_OK)
        status = wijk_table_export_stream(run->context, &run->table, 1, 1, &stream, run->error);
    wijk_table_unref(run->table);
    run->table = NULL;
    if (status != WIJK_OK)
        return status;
    status = wijk_cohort_new(run->context, &cohort, run->error);
    if (status == WIJK_OK)
        status = CALL(wijk_cohort_append_arrow)(cohort, WIJK_ARROW_STAYS, &stream, run->error);
    else
        stream.release(&stream);
    MUST(run, stream.release == NULL); /* whatever the answer */
    if (status == WIJK_OK)
        status = wijk_cohort_seal(cohort, run->error);
    if (status == WIJK_OK)
        status = CALL(wijk_cohort_export_arrow)(cohort, &schema, &array, run->error);
    if (status == WIJK_OK) {
        schema.release(&schema);
        array.release(&array);
        status = CALL(wijk_cohort_export_stream)(cohort, WIJK_ARROW_ACTS, 2, &stream, run->error);
    }
    if (status == WIJK_OK)
        stream.release(&stream);
    wijk_cohort_unref(cohort);
    return status;
}

static wijk_status check(struct run *run, int argument) {
    wijk_status status = CALL(wijk_dossier_check)(run->dossier, given.day + argument, WIJK_TIME_NONE,
                                                  run->findings, run->error);
    if (status == WIJK_OK && argument > 0)
        read_findings(run); /* of what was due by then */
    return status;
}

static wijk_status agenda(struct run *run, int argument) {
    wijk_status status = CALL(wijk_dossier_agenda)(run->dossier, given.day + argument, given.day + 300, WIJK_TIME_NONE,
                                                   &run->table, run->error);
    MUST(run, (status == WIJK_OK) == (run->table != NULL));
    MUST(run, run->table == NULL || wijk_table_rows(run->table) > 0);
    CALL(wijk_table_unref)(run->table);
    run->table = NULL;
    return status;
}

static wijk_status steps(struct run *run, int argument) {
    wijk_status status = CALL(wijk_dossier_steps)(run->dossier, given.day + argument, WIJK_TIME_NONE, &run->table,
                                                  run->findings, run->error);
    MUST(run, (status == WIJK_OK) == (run->table != NULL));
    if (status == WIJK_OK)
        read_findings(run);
    CALL(wijk_table_unref)(run->table);
    run->table = NULL;
    return status;
}

/* Of the whole story (0), or of the part before its last weeks. */
static wijk_status flow(struct run *run, int argument) {
    wijk_status status = CALL(wijk_dossier_flow)(run->dossier, given.day - 400, given.day + 1 + argument, 182,
                                                 WIJK_TIME_NONE, &run->table, run->error);
    MUST(run, (status == WIJK_OK) == (run->table != NULL));
    MUST(run, run->table == NULL || wijk_table_rows(run->table) > 0);
    CALL(wijk_table_unref)(run->table);
    run->table = NULL;
    return status;
}

static wijk_status indicators(struct run *run, int argument) {
    wijk_status status = CALL(wijk_dossier_indicators)(run->dossier, given.day - 400, given.day + 1, given.day + argument,
                                                       WIJK_TIME_NONE, &run->table, run->error);
    MUST(run, (status == WIJK_OK) == (run->table != NULL));
    MUST(run, run->table == NULL || wijk_table_rows(run->table) > 0);
    CALL(wijk_table_unref)(run->table);
    run->table = NULL;
    return status;
}

static wijk_status table_of(struct run *run, wijk_status status) {
    MUST(run, (status == WIJK_OK) == (run->table != NULL));
    CALL(wijk_table_unref)(run->table);
    run->table = NULL;
    return status;
}

static wijk_status say_all(struct run *run, wijk_monitor *monitor) {
    wijk_status status = table_of(run, CALL(wijk_monitor_table)(monitor, &run->table, run->error));
    if (status == WIJK_OK)
        status = CALL(wijk_monitor_check)(monitor, run->findings, run->error);
    if (status == WIJK_OK)
        status = table_of(run, CALL(wijk_monitor_compare)(monitor, "heard", WIJK_NUL_TERMINATED, &run->table,
                                                          run->error));
    if (status == WIJK_OK)
        status = table_of(run, CALL(wijk_monitor_behind)(monitor, &run->table, run->error));
    CALL(wijk_findings_clear)(run->findings);
    return status;
}

static wijk_status monitor(struct run *run, int argument) {
    wijk_monitor *made;
    wijk_status status = CALL(wijk_monitor_new)(run->context, given.policy, given.day - 400, given.day + 1, given.day,
                                                argument, "heard", WIJK_NUL_TERMINATED, &made, run->error);
    MUST(run, (status == WIJK_OK) == (made != NULL));
    if (status == WIJK_OK)
        status = CALL(wijk_monitor_add)(made, run->dossier, WIJK_TIME_NONE, run->error);
    if (status == WIJK_OK)
        status = say_all(run, made);
    CALL(wijk_monitor_destroy)(made);
    return status;
}

static wijk_status returns(struct run *run, int argument) {
    int64_t count, of;
    wijk_status status = CALL(wijk_dossier_returns_after)(run->dossier, given.day - 400, given.day + 1, 30,
                                                          given.day + argument, WIJK_TIME_NONE, &count, &of,
                                                          run->error);
    if (status != WIJK_OK)
        return status;
    status = CALL(wijk_dossier_returns_before)(run->dossier, given.day - 400, given.day + 1 + argument, 30,
                                               WIJK_TIME_NONE, &count, &of, run->error);
    MUST(run, status != WIJK_OK || of > 0);
    return status;
}

static wijk_status findings_json(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_findings_write_json)(run->findings, WIJK_ENGLISH, run->buffer, run->error);
    if (status != WIJK_OK)
        return status;
    MUST(run, CALL(wijk_buffer_size)(run->buffer) > 0);
    wijk_buffer_clear(run->buffer);
    CALL(wijk_findings_clear)(run->findings);
    return status;
}

static wijk_status unheard(struct run *run, int argument) {
    wijk_id persons[8];
    uint32_t count;
    return CALL(wijk_dossier_unheard)(run->dossier, given.day - argument, persons, 8, &count);
}

static wijk_status screen(struct run *run, int argument) {
    wijk_id id;
    const char *tier;
    size_t length;
    wijk_date day = wijk_act_get_valid(story_act(50));
    (void)argument;
    MUST(run, CALL(wijk_dossier_coordinator)(run->dossier, day, &id) == WIJK_OK);
    MUST(run, CALL(wijk_dossier_plan)(run->dossier, day, &id) == WIJK_OK);
    MUST(run, CALL(wijk_dossier_tier)(run->dossier, "care", 4, day, &tier, &length) == WIJK_OK);
    return WIJK_OK;
}

wijk_status submit_story(struct run *run, int argument) {
    return CALL(wijk_dossier_submit_all)(run->dossier, (const wijk_act *const *)given.acts,
                                         argument ? (size_t)argument : given.count, run->findings, run->error);
}

static const struct step reading_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 401, 0},
    {"story", submit_story, 0, 0},
    {"late", submit_late, 5, LOSES_ACT},
    {"late", submit_late, 6, LOSES_ACT},
    {"withdrawal", submit_withdrawal, 5, LOSES_ACT},
    {"load", load, 0, 0},
    {"load and verify", load, WIJK_LOAD_VERIFY_CHAIN, 0},
    {"scan", scan, 0, 0},
    {"scan and verify", scan, 1, 0},
    {"journal as JSON", journal_json, 0, 0},
    {"screen", screen, 0, 0},
    {"check before", check, -40, 0},
    {"check now", check, 0, 0},
    {"check later", check, 300, 0},
    {"findings as JSON", findings_json, 0, 0},
    {"agenda", agenda, 0, 0},
    {"agenda before", agenda, -40, 0},
    {"steps", steps, 0, 0},
    {"steps before", steps, -40, 0},
    {"flow", flow, 0, 0},
    {"flow before", flow, -20, 0},
    {"indicators", indicators, 0, 0},
    {"indicators later", indicators, 300, 0},
    {"monitor", monitor, WIJK_MONITOR_UNIT_ALL, 0},
    {"monitor of a neighbourhood", monitor, WIJK_MONITOR_UNIT_NEIGHBOURHOOD, 0},
    {"returns", returns, 0, 0},
    {"returns before", returns, -20, 0},
    {"unheard now", unheard, 0, NO_ERROR},
    {"unheard then", unheard, 300, NO_ERROR},
};
const struct scenario reading_scenario = SCENARIO("a dossier that is read", reading_steps);

static const struct step table_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 402, 0},
    {"story", submit_story, BATCH_END, 0},
    {"check", check, -40, 0},
    {"tables", tables, 0, FILLS_BUFFER},
    {"arrow and back", arrow_and_back, 0, 0},
    {"tables of a day", tables, 1, FILLS_BUFFER},
    {"tables of a moment", tables, 2, FILLS_BUFFER},
    {"tables of both", tables, 3, FILLS_BUFFER},
};
const struct scenario table_scenario = SCENARIO("tables", table_steps);
