/* Random histories: acts of every kind in any order, backdated, withdrawn, in batches that are rolled back, and what
 * must always hold of them. Every sequence is made from its number, so a failure can be run again alone:
 *
 *     replay [FIRST [COUNT]]      sequences FIRST .. FIRST + COUNT - 1; as a test 2,000 of them, in the full run 100,000
 *
 * Of every sequence: a refused act changes nothing; loading the frames gives the same state; what was known at a
 * moment is what the frames up to then give; the invariants hold on every day, as known at any time. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/wijkteam.h>

enum { LONGEST = 500, PERSONS = 4, WORKERS = 3 };

static const char *const ladders[] = {"care", "ave"};
static const char *const tiers[2][4] = {{"universal", "team-short", "team-plan", "specialised"},
                                        {"ave-1", "ave-2", "ave-3", "ave-4"}};
static const struct {
    wijk_policy_list list;
    const char *keys[3];
} keys[] = {
    {WIJK_LIST_SETTINGS, {"home", "school", "clinic"}},
    {WIJK_LIST_ROLES, {"team-worker", "coordinator", "provider"}},
    {WIJK_LIST_DOMAINS, {"finances", "housing", "justice"}},
    {WIJK_LIST_REQUESTS, {"finances", "housing", "other"}},
    {WIJK_LIST_PROVISIONS, {"team.support", "general.walk-in", "individual.guidance"}},
};
/* Which act makes the rows that a reference leads to. */
static const struct {
    wijk_table_id table;
    wijk_act_type act;
} makers[] = {
    {WIJK_TABLE_REQUESTS, WIJK_ACT_REQUEST_RECEIVE}, {WIJK_TABLE_ANALYSES, WIJK_ACT_ANALYSIS_OPEN},
    {WIJK_TABLE_PROBLEMS, WIJK_ACT_PROBLEM_IDENTIFY}, {WIJK_TABLE_PLANS, WIJK_ACT_PLAN_DRAFT},
    {WIJK_TABLE_GOALS, WIJK_ACT_GOAL_SET}, {WIJK_TABLE_ACTIONS, WIJK_ACT_ACTION_START},
    {WIJK_TABLE_OFFERS, WIJK_ACT_COORDINATION_OFFER}, {WIJK_TABLE_STEPS, WIJK_ACT_STEP_PROPOSE},
    {WIJK_TABLE_WAITS, WIJK_ACT_WAIT_START}, {WIJK_TABLE_PILOT_LIGHTS, WIJK_ACT_PILOT_LIGHT_START},
};

static wijk_context *context;
static wijk_policy *policy;
static wijk_findings *findings;
static uint64_t sequence_number;

static struct history { /* what was taken, by type, to refer to */
    struct {
        wijk_act_type type;
        wijk_id id;
    } taken[LONGEST];
    uint32_t count;
    uint64_t random;
    uint32_t ids;
    wijk_date day;
    wijk_time recorded;
} h;

static void fail(const char *what) {
    fprintf(stderr, "sequence %" PRIu64 ": %s\n", sequence_number, what);
    exit(1);
}

static void must(wijk_status status, const char *what) {
    if (status != WIJK_OK) {
        fprintf(stderr, "sequence %" PRIu64 ": %s: %s\n", sequence_number, what, wijk_status_name(status));
        exit(1);
    }
}

static uint32_t draw(uint32_t below) { /* splitmix64 */
    uint64_t z = (h.random += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % below);
}

static wijk_id named(uint32_t kind, uint32_t number) {
    wijk_id id = {{(uint8_t)(kind + 1)}};
    memcpy(id.bytes + 8, &number, sizeof number);
    return id;
}

static const wijk_id *some_of(wijk_act_type type) {
    uint32_t seen = 0;
    const wijk_id *found = NULL;
    for (uint32_t i = h.count; i-- > 0;) /* late ones more often than early ones */
        if (h.taken[i].type == type && (found == NULL || draw(++seen + 2) == 0))
            found = &h.taken[i].id;
    return found;
}

static const wijk_id *referred(wijk_table_id table) {
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (makers[i].table == table)
            return draw(40) ? some_of(makers[i].act) : some_of(WIJK_ACT_DOSSIER_OPEN);
    return NULL;
}

