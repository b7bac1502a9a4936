/* The compiler of rule packs: what can never hold, compared with trying everything; ladders without a way back; where
 * each finding is; and what happens when the search or the memory ends. */
#include "policy_support.h"
#include "policy/lint.h"

#if WIJK_HAVE_JSON

#define LISTS "\"signals\":[{\"key\":\"s\",\"en\":\"s\",\"nl\":\"s\"},{\"key\":\"t\",\"en\":\"t\",\"nl\":\"t\"}]," \
              "\"domains\":[{\"key\":\"d\",\"en\":\"d\",\"nl\":\"d\"}]"

/* The codes and places, such as "WK8001 /ladders/0/tiers/1", one after the other. */
static void lint_says(struct room *room, struct grown pack, const char *wanted) {
    struct grown got = {0};
    wijk_policy *policy;
    wijk_findings *findings;
    assert_int_equal(wijk_findings_new(room->context, &findings, NULL), WIJK_OK);
    if (load(room, &pack, &policy) != WIJK_OK)
        fail_msg("%s", wijk_error_message(room->error, WIJK_ENGLISH));
    assert_int_equal(wijk_policy_lint(policy, findings, room->error), WIJK_OK);
    assert_int_equal(wijk_error_code(room->error), WIJK_OK);
    grow(&got, "%s", "");
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++) {
        grow(&got, "%s%s %s", i ? " " : "", wijk_findings_name(findings, i), wijk_findings_place(findings, i));
        assert_int_equal(wijk_findings_severity(findings, i), WIJK_SEVERITY_WARN);
        assert_null(wijk_findings_subject(findings, i));
    }
    assert_string_equal(got.data, wanted);
    free(got.data);
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
}

static void says_of_condition(struct room *room, const char *condition, bool never) {
    struct grown pack = pack_begin();
    grow(&pack, "," LISTS ",\"plan\":{\"activation\":%s}", condition);
    print_message("%s\n", condition);
    lint_says(room, pack, never ? "WK8002 /plan/activation" : "");
}

/* ---- what goes together ---- */

#define JOIN2(a, b) a "," b
#define JOIN3(a, b, c) a "," b "," c
#define PICK(a, b, c, join, ...) join
#define JOIN(...) PICK(__VA_ARGS__, JOIN3, JOIN2, unused)(__VA_ARGS__)
#define ALL(...) "{\"all\":[" JOIN(__VA_ARGS__) "]}"
#define ANY(...) "{\"any\":[" JOIN(__VA_ARGS__) "]}"
#define NOT(condition) "{\"not\":" condition "}"
#define FACT(fact) "{\"fact\":\"" fact "\"}"
#define WITHIN(fact, days) "{\"fact\":\"" fact "\",\"within_days\":" #days "}"
#define ABOUT(fact, key) "{\"fact\":\"" fact "\",\"about\":\"" key "\"}"
#define DAYS(bounds) "{\"fact\":\"days-in-tier\"," bounds "}"
#define LEVEL(more) "{\"fact\":\"domain-level\"" more "}"

