/* How large a dossier may be, to the act and to the byte, and how much memory it takes. */
#include "dossier_support.h"
#include "story.h"

/* ---- limits: n - 1, n and n + 1 ---- */

/* A dossier of moves in a world with limits; answers what the act after `count` others was answered. */
static wijk_status fill(struct world *world, const wijk_limits *limits, uint32_t count, bool one_frame) {
    open_context(world, limits);
    wijk_status status = WIJK_OK;
    if (one_frame)
        assert_int_equal(wijk_dossier_begin(world->dossier, world->error), WIJK_OK);
    make_open(world, 1000, DAY);
    for (uint32_t i = 0; i <= count && status == WIJK_OK; i++) {
        if (i > 0)
            make_move(world, 1000 + i, DAY + (wijk_date)i, NOON(DAY + (wijk_date)i));
        struct look before = look_at(world->dossier);
        status = submit(world);
        if (status != WIJK_OK) {
            assert_int_equal(i, count);
            assert_int_equal(wijk_error_code(world->error), status);
            assert_unchanged(world->dossier, before);
        } else {
            free(before.frames);
        }
    }
    if (one_frame)
        assert_int_equal(wijk_dossier_commit(world->dossier, world->error), WIJK_OK);
    return status;
}

static wijk_limits none_but(void) { return (wijk_limits){.struct_size = sizeof(wijk_limits)}; }

static void test_acts(void **state) {
    struct world *spare = *state, world = {0};
    NEEDS_POLICY(spare);
    for (uint64_t n = 9; n <= 11; n++) { /* one opening and nine moves */
        wijk_limits limits = none_but();
        limits.acts = n;
        assert_int_equal(fill(&world, &limits, 9, n % 2 == 0), n < 10 ? WIJK_E_LIMIT : WIJK_OK);
        close_context(&world);
    }
}

/* How many bytes the frames take, and the longest of them. */
static size_t measure(uint32_t count, bool one_frame, size_t *longest, struct look *look) {
    struct world world = {0};
    assert_int_equal(fill(&world, NULL, count, one_frame), WIJK_OK);
    *look = look_at(world.dossier);
    *longest = 0;
    for (size_t at = 0; at < look->length;) {
        uint64_t length, sequence;
        assert_int_equal(wijk_journal_frame(look->frames + at, look->length - at, &length, &sequence, NULL), WIJK_OK);
        *longest = length > *longest ? (size_t)length : *longest;
        at += (size_t)length;
    }
    close_context(&world);
    return look->length;
}

static wijk_status load_within(const wijk_limits *limits, const struct look *look) {
    struct world world = {0};
    wijk_dossier *made;
    open_context(&world, limits);
    wijk_status status = load(&world, look->frames, look->length, &made);
    assert_int_equal(status == WIJK_OK, made != NULL);
    wijk_dossier_destroy(made);
    close_context(&world);
    return status;
}

static void test_journal_bytes(void **state) {
    struct world *spare = *state, world = {0};
    NEEDS_POLICY(spare);
    for (int one_frame = 0; one_frame < 2; one_frame++) {
        size_t longest;
        struct look look;
        size_t bytes = measure(9, one_frame != 0, &longest, &look);
        for (int more = -1; more <= 1; more++) {
            wijk_limits limits = none_but();
            limits.journal_bytes = bytes + (size_t)(more + 1) - 1;
            wijk_status expected = more < 0 ? WIJK_E_LIMIT : WIJK_OK;
            assert_int_equal(fill(&world, &limits, 9, one_frame != 0), expected);
            close_context(&world);
            assert_int_equal(load_within(&limits, &look), expected);
        }
        free(look.frames);
    }
}

static void test_frame_bytes(void **state) {
    struct world *spare = *state, world = {0};
    NEEDS_POLICY(spare);
    size_t longest;
    struct look look;
    measure(9, true, &longest, &look);
    for (int more = -1; more <= 1; more++) {
        wijk_limits limits = none_but();
        limits.frame_bytes = longest + (size_t)(more + 1) - 1;
        wijk_status expected = more < 0 ? WIJK_E_LIMIT : WIJK_OK;
        assert_int_equal(fill(&world, &limits, 9, true), expected);
        close_context(&world);
        assert_int_equal(load_within(&limits, &look), expected);
        assert_int_equal(fill(&world, &limits, 9, false), WIJK_OK); /* short frames are as before */
        close_context(&world);
    }
    free(look.frames);
}

static void test_loading_too_many_acts(void **state) {
    struct world *spare = *state;
    NEEDS_POLICY(spare);
    for (int one_frame = 0; one_frame < 2; one_frame++) {
        size_t longest;
        struct look look;
        measure(9, one_frame != 0, &longest, &look);
        for (uint64_t n = 9; n <= 11; n++) {
            wijk_limits limits = none_but();
            limits.acts = n;
            assert_int_equal(load_within(&limits, &look), n < 10 ? WIJK_E_LIMIT : WIJK_OK);
        }
        free(look.frames);
    }
}

/* What was taken before is a duplicate even when nothing more fits. */
static void test_a_duplicate_in_a_full_dossier(void **state) {
    struct world *spare = *state, world = {0};
    NEEDS_POLICY(spare);
    size_t longest;
    struct look look;
    wijk_limits limits = none_but();
    limits.journal_bytes = measure(3, false, &longest, &look);
    assert_int_equal(fill(&world, &limits, 4, false), WIJK_E_LIMIT);
    make_move(&world, 1003, DAY + 3, NOON(DAY + 3));
    assert_int_equal(submit(&world), WIJK_DUPLICATE);
    make_move(&world, 1004, DAY + 4, NOON(DAY + 4));
    assert_int_equal(submit(&world), WIJK_E_LIMIT);
    assert_int_equal(wijk_dossier_acts(world.dossier), 4);
    close_context(&world);
    free(look.frames);
}

