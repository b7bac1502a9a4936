/* Acts to bytes and back: nothing is lost, there is one encoding only, and no bytes lead out of bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "journal_make.h"

/* ---- identity ---- */

enum { RANDOM_ACTS = 1000000, FRAME_MOST = 60 };

static void assert_places_equal(const struct wijk__place *a, const struct wijk__place *b) {
    assert_true(a->recorded == b->recorded && a->act == b->act && a->professional == b->professional &&
                a->organisation == b->organisation && a->role == b->role);
}

static void test_random_acts(void **state) {
    (void)state;
    static struct make_act made;
    static uint8_t bytes[FRAME_MOST * sizeof made], again[FRAME_MOST * sizeof made];
    static struct wijk__place places[FRAME_MOST];
    static wijk_id ids[FRAME_MOST];
    struct wijk__act act;
    uint64_t seed = 20260101;
    size_t written = 0, unknown = 0;
    while (written < RANDOM_ACTS) {
        size_t count = 1 + make_below(&seed, FRAME_MOST);
        struct wijk__place to = wijk__place_first(0), from = to, copy = to;
        for (size_t i = 0; i < count; i++, written++) {
            make_act(&seed, &made);
            places[i] = from;
            ids[i] = made.view.id;
            size_t limit = to.act + wijk__act_encoded_limit(&made.view);
            wijk__act_encode(bytes, &to, &made.view);
            assert_true(to.act <= limit);
            assert_int_equal(wijk__act_decode(bytes, to.act, &from, &act), WIJK_OK);
            assert_places_equal(&from, &to);
            assert_true(make_acts_equal(&act, &made.view));
            wijk__act_encode(again, &copy, &act);
            assert_places_equal(&copy, &to);
            unknown += !act.def;
        }
        assert_memory_equal(bytes + WIJK__FRAME_HEADER, again + WIJK__FRAME_HEADER, to.act - WIJK__FRAME_HEADER);
        for (size_t i = count; i-- > 0;) { /* backwards, from the middle, without those before */
            struct wijk__act first, second;
            from = places[i];
            assert_int_equal(wijk__act_decode(bytes, to.act, &from, &first), WIJK_OK);
            wijk__act_again(bytes, &places[i], &second);
            assert_true(make_acts_equal(&first, &second));
            assert_true(wijk__id_equal(&first.id, &ids[i]));
            assert_true(wijk__id_equal(wijk__act_id_at(bytes, &places[i]), &ids[i]));
        }
    }
    assert_true(unknown > RANDOM_ACTS / 20);
}

/* An act that is moved into the bytes is the same act, and its texts outlive those it had. */
static void test_move(void **state) {
    (void)state;
    static struct make_act made, gone;
    static uint8_t bytes[sizeof made], again[sizeof made];
    uint64_t seed = 9;
    size_t long_acts = 0;
    for (size_t i = 0; i < 20000; i++) {
        struct wijk__place to = wijk__place_first(0), copy = to, from = to;
        struct wijk__act act;
        make_act(&seed, &made);
        wijk__act_encode(again, &copy, &made.view);
        gone = made;
        act = made.view;
        wijk__act_move(bytes, &to, &act);
        assert_places_equal(&to, &copy);
        assert_memory_equal(bytes + WIJK__FRAME_HEADER, again + WIJK__FRAME_HEADER, to.act - WIJK__FRAME_HEADER);
        assert_int_equal(wijk__act_decode(bytes, to.act, &from, &made.view), WIJK_OK);
        assert_true(make_acts_equal(&act, &made.view));
        for (uint32_t place = 0; place < 32; place++)
            if ((act.present >> place & 1) && wijk__type_is_text(act.def->fields[place].type))
                assert_ptr_equal(act.fields[place].text.data, made.view.fields[place].text.data);
        long_acts += to.act > WIJK__FRAME_HEADER + 130;
        made = gone;
    }
    assert_true(long_acts > 1000);
}