static const char *key_of(wijk_policy_list list, uint32_t ladder) {
    if (list == WIJK_LIST_LADDERS)
        return ladders[ladder];
    if (list == WIJK_LIST_EXITS)
        return "goals-reached";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].list == list)
            return keys[i].keys[draw(3)];
    return tiers[ladder][draw(4)];
}

/* Set one field to something that is often sensible; answers whether there was anything to set it to. */
static int set_field(wijk_act *act, wijk_act_type type, int32_t field, uint32_t ladder) {
    const char *kind = wijk_catalog_member_type(WIJK_CATALOG_ACTS, type, field);
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_ACTS, type, field);
    wijk_status status = WIJK_OK;
    if (strcmp(kind, "ref") == 0 || strcmp(kind, "act") == 0) {
        const wijk_id *id = strcmp(kind, "ref") == 0 ? referred(list) : h.count ? &h.taken[draw(h.count)].id : NULL;
        if (id == NULL)
            return 0;
        status = wijk_act_set_id(act, field, id, NULL);
    } else if (strcmp(kind, "person") == 0 || strcmp(kind, "id") == 0) {
        int person = strcmp(kind, "person") == 0 ||
                     strcmp(wijk_catalog_member_name(WIJK_CATALOG_ACTS, type, field), "person") == 0;
        wijk_id id = person ? named(1, draw(PERSONS)) : named(2, draw(WORKERS));
        status = wijk_act_set_id(act, field, &id, NULL);
    } else if (strcmp(kind, "int") == 0) {
        status = wijk_act_set_int(act, field, type == WIJK_ACT_GOAL_SCORE ? (int64_t)draw(5) - 2 : 1 + draw(5), NULL);
        if (status == WIJK_E_DERIVED)
            return 1;
    } else if (strcmp(kind, "bool") == 0) {
        status = wijk_act_set_int(act, field, draw(2), NULL);
    } else if (strcmp(kind, "date") == 0) {
        status = wijk_act_set_date(act, field, h.day + (wijk_date)draw(100), NULL);
    } else if (strcmp(kind, "code") == 0) {
        uint32_t values = wijk_catalog_member_count(WIJK_CATALOG_CODE_LISTS, list);
        status = wijk_act_set_code(act, field, 1 + (int32_t)(draw(3) ? 0 : draw(values)), NULL);
    } else {
        const char *text = strcmp(kind, "key") == 0 ? key_of(list, ladder) : "words";
        status = wijk_act_set_text(act, field, text, WIJK_NUL_TERMINATED, NULL);
    }
    must(status, kind);
    return 1;
}

static wijk_act_type draw_type(void) {
    static const wijk_act_type often[] = {WIJK_ACT_COORDINATION_OFFER, WIJK_ACT_COORDINATION_ACCEPT,
                                          WIJK_ACT_PLAN_DRAFT, WIJK_ACT_PLAN_ACTIVATE, WIJK_ACT_PLAN_CLOSE,
                                          WIJK_ACT_TIER_ENTER, WIJK_ACT_MEMBER_JOIN};
    if (h.count == 0)
        return WIJK_ACT_DOSSIER_OPEN;
    if (draw(3) == 0)
        return often[draw(sizeof often / sizeof *often)];
    wijk_act_type type = wijk_catalog_number(WIJK_CATALOG_ACTS, draw(wijk_catalog_count(WIJK_CATALOG_ACTS)));
    int seldom = type == WIJK_ACT_DOSSIER_CLOSE || type == WIJK_ACT_ACT_WITHDRAW;
    return seldom && draw(4) ? WIJK_ACT_GOAL_SET : type;
}

