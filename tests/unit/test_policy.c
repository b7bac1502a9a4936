/* A rule pack as an object: lookups, severities, its name, its life, and every failure of memory on the way. */
#include "policy_support.h"

#include <threads.h>

#define ANY WIJK_NUL_TERMINATED

#if WIJK_HAVE_JSON

/* ---- what is left out, what is said otherwise ---- */

static void an_empty_pack(void **state) {
    struct room *room = *state;
    wijk_policy *policy = load_members(room, "\"roles\":[],\"ladders\":[],\"conditions\":{},\"terms\":{}");
    for (wijk_policy_list list = 1; list < WIJK__LISTS; list++) {
        assert_false(wijk__policy_has(policy, list, "home", 4));
        assert_false(wijk__policy_has(policy, list, "", 0));
    }
    for (enum wijk__term_name name = WIJK__TERM_REQUEST; name < WIJK__TERM_COUNT; name++)
        assert_int_equal(wijk__policy_deadline(policy, name).count, 0);
    for (wijk_policy_list list = -1; list <= WIJK__LISTS; list++) {
        assert_int_equal(wijk__policy_count(policy, list), 0);
        assert_null(wijk__policy_key(policy, list, 0).data);
    }
    assert_int_equal(wijk__policy_activation(policy).count, 0);
    assert_null(wijk__policy_ladder(policy, "care", 4));
    assert_int_equal(wijk__policy_calendar(policy), WIJK_CALENDAR_LIBERATION_LUSTRUM);
    assert_string_equal(wijk_policy_version(policy), "7");
    wijk_policy_unref(policy);
}

static void calendars(void **state) {
    static const struct {
        const char *day;
        wijk_calendar calendar;
    } cases[] = {{"lustrum", WIJK_CALENDAR_LIBERATION_LUSTRUM},
                 {"yearly", WIJK_CALENDAR_LIBERATION_YEARLY},
                 {"never", WIJK_CALENDAR_PLAIN}};
    for (size_t i = 0; i < 6; i++) {
        char members[96];
        snprintf(members, sizeof members, "\"calendar\":{\"liberation_day\":\"%s\",\"good_friday\":%s}",
                 cases[i / 2].day, i % 2 ? "true" : "false");
        wijk_policy *policy = load_members(*state, members);
        assert_int_equal(wijk__policy_calendar(policy),
                         cases[i / 2].calendar + (i % 2 ? WIJK_CALENDAR_GOOD_FRIDAY : 0));
        wijk_policy_unref(policy);
    }
}

static void severities(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"severities\":{\"WK1020\":\"refuse\",\"WK2005\":\"warn\",\"WK4003\":\"note\",\"WK5020\":\"off\"}");
    assert_int_equal(wijk_policy_severity(policy, WIJK_WK1020), WIJK_SEVERITY_REFUSE);
    assert_int_equal(wijk_policy_severity(policy, WIJK_WK2005), WIJK_SEVERITY_WARN);
    assert_int_equal(wijk_policy_severity(policy, WIJK_WK4003), WIJK_SEVERITY_NOTE);
    assert_int_equal(wijk_policy_severity(policy, WIJK_WK5020), WIJK_SEVERITY_OFF);
    assert_int_equal(wijk_policy_severity(policy, WIJK_WK1021), WIJK_SEVERITY_WARN);
    assert_int_equal(wijk_policy_severity(policy, WIJK_WK3001), WIJK_SEVERITY_REFUSE);
    assert_int_equal(wijk_policy_severity(policy, 1), 0);
    assert_int_equal(wijk_policy_severity(policy, -1), 0);
    assert_int_equal(wijk_policy_severity(NULL, WIJK_WK1020), 0);
    wijk_policy_unref(policy);
}

/* No invariant can be named, all others can. */
static void every_finding(void **state) {
    for (uint32_t i = 0; i < wijk__finding_count; i++) {
        const struct wijk__finding_def *finding = &wijk__finding_list[i];
        char pointer[64];
        snprintf(pointer, sizeof pointer, "%s%s", finding->invariant ? "/severities/" : "",
                 finding->invariant ? finding->words.name : "");
        struct grown pack = pack_begin();
        grow(&pack, ",\"severities\":{\"%s\":\"note\"}", finding->words.name);
        expect(*state, pack, finding->invariant ? WIJK_E_INVARIANT : WIJK_OK, pointer);
    }
}

static void terms_of_keys(void **state) {
    wijk_policy *policy = load_default(*state);
    assert_null(wijk_policy_term(policy, 0, "home", ANY, WIJK_DUTCH));
    assert_null(wijk_policy_term(policy, -1, "home", ANY, WIJK_DUTCH));
    assert_null(wijk_policy_term(policy, WIJK__LISTS, "home", ANY, WIJK_DUTCH));
    assert_null(wijk_policy_term(policy, WIJK_LIST_SETTINGS, "home", ANY, 0));
    assert_null(wijk_policy_term(policy, WIJK_LIST_SETTINGS, "home", ANY, 3));
    assert_null(wijk_policy_term(policy, WIJK_LIST_SETTINGS, NULL, 0, WIJK_DUTCH));
    assert_null(wijk_policy_term(policy, WIJK_LIST_SETTINGS, "", 0, WIJK_DUTCH));
    assert_null(wijk_policy_term(policy, WIJK_LIST_SETTINGS, "homes", ANY, WIJK_DUTCH));
    assert_null(wijk_policy_term(NULL, WIJK_LIST_SETTINGS, "home", ANY, WIJK_DUTCH));
    assert_string_equal(wijk_policy_term(policy, WIJK_LIST_SETTINGS, "homeward", 4, WIJK_DUTCH), "thuis");
    wijk_policy_unref(policy);
}

/* ---- name, text, life ---- */

