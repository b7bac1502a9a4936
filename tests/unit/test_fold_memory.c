/* Acts whose memory fails at every change that they make, not only where the sweep of all functions happens to find the
 * log of changes full: the log is cut to size before each try, so that one change more no longer fits, and then the
 * next. What failed leaves the state as it was, to the last key that leads to a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "dossier/dossier.h"
#include "fail_alloc.h"
#include "story.h"

enum { STEP = 8, ROOM_MOST = 8192, SPARE = 16 };

struct world {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_policy *policy;
    wijk_dossier *dossier;
    struct story story;
    uint32_t failures;
};

struct look {
    uint8_t digest[WIJK_HASH_SIZE];
    struct wijk__heads heads;
    uint32_t rows[WIJK__T_COUNT];
    uint64_t lookups, acts, sequence;
    size_t journal, undo;
};

static struct look look_at(const wijk_dossier *dossier) {
    const struct wijk__state *state = &dossier->state;
    struct look look;
    memset(&look, 0, sizeof look);
    wijk__state_digest(state, look.digest);
    memcpy(&look.heads, &state->heads, sizeof look.heads);
    look.acts = dossier->history.count;
    look.sequence = dossier->sequence;
    look.journal = dossier->history.journal.size;
    look.undo = state->undo.size;
    for (uint32_t table = 1; table < WIJK__T_COUNT; table++) {
        look.rows[table] = state->rows[table].count;
        for (uint32_t row = 0; row < state->rows[table].count && table != WIJK__T_tier_stays; row++) {
            const uint8_t *key = (const uint8_t *)wijk__state_row(state, table, row) + wijk__key_offsets[table];
            look.lookups = wijk__mix(look.lookups, wijk__state_find(state, table, key, sizeof(wijk_id)));
        }
    }
    return look;
}

/* ---- all that an act may need, but for the log ---- */

static void *must(void *memory) {
    assert_non_null(memory);
    return memory;
}

static void make_room(struct world *world) {
    wijk_dossier *dossier = world->dossier;
    struct wijk__state *state = &dossier->state;
    assert_int_equal(wijk__history_reserve(dossier, SPARE), WIJK_OK);
    assert_int_equal(wijk__history_reserve_ids(dossier, dossier->history.count + SPARE), WIJK_OK);
    assert_int_equal(wijk__bytes_reserve(world->context, &dossier->history.journal, 65536), WIJK_OK);
    assert_int_equal(wijk__state_reserve(state, 1024), WIJK_OK);
    for (uint32_t table = 1; table < WIJK__T_COUNT; table++) {
        struct wijk__rows *rows = &state->rows[table];
        size_t size = wijk__row_sizes[table], capacity = rows->count + SPARE;
        if (size == 0 || rows->capacity >= capacity)
            continue;
        rows->data = must(wijk__reallocate(world->context, rows->data, rows->capacity * size, capacity * size));
        rows->capacity = (uint32_t)capacity;
    }
    state->texts = dossier->history.journal.data;
}

/* The log has room for so many bytes, and not for one more. */
static void cut_log(struct world *world, size_t room) {
    struct wijk__bytes *log = &world->dossier->state.undo;
    assert_int_equal(log->size, 0);
    wijk__bytes_free(world->context, log);
    log->data = room > 0 ? must(wijk__allocate(world->context, room)) : NULL;
    log->capacity = room;
}

/* Take an act that fails wherever the log ends. */
static void take(struct world *world, const wijk_act *act) {
    for (size_t room = 0; room < ROOM_MOST; room += STEP) {
        make_room(world);
        cut_log(world, room);
        struct look before = look_at(world->dossier);
        world->alloc.failures = 0;
        world->alloc.fail_at = world->alloc.calls + 1;
        wijk_status status = wijk_dossier_submit(world->dossier, act, NULL, NULL);
        world->alloc.fail_at = 0;
        if (status == WIJK_OK) {
            assert_int_equal(world->alloc.failures, 0);
            return;
        }
        if (status != WIJK_E_MEMORY)
            fail_msg("%s: %s", wijk_catalog_name(WIJK_CATALOG_ACTS, wijk_act_get_type(act)), wijk_status_name(status));
        struct look after = look_at(world->dossier);
        assert_memory_equal(&before, &after, sizeof before);
        world->failures++;
    }
    fail_msg("an act never fits");
}

/* ---- the acts ---- */

