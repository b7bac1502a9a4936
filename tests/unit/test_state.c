/* Rows that are found by their keys, and changes that are taken back, compared with a list that is looked through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "dossier/state.h"
#include "fail_alloc.h"
#include "journal_make.h"

enum { ROUNDS = 40, STEPS = 400, KEYS = 90, MARKS = 6 };

struct model {
    uint32_t persons[STEPS]; /* of each row, in order */
    uint32_t count;
};

static wijk_id person_id(uint32_t number) {
    wijk_id id = {{7}};
    wijk__put32(id.bytes + 12, number);
    return id;
}

static uint32_t find(const struct model *model, uint32_t person) {
    for (uint32_t row = model->count; row-- > 0;)
        if (model->persons[row] == person)
            return row;
    return WIJK__NO_ROW;
}

static void compare(const struct wijk__state *state, const struct model *model) {
    assert_int_equal(COUNT(state, members), model->count);
    for (uint32_t person = 0; person < KEYS; person++) {
        wijk_id id = person_id(person);
        assert_int_equal(wijk__state_find(state, WIJK__T_members, &id, sizeof id), find(model, person));
        assert_int_equal(wijk__state_find(state, WIJK__T_network, &id, sizeof id), WIJK__NO_ROW);
    }
    for (uint32_t row = 0; row < model->count; row++) {
        wijk_id id = person_id(model->persons[row]);
        assert_memory_equal(&ROW(state, members, row)->person, &id, sizeof id);
        assert_int_equal(ROW(state, members, row)->role, (int32_t)row);
    }
}

static void add(struct wijk__state *state, struct model *model, uint32_t person) {
    struct wijk__row_members *row = ADD(state, members);
    assert_non_null(row);
    row->person = person_id(person);
    assert_int_equal(wijk__state_register(state, WIJK__T_members, model->count), WIJK_OK);
    row = EDIT(state, members, model->count); /* after a mark perhaps, and with others between */
    assert_non_null(row);
    row->role = (int32_t)model->count;
    model->persons[model->count++] = person;
}

/* Many keys, so that they stand in each other's way; and now and then back to an earlier moment. */
static void play(wijk_context *context, uint64_t *seed) {
    struct wijk__state state;
    struct model now = {.count = 0};
    struct model before[MARKS];
    size_t marks[MARKS];
    uint32_t depth = 0;
    wijk__state_init(&state, context, true);
    for (int step = 0; step < STEPS; step++) {
        size_t what = make_below(seed, 12);
        if (what < 9) {
            add(&state, &now, (uint32_t)make_below(seed, KEYS));
        } else if (what < 10 && depth < MARKS) {
            before[depth] = now;
            assert_int_equal(wijk__state_mark(&state, &marks[depth++]), WIJK_OK);
        } else if (what < 11 && depth > 0) {
            now = before[--depth];
            wijk__state_undo(&state, marks[depth]);
        } else if (make_chance(seed, 8)) {
            wijk__state_forget(&state);
            depth = 0;
        }
        compare(&state, &now);
    }
    wijk__state_free(&state);
}

static void test_against_a_list(void **unused) {
    uint64_t seed = 20261122;
    (void)unused;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct fail_alloc alloc = {0};
        wijk_limits limits = {.struct_size = sizeof limits, .hash_seed = round};
        wijk_context *context;
        assert_int_equal(fail_alloc_context(&alloc, &limits, &context), WIJK_OK);
        play(context, &seed);
        wijk_context_unref(context);
        assert_true(fail_alloc_clean(&alloc));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
