/* What the tests of the JSON seam share: a context and an error for each test, and a parser of exact copies. */
#ifndef WIJK_TEST_BASE_JSON_SUPPORT_H
#define WIJK_TEST_BASE_JSON_SUPPORT_H

#include "base_support.h"

struct room {
    struct counting counting;
    wijk_context *context;
    wijk_error *error;
};

static inline int set_up(void **state) {
    struct room *room = malloc(sizeof *room);
    assert_non_null(room);
    room->context = counting_context(&room->counting);
    assert_int_equal(wijk_error_new(room->context, &room->error), WIJK_OK);
    *state = room;
    return 0;
}

static inline int tear_down(void **state) {
    struct room *room = *state;
    wijk_error_destroy(room->error);
    wijk_context_unref(room->context);
    assert_int_equal(room->counting.blocks, 0);
    free(room);
    return 0;
}

/* Parse a copy that ends where the text ends, so that a reader past the end is seen. */
static inline wijk_status parse(struct room *room, const char *text, size_t length, bool private_keys,
                                wijk__json **out) {
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, text, length);
    *out = (wijk__json *)(void *)room;
    wijk_status status = wijk__json_parse(room->context, exact, length, private_keys, out, room->error);
    free(exact);
    assert_int_equal(*out != NULL, status == WIJK_OK);
    return status;
}

/* Every test gets a room of its own. */
static inline int run_in_rooms(struct CMUnitTest *tests, size_t count) {
    for (size_t i = 0; i < count; i++) {
        tests[i].setup_func = set_up;
        tests[i].teardown_func = tear_down;
    }
    return _cmocka_run_group_tests("json", tests, count, NULL, NULL);
}

#endif
