/* Every limit on a rule pack, at one below, at itself and at one above; and text that is no pack at all. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

/* Loads under other limits; the pack is ended and freed. */
static wijk_status load_limited(const wijk_limits *limits, struct grown pack, uint32_t *line) {
    struct fail_alloc alloc = {0};
    wijk_context *context;
    wijk_error *error;
    wijk_policy *policy;
    assert_int_equal(fail_alloc_context(&alloc, limits, &context), WIJK_OK);
    assert_int_equal(wijk_error_new(context, &error), WIJK_OK);
    wijk_status status = load_with(context, pack.data, pack.length, &policy, error);
    *line = wijk_error_line(error);
    wijk_policy_unref(policy);
    wijk_error_destroy(error);
    wijk_context_unref(context);
    assert_true(fail_alloc_clean(&alloc));
    free(pack.data);
    return status;
}

/* ---- limits of the context ---- */

/* A pack that is nested so deep: itself, its plan, and conditions within conditions. */
static struct grown pack_of_depth(uint32_t depth) {
    struct grown pack = pack_begin();
    grow(&pack, ",\"plan\":{\"activation\":");
    for (uint32_t i = 3; i < depth; i++)
        grow(&pack, "{\"not\":");
    grow(&pack, "{\"fact\":\"goals-set\"}");
    for (uint32_t i = 3; i < depth; i++)
        grow(&pack, "}");
    grow(&pack, "}}");
    return pack;
}

static void depth_of_json(void **state) {
    (void)state;
    static const uint32_t most[] = {4, 5, 17, 32, 33};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++)
        for (uint32_t depth = most[i] - 1; depth <= most[i] + 1; depth++) {
            /* 32 is the default. */
            wijk_limits limits = {.struct_size = sizeof limits, .json_depth = most[i] != 32 ? most[i] : 0};
            uint32_t line;
            assert_int_equal(load_limited(&limits, pack_of_depth(depth), &line),
                             depth <= most[i] ? WIJK_OK : WIJK_E_LIMIT);
            assert_int_equal(line, depth <= most[i] ? 0 : 1); /* the text says where */
        }
}

static struct grown pack_of_size(size_t size) {
    struct grown pack = pack_begin();
    grow(&pack, ",\"$schema\":\"");
    assert_true(size > pack.length + 2);
    grow(&pack, "%*s\"}", (int)(size - pack.length - 2), "");
    assert_int_equal(pack.length, size);
    return pack;
}

static void bytes_of_json(void **state) {
    (void)state;
    static const size_t sizes[] = {200, 4096, 1 << 20};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            wijk_limits limits = {.struct_size = sizeof limits, .json_bytes = i < 2 ? sizes[i] : 0};
            uint32_t line;
            assert_int_equal(load_limited(&limits, pack_of_size(sizes[i] - 1 + j), &line),
                             j < 2 ? WIJK_OK : WIJK_E_LIMIT);
        }
}

/* ---- limits of a pack ---- */

static void entries(void **state) {
    static const char *const lists[] = {"roles", "exits"};
    for (unsigned i = 0; i < 6; i++) {
        unsigned count = WIJK__ENTRIES_MOST - 1 + i % 3;
        struct grown pack = pack_begin();
        grow(&pack, ",\"%s\":[", lists[i / 3]);
        for (unsigned j = 0; j < count; j++)
            grow(&pack, "%s{\"key\":\"key-%u\",\"en\":\"e%u\",\"nl\":\"n\"}", j ? "," : "", j, j);
        grow(&pack, "]");
        wijk_policy *policy;
        wijk_status status = load(*state, &pack, &policy);
        assert_int_equal(status, count <= WIJK__ENTRIES_MOST ? WIJK_OK : WIJK_E_LIMIT);
        for (unsigned j = 0; policy && j < count; j++) {
            char key[16], word[16];
            snprintf(key, sizeof key, "key-%u", j);
            snprintf(word, sizeof word, "e%u", j);
            wijk_policy_list list = i < 3 ? WIJK_LIST_ROLES : WIJK_LIST_EXITS;
            assert_string_equal(wijk_policy_term(policy, list, key, WIJK_NUL_TERMINATED, WIJK_ENGLISH), word);
        }
        wijk_policy_unref(policy);
    }
}