/* A random act; answers 0 when there is nothing yet for it to refer to. */
static int make(wijk_act *act, wijk_act_type *type) {
    *type = draw_type();
    uint32_t ladder = draw(2);
    if (draw(4) == 0)
        h.day += (wijk_date)draw(6);
    if (draw(3) == 0)
        h.recorded += draw(1000000);
    wijk_date valid = draw(12) ? h.day : h.day - (wijk_date)draw(40);
    wijk_id id = draw(100) || h.count == 0 ? named(3, h.ids++) : h.taken[draw(h.count)].id;
    wijk_id worker = named(2, draw(WORKERS));
    must(wijk_act_begin(act, *type, &id, valid, h.recorded - (draw(80) ? 0 : 1), NULL), "begin");
    must(wijk_act_set_actor(act, &worker, draw(2) ? &worker : NULL, draw(2) ? "team-worker" : NULL, WIJK_NUL_TERMINATED,
                            NULL), "actor");
    if (draw(5) == 0)
        must(wijk_act_set_reason(act, "because", WIJK_NUL_TERMINATED, NULL), "reason");
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_ACTS, *type); i++) {
        int32_t field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, *type, i);
        int required = wijk_catalog_member_required(WIJK_CATALOG_ACTS, *type, field);
        if (!required && draw(2))
            continue;
        if (!set_field(act, *type, field, ladder) && required)
            return 0;
    }
    return 1;
}

struct snapshot {
    uint8_t digest[WIJK_HASH_SIZE], head[WIJK_HASH_SIZE];
    uint64_t acts;
};

static struct snapshot look(const wijk_dossier *dossier) {
    struct snapshot s;
    memset(&s, 0, sizeof s);
    must(wijk_dossier_digest(dossier, s.digest), "digest");
    wijk_dossier_head(dossier, s.head);
    s.acts = wijk_dossier_acts(dossier);
    return s;
}

static int same(struct snapshot a, struct snapshot b) {
    return memcmp(a.digest, b.digest, sizeof a.digest) == 0 && memcmp(a.head, b.head, sizeof a.head) == 0 &&
           a.acts == b.acts;
}

static void take(wijk_dossier *dossier, wijk_act *act) {
    wijk_act_type type;
    if (!make(act, &type))
        return;
    int compare = draw(8) == 0;
    struct snapshot before;
    if (compare)
        before = look(dossier);
    wijk_status status = wijk_dossier_submit(dossier, act, findings, NULL);
    if (status < 0)
        must(status, "submit");
    if (status == WIJK_REFUSED && wijk_findings_count(findings) == 0)
        fail("refused without a finding");
    if (status == WIJK_OK) {
        h.taken[h.count].type = type;
        h.taken[h.count++].id = *wijk_act_get_id(act);
    } else if (compare && !same(before, look(dossier))) {
        fail("a refused act changed the dossier");
    }
}

static void take_batch(wijk_dossier *dossier, wijk_act *act, uint32_t length) {
    struct snapshot before = look(dossier);
    uint32_t count = h.count;
    must(wijk_dossier_begin(dossier, NULL), "begin");
    for (uint32_t i = 0; i < length && h.count < LONGEST; i++)
        take(dossier, act);
    if (draw(3)) {
        must(wijk_dossier_commit(dossier, NULL), "commit");
        return;
    }
    wijk_dossier_rollback(dossier);
    h.count = count;
    if (!same(before, look(dossier)))
        fail("a rolled back frame left something behind");
}

static void check_invariants(const wijk_dossier *dossier, wijk_time known) {
    wijk_date on = h.day - (wijk_date)draw(60);
    wijk_status status = wijk_dossier_check(dossier, on, known, findings, NULL);
    if (status != WIJK_OK && status != WIJK_REFUSED)
        must(status, "check");
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++)
        if (wijk_findings_code(findings, i) == WIJK_WK2001 || wijk_findings_code(findings, i) == WIJK_WK3001)
            fail("an invariant does not hold");
}

/* Loading all frames, and the frames up to one in the middle. */
static void check_replay(const wijk_dossier *dossier) {
    const void *bytes;
    size_t length, cut = 0;
    wijk_dossier_frames(dossier, &bytes, &length);
    if (length == 0)
        return;
    wijk_dossier *again;
    must(wijk_dossier_load(context, draw(2) ? policy : NULL, bytes, length, draw(2) ? WIJK_LOAD_VERIFY_CHAIN : 0, &again,
                           NULL), "load");
    if (!same(look(dossier), look(again)))
        fail("loading gives another state");
    wijk_dossier_destroy(again);
    uint64_t frame, number, stop = 1 + draw((uint32_t)wijk_dossier_sequence(dossier));
    for (uint64_t i = 0; i < stop; i++, cut += frame)
        must(wijk_journal_frame((const char *)bytes + cut, length - cut, &frame, &number, NULL), "frame");
    must(wijk_dossier_load(context, NULL, bytes, cut, WIJK_LOAD_VERIFY_CHAIN, &again, NULL), "load a part");
    wijk_dossier_destroy(again);
}