/* After the story: what it does not do. Goals, problems and the rest are made anew. */
static void go_on(struct story *story) {
    const wijk_date none = WIJK_DATE_NONE;
    const int64_t no = INT64_MIN;
    const wijk_id anna = story_id(9, 1), bea = story_id(9, 2), carl = story_id(9, 3), dirk = story_id(9, 4),
                  other = story_id(9, 5);
    story->day += 10;
    STORY(story, member_join, &anna, WIJK_MEMBER_ROLE_CHILD, "A", story->day - 4000, NULL);
    STORY(story, member_join, &bea, WIJK_MEMBER_ROLE_ADULT, "B", none, NULL);
    STORY(story, member_revise, &anna, WIJK_MEMBER_ROLE_OTHER, "AA", none, WIJK_HOME_SHARED, NULL);
    STORY(story, member_excuse, &anna, "Away", NULL);
    STORY(story, member_relate, &bea, &anna, WIJK_RELATION_PARENT, 1, NULL);
    STORY(story, relation_end, STORY_LAST(story), NULL);
    STORY(story, network_join, &dirk, WIJK_RELATION_FRIEND, "D", NULL);
    STORY(story, analysis_open, NULL);
    const wijk_id analysis = *STORY_LAST(story);
    STORY(story, strength_identify, &analysis, "finances", &bea, "S", NULL);
    STORY(story, problem_identify, &analysis, "finances", &bea, WIJK_PROBLEM_SEVERITY_SERIOUS, "P", NULL);
    const wijk_id problem = *STORY_LAST(story);
    STORY(story, problem_leave, &problem, "Later", NULL);
    STORY(story, plan_draft, "Again", NULL);
    const wijk_id plan = *STORY_LAST(story);
    STORY(story, goal_set, &plan, NULL, "G", NULL, no, no, none, NULL, NULL);
    const wijk_id goal = *STORY_LAST(story);
    STORY(story, goal_link, &goal, &problem, NULL);
    STORY(story, goal_review, &goal, WIJK_PROGRESS_WORSENING, "R", NULL);
    STORY(story, plan_sign, &plan, &dirk, NULL);
    STORY(story, goal_revise, &goal, "GG", NULL, no, 5, none, NULL, NULL, NULL);
    STORY(story, plan_review, &plan, story->day + 9, "R", NULL);
    STORY(story, action_plan, &plan, &goal, &dirk, NULL, "D", 60, no, none, none, none, NULL);
    const wijk_id action = *STORY_LAST(story);
    STORY(story, action_plan, &plan, &goal, &other, "general.budget-advice", "E", 60, no, none, none, none, NULL);
    const wijk_id second = *STORY_LAST(story);
    STORY(story, action_begin, &action, NULL);
    STORY(story, action_pause, &action, "W", &second, NULL);
    STORY(story, network_leave, &dirk, NULL);
    STORY(story, network_join, &dirk, 0, NULL, NULL);
    STORY(story, action_resume, &action, NULL);
    STORY(story, action_pause, &action, "W", NULL, NULL);
    STORY(story, action_end, &action, NULL);
    STORY(story, action_start, &plan, &goal, &dirk, NULL, "F", NULL);
    STORY(story, coordination_claim, &other, none, "C", NULL);
    STORY(story, claim_resolve, STORY_LAST(story), WIJK_RESOLUTION_REJECTED, "W", NULL);
    STORY(story, duty_perform, "partners-informed", "N", NULL);
    STORY(story, coordination_offer, &carl, none, NULL);
    STORY(story, coordination_decline, STORY_LAST(story), NULL);
    STORY(story, coordination_offer, &carl, none, NULL);
    STORY(story, coordination_withdraw, STORY_LAST(story), NULL);
    STORY(story, acting_begin, &carl, none, NULL);
    STORY(story, acting_end, STORY_LAST(story), NULL);
    STORY(story, acting_begin, &carl, none, NULL);
    STORY(story, coordination_offer, &carl, none, NULL);
    STORY(story, coordination_accept, STORY_LAST(story), NULL);
    STORY(story, acting_begin, &other, none, NULL);
    STORY(story, coordination_offer, &other, none, NULL);
    STORY(story, professional_join, &other, NULL, NULL, "expert", "O", NULL);
    STORY(story, professional_leave, &other, NULL);
    STORY(story, setting_move, "school", &other, NULL);
    STORY(story, step_propose, "care", "pressured", NULL);
    STORY(story, household_split_off, &anna, NULL);
    STORY(story, household_absorb, &bea, NULL, NULL);
    STORY(story, wait_start, "individual.mental-health", NULL, none, &other, NULL);
    STORY(story, member_leave, &anna, NULL);
    STORY(story, household_merge_into, &carl, &plan, NULL); /* closes, and ends all that stands open */
    STORY(story, dossier_reopen, NULL);
    STORY(story, household_split_from, &carl, NULL);
    STORY(story, pilot_light_start, 60, &other, NULL);
    STORY(story, pilot_light_end, STORY_LAST(story), NULL);
    STORY(story, pilot_light_start, 60, &other, NULL);
    STORY(story, dossier_close, "goals-reached", NULL);
}

static void test_every_change(void **state) {
    struct world *world = *state;
    if (world->policy == NULL)
        skip();
    for (size_t i = 0; i < world->story.count; i++)
        take(world, world->story.acts[i]);
    print_message("%zu acts failed %u times\n", world->story.count, (unsigned)world->failures);
    assert_true(world->failures > 2 * world->story.count);
}

/* ---- what is said ---- */

enum { ROOMY = 64 };