static void names_of_conditions(void **state) {
    for (unsigned count = WIJK__ENTRIES_MOST - 1; count <= WIJK__ENTRIES_MOST + 1; count++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"conditions\":{");
        for (unsigned i = 0; i < count; i++)
            grow(&pack, "%s\"c%u\":{\"fact\":\"goals-set\"}", i ? "," : "", i);
        grow(&pack, "}");
        bool good = count <= WIJK__ENTRIES_MOST;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/conditions");
    }
}

static void add_ladder(struct grown *pack, unsigned number, unsigned tiers) {
    grow(pack, "{\"key\":\"l%u\",\"en\":\"l\",\"nl\":\"l\",\"decided\":false,\"tiers\":[", number);
    for (unsigned i = 0; i < tiers; i++)
        grow(pack, "%s{\"key\":\"t%u\",\"en\":\"t\",\"nl\":\"t\",\"entry\":true}", i ? "," : "", i);
    grow(pack, "]");
}

static void ladders(void **state) {
    for (unsigned count = WIJK__LADDERS_MOST - 1; count <= WIJK__LADDERS_MOST + 1; count++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"ladders\":[");
        for (unsigned i = 0; i < count; i++) {
            grow(&pack, i ? "," : "");
            add_ladder(&pack, i, 2);
            grow(&pack, "}");
        }
        grow(&pack, "]");
        bool good = count <= WIJK__LADDERS_MOST;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/ladders");
    }
}

/* All steps that a ladder of so many tiers can have, in an order of their own. */
static void tiers_and_steps(void **state) {
    for (unsigned count = WIJK__TIERS_MOST - 1; count <= WIJK__TIERS_MOST + 1; count++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"ladders\":[");
        add_ladder(&pack, 0, count);
        grow(&pack, ",\"steps\":[");
        for (unsigned i = 0; i < count * count; i++)
            if (i / count != i % count)
                grow(&pack, "%s{\"from\":\"t%u\",\"to\":\"t%u\"}", i > 1 ? "," : "", i % count, i / count);
        grow(&pack, "]}]");
        wijk_policy *policy;
        wijk_status status = load(*state, &pack, &policy);
        assert_int_equal(status, count <= WIJK__TIERS_MOST ? WIJK_OK : WIJK_E_LIMIT);
        const struct wijk__ladder *ladder = policy ? wijk__policy_ladder(policy, "l0", 2) : NULL;
        for (unsigned i = 0; ladder && i < count * count; i++) {
            const struct wijk__tier *from = &ladder->tiers[i / count], *to = &ladder->tiers[i % count];
            const struct wijk__step *step = wijk__ladder_step(ladder, from, to);
            assert_int_equal(step != NULL, from != to);
            assert_true(!step || (step->from == i / count && step->to == i % count));
        }
        wijk_policy_unref(policy);
    }
}

/* More steps than a ladder can have are refused before they are looked at. */
static void steps(void **state) {
    for (unsigned count = WIJK__STEPS_MOST; count <= WIJK__STEPS_MOST + 1; count++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"ladders\":[");
        add_ladder(&pack, 0, 2);
        grow(&pack, ",\"steps\":[");
        for (unsigned i = 0; i < count; i++)
            grow(&pack, "%s{\"from\":\"t0\",\"to\":\"t1\"}", i ? "," : "");
        grow(&pack, "]}]");
        bool good = count <= WIJK__STEPS_MOST;
        expect(*state, pack, good ? WIJK_E_DUPLICATE : WIJK_E_LIMIT, good ? "/ladders/0/steps/1" : "/ladders/0/steps");
    }
}

/* ---- limits of conditions ---- */