static void test_text_bytes(void **state) {
    struct world *spare = *state, world = {0};
    NEEDS_POLICY(spare);
    wijk_limits limits = none_but();
    limits.text_bytes = 10;
    open_context(&world, &limits);
    wijk_id own = id(1000);
    for (size_t length = 9; length <= 11; length++) {
        assert_int_equal(wijk_act_begin(world.act, WIJK_ACT_DOSSIER_OPEN, &own, DAY, NOON(DAY), NULL), WIJK_OK);
        assert_int_equal(wijk_act_set_text(world.act, WIJK_DOSSIER_OPEN_NEIGHBOURHOOD, "Abcdefghijk", length, NULL),
                         length < 11 ? WIJK_OK : WIJK_E_LIMIT);
    }
    close_context(&world);
}

/* ---- the seed of the hash tables shows nowhere ---- */

static void test_hash_seed(void **state) {
    struct world *spare = *state, world = {0};
    NEEDS_POLICY(spare);
    struct look looks[2];
    for (uint64_t seed = 0; seed < 2; seed++) {
        wijk_limits limits = none_but();
        limits.hash_seed = seed * UINT64_C(0x123456789ABCDEF1);
        assert_int_equal(fill(&world, &limits, 60, false), WIJK_OK);
        make_withdraw(&world, 3000, DAY + 60, 1059);
        assert_int_equal(submit(&world), WIJK_REFUSED); /* 1060 would then be no move */
        looks[seed] = look_at(world.dossier);
        close_context(&world);
    }
    assert_true(looks_same(&looks[0], &looks[1]));
    free(looks[0].frames);
    free(looks[1].frames);
}

/* ---- memory ---- */

enum { ACTS = 100, MOST = 48 * 1024 };

static void weigh(struct world *world, const struct story *story, bool one_frame) {
    wijk_dossier *dossier;
    wijk_id own = id(77);
    size_t before = world->alloc.live_bytes;
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &own, &dossier, NULL), WIJK_OK);
    if (one_frame)
        assert_int_equal(wijk_dossier_begin(dossier, NULL), WIJK_OK);
    for (size_t i = 0; i < ACTS; i++)
        assert_int_equal(wijk_dossier_submit(dossier, story->acts[i], NULL, NULL), WIJK_OK);
    uint64_t open = wijk_dossier_memory(dossier);
    assert_int_equal(open, world->alloc.live_bytes - before); /* it counts every byte that it takes */
    if (one_frame)
        assert_int_equal(wijk_dossier_commit(dossier, NULL), WIJK_OK);
    uint64_t held = wijk_dossier_memory(dossier);
    assert_int_equal(held, world->alloc.live_bytes - before);
    struct look look = look_at(dossier);
    wijk_dossier *made;
    wijk_dossier_destroy(dossier);
    assert_int_equal(world->alloc.live_bytes, before);
    assert_int_equal(load(world, look.frames, look.length, &made), WIJK_OK);
    uint64_t loaded = wijk_dossier_memory(made);
    assert_int_equal(loaded, world->alloc.live_bytes - before);
    printf("%d acts, %s: journal %zu bytes; memory %llu bytes, loaded %llu, while the frame was open %llu\n", ACTS,
           one_frame ? "one frame for all" : "one frame per act", look.length, (unsigned long long)held,
           (unsigned long long)loaded, (unsigned long long)open);
    assert_true(held <= MOST);
    assert_true(loaded <= MOST);
    wijk_dossier_destroy(made);
    free(look.frames);
}

/* The story, and as many contacts of its pilot light as are wanting for a hundred acts. */
static void make_hundred(struct story *story, wijk_context *context) {
    story_make(story, context, 1);
    size_t start = story->count - 1;
    while (wijk_act_get_type(story->acts[start]) != WIJK_ACT_PILOT_LIGHT_START)
        start--;
    while (story->count < ACTS) {
        story->day += 55;
        STORY(story, pilot_light_contact, wijk_act_get_id(story->acts[start]), 1, NULL);
    }
}

static void test_memory(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    static struct story story;
    make_hundred(&story, world->context);
    weigh(world, &story, false);
    weigh(world, &story, true);
    story_free(&story);
}

/* While a frame is open in which the state was made anew, the state before it is kept, and counted. */
static void test_memory_of_an_open_frame(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_dossier *dossier;
    wijk_id own = id(77), other = id(DOSSIER);
    size_t before = world->alloc.live_bytes;
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &own, &dossier, NULL), WIJK_OK);
    wijk_dossier *kept = world->dossier;
    world->dossier = dossier;
    fill_two(world);
    uint64_t closed = wijk_dossier_memory(dossier);
    assert_int_equal(wijk_dossier_begin(dossier, NULL), WIJK_OK);
    make_move(world, 1002, DAY, NOON(DAY + 2));
    size_t act = world->alloc.live_bytes - (size_t)closed - before; /* what the builder of acts took since */
    assert_int_equal(submit(world), WIJK_OK);
    assert_true(wijk_dossier_memory(dossier) > closed);
    assert_int_equal(wijk_dossier_memory(dossier), world->alloc.live_bytes - before - act);
    wijk_dossier_rollback(dossier);
    assert_int_equal(wijk_dossier_memory(dossier), world->alloc.live_bytes - before - act);
    world->dossier = kept;
    wijk_dossier_destroy(dossier);
    assert_memory_equal(wijk_dossier_id(kept), &other, sizeof other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_acts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_journal_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_frame_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_loading_too_many_acts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_duplicate_in_a_full_dossier, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hash_seed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_memory_of_an_open_frame, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
