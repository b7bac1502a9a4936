/* Two households, and what both look like: for the tests of joining and parting. */
#ifndef WIJK_TEST_MERGE_SUPPORT_H
#define WIJK_TEST_MERGE_SUPPORT_H

#include <stdio.h>
#include "dossier_support.h"

enum { SECOND = 902, CATO = 3, DAAN = 4, EVI = 5, OMA = 6, HUGO = 7, IRIS = 8, MERGE_DAY = DAY + 40 };

struct two {
    struct world world;    /* its dossier is the first household */
    wijk_dossier *second;
};

static inline int set_up_two(void **state) {
    struct two *two = calloc(1, sizeof *two);
    wijk_id second = id(SECOND);
    assert_non_null(two);
    open_context(&two->world, NULL);
    if (two->world.policy != NULL)
        assert_int_equal(wijk_dossier_new(two->world.context, two->world.policy, &second, &two->second, NULL), WIJK_OK);
    *state = two;
    return 0;
}

static inline int tear_down_two(void **state) {
    struct two *two = *state;
    wijk_dossier_destroy(two->second);
    close_context(&two->world);
    free(two);
    return 0;
}

/* An id to point at, good until eight others were asked for. */
static inline const wijk_id *ref(uint32_t number) {
    static wijk_id ids[8];
    static uint32_t next;
    wijk_id *place = &ids[next++ % 8];
    *place = id(number);
    return place;
}