/* Names that use each other, `links` of them, ending in an atom; the first stands last or first. */
static struct grown pack_of_chain(unsigned links, bool from_the_end) {
    struct grown pack = pack_begin();
    grow(&pack, ",\"conditions\":{");
    for (unsigned i = 0; i < links; i++) {
        unsigned link = from_the_end ? links - 1 - i : i;
        grow(&pack, "%s\"c%u\":", i ? "," : "", link);
        if (link + 1 < links)
            grow(&pack, "{\"use\":\"c%u\"}", link + 1);
        else
            grow(&pack, "{\"fact\":\"goals-set\"}");
    }
    grow(&pack, "}");
    return pack;
}

static void depth_of_conditions(void **state) {
    for (unsigned links = WIJK__CONDITION_DEPTH_MOST - 1; links <= WIJK__CONDITION_DEPTH_MOST + 1; links++) {
        bool good = links <= WIJK__CONDITION_DEPTH_MOST;
        for (int from_the_end = 0; from_the_end < 2; from_the_end++)
            expect(*state, pack_of_chain(links, from_the_end != 0), good ? WIJK_OK : WIJK_E_LIMIT,
                   good ? "" : "/conditions/c32");
    }
    expect(*state, pack_of_chain(9000, false), WIJK_E_LIMIT, "/conditions/c32");
}

static void size_of_a_condition(void **state) {
    for (unsigned count = WIJK__CONDITION_SIZE_MOST - 1; count <= WIJK__CONDITION_SIZE_MOST + 1; count++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"plan\":{\"activation\":{\"all\":[");
        for (unsigned i = 1; i < count; i++) /* the group is one too */
            grow(&pack, "%s{\"fact\":\"goals-set\"}", i > 1 ? "," : "");
        grow(&pack, "]}}");
        bool good = count <= WIJK__CONDITION_SIZE_MOST;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/plan/activation/all/1023/fact");
    }
}

/* Ten names, each twice the one before: small as text, large when it is followed. */
static void growth_of_conditions(void **state) {
    for (unsigned doublings = 9; doublings <= 10; doublings++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"conditions\":{\"c0\":{\"fact\":\"goals-set\"}");
        for (unsigned i = 1; i <= doublings; i++)
            grow(&pack, ",\"c%u\":{\"any\":[{\"use\":\"c%u\"},{\"use\":\"c%u\"}]}", i, i - 1, i - 1);
        grow(&pack, "}");
        wijk_policy *policy; /* 2^(n+1) - 1 conditions */
        assert_int_equal(load(*state, &pack, &policy), doublings == 9 ? WIJK_OK : WIJK_E_LIMIT);
        wijk_policy_unref(policy);
    }
}

static void conditions_in_all(void **state) {
    for (unsigned total = WIJK__CONDITION_TOTAL_MOST - 1; total <= WIJK__CONDITION_TOTAL_MOST + 1; total++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"conditions\":{\"base\":{\"all\":[");
        for (unsigned i = 0; i < 1023; i++)
            grow(&pack, "%s{\"fact\":\"goals-set\"}", i ? "," : "");
        grow(&pack, "]}");
        unsigned left = total - 1024;
        for (unsigned i = 0; left >= 1024; i++, left -= 1024)
            grow(&pack, ",\"u%u\":{\"use\":\"base\"}", i);
        for (unsigned i = 0; i < left; i++)
            grow(&pack, ",\"a%u\":{\"fact\":\"goals-set\"}", i);
        grow(&pack, "}");
        bool good = total <= WIJK__CONDITION_TOTAL_MOST;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/conditions/a0/fact");
    }
}

/* ---- ranges ---- */

