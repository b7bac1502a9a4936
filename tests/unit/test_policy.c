/* A rule pack as an object: what the built-in one holds, what conditions compile to, lookups, severities, its name, its
 * life, and every failure of memory on the way. */
#include "policy_support.h"

#include <threads.h>

#define ANY WIJK_NUL_TERMINATED

#if WIJK_HAVE_JSON

static wijk_policy *load_default(struct room *room) {
    wijk_policy *policy;
    assert_int_equal(wijk_policy_load_default(room->context, &policy, room->error), WIJK_OK);
    assert_int_equal(wijk_error_code(room->error), WIJK_OK);
    return policy;
}

/* ---- the built-in pack ---- */

static void default_lists(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct {
        wijk_policy_list list;
        uint32_t count;
        const char *key, *en, *nl;
    } cases[] = {
        {WIJK_LIST_LADDERS, 2, "care", "care", "zorg"},
        {WIJK_LIST_TIERS, 10, "team-plan", "team, with one plan", "wijkteam met één plan"},
        {WIJK_LIST_DOMAINS, 13, "finances", "Finances", "Financiën"},
        {WIJK_LIST_ROLES, 13, "coordinator", "coordinator", "regisseur"},
        {WIJK_LIST_REQUESTS, 18, "school-absence", "absence from school", "schoolverzuim"},
        {WIJK_LIST_PROVISIONS, 28, "general.walk-in", "walk-in centre", "inloop"},
        {WIJK_LIST_SETTINGS, 17, "foster-family", "foster family", "pleeggezin"},
        {WIJK_LIST_EXITS, 10, "goals-reached", "goals reached", "doelen behaald"},
        {WIJK_LIST_DUTIES, 3, "goals-in-sight", "look at the goals", "de doelen bekijken"},
    };
    assert_int_equal(sizeof cases / sizeof *cases, wijk__policy_list_count);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wijk_policy_list list = cases[i].list;
        assert_int_equal(policy->lists[list].count, cases[i].count);
        assert_string_equal(wijk_policy_term(policy, list, cases[i].key, ANY, WIJK_ENGLISH), cases[i].en);
        assert_string_equal(wijk_policy_term(policy, list, cases[i].key, ANY, WIJK_DUTCH), cases[i].nl);
        assert_true(wijk__policy_has(policy, list, cases[i].key, strlen(cases[i].key)));
        assert_false(wijk__policy_has(policy, list, cases[i].key, strlen(cases[i].key) - 1));
        for (uint32_t j = 0; j < policy->lists[list].count; j++) {
            const struct wijk__entry *entry = &policy->lists[list].entries[j];
            assert_ptr_equal(wijk__list_find(&policy->lists[list], entry->key.data, entry->key.length), entry);
            assert_ptr_equal(wijk__policy_key(policy, list, j).data, entry->key.data);
            assert_int_equal(wijk__policy_key(policy, list, j).length, entry->key.length);
        }
        assert_int_equal(wijk__policy_count(policy, list), cases[i].count);
        assert_null(wijk__policy_key(policy, list, cases[i].count).data);
    }
    wijk_policy_unref(policy);
}

static void default_ladders(void **state) {
    wijk_policy *policy = load_default(*state);
    static const char *const tiers[] = {"universal",   "team-short", "team-plan",
                                        "specialised", "pressured",  "compulsory"};
    const struct wijk__ladder *care = wijk__policy_ladder(policy, "care", 4);
    assert_non_null(care);
    assert_string_equal(care->key.data, "care");
    assert_true(care->decided);
    assert_int_equal(care->tier_count, 6);
    for (int32_t i = 0; i < 6; i++) {
        const struct wijk__tier *tier = wijk__ladder_tier(care, tiers[i], strlen(tiers[i]));
        assert_ptr_equal(tier, &care->tiers[i]);
        assert_int_equal(tier->rank, i + 1);
        assert_int_equal(tier->entry, i < 3);
        if (i > 0) { /* between neighbours both ways */
            const struct wijk__step *up = wijk__ladder_step(care, tier - 1, tier);
            const struct wijk__step *down = wijk__ladder_step(care, tier, tier - 1);
            assert_ptr_equal(&care->tiers[up->from], tier - 1);
            assert_ptr_equal(&care->tiers[up->to], tier);
            assert_ptr_equal(&care->tiers[down->from], tier);
            assert_true(up->when.count > 0 && down->when.count > 0);
        }
        assert_null(wijk__ladder_step(care, tier, tier));
    }
    assert_non_null(wijk__ladder_step(care, &care->tiers[1], &care->tiers[3]));
    assert_null(wijk__ladder_step(care, &care->tiers[0], &care->tiers[5]));
    assert_null(wijk__ladder_step(care, NULL, &care->tiers[0]));
    assert_null(wijk__ladder_tier(care, "ave-1", 5));
    assert_null(wijk__ladder_tier(NULL, "ave-1", 5));
    assert_null(wijk__policy_ladder(policy, "universal", 9));
    const struct wijk__ladder *ave = wijk__policy_ladder(policy, "ave-and-more", 3);
    assert_int_equal(ave->tier_count, 4);
    assert_false(ave->decided);
    wijk_policy_unref(policy);
}