/* What an act says is seldom longer than it must be: a hundred equal acts cost what is new in each. */
static void test_small(void **state) {
    (void)state;
    uint8_t bytes[8192];
    struct wijk__place place = wijk__place_first(0);
    wijk_id professional = {{1}}, goal = {{2}};
    struct wijk__act act = {.type = WIJK_ACT_GOAL_END, .valid = 20000, .recorded = 1, .professional = &professional};
    act.def = wijk__act_def(act.type);
    act.fields[0].id = &goal;
    act.fields[1].number = WIJK_ACHIEVEMENT_ACHIEVED;
    act.present = 3;
    for (uint8_t i = 0; i < 100; i++) {
        act.id = (wijk_id){{3, i}};
        uint32_t before = place.act;
        wijk__act_encode(bytes, &place, &act);
        /* length, flags, type, id, three bytes of day; key and id, key and code */
        assert_int_equal(place.act - before, 1 + 1 + 1 + 16 + 3 + 17 + 2 + (i ? 0 : 1 + 16));
    }
}

/* ---- bytes that no writer makes ---- */

struct raw {
    uint8_t bytes[1024];
    size_t length;
};

static void put(struct raw *raw, const void *bytes, size_t length) {
    if (length)
        memcpy(raw->bytes + raw->length, bytes, length);
    raw->length += length;
}
static void put_varint(struct raw *raw, uint64_t value) {
    raw->length = (size_t)(make_varint(raw->bytes + raw->length, value) - raw->bytes);
}
#define PUT(raw, ...) put(raw, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
static void put_id(struct raw *raw, uint8_t first) {
    wijk_id id = {{first}};
    put(raw, &id, sizeof id);
}

/* Decode an act, first in its frame or after one by professional 1 of organisation 2 with role "r"; in a block of its
 * exact size, so that a sanitizer sees the first byte too far. */
static wijk_status decode_after(bool after, const uint8_t *bytes, size_t length, struct raw *again) {
    const wijk_id professional = {{1}}, organisation = {{2}};
    struct wijk__act act = {.type = WIJK_ACT_ANALYSIS_OPEN, .id = {{9}}, .recorded = 1000,
                            .professional = &professional, .organisation = &organisation, .role = {"r", 1}};
    struct raw all = {.length = 1};
    struct wijk__place place = {.recorded = WIJK_TIME_NONE, .act = 1};
    if (after)
        wijk__act_encode(all.bytes, &place, &act);
    all.length = place.act;
    size_t whole = all.length + length;
    uint8_t *block = malloc(whole);
    assert_non_null(block);
    memcpy(block, all.bytes, all.length);
    if (length)
        memcpy(block + all.length, bytes, length);
    struct wijk__place next = place;
    wijk_status status = wijk__act_decode(block, whole, &next, &act);
    if (status == WIJK_OK) {
        wijk__act_encode(all.bytes, &place, &act);
        assert_places_equal(&place, &next);
        again->length = place.act - all.length;
        memcpy(again->bytes, all.bytes + all.length, again->length);
        assert_int_equal(memcmp(again->bytes, bytes, again->length), 0);
    } else {
        assert_int_equal(status, WIJK_E_CORRUPT);
        assert_places_equal(&place, &next);
    }
    free(block);
    return status;
}

static wijk_status decode_body(bool after, const struct raw *body) {
    struct raw whole = {.length = 0}, again;
    put_varint(&whole, body->length);
    put(&whole, body->bytes, body->length);
    return decode_after(after, whole.bytes, whole.length, &again);
}

enum { SAME_ACTOR = 0, RECORDED = 1, REASON = 2 };
enum { NEW_BY = 4, NO_BY = 8, NEW_OF = 16, NO_OF = 32, NEW_AS = 64, NO_AS = 128 };

