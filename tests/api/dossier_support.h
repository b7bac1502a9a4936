/* What the tests of the dossier share: a small world with a policy, and acts that are made and submitted in one call.
 * Public headers only. */
#ifndef WIJK_TEST_DOSSIER_SUPPORT_H
#define WIJK_TEST_DOSSIER_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

#include "fail_alloc.h"

#define NOON(day) ((wijk_time)(day) * INT64_C(86400000000) + INT64_C(43200000000))
enum { DAY = 20458 }; /* 2026-01-05 */

struct world {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_policy *policy;
    wijk_error *error;
    wijk_findings *findings;
    wijk_act *act;
    wijk_dossier *dossier;
};

/* Tests that submit need a policy, and reading one needs JSON. */
#define NEEDS_POLICY(world)                              \
    do {                                                 \
        if (!wijk_feature_supported(WIJK_FEATURE_JSON))  \
            skip();                                      \
        assert_non_null((world)->policy);                \
    } while (0)

static inline wijk_id id(uint32_t number) {
    wijk_id made = {{0x64, 0x6F, 0x73}};
    for (int i = 0; i < 4; i++)
        made.bytes[12 + i] = (uint8_t)(number >> (24 - 8 * i));
    return made;
}

static inline bool is_none(const wijk_id *one) {
    static const wijk_id none;
    return memcmp(one, &none, sizeof none) == 0;
}

enum { WHO = 900, DOSSIER = 901, ANNA = 1, BRAM = 2 }; /* numbers of ids; acts have 1000 and more */

static inline void open_context(struct world *world, const wijk_limits *limits) {
    assert_int_equal(fail_alloc_context(&world->alloc, limits, &world->context), WIJK_OK);
    assert_int_equal(wijk_error_new(world->context, &world->error), WIJK_OK);
    assert_int_equal(wijk_findings_new(world->context, &world->findings, world->error), WIJK_OK);
    assert_int_equal(wijk_act_new(world->context, &world->act, world->error), WIJK_OK);
    wijk_id dossier = id(DOSSIER);
    if (wijk_policy_load_default(world->context, &world->policy, world->error) == WIJK_OK)
        assert_int_equal(wijk_dossier_new(world->context, world->policy, &dossier, &world->dossier, world->error),
                         WIJK_OK);
}

static inline void close_context(struct world *world) {
    wijk_dossier_destroy(world->dossier);
    wijk_policy_unref(world->policy);
    wijk_act_destroy(world->act);
    wijk_findings_destroy(world->findings);
    wijk_error_destroy(world->error);
    wijk_context_unref(world->context);
    assert_true(fail_alloc_clean(&world->alloc));
    memset(world, 0, sizeof *world);
}

static inline int set_up(void **state) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    open_context(world, NULL);
    *state = world;
    return 0;
}

static inline int tear_down(void **state) {
    struct world *world = *state;
    close_context(world);
    free(world);
    return 0;
}

/* ---- acts ---- */

static inline void by_who(struct world *world) {
    wijk_id who = id(WHO);
    assert_int_equal(wijk_act_set_actor(world->act, &who, NULL, "team-worker", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
}

static inline void make_open(struct world *world, uint32_t number, wijk_date day) {
    wijk_id own = id(number);
    assert_int_equal(wijk_act_dossier_open(world->act, &own, day, NOON(day), "South", NULL, NULL), WIJK_OK);
    by_who(world);
}

static inline void make_join(struct world *world, uint32_t number, wijk_date day, uint32_t person) {
    wijk_id own = id(number), who = id(person);
    assert_int_equal(wijk_act_member_join(world->act, &own, day, NOON(day), &who, WIJK_MEMBER_ROLE_ADULT, NULL,
                                          WIJK_DATE_NONE, NULL), WIJK_OK);
    by_who(world);
}

/* A move between settings may be repeated for ever, which makes it the act of choice to fill a dossier with. */
static inline void make_move(struct world *world, uint32_t number, wijk_date day, wijk_time recorded) {
    wijk_id own = id(number), provider = id(500 + number % 2);
    assert_int_equal(wijk_act_setting_move(world->act, &own, day, recorded, "home", &provider, NULL), WIJK_OK);
    by_who(world);
}

static inline void make_withdraw(struct world *world, uint32_t number, wijk_date day, uint32_t target) {
    wijk_id own = id(number), act = id(target);
    assert_int_equal(wijk_act_act_withdraw(world->act, &own, day, NOON(day), &act, NULL), WIJK_OK);
    by_who(world);
}

static inline wijk_status submit(struct world *world) {
    return wijk_dossier_submit(world->dossier, world->act, world->findings, world->error);
}

static inline void fill_two(struct world *world) { /* opened, and Anna joined: acts 1000 and 1001, two frames */
    make_open(world, 1000, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    make_join(world, 1001, DAY + 1, ANNA);
    assert_int_equal(submit(world), WIJK_OK);
}

/* ---- what a dossier looks like ---- */

struct look {
    uint8_t digest[WIJK_HASH_SIZE], head[WIJK_HASH_SIZE];
    uint64_t acts, sequence, saved;
    uint8_t *frames;
    size_t length;
};

static inline struct look look_at(const wijk_dossier *dossier) {
    struct look look = {.acts = wijk_dossier_acts(dossier),
                        .sequence = wijk_dossier_sequence(dossier),
                        .saved = wijk_dossier_saved_sequence(dossier)};
    const void *bytes;
    assert_int_equal(wijk_dossier_digest(dossier, look.digest), WIJK_OK);
    wijk_dossier_head(dossier, look.head);
    wijk_dossier_frames(dossier, &bytes, &look.length);
    look.frames = malloc(look.length + 1);
    assert_non_null(look.frames);
    if (look.length > 0)
        memcpy(look.frames, bytes, look.length);
    return look;
}

static inline bool looks_same(const struct look *a, const struct look *b) {
    return memcmp(a->digest, b->digest, sizeof a->digest) == 0 && memcmp(a->head, b->head, sizeof a->head) == 0 &&
           a->acts == b->acts && a->sequence == b->sequence && a->saved == b->saved && a->length == b->length &&
           memcmp(a->frames, b->frames, a->length) == 0;
}

/* Compares, and frees both. */
static inline void assert_unchanged(const wijk_dossier *dossier, struct look before) {
    struct look now = look_at(dossier);
    assert_true(looks_same(&before, &now));
    free(before.frames);
    free(now.frames);
}

static inline wijk_status load(struct world *world, const void *frames, size_t length, wijk_dossier **out) {
    return wijk_dossier_load(world->context, world->policy, frames, length, WIJK_LOAD_VERIFY_CHAIN, out,
                             world->error);
}

static inline uint32_t rows(const wijk_dossier *dossier, wijk_table_id which, wijk_date on, wijk_time known) {
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(dossier, which, on, known, &table, NULL), WIJK_OK);
    uint32_t count = wijk_table_rows(table);
    wijk_table_unref(table);
    return count;
}

#endif