static void default_rules(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct wijk__term terms[WIJK__TERM_COUNT] = {
        [WIJK__TERM_REQUEST] = {6, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_STEP] = {2, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_BRIDGE] = {2, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_OFFER] = {5, WIJK_TERM_WORKING_DAYS, false},
        [WIJK__TERM_HEARING] = {4, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_ACCEPTANCE] = {2, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_REVIEW] = {26, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_GOAL] = {13, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_RETELL] = {52, WIJK_TERM_WEEKS, false},
    };
    for (enum wijk__term_name name = WIJK__TERM_REQUEST; name < WIJK__TERM_COUNT; name++) {
        struct wijk__term term = wijk__policy_deadline(policy, name);
        assert_int_equal(term.count, terms[name].count);
        assert_int_equal(term.unit, terms[name].unit);
        assert_int_equal(term.extend, terms[name].extend);
    }
    assert_int_equal(wijk__policy_calendar(policy), WIJK_CALENDAR_LIBERATION_LUSTRUM);
    static const wijk_fact asked[] = {WIJK_FACT_MEMBERS_HEARD,    WIJK_FACT_ANALYSIS_CONCLUDED, WIJK_FACT_GOALS_SET,
                                      WIJK_FACT_GOALS_MEASURABLE, WIJK_FACT_PLAN_ACCEPTED,
                                      WIJK_FACT_COORDINATOR_PRESENT, WIJK_FACT_PROBLEMS_COVERED};
    struct wijk__conditions activation = wijk__policy_activation(policy);
    assert_int_equal(activation.count, 8);
    assert_int_equal(activation.list[0].kind, WIJK__ALL);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(activation.list[i + 1].fact, asked[i]);
    for (uint32_t i = 0; i < wijk__finding_count; i++)
        assert_int_equal(wijk_policy_severity(policy, wijk__finding_list[i].words.number),
                         wijk__finding_list[i].severity);
    wijk_policy_unref(policy);
}

/* ---- conditions ---- */

static void conditions_are_flat_trees(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"conditions\":{"
        "  \"late\":{\"any\":[{\"use\":\"later\"},{\"fact\":\"goals-set\"}]},"
        "  \"later\":{\"not\":{\"fact\":\"client-consulted\",\"within_days\":0}}},"
        "\"plan\":{\"activation\":{\"all\":["
        "  {\"fact\":\"plan-active\"},{\"use\":\"late\"},{\"not\":{\"use\":\"later\"}},"
        "  {\"within_days\":36500,\"fact\":\"members-heard\"}]}}");
    static const struct wijk__condition wanted[] = {
        {WIJK__ALL, 10, 0, -1},
        {WIJK__ATOM, 2, WIJK_FACT_PLAN_ACTIVE, -1},
        {WIJK__ANY, 6, 0, -1},
        {WIJK__NOT, 5, 0, -1},
        {WIJK__ATOM, 5, WIJK_FACT_CLIENT_CONSULTED, 0},
        {WIJK__ATOM, 6, WIJK_FACT_GOALS_SET, -1},
        {WIJK__NOT, 9, 0, -1},
        {WIJK__NOT, 9, 0, -1},
        {WIJK__ATOM, 9, WIJK_FACT_CLIENT_CONSULTED, 0},
        {WIJK__ATOM, 10, WIJK_FACT_MEMBERS_HEARD, 36500},
    };
    struct wijk__conditions got = wijk__policy_activation(policy);
    assert_int_equal(got.count, sizeof wanted / sizeof *wanted);
    for (uint32_t i = 0; i < got.count; i++) {
        assert_int_equal(got.list[i].kind, wanted[i].kind);
        assert_int_equal(got.list[i].next, wanted[i].next);
        assert_int_equal(got.list[i].fact, wanted[i].fact);
        assert_int_equal(got.list[i].within_days, wanted[i].within_days);
    }
    wijk_policy_unref(policy);
}