static void rows_as_text(const wijk_dossier *dossier, wijk_table_id table, wijk_date on, wijk_time known,
                         wijk_buffer *out) {
    wijk_table *rows;
    must(wijk_dossier_table(dossier, table, on, known, &rows, NULL), "table");
    must(wijk_table_write(rows, WIJK_FORMAT_CSV, 1, out, NULL), "write");
    wijk_table_unref(rows);
}

/* What was known at a moment: the same as a dossier that was given only the acts recorded by then. */
static void check_known(const wijk_dossier *dossier, wijk_dossier *then, wijk_time known) {
    wijk_buffer *a, *b;
    must(wijk_buffer_new(context, &a), "buffer");
    must(wijk_buffer_new(context, &b), "buffer");
    for (wijk_table_id table = 1; table <= (wijk_table_id)wijk_catalog_count(WIJK_CATALOG_TABLES); table++) {
        wijk_date on = draw(2) ? WIJK_DATE_NONE : h.day - (wijk_date)draw(60);
        rows_as_text(dossier, table, on, known, a);
        rows_as_text(then, table, on, WIJK_TIME_NONE, b);
    }
    if (wijk_buffer_size(a) != wijk_buffer_size(b) ||
        memcmp(wijk_buffer_data(a), wijk_buffer_data(b), wijk_buffer_size(a)) != 0)
        fail("what was known then differs from what was recorded by then");
    wijk_buffer_destroy(a);
    wijk_buffer_destroy(b);
}

static void run(uint64_t number) {
    memset(&h, 0, sizeof h);
    sequence_number = number;
    h.random = number * UINT64_C(0xD1342543DE82EF95) + 1;
    h.day = 20000;
    h.recorded = INT64_C(1700000000000000);
    wijk_id id = named(0, (uint32_t)number + 1);
    wijk_dossier *dossier, *then = NULL;
    wijk_act *act;
    wijk_time known = WIJK_TIME_NONE;
    must(wijk_dossier_new(context, policy, &id, &dossier, NULL), "dossier");
    must(wijk_act_new(context, &act, NULL), "act");
    uint32_t length = 1 + draw(draw(3) ? 100 : LONGEST), middle = draw(length);
    for (uint32_t i = 0; i < length && h.count < LONGEST; i++) {
        if (draw(20) == 0)
            take_batch(dossier, act, 1 + draw(12));
        else
            take(dossier, act);
        if (i == middle && wijk_dossier_sequence(dossier) > 0) {
            const void *bytes;
            size_t size;
            wijk_dossier_frames(dossier, &bytes, &size);
            must(wijk_dossier_load(context, NULL, bytes, size, 0, &then, NULL), "load");
            known = h.recorded;
            h.recorded += 1000;
        }
    }
    check_invariants(dossier, WIJK_TIME_NONE);
    check_replay(dossier);
    if (then != NULL) {
        check_invariants(dossier, known);
        check_known(dossier, then, known);
    }
    wijk_act_destroy(act);
    wijk_dossier_destroy(then);
    wijk_dossier_destroy(dossier);
}

int main(int argc, char **argv) {
    const char *full = getenv("WIJK_TEST_FULL");
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : argc > 1 ? 1 : full ? 100000 : 2000;
    if (!wijk_feature_supported(WIJK_FEATURE_JSON)) {
        puts("no policy in a build without JSON");
        return 77;
    }
    must(wijk_context_new(NULL, NULL, &context), "context");
    must(wijk_policy_load_default(context, &policy, NULL), "policy");
    must(wijk_findings_new(context, &findings, NULL), "findings");
    uint64_t taken = 0;
    for (uint64_t number = first; number < first + count; number++) {
        run(number);
        taken += h.count;
    }
    printf("%" PRIu64 " sequences, %" PRIu64 " acts taken\n", count, taken);
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return 0;
}