static void what_goes_together(void **state) {
    static const struct {
        const char *condition;
        bool never;
    } cases[] = {
        {ALL(FACT("goals-set"), NOT(FACT("goals-set"))), true},
        {ALL(FACT("goals-set"), NOT(FACT("goals-measurable"))), false},
        {ALL(NOT(FACT("goals-set")), NOT(FACT("goals-set"))), false},
        {NOT(ANY(FACT("goals-set"), NOT(FACT("goals-set")))), true},
        {NOT(ALL(FACT("goals-set"), FACT("plan-active"))), false},
        {NOT(NOT(NOT(FACT("goals-set")))), false},
        /* what came true lately came true */
        {ALL(WITHIN("client-consulted", 30), NOT(FACT("client-consulted"))), true},
        {ALL(WITHIN("client-consulted", 30), NOT(WITHIN("client-consulted", 30))), true},
        {ALL(WITHIN("client-consulted", 30), NOT(WITHIN("client-consulted", 31))), true},
        {ALL(WITHIN("client-consulted", 30), NOT(WITHIN("client-consulted", 29))), false},
        {ALL(FACT("client-consulted"), NOT(WITHIN("client-consulted", 36500))), false},
        {ALL(NOT(WITHIN("client-consulted", 0)), WITHIN("client-consulted", 0)), true},
        /* a signal of one kind is a signal */
        {ALL(ABOUT("signal-open", "s"), NOT(FACT("signal-open"))), true},
        {ALL(FACT("signal-open"), NOT(ABOUT("signal-open", "s"))), false},
        {ALL(ABOUT("signal-open", "s"), NOT(ABOUT("signal-open", "t"))), false},
        {ALL(ABOUT("signal-open", "s"), NOT(ABOUT("signal-open", "s"))), true},
        /* the days in a tier are one number */
        {ALL(DAYS("\"at_least\":10"), DAYS("\"at_most\":9")), true},
        {ALL(DAYS("\"at_least\":10"), DAYS("\"at_most\":10")), false},
        {ALL(DAYS("\"at_least\":10,\"at_most\":20"), NOT(DAYS("\"at_least\":9,\"at_most\":21"))), true},
        {ALL(DAYS("\"at_least\":10,\"at_most\":20"), NOT(DAYS("\"at_least\":11,\"at_most\":21"))), false},
        {ALL(DAYS("\"at_least\":10"), NOT(DAYS("\"at_least\":15")), NOT(DAYS("\"at_most\":14"))), true},
        {ALL(DAYS("\"at_least\":10"), NOT(DAYS("\"at_least\":16")), NOT(DAYS("\"at_most\":14"))), false},
        {ALL(NOT(DAYS("\"at_least\":15")), NOT(DAYS("\"at_most\":14"))), false}, /* in no tier at all */
        {ALL(NOT(DAYS("\"at_most\":12")), NOT(DAYS("\"at_least\":8")), DAYS("\"at_most\":1000000")), true},
        {ALL(DAYS("\"at_most\":5"), NOT(DAYS("\"at_most\":3")), NOT(DAYS("\"at_least\":4"))), true},
        {ALL(DAYS("\"at_least\":4"), DAYS("\"at_most\":6"), NOT(DAYS("\"at_least\":4,\"at_most\":6"))), true},
        /* the levels of a domain are as many as there are people */
        {ALL(LEVEL(",\"at_most\":2"), LEVEL(",\"at_least\":4")), false},
        {ALL(LEVEL(",\"at_most\":2"), NOT(LEVEL(",\"at_most\":3"))), true},
        {ALL(LEVEL(",\"about\":\"d\",\"at_most\":2"), NOT(LEVEL(",\"at_most\":2"))), true},
        {ALL(LEVEL(",\"at_most\":2"), NOT(LEVEL(",\"about\":\"d\",\"at_most\":2"))), false},
        {ALL(LEVEL(",\"at_most\":4"), NOT(LEVEL(",\"at_most\":2")), NOT(LEVEL(",\"at_least\":3"))), true},
        {ALL(LEVEL(",\"at_least\":1"), NOT(LEVEL(",\"at_most\":2")), NOT(LEVEL(",\"at_least\":3"))), true},
        {ALL(LEVEL(",\"at_least\":1"), NOT(LEVEL(",\"at_most\":2,\"within_days\":9")), NOT(LEVEL(",\"at_least\":3"))),
         false},
        {ALL(LEVEL(",\"at_least\":1,\"within_days\":9"), NOT(LEVEL(",\"at_least\":1,\"within_days\":8"))), false},
        /* through groups */
        {ALL(ANY(FACT("goals-set"), FACT("plan-active")), NOT(FACT("goals-set")), NOT(FACT("plan-active"))), true},
        {ALL(ANY(FACT("goals-set"), FACT("plan-active")), NOT(FACT("goals-set"))), false},
        {ALL(ANY(FACT("goals-set"), FACT("plan-active")), NOT(ANY(FACT("plan-active"), FACT("goals-set")))), true},
        {ALL(ANY(DAYS("\"at_least\":9"), DAYS("\"at_most\":3")), DAYS("\"at_least\":4"), DAYS("\"at_most\":8")), true},
        {ALL(ANY(DAYS("\"at_least\":9"), DAYS("\"at_most\":4")), DAYS("\"at_least\":4"), DAYS("\"at_most\":8")), false},
        {NOT(ANY(ALL(FACT("goals-set"), FACT("plan-active")), NOT(FACT("goals-set")), NOT(FACT("plan-active")))), true},
        {NOT(ANY(ALL(FACT("goals-set"), FACT("plan-active")), NOT(FACT("goals-set")))), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        says_of_condition(*state, cases[i].condition, cases[i].never);
}

/* ---- compared with trying everything ---- */

enum { FACTS = 5 };
static const char *const names[FACTS] = {"goals-set", "plan-active", "goals-scored", "members-heard", "wait-bridged"};

/* Any condition of so many groups; the same again with the same seed. */
static void draw(struct grown *out, uint32_t *seed, int depth) {
    *seed = *seed * 1664525 + 1013904223;
    uint32_t kind = *seed >> 28, count = 1 + (*seed >> 26 & 3);
    if (depth == 0 || kind < 5) {
        grow(out, "{\"fact\":\"%s\"}", names[(*seed >> 20) % FACTS]);
    } else if (kind < 9) {
        grow(out, "{\"not\":");
        draw(out, seed, depth - 1);
        grow(out, "}");
    } else {
        grow(out, "{\"%s\":[", kind < 13 ? "all" : "any");
        for (uint32_t i = 0; i < count; i++) {
            grow(out, i ? "," : "");
            draw(out, seed, depth - 1);
        }
        grow(out, "]}");
    }
}

static bool holds(const struct wijk__condition *list, uint32_t place, uint32_t facts) {
    const struct wijk__condition *node = &list[place];
    if (node->kind == WIJK__NOT)
        return !holds(list, place + 1, facts);
    if (node->kind == WIJK__ATOM) {
        for (uint32_t i = 0; i < FACTS; i++)
            if (strcmp(wijk__fact_def(node->fact)->words.name, names[i]) == 0)
                return facts >> i & 1;
        fail();
    }
    for (uint32_t child = place + 1; child < node->next; child = list[child].next)
        if (holds(list, child, facts) != (node->kind == WIJK__ALL))
            return node->kind == WIJK__ANY;
    return node->kind == WIJK__ALL;
}

static void compared_with_trying_everything(void **state) {
    struct room *room = *state;
    struct wijk__search *search = calloc(1, sizeof *search);
    unsigned never = 0, places = 0;
    assert_non_null(search);
    for (uint32_t seed = 1; seed <= 4000; seed++) {
        struct grown pack = pack_begin();
        uint32_t random = seed * 2654435761U;
        grow(&pack, ",\"plan\":{\"activation\":");
        draw(&pack, &random, 5);
        grow(&pack, "}");
        wijk_policy *policy;
        assert_int_equal(load(room, &pack, &policy), WIJK_OK);
        struct wijk__conditions conditions = wijk__policy_activation(policy);
        for (uint32_t place = 0; place < conditions.count; place++, places++) {
            bool possible = false;
            for (uint32_t facts = 0; facts < 1U << FACTS; facts++)
                possible |= holds(conditions.list, place, facts);
            search->work = 0;
            assert_int_equal(wijk__never_holds(search, conditions.list, place), !possible);
            never += !possible;
        }
        wijk_policy_unref(policy);
    }
    free(search);
    print_message("%u of %u conditions can never hold\n", never, places);
    assert_true(never > 200 && places > 10000);
}

/* ---- where ---- */

static void where(void **state) {
    struct grown pack = pack_begin();
    grow(&pack, ",\"conditions\":{\"no\":" ALL(FACT("goals-set"), NOT(FACT("goals-set"))) ","
                "\"uses\":" ANY("{\"use\":\"no\"}", FACT("plan-active")) "},"
                "\"plan\":{\"activation\":{\"use\":\"uses\"},"
                "\"advice\":" ANY(FACT("goals-set"), ALL(FACT("plan-active"),
                NOT(ALL(FACT("plan-active"), FACT("plan-active"))))) "},"
                LADDER(LIGHT "," HEAVY, ",\"steps\":[{\"from\":\"light\",\"to\":\"heavy\",\"when\":"
                ALL("{\"use\":\"no\"}", FACT("plan-active")) "}],"
                "\"suggestions\":[{\"from\":\"heavy\",\"to\":\"light\",\"when\":" ALL(FACT("plan-active"),
                NOT("{\"use\":\"uses\"}")) "}],"
                "\"emergency\":" ANY(NOT(ANY(FACT("goals-set"), NOT(FACT("goals-set")))), FACT("acutely-unsafe"))));
    lint_says(*state, pack, "WK8002 /conditions/no WK8002 /plan/advice/any/1 WK8002 /ladders/0/suggestions/0/when "
                            "WK8002 /ladders/0/emergency/any/0 WK8001 /ladders/0/tiers/1 "
                            "WK8003 /ladders/0/suggestions/0");
}

/* ---- ladders ---- */

#define STEP(from, to) "{\"from\":\"" from "\",\"to\":\"" to "\"}"
#define FOUR TIER("a", ENTRY) "," TIER("b", ENTRY) "," TIER("c", ENTRY) "," TIER("d", ENTRY)

static void ladders(void **state) {
    static const struct {
        const char *steps, *wanted;
    } cases[] = {
        {"", ""},
        {STEP("a", "b"), "WK8001 /ladders/0/tiers/1"},
        {STEP("b", "a"), ""},
        {STEP("a", "b") "," STEP("b", "a"), ""},
        {STEP("a", "d") "," STEP("d", "c") "," STEP("c", "b") "," STEP("b", "a"), ""},
        {STEP("a", "d") "," STEP("d", "b") "," STEP("c", "a"), "WK8001 /ladders/0/tiers/3"},
        {STEP("b", "d") "," STEP("d", "a"), "WK8001 /ladders/0/tiers/3"}, /* past where it came from */
        {STEP("b", "d") "," STEP("d", "a") "," STEP("a", "b"), "WK8001 /ladders/0/tiers/1 WK8001 /ladders/0/tiers/3"},
        {STEP("a", "c") "," STEP("b", "d") "," STEP("d", "b") "," STEP("c", "b") "," STEP("b", "a"), ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grown pack = pack_begin();
        grow(&pack, "," LADDER(FOUR, ",\"steps\":[%s]"), cases[i].steps);
        lint_says(*state, pack, cases[i].wanted);
    }
    /* In an emergency one goes up without a step: then each tier but the lightest needs a step down. */
    struct grown pack = pack_begin();
    grow(&pack, "," LADDER(FOUR, ",\"steps\":[" STEP("b", "a") "," STEP("d", "b") "],"
                                 "\"emergency\":" FACT("acutely-unsafe")));
    lint_says(*state, pack, "WK8001 /ladders/0/tiers/2");
}

/* The largest ladder there can be, up one by one and down at once. */
static void a_large_ladder(void **state) {
    struct grown pack = pack_begin();
    grow(&pack, ",\"ladders\":[{\"key\":\"l\",\"en\":\"l\",\"nl\":\"l\",\"decided\":true,\"tiers\":[");
    for (unsigned i = 0; i < WIJK__TIERS_MOST; i++)
        grow(&pack, "%s{\"key\":\"t%u\",\"en\":\"t\",\"nl\":\"t\",\"entry\":true}", i ? "," : "", i);
    grow(&pack, "],\"steps\":[");
    for (unsigned i = 1; i < WIJK__TIERS_MOST; i++)
        grow(&pack, "%s{\"from\":\"t%u\",\"to\":\"t%u\"},{\"from\":\"t%u\",\"to\":\"t%u\"}", i > 1 ? "," : "", i - 1, i,
             i, i == 63 ? 61 : i - 1);
    grow(&pack, "]}]");
    lint_says(*state, pack, "WK8001 /ladders/0/tiers/63");
}

/* ---- when it ends ---- */

/* One pair of alternatives more doubles the ways; the search gives up, and takes what it does not know for possible. */
static void too_many_alternatives(void **state) {
    for (unsigned pairs = 4; pairs <= 40; pairs += 36) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"domains\":[");
        for (unsigned i = 0; i <= pairs; i++)
            grow(&pack, "%s{\"key\":\"d%u\",\"en\":\"d\",\"nl\":\"d\"}", i ? "," : "", i);
        grow(&pack, "],\"plan\":{\"activation\":{\"all\":[" FACT("goals-set") "," NOT(FACT("goals-set")));
        for (unsigned i = 0; i < pairs; i++) /* looked at before the two that contradict each other */
            grow(&pack, "," ANY("{\"fact\":\"domain-level\",\"about\":\"d%u\",\"at_most\":2}",
                                "{\"fact\":\"domain-level\",\"about\":\"d%u\",\"at_least\":2}"), i, i);
        grow(&pack, "]}}");
        lint_says(*state, pack, pairs == 4 ? "WK8002 /plan/activation" : "");
    }
}

static void arguments(void **state) {
    struct room *room = *state;
    wijk_policy *policy = load_default(room);
    wijk_findings *findings;
    assert_int_equal(wijk_findings_new(room->context, &findings, NULL), WIJK_OK);
    assert_int_equal(wijk__findings_add(findings, WIJK_WK8001, WIJK_SEVERITY_WARN, NULL, NULL), WIJK_OK);
    assert_int_equal(wijk_policy_lint(NULL, findings, room->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(room->error), "policy");
    assert_int_equal(wijk_findings_count(findings), 0);
    assert_int_equal(wijk_policy_lint(policy, NULL, room->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(room->error), "findings");
    assert_int_equal(wijk_policy_lint(policy, findings, NULL), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 0);
    assert_null(wijk_findings_place(findings, 0));
    assert_null(wijk_findings_place(NULL, 0));
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
}

/* A pack with something of everything, looked at while memory fails. */
static wijk_status lint_once(struct fail_alloc *alloc, void *json) {
    wijk_context *context;
    wijk_policy *policy = NULL;
    wijk_findings *findings = NULL;
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status != WIJK_OK)
        return status;
    status = wijk_findings_new(context, &findings, NULL);
    if (status == WIJK_OK)
        status = wijk_policy_load(context, json, WIJK_NUL_TERMINATED, &policy, NULL);
    if (status == WIJK_OK) {
        status = wijk_policy_lint(policy, findings, NULL);
        assert_int_equal(wijk_findings_count(findings), status == WIJK_OK ? 12 : 0);
    }
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return status;
}

static void every_failure_of_memory(void **state) {
    (void)state;
    struct grown pack = pack_begin();
    grow(&pack, ",\"plan\":{\"activation\":{\"any\":[");
    for (unsigned i = 0; i < 10; i++)
        grow(&pack, ALL(FACT("goals-set"), NOT(FACT("goals-set"))) "%s", i < 9 ? "," : "]}},");
    grow(&pack, LADDER(LIGHT "," HEAVY, ",\"steps\":[" STEP("light", "heavy") "],\"suggestions\":["
                "{\"from\":\"heavy\",\"to\":\"light\",\"when\":" FACT("plan-active") "}]") "}");
    assert_true(fail_alloc_sweep(lint_once, pack.data, 1000) > 10);
    free(pack.data);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(what_goes_together),
        CASE(compared_with_trying_everything),
        CASE(where),
        CASE(ladders),
        CASE(a_large_ladder),
        CASE(too_many_alternatives),
        CASE(arguments),
        CASE(every_failure_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