/* Facts that only findings name cannot be asked for; an age only of those that have a day. */
static void facts(void **state) {
    struct room *room = *state;
    unsigned dated = 0, asked = 0;
    for (uint32_t i = 0; i < wijk__fact_count; i++) {
        const char *name = wijk__facts[i].words.name;
        bool is_answer = !wijk__facts[i].asked;
        asked += wijk__facts[i].asked;
        struct grown pack = pack_begin();
        grow(&pack, ",\"plan\":{\"activation\":{\"fact\":\"%s\"}}", name);
        expect(room, pack, is_answer ? WIJK_E_CODE : WIJK_OK, is_answer ? "/plan/activation/fact" : "");
        pack = pack_begin();
        grow(&pack, ",\"plan\":{\"activation\":{\"fact\":\"%s\",\"within_days\":1}}}", name);
        wijk_policy *policy;
        wijk_status status = load_with(room->context, pack.data, pack.length, &policy, room->error);
        dated += status == WIJK_OK;
        assert_true(status == WIJK_OK || status == (is_answer ? WIJK_E_CODE : WIJK_E_UNKNOWN));
        wijk_policy_unref(policy);
        free(pack.data);
    }
    assert_int_equal(dated, 5);
    assert_int_equal(asked, 14);
    assert_false(wijk__fact_def(WIJK_FACT_CONDITION_NOT_MET)->asked);
    assert_false(wijk__fact_def(WIJK_FACT_MANDATE)->asked);
}

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

/* Two ladders may have a tier of the same key; each ladder keeps its own, and the words are those of the first. */
static void a_tier_in_two_ladders(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"ladders\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"decided\":false,\"tiers\":["
        "{\"key\":\"x\",\"en\":\"first\",\"nl\":\"eerste\",\"entry\":true}]},"
        "{\"key\":\"b\",\"en\":\"b\",\"nl\":\"b\",\"decided\":true,\"tiers\":["
        "{\"key\":\"w\",\"en\":\"w\",\"nl\":\"w\",\"entry\":true},"
        "{\"key\":\"x\",\"en\":\"second\",\"nl\":\"tweede\",\"entry\":true}]}]");
    assert_int_equal(wijk__ladder_tier(wijk__policy_ladder(policy, "a", 1), "x", 1)->rank, 1);
    assert_int_equal(wijk__ladder_tier(wijk__policy_ladder(policy, "b", 1), "x", 1)->rank, 2);
    assert_null(wijk__ladder_tier(wijk__policy_ladder(policy, "a", 1), "w", 1));
    assert_string_equal(wijk_policy_term(policy, WIJK_LIST_TIERS, "x", 1, WIJK_ENGLISH), "first");
    assert_int_equal(policy->lists[WIJK_LIST_TIERS].count, 2);
    wijk_policy_unref(policy);
}

/* A tier may be reached only from above, and by more than one step. */
static void reached_downwards(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"ladders\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"decided\":false,\"tiers\":["
        "{\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\"},{\"key\":\"y\",\"en\":\"y\",\"nl\":\"y\"},"
        "{\"key\":\"z\",\"en\":\"z\",\"nl\":\"z\",\"entry\":true}],"
        "\"steps\":[{\"from\":\"y\",\"to\":\"x\"},{\"from\":\"z\",\"to\":\"y\"}]}]");
    const struct wijk__ladder *ladder = wijk__policy_ladder(policy, "a", 1);
    assert_ptr_equal(wijk__ladder_step(ladder, &ladder->tiers[1], &ladder->tiers[0]), &ladder->steps[0]);
    assert_int_equal(ladder->steps[0].when.count, 0);
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
        CASE(default_lists),
        CASE(default_ladders),
        CASE(default_rules),
        CASE(conditions_are_flat_trees),
        CASE(facts),
        CASE(an_empty_pack),
        CASE(calendars),
        CASE(severities),
        CASE(every_finding),
        CASE(terms_of_keys),
        CASE(a_tier_in_two_ladders),
        CASE(reached_downwards),
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