/* Make an act in the world's builder, by the usual professional. */
#define MAKE(two, name, number, day, ...)                                                                        \
    do {                                                                                                         \
        wijk_id own_ = id(number);                                                                               \
        assert_int_equal(wijk_act_##name((two)->world.act, &own_, day, NOON(day), __VA_ARGS__, NULL), WIJK_OK);  \
        by_who(&(two)->world);                                                                                   \
    } while (0)
/* And submit it. */
#define PUT(two, dossier, name, number, day, ...)                                                                \
    do {                                                                                                         \
        MAKE(two, name, number, day, __VA_ARGS__);                                                               \
        assert_int_equal(wijk_dossier_submit(dossier, (two)->world.act, (two)->world.findings, NULL), WIJK_OK);  \
    } while (0)

static inline void put_open(struct two *two, wijk_dossier *dossier, uint32_t number, wijk_date day) {
    make_open(&two->world, number, day);
    assert_int_equal(wijk_dossier_submit(dossier, two->world.act, NULL, NULL), WIJK_OK);
}

static inline void put_member(struct two *two, wijk_dossier *dossier, uint32_t number, wijk_date day, uint32_t person,
                              int32_t home) {
    wijk_id own = id(number), who = id(person);
    assert_int_equal(wijk_act_member_join(two->world.act, &own, day, NOON(day), &who,
                                          person < CATO ? WIJK_MEMBER_ROLE_ADULT : WIJK_MEMBER_ROLE_CHILD,
                                          person == CATO ? "Cato" : NULL, person == CATO ? 16000 : WIJK_DATE_NONE,
                                          NULL), WIJK_OK);
    if (home != 0)
        assert_int_equal(wijk_act_set_code(two->world.act, WIJK_MEMBER_JOIN_HOME, home, NULL), WIJK_OK);
    by_who(&two->world);
    assert_int_equal(wijk_dossier_submit(dossier, two->world.act, NULL, NULL), WIJK_OK);
}

/* Anna and Evi in the first household; Bram, Cato, who has two homes, and Evi in the second, with others around it. */
static inline void fill_households(struct two *two) {
    wijk_dossier *first = two->world.dossier, *second = two->second;
    wijk_id anna = id(ANNA), bram = id(BRAM), cato = id(CATO), evi = id(EVI), oma = id(OMA), hugo = id(HUGO),
            iris = id(IRIS), relation = id(2009);
    put_open(two, first, 1000, DAY);
    put_member(two, first, 1001, DAY, ANNA, 0);
    put_member(two, first, 1002, DAY, EVI, WIJK_HOME_SHARED);
    PUT(two, first, member_relate, 1003, DAY, &anna, &evi, WIJK_RELATION_PARENT, 1);
    PUT(two, first, professional_join, 1004, DAY, &iris, NULL, NULL, "provider", NULL);
    put_open(two, second, 2000, DAY);
    put_member(two, second, 2001, DAY, BRAM, 0);
    put_member(two, second, 2002, DAY, CATO, WIJK_HOME_SHARED);
    put_member(two, second, 2003, DAY, EVI, WIJK_HOME_SHARED);
    put_member(two, second, 2004, DAY, DAAN, WIJK_HOME_ONLY);
    PUT(two, second, member_leave, 2005, DAY + 1, ref(DAAN));
    PUT(two, second, member_hear, 2006, DAY + 1, &cato, WIJK_HEARING_ALONE);
    PUT(two, second, member_relate, 2007, DAY + 2, &bram, &cato, WIJK_RELATION_PARENT, 1);
    PUT(two, second, member_relate, 2008, DAY + 2, &anna, &evi, WIJK_RELATION_PARENT, 1); /* known to both */
    PUT(two, second, member_relate, 2009, DAY + 2, &oma, &bram, WIJK_RELATION_PARENT, -1);
    PUT(two, second, relation_end, 2010, DAY + 3, &relation);
    PUT(two, second, network_join, 2011, DAY + 3, &oma, WIJK_RELATION_GRANDPARENT, "Oma");
    PUT(two, second, network_join, 2012, DAY + 3, &anna, WIJK_RELATION_PARENT, NULL); /* a member of the other */
    PUT(two, second, network_join, 2015, DAY + 3, ref(IRIS + 1), WIJK_RELATION_NEIGHBOUR, NULL);
    PUT(two, second, network_leave, 2016, DAY + 3, ref(IRIS + 1));
    PUT(two, second, professional_join, 2017, DAY + 3, ref(IRIS + 2), NULL, NULL, "expert", NULL);
    PUT(two, second, professional_leave, 2018, DAY + 3, ref(IRIS + 2));
    PUT(two, second, professional_join, 2013, DAY + 3, &hugo, &oma, "South", "school", "Hugo");
    PUT(two, second, professional_join, 2014, DAY + 3, &iris, NULL, NULL, "expert", NULL); /* works with both */
}

/* ---- what both look like ---- */

struct looks {
    struct look first, second;
};

static inline struct looks look_at_both(const struct two *two) {
    return (struct looks){look_at(two->world.dossier), look_at(two->second)};
}

static inline void assert_both_unchanged(const struct two *two, struct looks before) {
    assert_unchanged(two->world.dossier, before.first);
    assert_unchanged(two->second, before.second);
}

static inline void forget(struct looks *looks) {
    free(looks->first.frames);
    free(looks->second.frames);
}

/* All tables, as of a day after all acts, but that of the acts, in which everything stays. */
static inline wijk_buffer *tables_of(const wijk_dossier *dossier, wijk_context *context) {
    wijk_buffer *buffer;
    assert_int_equal(wijk_buffer_new(context, &buffer), WIJK_OK);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table_id which = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        wijk_table *table;
        if (which == WIJK_TABLE_ACTS)
            continue;
        assert_int_equal(wijk_dossier_table(dossier, which, MERGE_DAY + 30, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
        assert_int_equal(wijk_table_write(table, WIJK_FORMAT_CSV, 1, buffer, NULL), WIJK_OK);
        wijk_table_unref(table);
    }
    return buffer;
}

static inline void assert_same_tables(wijk_buffer *a, wijk_buffer *b) {
    assert_int_equal(wijk_buffer_size(a), wijk_buffer_size(b));
    assert_memory_equal(wijk_buffer_data(a), wijk_buffer_data(b), wijk_buffer_size(a));
    wijk_buffer_destroy(a);
    wijk_buffer_destroy(b);
}

/* How many members there are on a day, as known now. */
static inline uint32_t members_on(const wijk_dossier *dossier, wijk_date on) {
    wijk_table *table;
    uint32_t count = 0;
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_MEMBERS, on, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
    for (uint32_t row = 0; row < wijk_table_rows(table); row++)
        count += wijk_table_is_null(table, WIJK_MEMBERS_COLUMN_UNTIL, row) == 1;
    wijk_table_unref(table);
    return count;
}

/* A dossier as it is when only so many of its frames were stored. */
static inline wijk_dossier *stored(struct two *two, const wijk_dossier *dossier, uint64_t frames) {
    const void *bytes;
    size_t length, end = 0;
    wijk_dossier *loaded;
    wijk_dossier_frames(dossier, &bytes, &length);
    for (uint64_t i = 0; i < frames; i++) {
        uint64_t size, sequence;
        assert_int_equal(wijk_journal_frame((const char *)bytes + end, length - end, &size, &sequence, NULL), WIJK_OK);
        end += (size_t)size;
    }
    assert_int_equal(load(&two->world, bytes, end, &loaded), WIJK_OK);
    return loaded;
}

static inline void assert_same_state(const wijk_dossier *a, const wijk_dossier *b) {
    uint8_t one[WIJK_HASH_SIZE], other[WIJK_HASH_SIZE];
    assert_int_equal(wijk_dossier_digest(a, one), WIJK_OK);
    assert_int_equal(wijk_dossier_digest(b, other), WIJK_OK);
    assert_memory_equal(one, other, sizeof one);
}

static inline void assert_finding(const struct two *two, uint32_t index, wijk_finding code, const wijk_id *subject,
                                  const wijk_id *other) {
    const wijk_findings *findings = two->world.findings;
    assert_int_equal(wijk_findings_code(findings, index), code);
    assert_int_equal(wijk_findings_item(findings, index), -1);
    if (subject != NULL)
        assert_memory_equal(wijk_findings_subject(findings, index), subject, sizeof *subject);
    else
        assert_null(wijk_findings_subject(findings, index));
    if (other != NULL)
        assert_memory_equal(wijk_findings_other(findings, index), other, sizeof *other);
    else
        assert_null(wijk_findings_other(findings, index));
}

/* ---- the calls ---- */

enum { MERGE = 3000, UNDO = 3001, SPLIT = 3002 };

static inline void make_merge(struct two *two, const wijk_id *plan) {
    wijk_id second = id(SECOND);
    MAKE(two, household_absorb, MERGE, MERGE_DAY, &second, plan);
}

static inline wijk_status merge(struct two *two, const wijk_id *plan) {
    make_merge(two, plan);
    return wijk_dossier_merge(two->world.dossier, two->second, two->world.act, two->world.findings, two->world.error);
}

static inline wijk_status undo(struct two *two, uint32_t target) {
    wijk_id act = id(target);
    MAKE(two, act_withdraw, UNDO, MERGE_DAY + 20, &act);
    return wijk_dossier_undo_lineage(two->world.dossier, two->second, two->world.act, two->world.findings,
                                     two->world.error);
}

#endif