static void its_name(void **state) {
    struct room *room = *state;
    static const char json[] =
        "{\"format\": 1, \"name\": \"sample\", \"version\": \"1\", \"valid_from\": \"2026-01-01\"}";
    /* printf '%s' "$json" | sha256sum | cut -c1-32 */
    static const char sum[] = "90de7e0ae36c25e4509fa757ec1a61c7";
    wijk_policy *policy;
    assert_int_equal(wijk_policy_load(room->context, json, ANY, &policy, NULL), WIJK_OK);
    char hexadecimal[33] = "";
    for (size_t i = 0; i < 16; i++)
        snprintf(hexadecimal + 2 * i, 3, "%02x", wijk_policy_id(policy)->bytes[i]);
    assert_string_equal(hexadecimal, sum);
    size_t length = 0;
    assert_string_equal(wijk_policy_json(policy, &length), json);
    assert_int_equal(length, sizeof json - 1);
    assert_true(wijk_policy_json(policy, NULL) != json);
    static const char longer[] = /* one blank more is another policy */
        "{\"format\": 1, \"name\": \"sample\", \"version\": \"1\", \"valid_from\": \"2026-01-01\" }";
    wijk_policy *other;
    assert_int_equal(load_with(room->context, longer, sizeof longer - 1, &other, room->error), WIJK_OK);
    assert_false(wijk__id_equal(wijk_policy_id(policy), wijk_policy_id(other)));
    wijk_policy_unref(other);
    wijk_policy_unref(policy);
}

static void arguments(void **state) {
    struct room *room = *state;
    wijk_policy *policy = (wijk_policy *)(void *)room;
    assert_int_equal(wijk_policy_load(NULL, "{}", 2, &policy, room->error), WIJK_E_ARGUMENT);
    assert_null(policy);
    assert_string_equal(wijk_error_path(room->error), "context");
    assert_int_equal(wijk_policy_load(room->context, NULL, 2, &policy, room->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(room->error), "json");
    assert_int_equal(wijk_policy_load(room->context, "{}", 2, NULL, room->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(room->error), "out");
    assert_int_equal(wijk_policy_load_default(room->context, NULL, room->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_policy_load_default(NULL, &policy, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_policy_load(room->context, "{}", 2, &policy, NULL), WIJK_E_MISSING);
    wijk_policy_unref(NULL);
    assert_null(wijk_policy_ref(NULL));
    assert_null(wijk_policy_id(NULL));
    size_t length = 1;
    assert_null(wijk_policy_json(NULL, &length));
    assert_int_equal(length, 0);
    assert_string_equal(wijk_policy_version(NULL), "");
}

static int share(void *policy) {
    for (int i = 0; i < 100000; i++)
        wijk_policy_unref(wijk_policy_ref(policy));
    wijk_policy_unref(policy);
    return 0;
}

/* The last of its owners frees it, whichever that is; and it keeps its context. */
static void many_owners(void **state) {
    (void)state;
    struct fail_alloc alloc = {0};
    wijk_context *context;
    wijk_policy *policy;
    assert_int_equal(fail_alloc_context(&alloc, NULL, &context), WIJK_OK);
    assert_int_equal(wijk_policy_load_default(context, &policy, NULL), WIJK_OK);
    wijk_context_unref(context);
    thrd_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(thrd_create(&threads[i], share, wijk_policy_ref(policy)), thrd_success);
    for (size_t i = 0; i < 4; i++)
        thrd_join(threads[i], NULL);
    assert_true(wijk__policy_has(policy, WIJK_LIST_SETTINGS, "home", 4));
    assert_true(alloc.live_blocks > 0);
    wijk_policy_unref(policy);
    assert_true(fail_alloc_clean(&alloc));
}

/* ---- memory ---- */

static void every_failure_of_memory(void **state) {
    (void)state;
    char *json = malloc(wijk__default_pack_length + 1);
    assert_non_null(json);
    memcpy(json, wijk__default_pack, wijk__default_pack_length + 1);
    long calls = fail_alloc_sweep(load_once, json, 1000);
    free(json);
    print_message("the built-in pack takes %ld calls for memory\n", calls);
    assert_true(calls > 5 && calls < 100);
}

static void a_pool(void **state) {
    struct room *room = *state;
    struct wijk__pool pool = {room->context, NULL};
    assert_null(wijk__pool_take(&pool, SIZE_MAX, 2));
    assert_null(wijk__pool_take(&pool, SIZE_MAX, 1));
    assert_null(wijk__pool_take(&pool, SIZE_MAX - 64, 1));
    assert_null(wijk__pool_text(&pool, "x", SIZE_MAX));
    assert_null(pool.blocks);
    for (size_t size = 0; size < 10000; size = size * 3 + 1) {
        uint8_t *taken = wijk__pool_take(&pool, size, 1);
        assert_non_null(taken);
        assert_int_equal((uintptr_t)taken % 8, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(taken[i], 0);
        memset(taken, 0xFF, size);
    }
    assert_string_equal(wijk__pool_text(&pool, "abc", 2), "ab");
    wijk__pool_free(&pool);
    assert_null(pool.blocks);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(an_empty_pack),
        CASE(calendars),
        CASE(severities),
        CASE(every_finding),
        CASE(terms_of_keys),
        CASE(its_name),
        CASE(arguments),
        CASE(many_owners),
        CASE(every_failure_of_memory),
        CASE(a_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void without_json(void **state) {
    struct room *room = *state;
    wijk_policy *policy = (wijk_policy *)(void *)room;
    assert_int_equal(wijk_policy_load_default(room->context, &policy, room->error), WIJK_E_UNSUPPORTED);
    assert_null(policy);
    assert_int_equal(wijk_error_code(room->error), WIJK_E_UNSUPPORTED);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(without_json, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
