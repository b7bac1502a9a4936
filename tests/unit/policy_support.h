/* What the tests of src/policy share: text that grows, and packs made from it. */
#ifndef WIJK_TEST_POLICY_SUPPORT_H
#define WIJK_TEST_POLICY_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fail_alloc.h"
#include "policy/compile.h"

/* Lists that rules name. */
#define ROLES "\"roles\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\"},{\"key\":\"b\",\"en\":\"b\",\"nl\":\"b\"}," \
              "{\"key\":\"c\",\"en\":\"c\",\"nl\":\"c\"}]"
#define PROVISIONS "\"provisions\":[{\"key\":\"p\",\"class\":\"informal\",\"en\":\"p\",\"nl\":\"p\"}," \
                   "{\"key\":\"q\",\"en\":\"q\",\"nl\":\"q\"}]"
#define DAY "\"within\":{\"count\":1,\"unit\":\"days\"}"
/* A ladder of two tiers, which ends where its other members may follow. */
#define TIER(key, more) "{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\"" more "}"
#define LADDER(tiers, more) "\"ladders\":[{\"key\":\"l\",\"en\":\"l\",\"nl\":\"l\",\"decided\":true,\"tiers\":[" tiers \
                            "]" more "}]"
#define ENTRY ",\"entry\":true"
#define LIGHT TIER("light", ENTRY)
#define HEAVY TIER("heavy", ENTRY)

struct grown {
    char *data;
    size_t length, capacity;
};

__attribute__((format(printf, 2, 3))) static inline void grow(struct grown *text, const char *format, ...) {
    va_list values;
    va_start(values, format);
    int more = vsnprintf(NULL, 0, format, values);
    va_end(values);
    assert_true(more >= 0);
    size_t needed = text->length + (size_t)more + 1;
    if (needed > text->capacity) {
        text->capacity = needed * 2;
        text->data = realloc(text->data, text->capacity);
        assert_non_null(text->data);
    }
    va_start(values, format);
    vsnprintf(text->data + text->length, (size_t)more + 1, format, values);
    va_end(values);
    text->length += (size_t)more;
}

/* The start of every pack; members follow, each after a comma, and then the end. */
static inline struct grown pack_begin(void) {
    struct grown pack = {0};
    grow(&pack, "{\"format\":1,\"name\":\"sample\",\"version\":\"7\",\"valid_from\":\"2026-01-01\"");
    return pack;
}

struct room { /* what every test has */
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_error *error;
};

static inline int set_up(void **state) {
    struct room *room = calloc(1, sizeof *room);
    assert_non_null(room);
    assert_int_equal(fail_alloc_context(&room->alloc, NULL, &room->context), WIJK_OK);
    assert_int_equal(wijk_error_new(room->context, &room->error), WIJK_OK);
    *state = room;
    return 0;
}

static inline int tear_down(void **state) {
    struct room *room = *state;
    wijk_error_destroy(room->error);
    wijk_context_unref(room->context);
    assert_true(fail_alloc_clean(&room->alloc));
    free(room);
    return 0;
}

/* Loads a pack from bytes that end where they end, so that a reader past the end is seen. */
static inline wijk_status load_with(wijk_context *context, const char *json, size_t length, wijk_policy **out,
                                    wijk_error *error) {
    char *exact = malloc(length ? length : 1);
    assert_non_null(exact);
    memcpy(exact, json, length);
    *out = (wijk_policy *)(void *)exact; /* something that is not NULL */
    wijk_status status = wijk_policy_load(context, exact, length, out, error);
    free(exact);
    assert_int_equal(*out != NULL, status == WIJK_OK);
    assert_int_equal(wijk_error_code(error), status);
    return status;
}

/* Ends a pack, loads it and frees the text. */
static inline wijk_status load(struct room *room, struct grown *pack, wijk_policy **out) {
    grow(pack, "}");
    wijk_status status = load_with(room->context, pack->data, pack->length, out, room->error);
    free(pack->data);
    return status;
}

/* Ends and loads a pack that must give this status at this pointer. */
static inline void expect(struct room *room, struct grown pack, wijk_status wanted, const char *pointer) {
    wijk_policy *policy;
    wijk_status status = load(room, &pack, &policy);
    wijk_policy_unref(policy);
    if (status != wanted)
        print_error("%s\n", wijk_error_message(room->error, WIJK_ENGLISH));
    assert_string_equal(wijk_status_name(status), wijk_status_name(wanted));
    assert_string_equal(wijk_error_path(room->error), pointer);
}

static inline wijk_policy *load_members(struct room *room, const char *members) {
    struct grown pack = pack_begin();
    grow(&pack, ",%s", members);
    wijk_policy *policy;
    wijk_status status = load(room, &pack, &policy);
    if (status != WIJK_OK)
        fail_msg("%s", wijk_error_message(room->error, WIJK_ENGLISH));
    return policy;
}

static inline struct wijk__text text(const char *data) { return (struct wijk__text){data, strlen(data)}; }

static inline bool is_text(struct wijk__text got, const char *wanted) {
    return wanted ? got.data && wijk__text_equal(got.data, got.length, wanted, strlen(wanted)) : !got.data;
}

static inline wijk_policy *load_default(struct room *room) {
    wijk_policy *policy;
    assert_int_equal(wijk_policy_load_default(room->context, &policy, room->error), WIJK_OK);
    assert_int_equal(wijk_error_code(room->error), WIJK_OK);
    return policy;
}

struct refusal { /* members of a pack, and how it ends with them */
    const char *members;
    wijk_status status;
    const char *pointer;
};

static inline void expect_refusals(struct room *room, const struct refusal *refusals, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct grown pack = pack_begin();
        grow(&pack, ",%s", refusals[i].members);
        expect(room, pack, refusals[i].status, refusals[i].pointer);
    }
}

/* Loads a text and frees the policy; what a sweep over all failures of memory runs. */
static inline wijk_status load_once(struct fail_alloc *alloc, void *json) {
    wijk_context *context;
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status != WIJK_OK)
        return status;
    wijk_error *error;
    status = wijk_error_new(context, &error);
    if (status == WIJK_OK) {
        wijk_policy *policy;
        status = load_with(context, json, strlen(json), &policy, error);
        wijk_policy_unref(policy);
    }
    wijk_error_destroy(error);
    wijk_context_unref(context);
    return status;
}

#endif