/* The head of an act, up to and with its day. */
static struct raw head(unsigned flags, wijk_act_type type) {
    struct raw raw = {.length = 0};
    put_varint(&raw, flags & 0x7F);
    raw.bytes[0] = (uint8_t)flags;
    put_varint(&raw, (uint64_t)type);
    put_id(&raw, 5);
    PUT(&raw, 2);
    return raw;
}
/* Such a head with the fields given as bytes. */
#define FIELDS(type, ...) fields(type, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
static wijk_status fields(wijk_act_type type, const uint8_t *bytes, size_t length) {
    struct raw raw = head(SAME_ACTOR, type);
    put(&raw, bytes, length);
    return decode_body(true, &raw);
}
/* Such a head, with what follows it given as bytes; as the first of a frame, or after another. */
#define HEAD(after, flags, ...) \
    heads(after, flags, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
static wijk_status heads(bool after, unsigned flags, const uint8_t *bytes, size_t length) {
    struct raw raw = head(flags, WIJK_ACT_ANALYSIS_OPEN);
    put(&raw, bytes, length);
    return decode_body(after, &raw);
}

#define ACCEPTED(call) assert_int_equal(call, WIJK_OK)
#define REFUSED(call) assert_int_equal(call, WIJK_E_CORRUPT)
#define ID(first) first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0

static void test_head(void **state) {
    (void)state;
    REFUSED(heads(false, SAME_ACTOR, NULL, 0)); /* the first of a frame says when it was recorded */
    ACCEPTED(heads(true, SAME_ACTOR, NULL, 0));
    REFUSED(HEAD(true, SAME_ACTOR, 0)); /* bytes left over */
    ACCEPTED(HEAD(false, RECORDED, 0));
    REFUSED(HEAD(true, RECORDED, 0)); /* as the act before */
    ACCEPTED(HEAD(true, RECORDED, 1));
    const int64_t moments[] = {WIJK_TIME_MIN, WIJK_TIME_MAX, WIJK_TIME_MIN - 1, WIJK_TIME_MAX + 1};
    for (size_t i = 0; i < 4; i++) {
        struct raw raw = head(RECORDED, WIJK_ACT_ANALYSIS_OPEN);
        put_varint(&raw, moments[i] < 0 ? (uint64_t)-moments[i] * 2 - 1 : (uint64_t)moments[i] * 2);
        assert_int_equal(decode_body(false, &raw), i < 2 ? WIJK_OK : WIJK_E_CORRUPT);
        assert_int_equal(decode_body(true, &raw), moments[i] < 0 ? WIJK_OK : WIJK_E_CORRUPT); /* from 1000 on */
    }
    REFUSED(HEAD(true, RECORDED, 0x82, 0)); /* longer than it must be */
    REFUSED(HEAD(true, RECORDED, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1)); /* past the year 9999 */
    REFUSED(HEAD(false, RECORDED, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1)); /* "none" */
    REFUSED(HEAD(false, RECORDED, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2)); /* 65 bits */
    REFUSED(HEAD(false, RECORDED, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0));
    REFUSED(HEAD(true, RECORDED, 0x80)); /* not whole */
    REFUSED(heads(true, RECORDED, NULL, 0));
    ACCEPTED(HEAD(true, REASON, 1, 'a'));
    REFUSED(HEAD(true, REASON, 0));
    REFUSED(HEAD(true, REASON, 2, 'a'));
    REFUSED(HEAD(true, REASON, 1, 0));
    REFUSED(HEAD(true, REASON, 1, 0xFF));
    REFUSED(HEAD(true, REASON, 0x81, 0, 'a'));
}

static void test_actor(void **state) {
    (void)state;
    ACCEPTED(HEAD(true, NEW_BY, ID(3)));
    REFUSED(HEAD(true, NEW_BY, ID(1))); /* as the act before */
    REFUSED(HEAD(true, NEW_BY, ID(0))); /* an id of zeros */
    REFUSED(HEAD(true, NEW_BY, 3, 0));
    ACCEPTED(heads(true, NO_BY, NULL, 0));
    REFUSED(HEAD(false, RECORDED | NO_BY, 0)); /* there was none before */
    REFUSED(HEAD(true, NEW_BY | NO_BY, ID(3)));
    ACCEPTED(HEAD(true, NEW_OF, ID(3)));
    REFUSED(HEAD(true, NEW_OF, ID(2)));
    REFUSED(HEAD(true, NEW_OF, ID(0)));
    ACCEPTED(heads(true, NO_OF, NULL, 0));
    REFUSED(HEAD(false, RECORDED | NO_OF, 0));
    REFUSED(HEAD(true, NEW_OF | NO_OF, ID(3)));
    ACCEPTED(HEAD(true, NEW_AS, 2, 'r', 'r'));
    REFUSED(HEAD(true, NEW_AS, 1, 'r'));
    REFUSED(HEAD(true, NEW_AS, 0));
    REFUSED(HEAD(true, NEW_AS, 1, 'R'));
    REFUSED(HEAD(true, NEW_AS, 2, 's'));
    ACCEPTED(heads(true, NO_AS, NULL, 0));
    REFUSED(HEAD(false, RECORDED | NO_AS, 0));
    REFUSED(HEAD(true, NEW_AS | NO_AS, 1, 's'));
    uint8_t role[66];
    memset(role, 'a', sizeof role);
    role[0] = 64;
    ACCEPTED(heads(true, NEW_AS, role, 65));
    role[0] = 65;
    REFUSED(heads(true, NEW_AS, role, 66));
}

static void test_type_id_day(void **state) {
    (void)state;
    struct raw raw = head(SAME_ACTOR, 0);
    REFUSED(decode_body(true, &raw));
    raw = head(SAME_ACTOR, INT32_MAX);
    ACCEPTED(decode_body(true, &raw));
    raw = (struct raw){.length = 0};
    PUT(&raw, 0, 0x80, 0x80, 0x80, 0x80, 0x08, ID(5), 0); /* 2^31 */
    REFUSED(decode_body(true, &raw));
    raw = (struct raw){.length = 0};
    PUT(&raw, 0, 0x9E, 0, ID(5), 0); /* 30 in two bytes */
    REFUSED(decode_body(true, &raw));
    raw = (struct raw){.length = 0};
    PUT(&raw, 0, 30, ID(0), 0);
    REFUSED(decode_body(true, &raw));
    const int64_t days[] = {WIJK_DATE_MIN, WIJK_DATE_MAX, WIJK_DATE_MIN - 1, WIJK_DATE_MAX + 1, WIJK_DATE_NONE};
    for (size_t i = 0; i < 5; i++) {
        raw = (struct raw){.length = 0};
        PUT(&raw, 0, 30, ID(5));
        put_varint(&raw, days[i] < 0 ? (uint64_t)-days[i] * 2 - 1 : (uint64_t)days[i] * 2);
        assert_int_equal(decode_body(true, &raw), i < 2 ? WIJK_OK : WIJK_E_CORRUPT);
    }
    const struct raw whole = head(SAME_ACTOR, WIJK_ACT_ANALYSIS_OPEN);
    assert_int_equal(whole.length, 19);
    for (size_t length = 0; length < whole.length; length++) {
        raw = whole;
        raw.length = length;
        REFUSED(decode_body(true, &raw));
    }
    struct raw again;
    REFUSED(decode_after(true, NULL, 0, &again));
    REFUSED(decode_after(true, (const uint8_t[]){0}, 1, &again));
    struct raw longer = {.length = 0};
    PUT(&longer, 0x93, 0); /* the length, 19, in two bytes */
    put(&longer, whole.bytes, whole.length);
    REFUSED(decode_after(true, longer.bytes, longer.length, &again));
}

static void test_fields(void **state) {
    (void)state;
    /* pilot-light-contact: 1 a reference, 2 a yes or no */
    const wijk_act_type contact = WIJK_ACT_PILOT_LIGHT_CONTACT;
    ACCEPTED(FIELDS(contact, 1 << 2 | 1, ID(7), 2 << 2, 2));
    ACCEPTED(FIELDS(contact, 2 << 2, 0));
    REFUSED(FIELDS(contact, 2 << 2, 2, 1 << 2 | 1, ID(7)));    /* out of order */
    REFUSED(FIELDS(contact, 2 << 2, 2, 2 << 2, 2));            /* twice */
    REFUSED(FIELDS(contact, 0 << 2, 2));                       /* field 0 */
    REFUSED(FIELDS(contact, 1 << 2 | 1, ID(0)));               /* an id of zeros */
    REFUSED(FIELDS(contact, 1 << 2, 2));                       /* another wire type than the field has */
    REFUSED(FIELDS(contact, 2 << 2 | 2, 1, 'a'));
    REFUSED(FIELDS(contact, 2 << 2 | 3, 1));
    REFUSED(FIELDS(contact, 2 << 2, 4));                       /* neither yes nor no */
    REFUSED(FIELDS(contact, 2 << 2, 1));
    REFUSED(FIELDS(contact, 2 << 2, 0x82, 0));                 /* longer than it must be */
    REFUSED(FIELDS(contact, 0x88, 0, 2));                      /* a key likewise */
    REFUSED(FIELDS(contact, 2 << 2));                          /* not whole */
    REFUSED(FIELDS(contact, 1 << 2 | 1, 7));
    /* goal-score: 2 a number, 3 a code */
    const wijk_act_type score = WIJK_ACT_GOAL_SCORE;
    ACCEPTED(FIELDS(score, 2 << 2, 0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1));
    REFUSED(FIELDS(score, 2 << 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1)); /* the smallest number */
    ACCEPTED(FIELDS(score, 3 << 2, 2));
    ACCEPTED(FIELDS(score, 3 << 2, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F)); /* a code of later */
    REFUSED(FIELDS(score, 3 << 2, 0));
    REFUSED(FIELDS(score, 3 << 2, 0x80, 0x80, 0x80, 0x80, 0x10));
    /* member-join: 3 a text, 4 a date */
    const wijk_act_type join = WIJK_ACT_MEMBER_JOIN;
    ACCEPTED(FIELDS(join, 3 << 2 | 2, 0));
    ACCEPTED(FIELDS(join, 3 << 2 | 2, 2, 0xC3, 0xAB, 4 << 2, 2));
    REFUSED(FIELDS(join, 3 << 2 | 2, 1, 0xC3));
    REFUSED(FIELDS(join, 3 << 2 | 2, 9, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 0));
    REFUSED(FIELDS(join, 3 << 2 | 2, 3, 'a', 'b'));
    REFUSED(FIELDS(join, 4 << 2, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F));
    /* setting-move: 1 a key */
    const wijk_act_type move = WIJK_ACT_SETTING_MOVE;
    ACCEPTED(FIELDS(move, 1 << 2 | 2, 3, 'i', '-', '1'));
    REFUSED(FIELDS(move, 1 << 2 | 2, 0));
    REFUSED(FIELDS(move, 1 << 2 | 2, 3, 'i', '_', '1'));
}

static void test_unknown_fields(void **state) {
    (void)state;
    const wijk_act_type types[] = {WIJK_ACT_ANALYSIS_OPEN, INT32_MAX}; /* one without fields, one unknown */
    for (size_t i = 0; i < 2; i++) {
        ACCEPTED(FIELDS(types[i], 9 << 2, 4, 10 << 2 | 1, ID(7), 11 << 2 | 2, 1, 'a', 0xB0, 1, 0));
        REFUSED(FIELDS(types[i], 9 << 2, 4, 9 << 2, 4));
        REFUSED(FIELDS(types[i], 9 << 2, 4, 8 << 2, 4));
        REFUSED(FIELDS(types[i], 0, 4));
        REFUSED(FIELDS(types[i], 9 << 2 | 3, 4));
        REFUSED(FIELDS(types[i], 9 << 2 | 1, ID(0)));
        REFUSED(FIELDS(types[i], 9 << 2 | 2, 1, 0xFF));
        REFUSED(FIELDS(types[i], 9 << 2 | 2, 1));
        REFUSED(FIELDS(types[i], 9 << 2, 0x84, 0));
        REFUSED(FIELDS(types[i], 0xA4, 0, 4));
        REFUSED(FIELDS(types[i], 9 << 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1));
        ACCEPTED(FIELDS(types[i], 0xFC, 0xFF, 0xFF, 0xFF, 0x1F, 4)); /* field 2^31 - 1 */
        REFUSED(FIELDS(types[i], 0x80, 0x80, 0x80, 0x80, 0x20, 4));  /* field 2^31 */
    }
}

/* ---- hostile bytes ---- */

enum { HOSTILE = 400000 };

/* Change, put in, take out or repeat some bytes. What is still accepted must encode to the very same bytes again; that
 * is checked where it is decoded. */
static void test_hostile(void **state) {
    (void)state;
    static struct make_act made;
    struct raw raw, again;
    uint64_t seed = 7;
    size_t accepted = 0;
    for (size_t i = 0; i < HOSTILE; i++) {
        do
            make_act(&seed, &made);
        while (wijk__act_encoded_limit(&made.view) > 600);
        bool after = make_chance(&seed, 2);
        struct wijk__place place = {.recorded = WIJK_TIME_NONE, .act = 1};
        wijk__act_encode(raw.bytes, &place, &made.view);
        raw.length = place.act;
        for (size_t changes = 1 + make_below(&seed, 3); changes > 0 && raw.length > 2; changes--) {
            uint8_t *at = raw.bytes + 1 + make_below(&seed, raw.length - 1);
            size_t rest = (size_t)(raw.bytes + raw.length - at);
            switch (make_below(&seed, 5)) {
            case 0: *at ^= (uint8_t)(1 << make_below(&seed, 8)); break;
            case 1: *at = (uint8_t)make_random(&seed); break;
            case 2: memmove(at, at + 1, rest - 1); raw.length--; raw.bytes[1]--; break;
            case 3: memmove(at + 1, at, rest); raw.length++; raw.bytes[1]++; break;
            default: raw.bytes[2] = (uint8_t)make_random(&seed);
            }
        }
        accepted += decode_after(after, raw.bytes + 1, raw.length - 1, &again) == WIJK_OK;
    }
    assert_in_range(accepted, HOSTILE / 100, HOSTILE / 2);
    for (size_t i = 0; i < HOSTILE; i++) {
        raw.length = make_below(&seed, 120);
        for (size_t place = 0; place < raw.length; place++)
            raw.bytes[place] = (uint8_t)(make_chance(&seed, 3) ? make_random(&seed) : make_below(&seed, 32));
        if (raw.length)
            raw.bytes[0] = (uint8_t)make_below(&seed, raw.length);
        decode_after(make_chance(&seed, 2), raw.bytes, raw.length, &again);
    }
}

/* Every act is refused when it is not whole. */
static void test_cut(void **state) {
    (void)state;
    static struct make_act made;
    struct raw raw, again;
    uint64_t seed = 8;
    for (size_t i = 0; i < 2000; i++) {
        do
            make_act(&seed, &made);
        while (wijk__act_encoded_limit(&made.view) > 600);
        struct wijk__place place = {.recorded = WIJK_TIME_NONE, .act = 1};
        wijk__act_encode(raw.bytes, &place, &made.view);
        for (size_t length = 0; length + 1 < place.act; length++)
            REFUSED(decode_after(false, raw.bytes + 1, length, &again));
        ACCEPTED(decode_after(false, raw.bytes + 1, place.act - 1, &again));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_acts),
        cmocka_unit_test(test_move),
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_actor),
        cmocka_unit_test(test_type_id_day),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_unknown_fields),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