static void ranges(void **state) {
    static const struct {
        const char *before, *after, *pointer;
        int64_t first, last;
    } cases[] = {
        {",\"terms\":{\"step\":{\"unit\":\"days\",\"count\":", "}}", "/terms/step/count", 1, WIJK__TERM_MOST},
        {",\"plan\":{\"activation\":{\"fact\":\"goals-scored\",\"within_days\":", "}}",
         "/plan/activation/within_days", 0, WIJK__DAYS_MOST},
    };
    for (size_t i = 0; i < 2; i++) {
        const int64_t values[] = {INT64_MIN,          cases[i].first - 1, cases[i].first,    cases[i].first + 1,
                                  cases[i].last - 1,  cases[i].last,      cases[i].last + 1, INT64_MAX,
                                  INT64_C(4294967297)};
        for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
            bool good = values[j] >= cases[i].first && values[j] <= cases[i].last;
            struct grown pack = pack_begin();
            grow(&pack, "%s%lld%s", cases[i].before, (long long)values[j], cases[i].after);
            expect(*state, pack, good ? WIJK_OK : WIJK_E_RANGE, good ? "" : cases[i].pointer);
        }
    }
}

static void keys(void **state) {
    static const char characters[] = "abcdefghijklmnopqrstuvwxyz-0123456789.abcdefghijklmnopqrstuvwxyz-0123456789.";
    for (int length = 0; length <= 66; length++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"roles\":[{\"key\":\"%.*s\",\"en\":\"a\",\"nl\":\"a\"}]", length, characters);
        bool good = length >= 1 && length <= 64;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_KEY, good ? "" : "/roles/0/key");
    }
}

/* ---- no pack at all ---- */

/* A pointer that is longer than an error can hold is cut, and the error stays whole. */
static void long_pointers(void **state) {
    struct room *room = *state;
    for (int length = 240; length <= 280; length++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"%0*d\":1}", length, 0);
        wijk_policy *policy;
        assert_int_equal(load_with(room->context, pack.data, pack.length, &policy, room->error), WIJK_E_UNKNOWN);
        assert_true(strlen(wijk_error_path(room->error)) < 256);
        assert_memory_equal(wijk_error_path(room->error), "/0000", 5);
        free(pack.data);
    }
}

static void bytes_that_are_no_text(void **state) {
    struct room *room = *state;
    wijk_policy *policy;
    static const char bad[] = "{\"name\":\n \"\xC3\x28\"}";
    assert_int_equal(load_with(room->context, bad, sizeof bad - 1, &policy, room->error), WIJK_E_UTF8);
    assert_int_equal(wijk_error_line(room->error), 2);
    assert_int_equal(wijk_error_column(room->error), 3);
    assert_int_equal(wijk_error_offset(room->error), 11);
    assert_string_equal(wijk_error_path(room->error), "/name");
    assert_int_equal(load_with(room->context, "", 0, &policy, room->error), WIJK_E_SYNTAX);
    assert_int_equal(load_with(room->context, "{\0}", 3, &policy, room->error), WIJK_E_SYNTAX);
    assert_int_equal(load_with(room->context, "1", 1, &policy, room->error), WIJK_E_SYNTAX);
}

/* No beginning of the built-in pack is a pack. */
static void beginnings(void **state) {
    struct room *room = *state;
    size_t end = wijk__default_pack_length;
    while (end > 0 && wijk__default_pack[end - 1] != '}')
        end--;
    wijk_policy *policy;
    for (size_t length = 0; length < end; length += length < 2000 || length > end - 2000 ? 1 : 37) {
        wijk_status status = load_with(room->context, wijk__default_pack, length, &policy, room->error);
        assert_true(status == WIJK_E_SYNTAX || status == WIJK_E_UTF8);
    }
    assert_int_equal(load_with(room->context, wijk__default_pack, end, &policy, room->error), WIJK_OK);
    wijk_policy_unref(policy);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(depth_of_json),
        CASE(bytes_of_json),
        CASE(entries),
        CASE(names_of_conditions),
        CASE(ladders),
        CASE(tiers_and_steps),
        CASE(steps),
        CASE(depth_of_conditions),
        CASE(size_of_a_condition),
        CASE(growth_of_conditions),
        CASE(conditions_in_all),
        CASE(ranges),
        CASE(keys),
        CASE(long_pointers),
        CASE(bytes_that_are_no_text),
        CASE(beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; }

#endif