/* Findings with room for so many, and so many missing facts; the keys of those always fit. */
static void cut_findings(struct world *world, wijk_findings *findings, uint32_t list, uint32_t missing) {
    wijk_context *context = world->context;
    wijk__release(context, findings->list, findings->capacity * sizeof *findings->list);
    wijk__release(context, findings->missing, findings->missing_capacity * sizeof *findings->missing);
    findings->list = list > 0 ? must(wijk__allocate(context, list * sizeof *findings->list)) : NULL;
    findings->missing = missing > 0 ? must(wijk__allocate(context, missing * sizeof *findings->missing)) : NULL;
    findings->capacity = list;
    findings->missing_capacity = missing;
    findings->count = findings->missing_count = 0;
    assert_int_equal(wijk__bytes_reserve(context, &findings->texts, 4096), WIJK_OK);
}

/* The last act, which is refused. */
static wijk_status submit_last(struct world *world, wijk_findings *findings) {
    make_room(world);
    wijk__bytes_free(world->context, &world->dossier->state.undo);
    assert_int_equal(wijk__bytes_reserve(world->context, &world->dossier->state.undo, ROOM_MOST), WIJK_OK);
    world->alloc.fail_at = world->alloc.calls + 1;
    return wijk_dossier_submit(world->dossier, world->story.acts[world->story.count - 1], findings, NULL);
}

/* Submit it with room for ever more findings, then for ever more missing facts, until all can be said. */
static uint32_t be_refused(struct world *world) {
    wijk_findings *findings;
    uint32_t failures = 0;
    assert_int_equal(wijk_findings_new(world->context, &findings, NULL), WIJK_OK);
    for (int which = 0; which < 2; which++) {
        wijk_status status = WIJK_E_MEMORY;
        for (uint32_t room = 0; room < ROOMY && status == WIJK_E_MEMORY; room++) {
            struct look before = look_at(world->dossier);
            cut_findings(world, findings, which == 0 ? room : ROOMY, which == 0 ? ROOMY : room);
            status = submit_last(world, findings);
            world->alloc.fail_at = 0;
            struct look after = look_at(world->dossier);
            assert_memory_equal(&before, &after, sizeof before);
            failures += status == WIJK_E_MEMORY;
        }
        assert_int_equal(status, WIJK_REFUSED);
    }
    wijk_findings_destroy(findings);
    return failures;
}

/* A plan that lacks all that a plan can lack is activated. */
static void test_every_missing_fact(void **state) {
    struct world *world = *state;
    if (world->policy == NULL)
        skip();
    struct story *story = &world->story;
    const wijk_date none = WIJK_DATE_NONE;
    const wijk_id anna = story_id(9, 1), bea = story_id(9, 2), other = story_id(9, 5);
    story->count = 0;
    STORY(story, dossier_open, NULL, NULL, NULL);
    STORY(story, member_join, &anna, WIJK_MEMBER_ROLE_CHILD, "A", story->day - 5000, NULL);
    STORY(story, member_join, &bea, WIJK_MEMBER_ROLE_ADULT, "B", none, NULL);
    STORY(story, analysis_open, NULL);
    const wijk_id analysis = *STORY_LAST(story);
    STORY(story, problem_identify, &analysis, "finances", &bea, WIJK_PROBLEM_SEVERITY_SERIOUS, "P", NULL);
    STORY(story, plan_draft, "P", NULL);
    const wijk_id plan = *STORY_LAST(story);
    STORY(story, goal_set, &plan, NULL, "G", NULL, INT64_MIN, INT64_MIN, none, NULL, NULL);
    STORY(story, action_start, &plan, NULL, &other, NULL, "D", NULL);
    for (size_t i = 0; i < story->count; i++)
        assert_int_equal(wijk_dossier_submit(world->dossier, story->acts[i], NULL, NULL), WIJK_OK);
    STORY(story, plan_activate, &plan, NULL);
    uint32_t failures = be_refused(world);
    print_message("activating failed %u times\n", (unsigned)failures);
    assert_true(failures > 8);
}

/* ---- set up ---- */

static int set_up(void **state) {
    struct world *world = calloc(1, sizeof *world);
    wijk_id id = story_id(1, 1);
    assert_non_null(world);
    assert_int_equal(fail_alloc_context(&world->alloc, NULL, &world->context), WIJK_OK);
    if (wijk_policy_load_default(world->context, &world->policy, NULL) == WIJK_OK) {
        assert_int_equal(wijk_dossier_new(world->context, world->policy, &id, &world->dossier, NULL), WIJK_OK);
        story_make(&world->story, world->context, 1);
        story_go_on(&world->story);
        go_on(&world->story);
    }
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;
    if (world->policy != NULL)
        story_free(&world->story);
    wijk_dossier_destroy(world->dossier);
    wijk_policy_unref(world->policy);
    wijk_context_unref(world->context);
    bool clean = fail_alloc_clean(&world->alloc);
    free(world);
    return clean ? 0 : -1;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_missing_fact, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
